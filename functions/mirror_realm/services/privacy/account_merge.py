"""Account merge: the pictures of an anonymous account move to the user's other account, then it is erased.

First the anonymous account's profile, and later its erasure, names the merging account: any other account is then
refused for ever. Each picture moves in a step of its own that may be repeated; nothing of the anonymous account is
deleted before all have moved. Then its erasure begins, whose fence is effective at once, but which is held back until
the pictures made since have moved too. An interrupted call can be repeated and continues. If a call has no time for all
of it, the merge is stored as under way, and tasks of the queue and the reaper continue it without the caller.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import partial

from mirror_realm import events
from mirror_realm.domain.avatar import Avatar, Picture, Status, avatar_id_for
from mirror_realm.domain.merge import Merge
from mirror_realm.domain.page_task import FanOut
from mirror_realm.domain.profile import Profile
from mirror_realm.domain.pseudonyms import LENGTH, Pseudonyms
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.render_job import Lease
from mirror_realm.domain.report import Report, report_id_of
from mirror_realm.domain.wish import User
from mirror_realm.errors import BeingErased, ConsentMissing, Contention, Forbidden, InvalidRequest, NotFound
from mirror_realm.services.fallback.visibility import own_report
from mirror_realm.services.fan_out.enqueue import AT_ONCE, Enqueuing
from mirror_realm.services.naming import Naming
from mirror_realm.services.orphans import record_orphan
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.accounts import People, Tokens
from mirror_realm.services.ports.pictures import EncodedPicture, PictureFiles, PictureStore
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.ports.store import Ref
from mirror_realm.services.privacy.erasure import Erasing
from mirror_realm.services.privacy.merged_credits import Changed, MergedCredits
from mirror_realm.services.projects.moving import bring_projects, project_after_merge
from mirror_realm.services.push.devices import moved_devices
from mirror_realm.services.sharing.moving import MovingShares
from mirror_realm.services.store import Store, Transaction
from mirror_realm.services.timeline.pages import drop_page
from mirror_realm.services.uses.keeping import move_uses

PAGE = 50
MOST_MOVED = 2000
"""Ids that one answer maps, some 150 KB; the oldest avatars beyond them are not named."""
MOST_REPORTS = 1000
"""Many more pictures than any user reports."""

RETRIES = 5
"""How often the credits are added up anew because they changed meanwhile, before the caller is to try again."""

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 4.0

HOLD = timedelta(minutes=10)
"""The time that the erasure waits for the last pictures if the call that moves them is interrupted."""

SILENCE = timedelta(minutes=2)
"""The time after the last call from which on tasks and the reaper continue: until then the app calls again, and is
answered what has moved where."""


@dataclass(frozen=True, slots=True)
class Merged:
    done: bool
    """False if the call's time was over, or pictures are still being made: tasks continue, and so does another call."""
    avatars: int
    """The number of avatars that this call moved."""
    moved: dict[str, str] = field(default_factory=dict, compare=False)
    """By the id of an old avatar, the id of the caller's avatar in its place.

    That is one that this call or an interrupted one before it has moved, or the caller's own avatar of the same recipe.
    It is complete once `done` is true for the first time. A call after that finds what the erasure has not deleted yet.
    """


class _Fate(Enum):
    """What became of an old avatar."""

    MOVED = "moved"
    THERE = "there"
    """The caller has an avatar of its recipe already."""
    LEFT = "left"
    """It stays behind: without a picture, reported by the caller, deleted meanwhile, or personal and not wanted."""


@dataclass(slots=True)
class _Brought:
    """What one call has brought over."""

    avatars: int = 0
    moved: dict[str, str] = field(default_factory=dict)

    def add(self, old_id: str, new_id: str, fate: _Fate) -> None:
        self.avatars += fate is _Fate.MOVED
        if fate is not _Fate.LEFT and (old_id in self.moved or len(self.moved) < MOST_MOVED):
            self.moved[old_id] = new_id


@dataclass(frozen=True, slots=True)
class _Move:
    """The two accounts, and whether pictures made from photos move too."""

    old: str
    new: str
    personal: bool

    def mergers(self, pseudonyms: Pseudonyms) -> tuple[str, str]:
        """Return the names for this pair of accounts, the one in use first; earlier deployments had another.

        Neither account's pseudonym can be derived from them. Raises Misconfigured.
        """
        who = f"{self.new} merges {self.old}"
        return pseudonyms.sealed(f"merge\n{who}")[:LENGTH], pseudonyms.former(who)


@dataclass(frozen=True, slots=True)
class Merging:
    store: Store
    queries: Queries
    pictures: PictureStore
    files: PictureFiles
    people: People
    tokens: Tokens
    erasing: Erasing
    credits: MergedCredits
    shares: MovingShares
    naming: Naming
    enqueuing: Enqueuing
    runtime: Runtime

    def merge(self, caller: User, token: str, *, personal: bool, seconds: float) -> Merged:
        """Move the completed avatars of this token's anonymous account to the caller, then begin to erase it.

        The caller's own data stays: avatars of the same recipe, the selected one, settings, progress. Credits that were
        bought or granted move, and what is owed of them; allowance, the initial credits and consent do not. With
        `personal`, pictures made from photos move if the caller has given consent, and the merge is refused if not;
        without it they are erased with the account.

        Raises Forbidden for an anonymous caller, InvalidRequest for a token that is not of another, anonymous
        account, or of one that another account merges, ConsentMissing, BeingErased, Contention.
        """
        if caller.guest:
            raise Forbidden("an anonymous account is merged into one with a sign-in method")
        move = _Move(self._holder(caller, token), caller.uid, personal)
        merged = self._proceed(move, self.runtime.now() + timedelta(seconds=seconds), wait=True)
        if not merged.done:
            self.leave_to_tasks(Merge(move.old, move.new, personal, self.runtime.now()), SILENCE)
        return merged

    def proceed(self, merge: Merge, until: datetime) -> Merged:
        """Continue a merge under way until then, without waiting for pictures that are being made.

        Raises what `merge` raises.
        """
        return self._proceed(_Move(merge.old, merge.new, merge.personal), until, wait=False)

    def bring(self, merge: Merge, page: Sequence[Avatar]) -> int:
        """Move these pictures, and return how many did. Raises BeingErased, ConsentMissing, Contention."""
        return self._bring_page(_Move(merge.old, merge.new, merge.personal), _Brought(), page)

    def leave_to_tasks(self, merge: Merge, delay: timedelta = AT_ONCE) -> bool:
        """Store the merge as under way and start the next round of its tasks; return whether the queue has it.

        delay: the time until the tasks start, unless another call makes them a round of the past.
        """
        merge_id = _Move(merge.old, merge.new, merge.personal).mergers(self.naming.pseudonyms)[0]

        def work(transaction: Transaction) -> int | None:
            ref = documents.merging(merge_id)
            stored = transaction.read(ref)
            if transaction.erased(merge.old) or transaction.erased(merge.new):
                return None
            raised = replace(
                stored or merge, personal=merge.personal, called_at=merge.called_at
            ).fan_out_again()
            transaction.put(ref, raised)
            return raised.fan_out_round

        number = self.store.transact(work)
        return number is not None and self.enqueuing.start(FanOut.MERGE, merge_id, number, delay)

    def _proceed(self, move: _Move, end: datetime, *, wait: bool) -> Merged:
        mergers = move.mergers(self.naming.pseudonyms)
        hold = f"merge-{mergers[0]}"
        erasure = self.store.read(documents.erasure(move.old))
        if erasure is not None:
            _must_be(mergers, erasure.merged_by)
            former = f"merge-{self.naming.pseudonyms.former(move.new)}"
            if erasure.lease is None or erasure.lease.token not in (hold, former):
                return Merged(done=True, avatars=0, moved=self._found(move))
            hold = erasure.lease.token
        brought = _Brought()
        if erasure is None:
            self._must_be_anonymous(move.old)
            self._check_consent(move)
            self._claim(move)
            bring_projects(self.store, self.queries, move.old, move.new)
            if not self._bring_in_time(move, brought, end, wait=wait):
                return Merged(done=False, avatars=brought.avatars, moved=brought.moved)
            self._settle_in(move)
            self._bring_shares(move)
            self._must_be_anonymous(move.old)
            self._begin(move, hold, mergers[0])
        self._bring(move, brought)
        self._bring_shares(move)
        self.erasing.release(move.old, hold)
        events.account_merged(avatars=brought.avatars)
        return Merged(done=True, avatars=brought.avatars, moved=brought.moved)

    def _begin(self, move: _Move, hold: str, merged_by: str) -> None:
        """Move the credits and begin the erasure, in one transaction. Raises BeingErased, Contention."""
        for _ in range(RETRIES):
            credits = self.credits.between(move.old, move.new)
            lease = Lease(hold, self.runtime.now() + HOLD)
            try:
                self.erasing.begin(move.old, lease, merged_by=merged_by, also=credits)
            except Changed:
                continue
            return
        raise Contention

    def _found(self, move: _Move) -> dict[str, str]:
        """Return which of the caller's avatars are in place of the old ones that are not deleted yet."""
        pairs = {
            old.avatar_id: _counterpart(move, old)
            for old, _ in zip(self._pictured(move), range(MOST_MOVED), strict=False)
        }
        known = self.store.read_all(list(pairs.values()))
        return {
            old_id: avatar.avatar_id
            for old_id, ref in pairs.items()
            if (avatar := known.get(ref.path)) is not None and _stays(avatar)
        }

    def _pictured(self, move: _Move) -> Iterator[Avatar]:
        """Yield the old account's avatars that may move, newest first, in pages."""
        before: datetime | None = None
        while page := self.queries.avatars_of(move.old, Status.COMPLETED, before, PAGE):
            before = page[-1].created_at
            for avatar in page:
                if avatar.picture is not None and (move.personal or not avatar.recipe.personal):
                    yield avatar

    def _holder(self, caller: User, token: str) -> str:
        """Return the uid of the token. Raises InvalidRequest."""
        holder = self.tokens.holder(token)
        if holder is None or holder.until <= self.runtime.now():
            raise InvalidRequest({"anonymous_token": "must be a valid ID token, not older than an hour"})
        if not holder.user.guest or holder.user.uid == caller.uid:
            raise InvalidRequest({"anonymous_token": "must be of another, anonymous account"})
        return holder.user.uid

    def _must_be_anonymous(self, uid: str) -> None:
        """Raise InvalidRequest unless the account is anonymous now: its token may be up to an hour old."""
        account = self.people.find(uid)
        if account is None or account.disabled or not account.user.guest:
            raise InvalidRequest(
                {"anonymous_token": "its account is not anonymous any more, disabled or gone"}
            )

    def _check_consent(self, move: _Move) -> None:
        """Raise ConsentMissing before anything moves."""
        profile = self.store.read(documents.profile(move.new))
        if not move.personal or (profile is not None and profile.consent is not None):
            return
        before: datetime | None = None
        while page := self.queries.avatars_of(move.old, Status.COMPLETED, before, PAGE):
            before = page[-1].created_at
            if any(avatar.recipe.personal and avatar.picture is not None for avatar in page):
                _must_agree(profile)

    def _claim(self, move: _Move) -> None:
        """Store the merging account in the anonymous profile. Raises InvalidRequest if that is another account."""
        mergers = move.mergers(self.naming.pseudonyms)

        def work(transaction: Transaction) -> None:
            ref = documents.profile(move.old)
            profile = transaction.read(ref) or Profile()
            _must_be(mergers, profile.merged_by)
            if profile.merged_by is None:
                transaction.put(ref, replace(profile, merged_by=mergers[0]))

        self.store.transact_for(move.old, work)

    def _bring_in_time(self, move: _Move, brought: _Brought, end: datetime, *, wait: bool) -> bool:
        """Move the pictures; return whether all have moved.

        wait: whether it waits for pictures that are being made.
        """
        pause = FIRST_PAUSE
        while True:
            waiting = self._under_way(move.old)
            whole = self._bring(move, brought, end)
            left = (end - self.runtime.now()).total_seconds()
            if left <= 0 or not wait or (whole and not waiting):
                return whole and not waiting
            self.runtime.sleep(min(pause, left))
            pause = min(pause * 2, LONGEST_PAUSE)

    def _under_way(self, uid: str) -> bool:
        return any(
            self.queries.avatars_of(uid, status, None, 1) for status in (Status.QUEUED, Status.GENERATING)
        )

    def _bring(self, move: _Move, brought: _Brought, end: datetime | None = None) -> bool:
        """Move the old account's pictures, at least a page; return whether these were all.

        The time counts from the first page with something to move, so that each run gets further than the last.
        """
        self._bring_reports(move)
        before: datetime | None = None
        while page := self.queries.avatars_of(move.old, Status.COMPLETED, before, PAGE):
            before = page[-1].created_at
            some = self._bring_page(move, brought, page)
            if some and end is not None and self.runtime.now() >= end:
                return len(page) < PAGE
        return True

    def _bring_page(self, move: _Move, brought: _Brought, page: Sequence[Avatar]) -> int:
        """Move the pictures of a page that have not moved yet, and return how many did."""
        before, refs = brought.avatars, [_counterpart(move, avatar) for avatar in page]
        known = self.store.read_all(refs)
        for avatar, ref in zip(page, refs, strict=True):
            there = avatar.picture is not None and (move.personal or not avatar.recipe.personal)
            known_there = there and _stays(known.get(ref.path))
            fate = _Fate.THERE if known_there else self._bring_one(move, avatar)
            new_id = avatar_id_for(move.new, _of(move.new, avatar.recipe))
            if avatar.used and fate is not _Fate.LEFT:
                move_uses(
                    self.store, self.queries, (move.old, avatar), (move.new, new_id), self.runtime.now()
                )
            brought.add(avatar.avatar_id, new_id, fate)
        return brought.avatars - before

    def _bring_reports(self, move: _Move) -> None:
        """Copy the reports of shared pictures, so that the user does not get these again."""
        for name in self.naming.known(move.old):
            for _, said in self.queries.reports_by(name, MOST_REPORTS):
                if not said.personal:
                    names = self.naming.given(move.new)
                    self.store.transact_for(move.new, partial(_report_too, said=said, names=names))

    def _bring_shares(self, move: _Move) -> None:
        self.shares.move(move.old, move.new, partial(_counterpart, move))

    def _bring_one(self, move: _Move, avatar: Avatar) -> _Fate:
        if avatar.picture is None or (avatar.recipe.personal and not move.personal):
            return _Fate.LEFT
        shown, recipe = avatar.picture, _of(move.new, avatar.recipe)
        ref = documents.avatar(move.new, avatar_id_for(move.new, recipe))
        pseudonyms, review_id = self.naming.pseudonyms, files.review_id_of(shown.image_path)
        profile, known = self.store.read(documents.profile(move.new), ref)
        if avatar.recipe.personal:
            _must_agree(profile)
        if _stays(known):
            return _Fate.THERE
        avatar_id = avatar_id_for(move.new, recipe)
        try:
            picture = self._own(move, shown, avatar_id)
        except NotFound:
            return _Fate.LEFT  # deleted since by its user

        def work(transaction: Transaction) -> _Fate:
            profile, known, source, left = transaction.read(
                documents.profile(move.new),
                ref,
                documents.avatar(move.old, avatar.avatar_id),
                documents.profile(move.old),
            )
            said = own_report(transaction, move.new, pseudonyms, review_id)
            goes, project = project_after_merge(transaction, move.old, move.new, source)
            if recipe.personal and known is not None and known.picture == picture:
                return _Fate.MOVED  # this transaction was committed, but its answer was lost
            if recipe.personal:
                _must_agree(profile)
                if left is None or left.consent is None:
                    return _Fate.LEFT  # consent was withdrawn in the old account, which deletes it
            reported = said is not None and said.image_path == shown.image_path
            if _stays(known):
                return _Fate.THERE
            if reported or not goes or source is None or source.picture != shown:
                return _Fate.LEFT
            brought = replace(
                source,
                avatar_id=avatar_id,
                recipe=recipe,
                guest=False,
                picture=picture,
                meanwhile_url=None,
                reported_path=None if _in_own_folder(move, source.reported_path) else source.reported_path,
                render_id=None,
                name=source.name or (known.name if known is not None else ""),
                note=source.note or (known.note if known is not None else ""),
                tags=source.tags or (known.tags if known is not None else ()),
                project=project or (known.project if known is not None else None),
                updated_at=self.runtime.now(),
            )
            transaction.put(ref, brought)
            drop_page(transaction, move.new)
            return _Fate.MOVED

        try:
            fate = self.store.transact_for(move.new, work)
        except (BeingErased, ConsentMissing, Contention):
            self._take_back(shown, picture)
            raise
        if fate is not _Fate.MOVED:
            self._take_back(shown, picture)
        return fate

    def _take_back(self, shown: Picture, picture: Picture) -> None:
        """Delete a copy that no document refers to, which a finished withdrawal or erasure did not see.

        The copy belongs to this call alone. After an error with an unknown outcome of the write it stays.
        """
        if picture != shown:
            self.files.delete(files.folder_of(picture.image_path))

    def _own(self, move: _Move, picture: Picture, avatar_id: str) -> Picture:
        """Return the picture for the new account: a shared one unchanged, a personal one copied. Raises NotFound.

        The copy's folder is recorded first: should this call die before a document names it, the sweep finds it.
        """
        if not _in_own_folder(move, picture.image_path):
            return picture
        to, copy = files.of_avatar(move.new, avatar_id), self.runtime.new_id()
        path = files.copied(picture.image_path, to=to, copy=copy)
        folder, own = files.folder_of(picture.image_path), files.folder_of(path)
        jpegs = {side: self.pictures.read(files.picture(folder, side)) for side in files.SIDES}
        self.store.transact_for(
            move.new, lambda transaction: record_orphan(transaction, own, self.runtime.now())
        )
        try:
            urls = self.pictures.save(own, EncodedPicture(jpegs, picture.blurhash), private=True)
        except Exception:
            self.files.delete(own)
            raise
        return replace(
            picture,
            image_path=path,
            image_url=urls[max(files.SIDES)],
            thumbnail_url=urls[min(files.SIDES)],
        )

    def _settle_in(self, move: _Move) -> None:
        """Copy what the new account does not have yet: the selected avatar, settings, progress, milestone.

        The old account's devices move: they are the user's, whose pictures they wait for.
        """

        def work(transaction: Transaction) -> None:
            now = self.runtime.now()
            theirs, left = transaction.read(documents.profile(move.new), documents.profile(move.old))
            written = {
                name: transaction.read(
                    documents.as_written(f"users/{move.new}/{name}"),
                    documents.as_written(f"users/{move.old}/{name}"),
                )
                for name in ("settings/current", "progress/current")
            }
            profile = theirs or Profile()
            if left is not None and profile.latest is None and left.latest_avatar_id is not None:
                shown = transaction.read(documents.avatar(move.old, left.latest_avatar_id))
                chosen = transaction.read(_counterpart(move, shown)) if shown is not None else None
                if chosen is not None and chosen.picture is not None:
                    profile = profile.with_latest(chosen.avatar_id, chosen.picture, now)
            if left is not None and left.milestone is not None and profile.milestone is None:
                profile = profile.with_milestone(left.milestone, now)
            profile, devices = moved_devices(transaction, move.old, move.new, profile, left)
            if profile != (theirs or Profile()):
                transaction.put(documents.profile(move.new), profile)
            for digest, device in devices.items():
                if device is None:
                    transaction.delete(documents.push_device(digest))
                else:
                    transaction.put(documents.push_device(digest), device)
            for name, (own, old) in written.items():
                if own is None and old is not None:
                    transaction.put(documents.as_written(f"users/{move.new}/{name}"), old)

        self.store.transact_for(move.new, work)


def _must_be(mergers: tuple[str, str], known: str | None) -> None:
    """Raise InvalidRequest if another account is the merging one."""
    if known is not None and known not in mergers:
        raise InvalidRequest({"anonymous_token": "its pictures have moved to another account"})


def _in_own_folder(move: _Move, path: str | None) -> bool:
    """Return whether a file belongs to the old account alone, and is deleted with it."""
    return files.is_in(path, files.of_person(move.old))


def _report_too(transaction: Transaction, *, said: Report, names: tuple[str, ...]) -> None:
    """Store the report for the user with these names, unless they have one on this picture."""
    refs = [documents.report(report_id_of(name, said.review_id)) for name in names]
    if all(transaction.read(ref) is None for ref in refs):
        transaction.put(refs[0], replace(said, person=names[0]))


def _counterpart(move: _Move, avatar: Avatar) -> Ref[Avatar]:
    return documents.avatar(move.new, avatar_id_for(move.new, _of(move.new, avatar.recipe)))


def _of(uid: str, recipe: Recipe) -> Recipe:
    """Return the same recipe for this user."""
    return replace(recipe, uid=uid) if recipe.personal else recipe


def _stays(known: Avatar | None) -> bool:
    """Return whether the new account's avatar of this recipe stays: it has a picture, or one is being made."""
    return known is not None and (known.picture is not None or known.under_way)


def _must_agree(profile: Profile | None) -> None:
    """Raise ConsentMissing unless the profile has consent."""
    if profile is None or profile.consent is None:
        raise ConsentMissing(
            "pictures made from a photo move only with recorded consent; or leave them behind"
        )
