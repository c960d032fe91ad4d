"""Environment variables: the suite's addresses, and the settings of the codebase's files."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

_LINE = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_]\w*)[ \t]*=[ \t]*
        (?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>[^']*)'|(?P<bare>[^\#\r\n]*?))[ \t\r]*(?:\#.*)?$""",
    re.VERBOSE | re.MULTILINE,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\", "$": "$"}


def parse_dotenv(text: str) -> dict[str, str]:
    """Return the variables in a `.env` file, by the rules of https://firebase.google.com/docs/functions/config-env.

    A double-quoted value may hold escapes and line breaks; a single-quoted one is taken as it is.
    """
    variables: dict[str, str] = {}
    for match in _LINE.finditer(text):
        if match["double"] is not None:
            value = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), match["double"])
        else:
            value = match["single"] if match["single"] is not None else match["bare"]
        variables[match["name"]] = value
    return variables


def codebase_settings(source: Path, project: str) -> dict[str, str]:
    """Return the settings and secrets of a codebase on an emulator.

    They come from `.env`, `.env.{project}`, `.env.local` and `.secret.local`; a later file wins over an earlier one.
    """
    settings: dict[str, str] = {}
    for name in (".env", f".env.{project}", ".env.local", ".secret.local"):
        file = source / name
        if file.is_file():
            settings.update(parse_dotenv(file.read_text(encoding="utf-8")))
    return settings


def emulator_variables(project: str, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return the variables by which the Google and Firebase clients find the suite.

    `addresses` has `HOST:PORT` for `firestore`, `storage`, `auth`, `hosting`, `tasks`.
    """
    bucket = default_bucket(project)
    return {
        "GCLOUD_PROJECT": project,
        "GOOGLE_CLOUD_PROJECT": project,
        "FIREBASE_CONFIG": json.dumps({"projectId": project, "storageBucket": bucket}),
        "FUNCTIONS_EMULATOR": "true",
        "FIRESTORE_EMULATOR_HOST": addresses["firestore"],
        "FIREBASE_FIRESTORE_EMULATOR_ADDRESS": addresses["firestore"],
        "FIREBASE_AUTH_EMULATOR_HOST": addresses["auth"],
        "FIREBASE_STORAGE_EMULATOR_HOST": addresses["storage"],
        # Unlike the others, the Cloud Storage client wants the scheme.
        "STORAGE_EMULATOR_HOST": f"http://{addresses['storage']}",
        "FIREBASE_HOSTING_EMULATOR_HOST": addresses["hosting"],
        "CLOUD_TASKS_EMULATOR_HOST": addresses["tasks"],
    }


def default_bucket(project: str) -> str:
    """Return the name of a project's default bucket."""
    return f"{project}.appspot.com"
