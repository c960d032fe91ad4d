# mypy: ignore-errors
"""The last hour, with everything that is under way when the world stops."""

from datetime import UTC, datetime

from firebase_admin import auth

from mirror_realm.errors import ProviderUnavailable
from tests.old_world.making.living import Living, wish

DAY = "11-20"
STOPS = datetime(2026, 11, 20, 11, 59, tzinfo=UTC)
"""A minute before the next pass of the reaper."""

TAKEN_DOWN = wish(7, "superhero", "amara")
STAND_IN = wish(2, "cinematic_hero", "zuri")
"""Wished for by two people who have no credits left."""


def live_the_last_hour(life: Living) -> None:
    """Live until a minute before noon."""
    _before(life)
    _attempts_used_up(life)
    _workers_die(life)
    _deliveries_under_way(life)
    _acts_under_way(life)
    life.at(DAY, "11:59")


def _before(life: Living) -> None:
    """What the last hour needs: pictures to be upgraded, taken down, moved, erased."""
    life.at(DAY, "09:00")
    for uid in ("gil", "uma", "vic", "wes"):
        shown = life.ask(uid, TAKEN_DOWN).avatar
        life.deliver()
        if uid == "vic":
            life.report("vic", shown.avatar_id, "violent", "Look at the hands")
    life.ask("glen", wish(3))
    life.ask("glen", wish(5, "noir_hero", "kai"))
    life.ask("yan", wish(5, "noir_hero", "kai"))
    life.ask("zed", wish(5, "noir_hero", "kai"))
    life.deliver()
    life.write_settings("zed", "comic")
    life.upload("zed", "another.jpg", 110)


def _attempts_used_up(life: Living) -> None:
    """Two workers died, and the third does in a call: the next pass ends the job."""
    life.at(DAY, "11:45")
    life.ask("tom", wish(190, "daymi", "robin", achievement_area="finance"))
    life.ask("kay", wish(190, "daymi", "robin", achievement_area="finance"))
    life.claim_and_die()
    for time in ("11:50", "11:55"):
        life.at(DAY, time)
        life.house.reaping.run()
        if time == "11:50":
            life.claim_and_die()
    life.die_in_a_call()


def _workers_die(life: Living) -> None:
    """One at each place where a job can be when its worker dies, most with somebody behind."""
    life.at(DAY, "11:56")
    life.ask("ula", wish(14, "comic", "juniper"))
    life.die_before_settling()
    life.ask("pam", wish(15, character=None, reference_path=life.upload("pam", "new.jpg", 111)))
    life.die_before_settling()
    life.ask("kay", wish(16, "comic", "juniper", variation=1))
    life.ask("lou", wish(16, "comic", "juniper", variation=1, allow_fallback=False))
    life.die_before_following()
    life.house.provider.script = [ProviderUnavailable("down")]
    life.ask("jun", wish(30, "comic", "juniper", discovered_traits=["brave"]))
    life.die_in_a_call(after=1)
    life.at(DAY, "11:57")
    life.ask("tom", wish(31, "anime", "juniper"))
    life.ask("gil", wish(31, "anime", "juniper"))
    life.die_in_a_call()
    life.ask("zoe", wish(32, "superhero", "juniper"))
    life.ask("xena", wish(32, "superhero", "juniper"))
    life.ask("fay", wish(90, "superhero", "juniper", persona="athlete"))
    life.ask("wes", wish(90, "superhero", "juniper", persona="athlete"))
    life.claim_and_die()


def _deliveries_under_way(life: Living) -> None:
    """Jobs whose attempts nobody has taken yet, and a wish document that nobody has answered."""
    life.at(DAY, "11:58")
    life.ask("ada", wish(91, "cinematic_hero", achievement_area="learning"))
    life.ask("bo", wish(91, "cinematic_hero", achievement_area="learning"))
    life.ask("cy", wish(91, "cinematic_hero", achievement_area="learning", allow_fallback=False))
    life.ask("gus", wish(91, "cinematic_hero", achievement_area="learning"))
    life.ask("yan", wish(91, "cinematic_hero", achievement_area="learning"))
    life.ask("hal", wish(60, "daymi", "wren", variation=9))  # better than what stands in for it
    life.ask("pia", wish(14, character=None, reference_path=life.upload("pia", "later.jpg", 112)))
    life.ask("quin", wish(1, "realistic_portrait", "ash"))
    life.write_progress("mia", 14, "mindfulness", 1)
    life.house.celebrate("mia")
    for uid in ("ned", "neda"):
        life.ask(uid, STAND_IN)
    life.die_answering("rosa", "20261120-00", wish(34, "daymi", "indra", discovered_traits=["kind"]))
    later = wish(34, "comic", "indra")
    life.write_wish("rosa", "20261120-01", later, answered=False)
    life.write_settings("nora", "noir_hero", "America/New_York")
    life.write_progress("nora", 2)
    life.house.nights.note(life.person("nora"))
    life.house.consenting.give("quin", "2026-11")
    life.upload("quin", "unused.jpg", 113)


def _acts_under_way(life: Living) -> None:
    """A take-down, a merge and erasures that stopped half way."""
    life.die_withdrawing(life.ask("uma", TAKEN_DOWN).avatar.picture.image_path)
    life.die_merging("glen", "greg")
    life.die_erasing("zed")
    life.house.erasing.erase("zoe", seconds=0)
    auth.delete_user("yan")
    life.house.gone.run()
    life.gone |= {"glen", "yan", "zed", "zoe"}
    life.wishes = [one for one in life.wishes if one["uid"] not in life.gone]
    life.lose_events()
