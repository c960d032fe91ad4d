"""What is always true of projects, tags and uses, checked on a dump of all documents."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mirror_realm.domain.project import MOST_MERGED
from mirror_realm.domain.tags import MOST_TAGS, normal_tags
from mirror_realm.domain.use import MOST_APPS, MOST_COUNTED, UseAction

Documents = Mapping[str, Mapping[str, Any]]


def avatars_are_in_their_projects(documents: Documents, *, quiet: bool) -> None:
    """19. An avatar's project is there, of the same person; tags are as they are looked for.

    quiet: whether all work has ended, so that no project is being deleted.
    """
    for path, data in documents.items():
        _, uid, *rest = path.split("/") if path.startswith("users/") else ("", "")
        if rest[:1] != ["avatars"] or len(rest) != 2 or f"erasures/{uid}" in documents:
            continue
        tags = tuple(data.get("tags", ()))
        assert tags == normal_tags(tags), path
        assert len(tags) <= MOST_TAGS, path
        assert "project_id" not in data or f"users/{uid}/projects/{data['project_id']}" in documents, path
    projects = [path for path in documents if path.split("/")[-2] == "projects"]
    assert all(count <= MOST_MERGED for count in Counter(path.split("/")[1] for path in projects).values())
    if quiet:
        ending = [path for path in projects if "ending" in documents[path]]
        assert ending == [], "a project is being deleted for ever"


def uses_are_of_avatars(documents: Documents) -> None:
    """20. Uses are of an avatar that is there and says so, within the bounds of a day, an app and an action."""
    apps: Counter[tuple[str, str]] = Counter()
    for path, data in documents.items():
        if path.split("/")[-2] != "uses":
            continue
        owner, _, use_id = path.rpartition("/uses/")
        assert use_id == f"{data['day']}-{data['app']}", path
        assert set(data["counts"]) <= set(UseAction), path
        assert all(0 < count <= MOST_COUNTED for count in data["counts"].values()), path
        apps[owner, data["day"]] += 1
        if f"erasures/{path.split('/')[1]}" not in documents:
            assert documents[owner]["used"], path
    assert all(count <= MOST_APPS for count in apps.values())
