"""The project's files: firebase.json and .firebaserc, as far as the suite reads them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from embedded_firebase.ports import DEFAULT_PORTS

DEFAULT_PROJECT = "demo-project"
"""The project if neither the caller nor .firebaserc names one; `demo-` keeps Firebase tools off the cloud."""


@dataclass(frozen=True)
class HostingSite:
    """Describe what Hosting serves (https://firebase.google.com/docs/hosting/full-config)."""

    public: Path
    clean_urls: bool = False
    rewrites: tuple[Mapping[str, Any], ...] = ()
    headers: tuple[Mapping[str, Any], ...] = ()
    ignore: tuple[str, ...] = ()
    """Globs of files that are not deployed."""


@dataclass(frozen=True)
class Configuration:
    """Hold what firebase.json says."""

    root: Path
    functions_source: Path | None = None
    hosting: HostingSite | None = None
    indexes_file: Path | None = None
    firestore_rules: Path | None = None
    storage_rules: Path | None = None
    ports: Mapping[str, int] = field(default_factory=lambda: DEFAULT_PORTS)


def project_of(root: Path, asked: str | None = None) -> str:
    """Return the identifier of the project to emulate.

    Args:
        root: the folder of .firebaserc.
        asked: an identifier or an alias of .firebaserc; None asks for the alias `default`.

    Raises:
        ValueError: if .firebaserc is not JSON.
    """
    aliases: dict[str, str] = _read_json(root / ".firebaserc").get("projects", {})
    return aliases.get(asked or "default", asked or DEFAULT_PROJECT)


def read_configuration(root: Path) -> Configuration:
    """Read firebase.json in a folder; absent settings take firebase-tools' defaults.

    Raises:
        ValueError: if firebase.json is not JSON.
        FileNotFoundError: if it names a file of rules that is not there.
    """
    root = root.resolve()
    content = _read_json(root / "firebase.json")
    source = root / str(_first(content.get("functions")).get("source", "functions"))
    indexes = root / str(_first(content.get("firestore")).get("indexes", "firestore.indexes.json"))
    emulators = content.get("emulators", {})
    named = {name: emulators[name]["port"] for name in DEFAULT_PORTS if "port" in emulators.get(name, {})}
    return Configuration(
        root=root,
        functions_source=source if (source / "main.py").exists() else None,
        hosting=_hosting(root, _first(content.get("hosting"))),
        indexes_file=indexes if indexes.exists() else None,
        firestore_rules=_rules(root, _first(content.get("firestore"))),
        storage_rules=_rules(root, _first(content.get("storage"))),
        ports=MappingProxyType({**DEFAULT_PORTS, **named}),
    )


def _read_json(file: Path) -> dict[str, Any]:
    """Return the object in a file; an empty one if there is no file."""
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except ValueError as error:
        raise ValueError(f"{file} is not JSON: {error}") from error
    return content


def _hosting(root: Path, content: Mapping[str, Any]) -> HostingSite | None:
    if "public" not in content:
        return None
    return HostingSite(
        public=root / str(content["public"]),
        clean_urls=bool(content.get("cleanUrls", False)),
        rewrites=tuple(content.get("rewrites", ())),
        headers=tuple(content.get("headers", ())),
        ignore=tuple(content.get("ignore", ())),
    )


def _rules(root: Path, section: Mapping[str, Any]) -> Path | None:
    if "rules" not in section:
        return None
    file = root / str(section["rules"])
    if not file.is_file():
        raise FileNotFoundError(f"firebase.json names {section['rules']}, which is not there")
    return file


def _first(section: Any) -> Mapping[str, Any]:
    """Return a section of firebase.json, which may be one object or a list of them: of a list, the first."""
    if isinstance(section, list):
        return section[0] if section else {}
    return section or {}
