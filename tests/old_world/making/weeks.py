# mypy: ignore-errors
"""What happened up to the last hour: pictures that are finished, one way or another."""

from mirror_realm.domain.quality import Fault, Quality
from mirror_realm.errors import ContentRejected, ProviderTimeout, ProviderUnavailable
from tests.old_world.making.living import Living, wish

_NAMES = """
ada bo cy dora eve fay greg gwen hal ivo jun kay kit lea lou mia nat ned neda nora olga pam pia quin rosa sam tom ula
uma vic wes xena yan yul zed zoe
"""
PEOPLE = tuple(_NAMES.split())
SHARED = wish(40, "comic", "amara")
"""Reported by one."""
HIDDEN = wish(40, "anime", "amara")
"""Reported by three."""
RESTORED = wish(100, "comic", "amara", achievement_area="home")


def live_the_weeks(life: Living) -> None:
    """Live from October to the morning of the last day."""
    _october(life)
    _first_days(life)
    _at_the_limits(life)
    _photos(life)
    _failures(life)
    _milestones_and_documents(life)
    _reports(life)
    _merge_and_sweep(life)


def _october(life: Living) -> None:
    """Two looks that are past their reuse date by now, one of somebody who was erased long ago."""
    life.at("10-12", "10:00")
    life.ask("olga", wish(2, "noir_hero", "marlow"))
    life.ask("yul", wish(2, "anime", "ash"))
    life.deliver()
    life.at("10-13", "10:00")
    life.house.erasing.erase("yul", seconds=20)
    life.gone.add("yul")
    life.wishes = [one for one in life.wishes if one["uid"] != "yul"]
    life.at("10-14", "10:05")
    life.house.reaping.run()
    for day in ("11-13", "11-15"):
        life.at(day, "03:00")
        life.house.sweeping.run()


def _first_days(life: Living) -> None:
    """Own pictures in every stage, hits on them, three times of one life, and a guest's."""
    life.at("11-16", "10:00")
    for uid in ("ada", "bo", "dora", "pia", "pam", "tom", "mia", "rosa", "fay"):
        for _ in range(2):
            life.house.granting.grant(by="root", uid=uid, credits=300, key=f"welcome-{uid}")
    life.ask("ada", wish(3))
    life.ask("ada", wish(9, "comic"))
    life.ask("ada", wish(20, "anime", discovered_traits=["Creative", "calm", "pelagic"]))
    life.deliver()
    life.ask("bo", wish(45, "superhero", "sol", persona="dreamer"))
    life.ask(
        "bo",
        wish(120, "cinematic_hero", "sol", persona="explorer", achievement_area="career", goals_completed=2),
    )
    life.ask("bo", wish(200, "noir_hero", "juniper", persona="mentor", timeline="future_2048"))
    life.deliver()
    life.at("11-16", "11:00")
    life.ask("cy", wish(3))
    life.ask("cy", wish(45, "superhero", "sol", persona="dreamer"))
    life.ask("cy", wish(15, "realistic_portrait", "noor", evolution_stage="newReflection"))
    life.ask_for_three_times("dora", wish(40, "daymi", "kai", persona="maker"))
    achieved = "Zehn Kilometer gelaufen \N{PARTY POPPER}"
    life.ask(
        "eve",
        wish(
            95,
            "anime",
            None,
            persona="athlete",
            major_achievement=achieved,
            achievement_area="health",
            goals_completed=1,
            discovered_traits=["SELF-ASSURED", " playful "],
            variation=7,
        ),
    )
    life.ask("gus", wish(5, "comic", "ash"))
    life.deliver()
    life.ask("gil", wish(9, "comic"))
    life.ask("ned", wish(1, "daymi", "zuri"))
    life.ask("neda", wish(1, "daymi", "mei"))
    life.deliver()


def _at_the_limits(life: Living) -> None:
    """Stand-ins from each rung, with the moment from which asking again helps; a wish that was refused."""
    life.at("11-17", "09:00")
    for variation in (1, 2, 3):
        life.ask("ada", wish(40, variation=variation))
    life.deliver()
    life.at("11-17", "09:30")
    assert life.ask("ada", wish(40, variation=4)).avatar.source == "similar"
    assert life.ask("ada", wish(40, "daymi", "mei")).avatar.source == "stage"
    assert life.ask("ada", wish(200, "realistic_portrait", "robin")).outcome == "degrade"
    life.deliver()
    life.is_refused("ada", wish(201, "comic", "robin", allow_fallback=False), "user_daily_limit")


def _photos(life: Living) -> None:
    """A chain of pictures from one photo; one that was reported."""
    life.at("11-17", "10:00")
    for number, uid in enumerate(("pia", "pam", "zed")):
        life.house.consenting.give(uid, "2026-11")
        photo = life.upload(uid, "me.jpg", 100 + number)
        admitted = life.ask(uid, wish(2, character=None, reference_path=photo))
        life.deliver()
        if uid == "pam":
            life.report(uid, admitted.avatar.avatar_id, "not_me", "My cousin, not me")
    life.deliver()
    life.at("11-17", "10:30")
    life.ask("pia", wish(8, character=None, reference_path="uploads/pia/me.jpg"))
    life.deliver()


def _failures(life: Living) -> None:
    """A policy's refusal, an outage, a call whose outcome nobody knows, a poor picture, a wish taken back."""
    life.at("11-18", "09:00")
    provider = life.house.provider
    provider.script = [ContentRejected("policy"), ContentRejected("policy")]
    life.ask("fay", wish(40, "comic", "mei", allow_fallback=False))
    life.deliver()
    provider.script = [ProviderUnavailable("down")] * 3
    life.ask("hal", wish(60, "daymi", "wren", variation=9))
    life.deliver()
    life.at("11-18", "09:30")
    life.house.judge.script = [Quality(0.3, (Fault.BLURRED,)), Quality(0.9)]
    life.ask("kit", SHARED)
    life.deliver()
    provider.script = [ProviderTimeout("slow", cost_micros=None)]
    life.ask("ivo", RESTORED)
    life.deliver()
    life.at("11-18", "10:00")
    taken_back = life.ask("jun", wish(20, "daymi", "marlow"))
    life.ask("lea", wish(20, "daymi", "marlow"))
    life.lose_events()
    life.house.cancelling.cancel("jun", taken_back.avatar.avatar_id)
    life.deliver()


def _milestones_and_documents(life: Living) -> None:
    """Pictures that nobody asked for by a call, and events that nobody could handle."""
    life.at("11-18", "12:00")
    life.write_settings("mia", "anime")
    life.write_progress("mia", 7)
    life.house.celebrate("mia")
    life.deliver()
    life.write_wish("rosa", "20261118-00", wish(33, "daymi", "indra"))
    life.deliver()
    life.write_wish("rosa", "20261118-01", {**wish(33), "style": "watercolour"})
    life.write_wish("sam", "20261118-00", wish(3, "noir_hero", "robin"), answered=False)
    letters = life.house.dead_letters
    letters.put_aside(
        "event-1", "answer_wish", "users/sam/avatarRequests/20261118-00", KeyError("progress_metrics")
    )
    letters.put_aside("event-2", "render_attempt", "renders/id0003/attempts/1", ValueError("of a bug"))
    life.write_progress("nat", 40, "learning", 1)
    life.at("11-19", "12:00")
    life.house.nights.note(life.person("nat"))  # tonight's pass does not come


def _reports(life: Living) -> None:
    """One report; three, which hide a look; one that an administrator found no fault with."""
    life.at("11-19", "12:30")
    life.ask("lou", SHARED)
    for uid in ("uma", "vic", "wes", "xena"):
        life.ask(uid, HIDDEN)
        life.deliver()
    for uid in ("uma", "vic", "wes"):
        life.report(uid, life.ask(uid, HIDDEN).avatar.avatar_id, "offensive", f"{uid} is upset")
    life.report("lou", life.ask("lou", SHARED).avatar.avatar_id, "looks_wrong")
    restored = life.ask("hal", RESTORED).avatar
    life.report("hal", restored.avatar_id, "other")
    life.decide(restored.picture.image_path, "restore")
    life.deliver()


def _merge_and_sweep(life: Living) -> None:
    """A guest signs in to an account, and another deletes theirs behind our back."""
    life.at("11-19", "13:00")
    life.write_settings("gina", "comic")
    life.ask("gina", wish(3))
    life.ask("gina", wish(4, "comic", "kai"))
    life.ask("gwen", wish(3))
    life.ask("yan", wish(3, "comic", "kai"))
    life.deliver()
    life.merge("gina", "gwen")
    for one in [one for one in life.wishes if one["uid"] == "gina"]:
        moved = life.ask("gwen", one["data"])
        assert moved.outcome == "own"
    life.wishes = [one for one in life.wishes if one["uid"] != "gina"]
    life.at("11-19", "13:05")
    life.house.reaping.run()
    life.gone.add("gina")
