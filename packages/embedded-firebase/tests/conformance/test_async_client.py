"""The asynchronous client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from google.api_core.exceptions import AlreadyExists, NotFound
from google.cloud import firestore
from google.cloud.firestore_v1.base_query import FieldFilter

from conformance.world import World, connected

Check = Callable[[firestore.AsyncClient], Awaitable[Any]]


async def set_and_get(client: firestore.AsyncClient) -> Any:
    await client.document("c/a").set({"n": 1})
    return (await client.document("c/a").get()).to_dict()


async def merge(client: firestore.AsyncClient) -> Any:
    document = client.document("c/a")
    await document.set({"m": {"a": 1}})
    await document.set({"m": {"b": 2}}, merge=True)
    return (await document.get()).to_dict()


async def update_and_transform(client: firestore.AsyncClient) -> Any:
    document = client.document("c/a")
    await document.set({"n": 1, "tags": [1]})
    await document.update({"n": firestore.Increment(2), "tags": firestore.ArrayUnion([2])})
    return (await document.get()).to_dict()


async def delete(client: firestore.AsyncClient) -> Any:
    await client.document("c/a").set({})
    await client.document("c/a").delete()
    return (await client.document("c/a").get()).exists


async def query(client: firestore.AsyncClient) -> Any:
    for n in range(5):
        await client.document(f"c/{n}").set({"n": n})
    found = client.collection("c").where(filter=FieldFilter("n", ">", 1)).order_by("n").limit(2)
    return [snapshot.id async for snapshot in found.stream()]


async def aggregate(client: firestore.AsyncClient) -> Any:
    for n in range(5):
        await client.document(f"c/{n}").set({"n": n})
    (results,) = await client.collection("c").count(alias="many").sum("n", alias="much").get()
    return {result.alias: result.value for result in results}


async def get_all(client: firestore.AsyncClient) -> Any:
    await client.document("c/a").set({})
    references = [client.document("c/a"), client.document("c/b")]
    return {snapshot.id: snapshot.exists async for snapshot in client.get_all(references)}


async def batch(client: firestore.AsyncClient) -> Any:
    writes = client.batch()
    writes.set(client.document("c/a"), {"n": 1})
    writes.delete(client.document("c/b"))
    return len(await writes.commit())


async def list_everything(client: firestore.AsyncClient) -> Any:
    await client.document("c/a/d/b").set({})
    documents = [document.id async for document in client.collection("c").list_documents()]
    collections = [collection.id async for collection in client.document("c/a").collections()]
    return documents, collections


async def transaction(client: firestore.AsyncClient) -> Any:
    document = client.document("c/a")
    await document.set({"n": 0})

    @firestore.async_transactional
    async def increment(transaction: firestore.AsyncTransaction) -> None:
        value = (await document.get(transaction=transaction)).get("n")
        transaction.update(document, {"n": value + 1})

    await asyncio.gather(*[increment(client.transaction(max_attempts=20)) for _ in range(3)])
    return (await document.get()).get("n")


async def many_at_once(client: firestore.AsyncClient) -> Any:
    await asyncio.gather(*[client.document(f"c/{n}").set({"n": n}) for n in range(100)])
    return (await client.collection("c").count().get())[0][0].value


CHECKS: list[tuple[Check, Any]] = [
    (set_and_get, {"n": 1}),
    (merge, {"m": {"a": 1, "b": 2}}),
    (update_and_transform, {"n": 3, "tags": [1, 2]}),
    (delete, False),
    (query, ["2", "3"]),
    (aggregate, {"many": 5, "much": 10}),
    (get_all, {"a": True, "b": False}),
    (batch, 2),
    (list_everything, (["a"], ["d"])),
    (transaction, 3),
    (many_at_once, 100),
]


def run(world: World, check: Check) -> Any:
    """Run a check on a client of its own event loop."""

    async def on_client() -> Any:
        client = connected(lambda: firestore.AsyncClient(world.project), world.address)
        try:
            return await check(client)
        finally:
            await client._firestore_api.transport.close()

    with ThreadPoolExecutor(1) as beside:  # another test's library may run a loop in this thread
        return beside.submit(asyncio.run, on_client()).result()


@pytest.mark.parametrize(("check", "expected"), [pytest.param(*row, id=row[0].__name__) for row in CHECKS])
def test_the_asynchronous_client_can(world: World, check: Check, expected: Any) -> None:
    assert run(world, check) == expected


def test_its_errors_are_the_same(world: World) -> None:
    async def create_twice(client: firestore.AsyncClient) -> None:
        await client.document("c/a").create({})
        await client.document("c/a").create({})

    with pytest.raises(AlreadyExists):
        run(world, create_twice)
    with pytest.raises(NotFound):
        run(world, lambda client: client.document("c/none").update({"n": 1}))
