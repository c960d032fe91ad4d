"""Rules of Storage for firebase-tools, in place of its `cloud-storage-rules-runtime` jar.

firebase-tools writes a JSON message a line to stdin and reads one a line from stdout: `load_ruleset` and
`verify`. While a request is being verified, a document of Firestore may be asked back for; the answer has
the request's id, and other requests may come before it.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from google.protobuf import json_format

from embedded_firebase.firestore.protocol import Document
from embedded_firebase.policies.conversion import log_refusal, name_of, resource_of
from embedded_firebase.rules import STORAGE, EvaluationError, InvalidRules, Method, Request, Ruleset
from embedded_firebase.rules.values import UNDECIDED, Path, RulesSet, Timestamp, Value

Message = dict[str, Any]

READY: Message = {"id": -1, "status": "ok"}
"""The line that firebase-tools waits for before it sends requests."""

_ANY_DATABASE = "projects/any/databases/(default)"
"""firebase-tools knows the project; rules of Storage reach its default database alone."""


class StorageRulesRuntime:
    """Read requests from one stream and write the answers to another."""

    def __init__(self, asked: IO[str], answered: IO[str]) -> None:
        self._asked = asked
        self._answered = answered
        self._rulesets: dict[str, Ruleset] = {}
        self._waiting: deque[Message] = deque()
        """Requests that arrived while a document was awaited."""

    def serve(self) -> None:
        """Answer messages until the asking stream ends."""
        self._send(READY)
        while (message := self._waiting.popleft() if self._waiting else self._receive()) is not None:
            answer = self._load if message["action"] == "load_ruleset" else self._verify
            self._send({"id": message["id"], "warnings": [], "errors": [], **answer(message)})

    def document(self, request_id: int, path: Path) -> Value:
        """Ask firebase-tools for a document and return it as a resource; null if there is none."""
        name = name_of(path, _ANY_DATABASE)
        # firebase-tools matches its answer by the id of the request that is being verified.
        wanted = {"action": "fetch_firestore_document", "context": {"path": str(path)}}
        self._send({**wanted, "server_request_id": request_id, "status": "ok"})
        while (message := self._receive()) is not None:
            if "action" in message:
                self._waiting.append(message)
            elif message["status"] == "ok":
                found = json_format.ParseDict({"fields": message["result"].get("fields", {})}, Document())
                found.name = name
                return resource_of(found)
            else:
                return None
        raise EvaluationError("firebase-tools ended before it sent the document")

    def _load(self, message: Message) -> Message:
        context = message["context"]
        source = "\n".join(file["content"] for file in context["source"]["files"])
        try:
            self._rulesets[context["rulesetName"]] = Ruleset(source, STORAGE)
        except InvalidRules as error:
            # With `action`, firebase-tools hands the errors on; without it, the caller never gets an answer.
            failed = {"action": "load_ruleset", "status": "error"}
            return {**failed, "message": str(error), "errors": [str(error)]}
        return {"status": "ok", "result": {"rulesVersion": 2}}

    def _verify(self, message: Message) -> Message:
        context = message["context"]
        method = Method(context["method"])
        variables = {name: value_of(value) for name, value in context["variables"].items()}
        asked = variables["request"]
        assert isinstance(asked, dict)
        asked["method"] = method.value
        if method is Method.LIST:
            variables["resource"] = UNDECIDED
        request = Request(method, tuple(filter(None, context["path"].split("/"))), variables)
        decision = self._rulesets[context["rulesetName"]].decide(request, _Lookup(self, message["id"]))
        log_refusal(STORAGE, method, decision)
        return {"status": "ok", "result": {"permit": decision.allowed}}

    def _receive(self) -> Message | None:
        line = self._asked.readline()
        message: Message | None = json.loads(line) if line else None
        return message

    def _send(self, message: Mapping[str, Any]) -> None:
        self._answered.write(json.dumps(message) + "\n")
        self._answered.flush()


class _Lookup:
    """The documents that one request's rules ask for."""

    def __init__(self, runtime: StorageRulesRuntime, request_id: int) -> None:
        self._runtime = runtime
        self._request_id = request_id

    def find(self, path: Path, *, after: bool) -> Value:
        if after:
            raise EvaluationError("Storage leaves the documents of Firestore as they are")
        return self._runtime.document(self._request_id, path)


def value_of(message: Mapping[str, Any]) -> Value:
    """Return a value as firebase-tools writes it, such as `{"string_value": "a"}`."""
    ((kind, content),) = message.items()
    match kind:
        case "null_value":
            return None
        case "timestamp_value":
            return Timestamp.of(datetime.fromisoformat(content))
        case "float_value":
            return float(content)
        case "list_value":
            return [value_of(item) for item in content["values"]]
        case "set_value":
            return RulesSet(value_of(item) for item in content["values"])
        case "path_value":
            return Path(tuple(segment["simple"] for segment in content["segments"]))
        case "map_value":
            return {name: value_of(item) for name, item in content["fields"].items()}
        case "string_value" | "bool_value" | "int_value":
            return content
        case _:
            return UNDECIDED


def main() -> int:
    """Serve until stdin ends, or SIGINT, which is how firebase-tools stops it."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    StorageRulesRuntime(sys.stdin, sys.stdout).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
