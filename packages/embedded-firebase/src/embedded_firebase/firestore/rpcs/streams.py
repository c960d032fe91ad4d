"""The two RPCs that stay open: Listen and Write. App clients live on them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator

from embedded_firebase.firestore.access import caller_of
from embedded_firebase.firestore.engine import Engine
from embedded_firebase.firestore.errors import invalid_argument
from embedded_firebase.firestore.listening.stream import ListenStream
from embedded_firebase.firestore.listening.subscriptions import Subscriptions
from embedded_firebase.firestore.protocol import Message, WriteResponse, timestamp
from embedded_firebase.firestore.wire.methods import OpenCall


class Streams:
    """Listen, Write."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._subscriptions = Subscriptions()
        engine.stored_listeners.append(self._subscriptions.announce)

    async def listen(self, requests: AsyncIterator[Message], call: OpenCall) -> AsyncGenerator[Message, None]:
        """Report changes of the targets that the client adds."""
        caller = caller_of(call.metadata)
        call.send_headers()
        first = await anext(requests, None)
        if first is None:
            return
        stream = ListenStream(
            self._engine, self._subscriptions, self._engine.database(first.database), caller
        )
        reading = asyncio.get_running_loop().create_task(stream.read(_from(first, requests)))
        reading.add_done_callback(stream.reading_ended)
        try:
            async for response in stream.responses():
                yield response
            reading.result()
        finally:
            reading.cancel()
            stream.close()

    async def write(self, requests: AsyncIterator[Message], call: OpenCall) -> AsyncGenerator[Message, None]:
        """Commit the writes of each request, in order; the first request only opens the stream."""
        caller = caller_of(call.metadata)
        call.send_headers()
        first = await anext(requests, None)
        if first is None:
            return
        if first.writes:
            raise invalid_argument("The first request of a write stream must not carry writes.")
        database = self._engine.database(first.database)
        sequence = 0
        yield WriteResponse(stream_id=first.stream_id or secrets.token_hex(8), stream_token=_stream_token(0))
        async for request in requests:
            committed = await self._engine.commit(database, request.writes, caller)
            sequence += 1
            yield WriteResponse(
                stream_token=_stream_token(sequence),
                write_results=committed.results,
                commit_time=timestamp(committed.moment),
            )


async def _from(first: Message, rest: AsyncIterator[Message]) -> AsyncIterator[Message]:
    yield first
    async for request in rest:
        yield request


def _stream_token(sequence: int) -> bytes:
    return sequence.to_bytes(8, "big")
