"""The design's "always true", checked on a dump of all documents. Every test that injects a fault calls this."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from mirror_realm.domain.allowance import MOST_GIVEN
from mirror_realm.domain.avatar import Avatar
from mirror_realm.domain.export import MOST_ASKS
from mirror_realm.domain.ledger import ERASED
from mirror_realm.domain.limits import guest_and_free
from mirror_realm.domain.pace import MOST_WAIT
from mirror_realm.domain.plans import GUEST
from mirror_realm.domain.pseudonyms import Identity, Pseudonyms
from mirror_realm.domain.push_device import MOST_DEVICES, digest_of
from mirror_realm.domain.report import COUNTED_A_DAY, HIDE_AFTER
from mirror_realm.domain.timeline_page import OVERLAP
from mirror_realm.domain.uploads import MOST_A_DAY, MOST_LYING
from mirror_realm.domain.variation_set import MOST as MOST_IN_A_SET
from mirror_realm.providers import is_queued, provider_of
from mirror_realm.settings import Settings
from tests.album_invariants import avatars_are_in_their_projects, uses_are_of_avatars

Documents = Mapping[str, Mapping[str, Any]]
"""Path -> document, of the whole database."""

LIVE = ("queued", "running")
MOVEMENTS = ("reserved", "settled", "refunded")


def check(
    documents: Documents,
    *,
    user_limit: int,
    global_limit: int,
    month_limit: int = 0,
    user_paintings: int = 10,
    global_paintings: int = 500,
    guest_share: float = 1.0,
    max_calls: int = 3,
    budget_micros: int = 2_000_000,
    files: Mapping[str, Any] | None = None,
    quiet: bool = True,
    salt: str = "salt",
    erased: Collection[str] = (),
    noted: Mapping[str, tuple[int, int | None, datetime]] | None = None,
    since: datetime | None = None,
    paces: Mapping[str, int] | None = None,
) -> None:
    """Assert invariants 1, 2, 3, 5, 6, 7, 8, 10, 11, 13, 14 and 15, and that reported pictures are withheld.

    user_limit, month_limit, user_paintings: the most that any plan allows a person; no month limit: 0.
    quiet: whether all work has ended, so that nothing may be open.

    Give `files` only after workers have ended: between upload and settling no document refers to a picture. `noted` are
    the notes of stored pictures by their paths: number and cost of the call, and when it was stored. `salt` is the
    ledger's; `erased` are people who were erased and whose fence may have aged out. `since`: when every fallback
    picture began to be counted; None: always. `paces`: the calls a minute of the providers that have a pace.
    """
    jobs = _collection(documents, "renders", 2)
    allowance_adds_up(documents, jobs, salt, erased)
    limits_hold(documents, user_limit, global_limit, int(global_limit * guest_share))
    months_add_up(documents, jobs, month_limit, salt)
    counted = {path: job for path, job in jobs.items() if since is None or job["created_at"] >= since}
    paintings_are_bounded(documents, counted, user_paintings, global_paintings, guest_share, erased)
    failures_are_bounded(documents, jobs, user_limit, global_limit, guest_share, since)
    uploads_are_bounded(documents)
    calls_are_authorised(jobs, max_calls)
    waiting_jobs_have_not_started(documents, jobs)
    for provider, per_minute in (paces or {}).items():
        the_pace_is_kept(jobs, provider, per_minute)
    one_job_a_look(jobs)
    money_adds_up(documents, jobs, budget_micros)
    personal_pictures_are_their_owners(documents)
    hidden_looks_are_not_handed_out(documents)
    paid_pictures_are_settled(documents, jobs, noted or {})
    only_established_accounts_hide(documents)
    push_tokens_are_their_users(documents)
    exports_are_their_users(documents, files)
    pages_show_what_documents_do(documents)
    sets_are_whole(documents)
    statistics_are_true(documents)
    acts_are_audited(documents, since)
    payments_bring_credits_once(documents)
    months_bring_credits_once(documents, salt)
    merges_move_credits_once(documents)
    avatars_are_in_their_projects(documents, quiet=quiet)
    uses_are_of_avatars(documents)
    if files is not None:
        pictures_exist(documents, files)
    if quiet:
        assert [job for job in jobs.values() if job["state"] in LIVE] == []
        open_calls = [
            path for path, job in jobs.items() if any(c["spent_micros"] is None for c in job["calls"])
        ]
        assert open_calls == [], "a call is open for ever"
        under_way = [p for p, a in _avatars(documents).items() if a["status"] in ("queued", "generating")]
        assert under_way == [], "an avatar waits for ever"
        rendering = [p for p, e in _collection(documents, "cache", 2).items() if e["state"] == "rendering"]
        assert rendering == [], "a look is said to be rendering for ever"
        erasing = [p for p, e in _collection(documents, "erasures", 2).items() if e["done_at"] is None]
        assert erasing == [], "an erasure goes on for ever"
        exporting = [p for p, e in documents.items() if "/exports/" in p and e["state"] == "preparing"]
        assert exporting == [], "an export is prepared for ever"
        the_erased_are_gone(documents, files or {}, salt)
        reported_pictures_are_gone(documents, salt, files or {})


def allowance_adds_up(
    documents: Documents, jobs: Documents, salt: str = "salt", erased: Collection[str] = ()
) -> None:
    """1. For each person-day and global day `reserved = settled + refunded + open`; the ledger says the same.

    It says, too, what administrators gave back on a person-day.

    Of a person who is being erased the ledger alone tells, by their pseudonym; so every other entry must have its
    person-day.
    """
    ledger: Counter[tuple[str, int | None, str]] = Counter()
    of_person: Counter[tuple[str, str, str]] = Counter()
    given: Counter[tuple[str, str]] = Counter()
    for entry in _collection(documents, "ledger", 2).values():
        if entry["movement"] == "given":
            given[entry["day"], entry["person"]] += entry["pictures"]
        if entry["movement"] in MOVEMENTS:
            ledger[entry["day"], entry.get("share"), entry["movement"]] += 1
            of_person[entry["day"], entry["person"], entry["movement"]] += 1
    fenced = {path.split("/")[1] for path in _collection(documents, "erasures", 2)}
    forgotten = {ERASED, *(name for uid in fenced.union(erased) for name in names_of(documents, uid, salt))}
    open_of_day: Counter[tuple[str, int | None]] = Counter()
    open_of_person: Counter[tuple[str, str]] = Counter()
    for job in jobs.values():
        if job["state"] in LIVE and job["reservation"] is not None:
            open_of_day[job["reservation"]["day"], job["reservation"].get("share")] += 1
            open_of_person[job["uid"], job["reservation"]["day"]] += 1
    for path, usage in documents.items():
        uid = path.split("/")[1]
        if "/usage/" not in path or uid in fenced:
            continue
        open_jobs = open_of_person[uid, usage["day"]]
        assert usage["reserved"] == usage["settled"] + usage["refunded"] + open_jobs, path
        for movement in MOVEMENTS:
            names = names_of(documents, uid, salt)
            said = sum(of_person.pop((usage["day"], name, movement), 0) for name in names)
            assert usage[movement] == said, (path, movement)
        pictures = sum(given.pop((usage["day"], name), 0) for name in names_of(documents, uid, salt))
        assert usage.get("granted", 0) == pictures <= MOST_GIVEN, path
    for path, day in counters(documents).items():
        which = day["day"], day.get("share")
        assert day["reserved"] == day["settled"] + day["refunded"] + open_of_day[which], path
        for movement in MOVEMENTS:
            assert day[movement] == ledger[*which, movement], (path, movement)
        unknown = {person for name, person, _ in of_person if name == day["day"]} - forgotten
        assert unknown == set(), path
    assert {person for _, person in given} - forgotten == set(), "pictures were given on no user's day"


def counters(documents: Documents) -> dict[str, Mapping[str, Any]]:
    """Return the documents that count all users' days: days that are not split, and shares. A head counts nothing."""
    days = _collection(documents, "global_usage", 2)
    return {path: day for path, day in days.items() if day.get("shares", 1) == 1}


def days_together(documents: Documents) -> dict[str, list[Mapping[str, Any]]]:
    """Return the documents that count each day."""
    days: dict[str, list[Mapping[str, Any]]] = {}
    for day in counters(documents).values():
        days.setdefault(day["day"], []).append(day)
    return days


def limits_hold(
    documents: Documents, user_limit: int, global_limit: int, guests_limit: int | None = None
) -> None:
    """2, 14. `settled + open <= limit`, a user's raised by what was given back, of a split day over all its shares."""
    for path, usage in documents.items():
        if "/usage/" in path:
            assert usage["reserved"] - usage["refunded"] <= user_limit + usage.get("granted", 0), path
    for name, days in days_together(documents).items():
        assert sum(day["reserved"] - day["refunded"] for day in days) <= global_limit, name
        guests = [day["anonymous"] for day in days]
        together = sum(day["reserved"] - day["refunded"] for day in guests)
        assert guests_limit is None or together <= guests_limit, name
        shares_add_up(documents, name, days)


def shares_add_up(documents: Documents, name: str, days: list[Mapping[str, Any]]) -> None:
    """14. A day has either no shares or those that its head says, and what was moved between them adds up to 0."""
    numbers = [day.get("share") for day in days]
    if numbers == [None]:
        return
    assert set(numbers) <= set(range(documents[f"global_usage/{name}"]["shares"])), (name, numbers)
    for of in ("pictures", "guests", "micros", "jobs", "photos"):
        assert sum(day.get("moved", {}).get(of, 0) for day in days) == 0, (name, of)


def sets_are_whole(documents: Documents) -> None:
    """Assert that a set is of one user's one wish, each avatar in its place, and at most one is chosen."""
    sets: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for path, avatar in _avatars(documents).items():
        if "set" in avatar:
            sets.setdefault((path.split("/")[1], avatar["set"]["id"]), []).append(avatar)
    for of, avatars in sets.items():
        places = [avatar["set"] for avatar in avatars]
        assert len({(tuple(place["variations"]), place["of"]) for place in places}) == 1, of
        assert 2 <= places[0]["of"] == len(places[0]["variations"]) <= MOST_IN_A_SET, of
        for avatar, place in zip(avatars, places, strict=True):
            assert place["variations"][place["number"] - 1] == avatar["recipe"]["variation"], of
        wishes = [{**avatar["recipe"], "variation": 0} for avatar in avatars]
        assert all(wish == wishes[0] for wish in wishes), of
        stay = [place["kept"] for place in places if place["expires_at"] is None]
        assert stay.count(False) <= 1, (of, "two are chosen")


def months_add_up(documents: Documents, jobs: Documents, month_limit: int, salt: str = "salt") -> None:
    """1 and 2 for months: a profile counts what is settled or open, by jobs and ledger, and within the limit."""
    counts: Counter[tuple[str, str]] = Counter()
    """By month and pseudonym, what was reserved and not refunded."""
    settled: Counter[tuple[str, str]] = Counter()
    for entry in _collection(documents, "ledger", 2).values():
        if entry.get("monthly"):
            where = (f"m{entry['day'][:7].replace('-', '_')}", entry["person"])
            counts[where] += {"reserved": 1, "refunded": -1}.get(entry["movement"], 0)
            settled[where] += entry["movement"] == "settled"
    open_of: Counter[tuple[str, str]] = Counter()
    for job in jobs.values():
        reservation = job["reservation"]
        if job["state"] in LIVE and reservation is not None and reservation.get("monthly"):
            open_of[job["uid"], f"m{reservation['day'][:7].replace('-', '_')}"] += 1
    for path, profile in _collection(documents, "users", 2).items():
        uid = path.split("/")[1]
        if f"erasures/{uid}" in documents:
            continue
        months = profile.get("months", {})
        names = names_of(documents, uid, salt)
        for month, used in months.items():
            said = sum(counts[month, name] for name in names)
            ended = sum(settled[month, name] for name in names)
            assert used == said == ended + open_of[uid, month], (path, month)
            assert 0 <= used <= month_limit, (path, month)
        latest = max((month for month, name in counts if name in names), default=None)
        assert latest is None or latest in months, (path, latest)


def statistics_are_true(documents: Documents) -> None:
    """13. Of a closed day `stats.settled = global_usage.settled = ledger`; a month is the sum of its days.

    Nothing is open on a day that was counted, and what was counted is money that was spent.
    """
    days = {
        path.split("/")[1]: data
        for path, data in _collection(documents, "stats", 2).items()
        if len(path.split("/")[1]) == len("2026-11-20")
    }
    for day, counted in days.items():
        entries = [one for one in _collection(documents, "ledger", 2).values() if one.get("day") == day]
        said = Counter(one["movement"] for one in entries)
        stored = days_together(documents).get(day, ())
        usage = {name: sum(one[name] for one in stored) for name in (*MOVEMENTS, "held_micros")}
        for movement in MOVEMENTS:
            assert counted[movement] == said[movement], (day, movement)
            assert counted[movement] == usage[movement] or f"global_usage/{day}" not in documents, day
        assert counted["reserved"] == counted["settled"] + counted["refunded"], day
        assert usage["held_micros"] == 0, day
        reasons = Counter(one["reason"] for one in entries if one["movement"] == "refunded")
        assert counted["refunds"] == reasons, day
        assert counted["timed"] == sum("seconds" in one for one in entries), day
    for month in {day[:7] for day in days}:
        closed = documents.get(f"stats/{month}")
        draft = documents.get(f"maintenance/statistics-{month}")
        assert (closed is None) != (draft is None), month
        whole = closed if closed is not None else draft
        of_month = [data for day, data in days.items() if day.startswith(month)]
        assert whole is not None
        assert whole["days"] == len(of_month), month
        for name in (*MOVEMENTS, "spent_micros", "calls", "timed", "refused"):
            assert whole[name] == sum(data[name] for data in of_month), (month, name)


def uploads_are_bounded(documents: Documents) -> None:
    """11, for uploads: a person's day and folder, each upload of the day counted once."""
    for path, count in documents.items():
        if path.endswith("/uploads/current"):
            assert 0 <= count["lying"] <= MOST_LYING, path
            assert count["made"] == len(set(count["generations"])) == len(count["generations"]), path
            assert count["made"] <= MOST_A_DAY, path


def uploads_are_counted(documents: Documents, photos: Collection[str]) -> None:
    """11. Once all reports have come, no more photos lie in a folder than may, and the count says how many."""
    lying = Counter(path.split("/")[1] for path in photos)
    for uid, number in lying.items():
        assert number <= MOST_LYING, uid
    for path, count in documents.items():
        if path.endswith("/uploads/current") and f"erasures/{path.split('/')[1]}" not in documents:
            assert count["lying"] == lying[path.split("/")[1]], path


def failures_are_bounded(
    documents: Documents,
    jobs: Documents,
    user_limit: int,
    global_limit: int,
    guest_share: float = 1.0,
    since: datetime | None = None,
) -> None:
    """11, for jobs and rejections: a person's and those of all guests; an outage's jobs alone are excused.

    A photo under way counts like a rejected one, so that no number of them at once is rejected too often. Photos that
    an older deployment reserved were not counted. `since`: when every one began to be.
    """
    for path, usage in documents.items():
        if "/usage/" in path:
            most = user_limit + usage.get("granted", 0)
            assert usage["reserved"] - usage.get("excused", 0) <= 5 * most, path
            if since is None:
                assert usage.get("rejected", 0) + usage.get("photos", 0) <= 3, path
            open_photos = [
                job
                for job in jobs.values()
                if job["state"] in LIVE and job["recipe"]["uid"] == path.split("/")[1]
                if job["reservation"] is not None and job["reservation"]["day"] == usage["day"]
            ]
            counted = usage.get("photos", 0)
            assert counted == len(open_photos) or (since is not None and counted < len(open_photos)), path
    excused: Counter[str] = Counter()
    for entry in _collection(documents, "ledger", 2).values():
        outage = entry.get("reason") in ("provider_unavailable", "provider_rate_limited", "misconfigured")
        if entry["movement"] == "refunded" and outage and not entry["cost_micros"]:
            excused[entry["day"]] += since is None or entry["at"] >= since
    together = int(global_limit * guest_share)
    for name, days in days_together(documents).items():
        assert sum(day.get("excused", 0) for day in days) == excused[name], name
        guests = [day["anonymous"] for day in days]
        assert sum(day["reserved"] - day.get("excused", 0) for day in guests) <= 5 * together, name
        if since is None:
            assert sum(day.get("rejected", 0) + day.get("photos", 0) for day in guests) <= 20, name


def paintings_are_bounded(
    documents: Documents,
    jobs: Documents,
    user_paintings: int,
    global_paintings: int,
    guest_share: float = 1.0,
    erased: Collection[str] = (),
) -> None:
    """11, for fallback pictures: a person's, guests', everybody's, and each job that makes one is counted.

    Each is counted on a person's day too, unless none of a person's acts started it. Those of the erased are counted on
    everybody's alone, in the share that they drew from.
    """
    limits = guest_and_free(
        user_daily=0,
        global_daily=0,
        guest_share=guest_share,
        budget_micros=0,
        global_paintings=global_paintings,
    )
    everybody: Counter[str] = Counter()
    shares: Counter[tuple[str, int]] = Counter()
    persons: Counter[tuple[str, int]] = Counter()
    counted_jobs: Counter[int] = Counter()
    for path, share in _collection(documents, "paintings", 2).items():
        everybody[share["day"]] += share["paintings"]
        shares[share["day"], share["share"]] += share["paintings"] - share.get("unowned", 0)
        counted_jobs[share["share"]] += share["paintings"]
        assert share["paintings"] <= limits.paintings_of(share["share"]), path
        assert share.get("guests", 0) <= limits.paintings_of(share["share"], GUEST), path
    free = Counter(limits.share_of(job["uid"]) for job in jobs.values() if job["reservation"] is None)
    for number, started in free.items():
        assert started <= counted_jobs[number], "a fallback picture is counted by nobody"
    for path, usage in documents.items():
        if "/usage/" in path:
            assert usage["paintings"] <= user_paintings, path
            persons[usage["day"], limits.share_of(path.split("/")[1])] += usage["paintings"]
    assert max(everybody.values(), default=0) <= global_paintings
    fenced = {path.split("/")[1] for path in _collection(documents, "erasures", 2)}
    drawn_from = {limits.share_of(uid) for uid in fenced.union(erased)}
    for day, number in persons.keys() | shares.keys():
        known, counted = persons[day, number], shares[day, number]
        assert known == counted or (number in drawn_from and known < counted), (day, number)


def calls_are_authorised(jobs: Documents, max_calls: int) -> None:
    """3a. At most one call under way a job, at most `max_calls` in all, none once it ended.

    A queued provider's call stays open until its prediction has ended, in any state of the job. A job orders one.
    """
    for path, job in jobs.items():
        under_way = [call for call in job["calls"] if call["spent_micros"] is None]
        queued = [call for call in under_way if "key" in call]
        assert len(job["calls"]) <= max_calls, path
        assert len(under_way) <= (1 if job["state"] == "running" or queued else 0), path
        ordered = [
            call for call in job["calls"] if "key" in call and (call["spent_micros"] or "handle" in call)
        ]
        assert len(ordered) <= 1, path
        assert job["schema_version"] > 1 or not is_queued(job["recipe"]["renderer"]), path


def one_job_a_look(jobs: Documents) -> None:
    """3b. One job at a time per look."""
    looks = Counter(_look(job) for job in jobs.values() if job["state"] in LIVE)
    assert [look for look, count in looks.items() if count > 1] == []


FORFEITED = ("cancelled", "look_hidden", "content_rejected")
"""Why a job may end without a picture that it paid for: the person, the shared picture or the consent is gone."""


def paid_pictures_are_settled(
    documents: Documents, jobs: Documents, noted: Mapping[str, tuple[int, int | None, datetime]]
) -> None:
    """10. A job does not end without the picture that lay there with its note, and books its call at the known cost.

    Of a job whose person took it back a shared picture is others' all the same. What a worker stored only after its job
    had ended is late: it counts for nothing.
    """
    for path, (number, cost_micros, stored_at) in noted.items():
        job = jobs.get(f"renders/{path.split('/')[-2].partition('-')[0]}")
        if job is None or job["ended_at"] is None or stored_at >= job["ended_at"]:
            continue
        assert job["state"] == "settled" or job["error"]["reason"] in FORFEITED, (path, job["error"])
        if path.startswith("shared/") and job["state"] != "settled" and job["error"]["reason"] == "cancelled":
            assert f"cache/{_look_of(path)}" in documents, (path, "was taken from those who may have it")
        spent = job["calls"][number]["spent_micros"]
        assert cost_micros is None or spent <= cost_micros, path


def predictions_are_ordered_once(
    predictions: Mapping[str, Any], documents: Documents, *, answered: bool = True
) -> None:
    """10. Each call and each job has at most one prediction; one whose handle is stored is collected or cancelled.

    answered: whether the provider always answered; else a call that is surely over is booked at its worst case.
    """
    jobs = Counter(one.call.render_id for one in predictions.values())
    assert [render_id for render_id, count in jobs.items() if count > 1] == [], (
        "a prediction was ordered twice"
    )
    keys = Counter(one.call.key for one in predictions.values())
    assert [key for key, count in keys.items() if count > 1] == [], "a call was ordered twice"
    for path, job in _collection(documents, "renders", 2).items():
        for call in job["calls"]:
            one = predictions.get(call.get("handle", ""))
            ends = one is None or one.collected or one.cancelled
            assumed = not answered and call["spent_micros"] == call["held_micros"]
            assert ends or assumed or job["state"] in LIVE or call["spent_micros"] is None, (
                path,
                "forgotten",
            )


def money_adds_up(documents: Documents, jobs: Documents, budget_micros: int) -> None:
    """7, 15. Every call's money is on its day: held while it is under way, spent once it is booked; within budget.

    Of a split day it is on the share that the call names. Of a job that is gone the ledger tells, by the day of its
    reservation: its calls may be of the next one, so all days together are compared. What calls cost beyond their holds
    is overrun, and closes their provider on all shares.
    """
    held: Counter[tuple[str, int | None]] = Counter()
    spent: Counter[tuple[str, int | None]] = Counter()
    gone = 0
    for job in jobs.values():
        for call in job["calls"]:
            where = call["day"], call.get("share")
            if call["spent_micros"] is None:
                held[where] += call["held_micros"]
            else:
                spent[where] += call["spent_micros"]
    for entry in _collection(documents, "ledger", 2).values():
        if "render_id" not in entry:
            continue
        if f"renders/{entry['render_id']}" not in documents and f"global_usage/{entry['day']}" in documents:
            gone += entry["cost_micros"]
        assert entry["movement"] != "corrected" or entry["cost_micros"] < 0, entry
    for path, day in counters(documents).items():
        where = day["day"], day.get("share")
        assert day["held_micros"] == held[where], path
        assert day["spent_micros"] >= spent[where], path
        gone -= day["spent_micros"] - spent[where]
    assert not gone, "the days and the ledger differ about jobs that are gone"
    for name, days in days_together(documents).items():
        assert sum(day["spent_micros"] + day["held_micros"] for day in days) <= budget_micros, name
        closed = {tuple(day.get("closed_providers", ())) for day in days}
        assert bool(sum(day.get("overrun_micros", 0) for day in days)) == (closed != {()}), name
        assert len(closed) == 1, (name, closed)
        if closed != {()}:
            assert len(days) == documents[f"global_usage/{name}"].get("shares", 1), (name, "some are open")


def credits_add_up(documents: Documents, *, price: int, initial: int, salt: str) -> None:
    """18. What a person holds, less what they owe, is what came in, less what was taken back or jobs took and kept.

    What comes in pays first what is owed, so nobody holds and owes credits.
    """
    moved: Counter[str] = Counter()
    for entry in _collection(documents, "ledger", 2).values():
        if entry["movement"] == "granted":
            moved[entry["person"]] += entry["credits"]
        elif entry["movement"] == "taken":
            moved[entry["person"]] -= entry["credits"]
            assert 0 <= entry["credits"] <= entry["asked"]
        elif entry["movement"] in ("bought", "restored", "monthly", "merged"):
            moved[entry["person"]] += entry["credits"]
        elif entry["movement"] == "taken_back":
            moved[entry["person"]] -= entry["credits"]
        elif entry["movement"] == "given":
            continue
        elif entry["movement"] == "corrected":
            assert entry["credits_returned"] == 0
        elif entry["movement"] == "reserved":
            assert entry["credits"] == price
            moved[entry["person"]] -= entry["credits"]
        else:
            moved[entry["person"]] += entry["credits_returned"]
    for path, profile in _collection(documents, "users", 2).items():
        names = names_of(documents, path.split("/")[1], salt)
        held = initial if profile.get("credits") is None else profile["credits"]
        owed = profile.get("owed", 0)
        assert held - owed == initial + sum(moved[name] for name in names), path
        assert min(held, owed) == 0 <= max(held, owed), path


def merges_move_credits_once(documents: Documents) -> None:
    """18. What an account gives in a merge, another one gets, and no account gives twice."""
    moved = {
        path: one for path, one in _collection(documents, "ledger", 2).items() if one["movement"] == "merged"
    }
    for path, entry in moved.items():
        there = path.removesuffix("-out").removesuffix("-in")
        assert {f"{there}-out", f"{there}-in"} <= moved.keys(), path
        assert moved[f"{there}-out"]["credits"] == -moved[f"{there}-in"]["credits"] != 0, path
        assert 0 <= entry.get("owed", 0) <= abs(entry["credits"]), path
    givers = [one["person"] for path, one in moved.items() if path.endswith("-out")]
    assert len({*givers} - {"erased"}) == len([one for one in givers if one != "erased"])


def months_bring_credits_once(documents: Documents, salt: str = "salt") -> None:
    """18. The credits that a month brought a person are those that the profile says, by one entry for each part."""
    came: Counter[tuple[str, str]] = Counter()
    for path, entry in _collection(documents, "ledger", 2).items():
        if entry["movement"] == "monthly":
            assert entry["credits"] > 0, path
            assert 0 <= entry.get("owed", 0) <= entry["credits"], path
            came[entry["person"], f"m{entry['month'].replace('-', '_')}"] += entry["credits"]
    for path, profile in _collection(documents, "users", 2).items():
        names = names_of(documents, path.split("/")[1], salt)
        said = profile.get("month_credits", {})
        for month in {*said, *(month for name, month in came if name in names)}:
            if month in said or month > max(said, default=""):
                assert said.get(month, 0) == sum(came[name, month] for name in names), (path, month)


def payments_bring_credits_once(documents: Documents) -> None:
    """18, 20. A payment brings credits once, to one person, and no more are taken back than it brought.

    Those of the erased have no book any more.
    """
    bought: dict[str, Mapping[str, Any]] = {}
    back: Counter[str] = Counter()
    for path, entry in _collection(documents, "ledger", 2).items():
        if entry["movement"] == "bought":
            assert path == f"ledger/payment-{entry['payment_id']}"
            bought[entry["payment_id"]] = entry
        elif entry["movement"] in ("taken_back", "restored"):
            back[entry["payment_id"]] += entry["credits"] * (1 if entry["movement"] == "taken_back" else -1)
    for payment_id, credits in back.items():
        assert 0 <= credits <= bought[payment_id]["credits"], payment_id
    for path, book in _collection(documents, "users", 4).items():
        if "/payments/" in path and book["credits"] is not None:
            payment_id = path.rpartition("/")[2]
            assert bought[payment_id]["credits"] == book["credits"], path
            assert back[payment_id] == book["back"], path


def jobs_end_in_time(documents: Documents, lifetime: timedelta) -> None:
    """4. Every job that has ended did so within its lifetime, counted from when it was allowed to start.

    One that was never allowed to had a day, and what the reaper needs to find it.
    """
    for path, job in _collection(documents, "renders", 2).items():
        if job["ended_at"] is None:
            continue
        began = job.get("allowed_at", job["created_at"])
        waited = MOST_WAIT if job["deadline_at"] - job["created_at"] == MOST_WAIT else timedelta()
        assert began - job["created_at"] <= MOST_WAIT + lifetime, path
        assert job["ended_at"] - began <= lifetime + waited, path


def waiting_jobs_have_not_started(documents: Documents, jobs: Documents) -> None:
    """4. A job that waits for its turn has neither an attempt nor a call; one that has ended does not wait."""
    for path, job in jobs.items():
        if "waits_for" in job:
            assert (job["state"], job["calls"]) == ("queued", []), path
            assert job["turn_at"] is not None, path
            assert f"{path}/attempts/1" not in documents, path


def the_pace_is_kept(jobs: Documents, provider: str, per_minute: int) -> None:
    """No minute has more slots of a provider than its pace: starts of jobs, and their further calls.

    A first call goes out when the event of its start is delivered.
    """
    own = [job for job in jobs.values() if provider_of(job["recipe"]["renderer"]) == provider]
    slots = [
        job.get("allowed_at", job["created_at"])
        for job in own
        if "allowed_at" in job or job["deadline_at"] - job["created_at"] != MOST_WAIT
    ]
    slots = sorted([*slots, *(call["authorised_at"] for job in own for call in job["calls"][1:])])
    for first, after in zip(slots, slots[per_minute:], strict=False):
        assert after - first >= timedelta(minutes=1), (first, after)


def personal_pictures_are_their_owners(documents: Documents) -> None:
    """6. A personal picture is in its owner's folder and avatars alone, never in the cache."""
    for path, avatar in _avatars(documents).items():
        if avatar["recipe"]["uid"] is not None:
            assert avatar["recipe"]["uid"] == path.split("/")[1], path
    for path, entry in _collection(documents, "cache", 2).items():
        assert entry["recipe"]["uid"] is None, path
        assert not (entry["image_path"] or "").startswith("people/"), path


def hidden_looks_are_not_handed_out(documents: Documents) -> None:
    """Of a look that is hidden or taken down no picture is shown that was not shown before."""
    withheld = _withheld_looks(documents)
    for path, avatar in _avatars(documents).items():
        entry = withheld.get(_look_of(avatar["image_path"]))
        if entry is not None and avatar["status"] == "completed":
            assert avatar["completed_at"] <= entry["updated_at"], path


def reported_pictures_are_gone(documents: Documents, salt: str, files: Mapping[str, Any]) -> None:
    """Nobody shows a look that is hidden or taken down, and nobody what they reported; files taken down are gone."""
    assert [path for path, data in _collection(documents, "reviews", 2).items() if data["pending"]] == []
    decisions_reach_reporters(documents)
    withheld = _withheld_looks(documents)
    reported = {
        (report["person"], report["image_path"]) for report in _collection(documents, "reports", 2).values()
    }
    shown = [(path, avatar["image_path"]) for path, avatar in _avatars(documents).items()]
    latest = [
        (path, profile["latest"]["image_path"])
        for path, profile in _collection(documents, "users", 2).items()
        if profile.get("latest")
    ]
    for path, image_path in shown + latest:
        assert _look_of(image_path) not in withheld, path
        for name in names_of(documents, path.split("/")[1], salt):
            assert (name, image_path) not in reported, path
    down = {look for look, entry in withheld.items() if entry["state"] == "taken_down"}
    assert [name for name in files if _look_of(name) in down] == []


def decisions_reach_reporters(documents: Documents) -> None:
    """Who reported waits for no review that is decided, and what was taken down is held against nobody."""
    for path, profile in _collection(documents, "users", 2).items():
        for review_id in profile.get("reports_awaited", []):
            assert documents[f"reviews/{review_id}"]["awaiting_since"], path
        for review_id in profile.get("reports_restored", []):
            review = documents.get(f"reviews/{review_id}")
            assert review is None or review["state"] != "taken_down", path


def only_established_accounts_hide(documents: Documents) -> None:
    """11. A look is hidden by at least three reports that counted, of which a person has five a day."""
    for path, review in _collection(documents, "reviews", 2).items():
        if review["state"] == "hidden":
            assert 2 * review["counted"] - review.get("halves", 0) >= 2 * HIDE_AFTER, path
    for path, day in _collection(documents, "users", 4).items():
        if "/usage/" in path:
            assert day.get("reports", 0) <= COUNTED_A_DAY, path


def acts_are_audited(documents: Documents, since: datetime | None = None) -> None:
    """Each movement by an administrator has its entry in the audit, which was created with it, and says as much.

    since: when there began to be an audit; None: always.
    """
    asked = {"granted": ("grant", "credits"), "taken": ("take", "asked"), "given": ("give", "pictures")}
    for path, entry in _collection(documents, "ledger", 2).items():
        if entry["movement"] in asked:
            prefix, figure = asked[entry["movement"]]
            key = path.removeprefix(f"ledger/{prefix}-")
            audited = documents.get(f"audit/act-{key}")
            if audited is None:
                earlier = since is not None and entry["at"] < since
                assert earlier, f"{path} is not in the audit"
            else:
                assert list(audited["figures"].values()) == [entry[figure]], path
                assert audited["person"] == entry["person"], path


def push_tokens_are_their_users(documents: Documents) -> None:
    """6. A push token is under its digest, so of one user, whose profile lists it; a user has five at most."""
    for path, device in _collection(documents, "push_tokens", 2).items():
        digest, uid = path.split("/")[1], device["uid"]
        assert digest == digest_of(device["token"]), path
        if f"erasures/{uid}" not in documents:
            assert digest in documents[f"users/{uid}"]["push_devices"], path
    for path, profile in _collection(documents, "users", 2).items():
        devices = profile.get("push_devices", ())
        assert len(set(devices)) == len(devices) <= MOST_DEVICES, path


def exports_are_their_users(documents: Documents, files: Mapping[str, Any] | None) -> None:
    """8. A copy of a user's data is in the user's own folder, whole while it is ready, and gone once it has ended."""
    for path, export in documents.items():
        if not re.fullmatch(r"users/[^/]+/exports/current", path):
            continue
        folder = f"people/{path.split('/')[1]}/exports/{export['export_id']}/"
        named = {part["path"] for part in export["parts"]}
        assert all(name.startswith(folder) for name in named), path
        assert export["asks"] <= MOST_ASKS, path
        assert export["link_until"] is None or export["state"] == "ready", path
        assert not (export["cleared"] and named), path
        if files is not None and export["cleared"]:
            assert [name for name in files if name.startswith(folder)] == [], path
    if files is not None:
        ready_exports_are_whole(documents, files)


def ready_exports_are_whole(documents: Documents, files: Collection[str]) -> None:
    """8. Every file that a ready copy names is there, until it is not ready any more."""
    for path, export in documents.items():
        if path.endswith("/exports/current") and export["state"] == "ready":
            assert {part["path"] for part in export["parts"]} <= set(files), path


def pictures_exist(documents: Documents, files: Mapping[str, Any]) -> None:
    """5. A completed avatar's files exist, and every stored picture is referred to."""
    referred = set()
    for path, avatar in _avatars(documents).items():
        if avatar["status"] == "completed":
            assert avatar["image_path"] in files, path
            referred.add(avatar["image_path"].rsplit("/", 1)[0])
    for review in _collection(documents, "reviews", 2).values():
        if review["awaiting_since"]:
            referred.add(review["picture"]["image_path"].rsplit("/", 1)[0])
    for entry in _collection(documents, "cache", 2).values():
        if entry["image_path"]:
            referred.add(entry["image_path"].rsplit("/", 1)[0])
    copies = {
        f"people/{path.split('/')[1]}/exports/{export['export_id']}"
        for path, export in documents.items()
        if path.endswith("/exports/current") and not export["cleared"]
    }
    referred |= copies
    stray = {name for name in files if name.startswith(("shared/", "people/"))}
    assert {name for name in stray if name.rsplit("/", 1)[0] not in referred} == set()


def the_erased_are_gone(documents: Documents, files: Collection[str], salt: str = "salt") -> None:
    """8a. After an erasure that is done nothing holds the person's uid but the fence: no path, no field, no file.

    Nor does anything hold a pseudonym that the uid leads to: that of earlier deployments, and, until their salt is
    gone, their own. Once it is gone, every ledger entry is another user's or names the erased (`allowance_adds_up`).
    """
    for fence, erasure in _collection(documents, "erasures", 2).items():
        if erasure["done_at"] is not None:
            uid = fence.split("/")[1]
            left = [
                path
                for path, data in documents.items()
                if path != fence and any(uid in re.split(r"\W", text) for text in (path, *_texts(data)))
            ]
            left += [name for name in files if uid in name.split("/")]
            left += [
                path
                for path, data in documents.items()
                for name in names_of(documents, uid, salt)
                if any(name in text for text in (path, *_texts(data)))
            ]
            assert left == [], f"left of {uid}"


def names_of(documents: Documents, uid: str, project: str) -> tuple[str, ...]:
    """Return the pseudonyms that documents may know a user by, in an emulated project."""
    stored = documents.get(f"users/{uid}/private/identity")
    identity = Identity.from_document(stored) if stored is not None else None
    return pseudonyms_of(project).all(uid, identity)


@cache
def pseudonyms_of(project: str) -> Pseudonyms:
    """Return the pseudonyms of an emulated project."""
    return Pseudonyms(Settings(project=project, emulated=True).pseudonym_secret, project)


def nothing_comes_back(documents: Documents, written: Mapping[str, Mapping[str, Any] | None]) -> None:
    """8b. Behind a fence a transaction writes nothing of the person's; their jobs may only come to an end."""
    for path, data in written.items():
        uid = None if data is None else _whose(documents, path, data)
        if data is None or f"erasures/{uid}" not in documents:
            continue
        job = path.startswith("renders/") and path.count("/") == 1
        before = documents.get(path) if job else None
        assert before is not None, f"{path} came back"
        assert data["state"] == before["state"] or data["state"] not in LIVE, f"{path} goes on"
        assert len(data["calls"]) == len(before["calls"]), f"{path} pays"


def pages_go_with_their_avatars(
    documents: Documents, written: Mapping[str, Mapping[str, Any] | None]
) -> None:
    """8, 9. A transaction that deletes an avatar, or takes its picture away, deletes the page of its timeline too.

    Not one of an erasure: the page went before, with the fence.
    """
    for path, data in written.items():
        before = documents.get(path)
        if "/avatars/" not in path or path.count("/") != 3 or before is None:
            continue
        uid = path.split("/")[1]
        taken = data is None or (before["image_path"] is not None and data["image_path"] is None)
        if taken and f"erasures/{uid}" not in documents:
            assert written.get(f"users/{uid}/pages/1", "kept") is None, f"{path} may stay in a page"


def pages_show_what_documents_do(documents: Documents) -> None:
    """8, 9. A timeline with its page is the timeline without it; there is none behind a fence."""
    for path, page in documents.items():
        if "/pages/" not in path:
            continue
        uid = path.split("/")[1]
        assert f"erasures/{uid}" not in documents, path
        since = page["at"] - OVERLAP
        shown = {one["avatar_id"]: one for one in page["avatars"]}
        own = {
            name.rpartition("/")[2]: data
            for name, data in _avatars(documents).items()
            if name.startswith(f"users/{uid}/")
        }
        for avatar_id, one in shown.items():
            assert avatar_id in own, f"{path} shows {avatar_id}, which is gone"
            same = Avatar.from_document(avatar_id, own[avatar_id]) == Avatar.from_document(avatar_id, one)
            assert same or own[avatar_id]["updated_at"] >= since, f"{path} shows {avatar_id} as it was"
        last = min((one["created_at"], one["avatar_id"]) for one in page["avatars"])
        for avatar_id, data in own.items():
            reached = page["whole"] or (data["created_at"], avatar_id) >= last
            assert avatar_id in shown or not reached or data["updated_at"] >= since, (
                f"{path} lacks {avatar_id}"
            )


def closed_providers_are_not_asked(
    documents: Documents, written: Mapping[str, Mapping[str, Any] | None]
) -> None:
    """7. No transaction authorises a call of a provider that was closed before for the day."""
    for path, data in written.items():
        before = documents.get(path)
        if data is None or before is None or not path.startswith("renders/") or "calls" not in data:
            continue
        for call in data["calls"][len(before["calls"]) :]:
            for counter, day in documents.items():
                if counter.startswith(f"global_usage/{call['day']}"):
                    assert provider_of(data["recipe"]["renderer"]) not in day.get("closed_providers", ()), (
                        path
                    )


def _whose(documents: Documents, path: str, data: Mapping[str, Any]) -> str | None:
    collection, document, *_ = path.split("/")
    match collection:
        case "users" | "nights":
            return document
        case "renders":
            job = data if path.count("/") == 1 else documents.get(f"renders/{document}")
            return job["uid"] if job is not None else None
        case "push_tokens":
            return str(data["uid"])
        case "dead_letters" if data["document"].startswith(("users/", "customers/")):
            return str(data["document"].split("/")[1])
        case "audit":
            return str(data["by"])
        case "merges":
            fenced = [side for side in ("old", "new") if f"erasures/{data[side]}" in documents]
            return data[fenced[0]] if fenced else None
    return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _avatars(documents: Documents) -> Documents:
    return {path: data for path, data in documents.items() if "/avatars/" in path and path.count("/") == 3}


def _withheld_looks(documents: Documents) -> Documents:
    """Entries by their cache keys."""
    return {
        path.split("/")[1]: entry
        for path, entry in _collection(documents, "cache", 2).items()
        if entry["state"] in ("hidden", "taken_down")
    }


def _look_of(image_path: str | None) -> str:
    """Return the cache key of a shared picture's file, else nothing."""
    return image_path.split("/")[1] if image_path and image_path.startswith("shared/") else ""


def _collection(documents: Documents, name: str, depth: int) -> Documents:
    return {
        path: data
        for path, data in documents.items()
        if path.startswith(f"{name}/") and path.count("/") == depth - 1
    }


def _look(job: Mapping[str, Any]) -> str:
    return repr(sorted(job["recipe"].items(), key=lambda item: item[0]))
