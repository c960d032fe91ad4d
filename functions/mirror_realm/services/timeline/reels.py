"""Reels: a user's stages, first to latest, as an animation and a contact sheet.

A reel is a cache: its folder is named by its content, so the same reel is not made twice; no document refers to it, and
the sweep deletes it a day after the last call.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from mirror_realm.domain.avatar import Avatar, Picture
from mirror_realm.domain.progress import STAGES
from mirror_realm.domain.styles import StyleId
from mirror_realm.errors import NotFound
from mirror_realm.services.ports import documents, files
from mirror_realm.services.ports.pictures import PictureFiles, PictureStore
from mirror_realm.services.ports.queries import Queries
from mirror_realm.services.ports.reels import Frame, ReelFiles, ReelLinks, ReelMaker
from mirror_realm.services.store import Store

REEL_VERSION = 1
"""Increase it whenever the reel or sheet of the same pictures changes."""

SIDE = 512
"""The side, in pixels, of the stored pictures that a reel is made from."""

CANDIDATES = 5
"""The number of a stage's newest pictures among which one that is not a fallback is searched."""


@dataclass(frozen=True, slots=True)
class EvolutionReel:
    """The links of a user's reel, and its avatars in the order of their stages."""

    links: ReelLinks
    avatars: Sequence[Avatar]


@dataclass(frozen=True, slots=True)
class Reels:
    store: Store
    queries: Queries
    pictures: PictureStore
    files: PictureFiles
    reels: ReelFiles
    maker: ReelMaker

    def of(self, uid: str, style: StyleId | None) -> EvolutionReel:
        """Return a user's reel: their newest picture of each stage, in one style or in any.

        Raises NotFound if fewer than two stages have a picture, BeingErased.
        """
        avatars = self._avatars(uid, style)
        if len(avatars) < 2:
            raise NotFound("a reel needs reflections of at least two stages")
        pictures = [_picture(avatar) for avatar in avatars]
        folder = files.of_reel(uid, _digest(avatars))
        links = self.reels.find(folder)
        if links is None:
            frames = [
                Frame(avatar.recipe.stage, avatar.active_days, self._read(picture))
                for avatar, picture in zip(avatars, pictures, strict=True)
            ]
            made = self.maker.make(frames)
            self.store.check_not_erased(uid)
            try:
                links = self.reels.save(folder, made)
                self._check_nothing_was_deleted(uid, avatars)
            except Exception:
                self.files.delete(
                    folder
                )  # possibly another call's, too, which is made again on the next call
                raise
        return EvolutionReel(links, avatars)

    def _avatars(self, uid: str, style: StyleId | None) -> list[Avatar]:
        """Return the newest avatar of each stage; a fallback, which may show another person, only without another."""
        found = (self.queries.reflections_of(uid, stage, style, CANDIDATES) for stage in STAGES)
        return [
            next((avatar for avatar in newest if not avatar.degraded), newest[0])
            for newest in found
            if newest
        ]

    def _read(self, picture: Picture) -> bytes:
        return self.pictures.read(files.picture(files.folder_of(picture.image_path), SIDE))

    def _check_nothing_was_deleted(self, uid: str, avatars: Sequence[Avatar]) -> None:
        """Raise NotFound if a picture in the reel was deleted while it was being made.

        A deletion works in the other order, documents first and reels last, so that one of the two sees the other.
        """
        kept = all(self._shows_the_same(uid, avatar) for avatar in avatars)
        if not kept or self.store.erased(uid):
            raise NotFound("some of these reflections have just been deleted or hidden")

    def _shows_the_same(self, uid: str, avatar: Avatar) -> bool:
        now = self.store.read(documents.avatar(uid, avatar.avatar_id))
        return (
            now is not None
            and now.picture is not None
            and _picture(now).image_path == _picture(avatar).image_path
        )


def _picture(avatar: Avatar) -> Picture:
    if avatar.picture is None:
        raise ValueError("a completed avatar has a picture")
    return avatar.picture


def _digest(avatars: Sequence[Avatar]) -> str:
    """Return 32 hex digits over everything that is visible in the reel."""
    seen = [[avatar.recipe.stage, avatar.active_days, _picture(avatar).image_path] for avatar in avatars]
    return hashlib.sha256(json.dumps([REEL_VERSION, seen]).encode("ascii")).hexdigest()[:32]
