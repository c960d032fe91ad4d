"""The design's "always true", checked on a dump of all documents. Every test that injects a fault calls this."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mirror_realm.domain.ledger import pseudonym

Documents = Mapping[str, Mapping[str, Any]]
"""Path -> document, of the whole database."""

LIVE = ("queued", "running")


def check(
    documents: Documents,
    *,
    user_limit: int,
    global_limit: int,
    user_paintings: int = 10,
    global_paintings: int = 500,
    max_calls: int = 3,
    budget_micros: int = 2_000_000,
    files: Mapping[str, Any] | None = None,
    quiet: bool = True,
) -> None:
    """Asserts invariants 1, 2, 3, 5, 6 and 7. `quiet`: nothing is under way any more, so nothing may be open.

    Give `files` only once workers are gone: between upload and settling a picture is referred to by nothing.
    """
    jobs = _collection(documents, "renders", 2)
    allowance_adds_up(documents, jobs)
    limits_hold(documents, user_limit, global_limit)
    paintings_are_bounded(documents, user_paintings, global_paintings)
    calls_are_authorised(jobs, max_calls)
    one_job_a_look(jobs)
    money_adds_up(documents, jobs, budget_micros)
    personal_pictures_are_their_owners(documents)
    if files is not None:
        pictures_exist(documents, files)
    if quiet:
        assert [job for job in jobs.values() if job["state"] in LIVE] == []
        under_way = [p for p, a in _avatars(documents).items() if a["status"] in ("queued", "generating")]
        assert under_way == [], "an avatar waits for ever"
        rendering = [p for p, e in _collection(documents, "cache", 2).items() if e["state"] == "rendering"]
        assert rendering == [], "a look is said to be rendering for ever"


def allowance_adds_up(documents: Documents, jobs: Documents) -> None:
    """1. For each person-day and global day `reserved = settled + refunded + open`; the ledger says the same."""
    ledger: Counter[tuple[str, str]] = Counter()
    for entry in _collection(documents, "ledger", 2).values():
        if entry["movement"] != "granted":
            ledger[entry["day"], entry["movement"]] += 1
    persons: Counter[tuple[str, str]] = Counter()
    open_of_day: Counter[str] = Counter()
    open_of_person: Counter[tuple[str, str]] = Counter()
    for job in jobs.values():
        if job["state"] in LIVE and job["reservation"] is not None:
            open_of_day[job["reservation"]["day"]] += 1
            open_of_person[job["uid"], job["reservation"]["day"]] += 1
    for path, usage in documents.items():
        if "/usage/" in path:
            for movement in ("reserved", "settled", "refunded"):
                persons[usage["day"], movement] += usage[movement]
            open_jobs = open_of_person[path.split("/")[1], usage["day"]]
            assert usage["reserved"] == usage["settled"] + usage["refunded"] + open_jobs, path
    for path, day in _collection(documents, "global_usage", 2).items():
        assert day["reserved"] == day["settled"] + day["refunded"] + open_of_day[day["day"]], path
        for movement in ("reserved", "settled", "refunded"):
            assert day[movement] == ledger[day["day"], movement] == persons[day["day"], movement], (
                path,
                movement,
            )


def limits_hold(documents: Documents, user_limit: int, global_limit: int) -> None:
    """2. `settled + open <= limit`."""
    for path, usage in documents.items():
        if "/usage/" in path:
            assert usage["reserved"] - usage["refunded"] <= user_limit, path
    for path, day in _collection(documents, "global_usage", 2).items():
        assert day["reserved"] - day["refunded"] <= global_limit, path


def paintings_are_bounded(documents: Documents, user_paintings: int, global_paintings: int) -> None:
    """2, for the free paintings of wishes over a limit: a person's, everybody's, and each counted on both."""
    everybody: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    for share in _collection(documents, "paintings", 2).values():
        everybody[share["day"]] += share["paintings"]
    for path, usage in documents.items():
        if "/usage/" in path:
            assert usage["paintings"] <= user_paintings, path
            persons[usage["day"]] += usage["paintings"]
    assert max(everybody.values(), default=0) <= global_paintings
    assert +persons == +everybody


def calls_are_authorised(jobs: Documents, max_calls: int) -> None:
    """3a. At most one call under way a job, at most `max_calls` in all, none once it ended."""
    for path, job in jobs.items():
        under_way = [call for call in job["calls"] if call["spent_micros"] is None]
        assert len(job["calls"]) <= max_calls, path
        assert len(under_way) <= (1 if job["state"] == "running" else 0), path


def one_job_a_look(jobs: Documents) -> None:
    """3b. One job at a time per look."""
    looks = Counter(_look(job) for job in jobs.values() if job["state"] in LIVE)
    assert [look for look, count in looks.items() if count > 1] == []


def money_adds_up(documents: Documents, jobs: Documents, budget_micros: int) -> None:
    """7. Every call's money is on its day: held while it is under way, spent once it is booked; within budget.

    A day whose jobs have aged out has nothing left to compare with.
    """
    held: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for job in jobs.values():
        for call in job["calls"]:
            if call["spent_micros"] is None:
                held[call["day"]] += call["held_micros"]
            else:
                spent[call["day"]] += call["spent_micros"]
    aged = {
        entry["day"]
        for entry in _collection(documents, "ledger", 2).values()
        if entry["movement"] != "granted" and f"renders/{entry['render_id']}" not in documents
    }
    for path, day in _collection(documents, "global_usage", 2).items():
        if day["day"] not in aged:
            assert day["held_micros"] == held[day["day"]], path
            assert day["spent_micros"] == spent[day["day"]], path
        assert day["held_micros"] + day["spent_micros"] <= budget_micros, path


def credits_add_up(documents: Documents, *, price: int, initial: int, salt: str) -> None:
    """1, for the second purse: what a person holds is what was given, less what jobs took and did not return."""
    moved: Counter[str] = Counter()
    for entry in _collection(documents, "ledger", 2).values():
        if entry["movement"] == "granted":
            moved[entry["person"]] += entry["credits"]
        elif entry["movement"] == "reserved":
            assert entry["credits"] == price
            moved[entry["person"]] -= entry["credits"]
        else:
            moved[entry["person"]] += entry["credits_returned"]
    for path, profile in _collection(documents, "users", 2).items():
        person = pseudonym(path.split("/")[1], salt)
        held = initial if profile["credits"] is None else profile["credits"]
        assert held == initial + moved[person], path
        assert held >= 0, path


def jobs_end_in_time(documents: Documents, lifetime: timedelta) -> None:
    """4. Every job that has ended did so within its lifetime."""
    for path, job in _collection(documents, "renders", 2).items():
        if job["ended_at"] is not None:
            assert job["ended_at"] - job["created_at"] <= lifetime, path


def personal_pictures_are_their_owners(documents: Documents) -> None:
    """6. A personal picture is in its owner's folder and avatars alone, never in the cache."""
    for path, avatar in _avatars(documents).items():
        if avatar["recipe"]["uid"] is not None:
            assert avatar["recipe"]["uid"] == path.split("/")[1], path
    for path, entry in _collection(documents, "cache", 2).items():
        assert entry["recipe"]["uid"] is None, path
        assert not (entry["image_path"] or "").startswith("people/"), path


def pictures_exist(documents: Documents, files: Mapping[str, Any]) -> None:
    """5. A completed avatar's files exist, and every stored picture is referred to."""
    referred = set()
    for path, avatar in _avatars(documents).items():
        if avatar["status"] == "completed":
            assert avatar["image_path"] in files, path
            referred.add(avatar["image_path"].rsplit("/", 1)[0])
    for entry in _collection(documents, "cache", 2).values():
        if entry["image_path"]:
            referred.add(entry["image_path"].rsplit("/", 1)[0])
    stray = {name for name in files if name.startswith(("shared/", "people/"))}
    assert {name for name in stray if name.rsplit("/", 1)[0] not in referred} == set()


def _avatars(documents: Documents) -> Documents:
    return {path: data for path, data in documents.items() if "/avatars/" in path}


def _collection(documents: Documents, name: str, depth: int) -> Documents:
    return {
        path: data
        for path, data in documents.items()
        if path.startswith(f"{name}/") and path.count("/") == depth - 1
    }


def _look(job: Mapping[str, Any]) -> str:
    return repr(sorted(job["recipe"].items(), key=lambda item: item[0]))
