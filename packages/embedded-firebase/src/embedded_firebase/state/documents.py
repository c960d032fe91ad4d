"""Documents as JSON with typed values, in the form of the Firestore REST API, a file for each database."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from google.cloud.firestore_v1.types import Document
from google.protobuf.json_format import MessageToDict, ParseDict

from embedded_firebase.firestore import FirestoreEmulator

_NAME = re.compile(r"projects/([^/]+)/databases/([^/]+)/documents/.+")


def write_documents(folder: Path, project: str, firestore: FirestoreEmulator) -> None:
    """Write the documents of a project."""
    databases: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for document in firestore.export_documents():
        matched = _NAME.fullmatch(document.name)
        if matched and matched[1] == project:
            databases[matched[2]].append(MessageToDict(document))
    folder.mkdir()
    for database, documents in databases.items():
        documents.sort(key=lambda document: str(document["name"]))
        text = json.dumps({"documents": documents}, indent=2, ensure_ascii=False, sort_keys=True)
        (folder / f"{quote(database, safe='()')}.json").write_text(text + "\n", encoding="utf-8")


def read_documents(folder: Path, project: str, firestore: FirestoreEmulator) -> None:
    """Put the documents of an export back, under this project."""
    firestore.import_documents(_documents(folder, project))


def _documents(folder: Path, project: str) -> Iterator[Any]:
    for file in sorted(folder.glob("*.json")):
        for entry in json.loads(file.read_text(encoding="utf-8"))["documents"]:
            document = ParseDict(entry, Document.pb()())
            # References within documents keep the project they name; only the documents themselves move.
            document.name = re.sub(r"^projects/[^/]+/", f"projects/{project}/", document.name)
            yield document
