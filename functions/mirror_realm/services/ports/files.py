"""The paths of all files in Storage; no other code builds or parses them.

    uploads/{uid}/{name}                                  a photo as its user uploaded it
    shared/{cache_key}/{render_id}-{attempt}-{call}/{side}.jpg   a picture without a photo behind it
    people/{uid}/{avatar_id}/{render_id}-{attempt}-{call}/...    one made from a photo
    people/{uid}/{avatar_id}/{digest}-upload/...                 a user's own picture, named by its content
    people/{uid}/reels/{digest}/{reel.webp,sheet.jpg}            a user's reel
    people/{uid}/exports/{export_id}/{token}.zip                 a part of a copy of a user's data
    erasures/{day}/{name}                                 an erasure, by a sealed name of its user

A folder is written without a trailing slash. Folders of earlier versions lack `-{call}`; they are read, too.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from mirror_realm.domain.render_job import RenderJob
from mirror_realm.domain.report import Review
from mirror_realm.domain.uids import is_uid

PEOPLE = "people"
SHARED = "shared"
UPLOADS = "uploads"
ERASURES = "erasures"
OF_PERSONS = (PEOPLE, UPLOADS)
"""Top folders with one folder for each user, named by the uid; sorted by name."""

SIDES = (1024, 512, 256)
"""Pixels a side of the stored sizes of a picture, largest first."""

REEL = "reel.webp"
SHEET = "sheet.jpg"

UPLOAD_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""The names of uploads that the rules allow; Storage refuses to look for some others."""


@dataclass(frozen=True, slots=True)
class SharedFolder:
    """The files of one call for a shared picture."""

    cache_key: str
    render_id: str
    """Empty where the folder's name names no job."""


@dataclass(frozen=True, slots=True)
class PersonalFolder:
    """The files of one call for a personal picture."""

    uid: str
    avatar_id: str
    render_id: str
    """Empty where the folder's name names no job."""


@dataclass(frozen=True, slots=True)
class CopyFolder:
    """The files of a reel or an export: copies, to which no document refers, or only for a day."""

    uid: str


# Building


def of_person(uid: str) -> str:
    """Return the folder of all files made for this user."""
    return f"{PEOPLE}/{uid}"


def of_avatar(uid: str, avatar_id: str) -> str:
    """Return the folder of a personal avatar's files, of every attempt."""
    return f"{PEOPLE}/{uid}/{avatar_id}"


def of_look(cache_key: str) -> str:
    """Return the folder of a shared picture's files, of every attempt."""
    return f"{SHARED}/{cache_key}"


def of_job(job: RenderJob) -> str:
    """Return the prefix of the paths of all folders of a job's pictures."""
    look = of_avatar(job.uid, job.avatar_id) if job.recipe.personal else of_look(str(job.cache_key))
    return f"{look}/{job.render_id}-"


def of_call(job: RenderJob, number: int) -> str:
    """Return the folder of one call (from 0) of the current attempt, so that a late worker overwrites nothing."""
    return f"{of_job(job)}{job.attempt}-{number}"


def of_own_picture(uid: str, avatar_id: str, jpeg: bytes) -> str:
    """Return the folder of a user's own picture. Of equal pictures it is the same one.

    jpeg: the largest size.
    """
    return f"{of_avatar(uid, avatar_id)}/{hashlib.sha256(jpeg).hexdigest()[:32]}-upload"


def of_reels(uid: str) -> str:
    """Return the folder of all reels of a user."""
    return f"{PEOPLE}/{uid}/reels"


def of_reel(uid: str, digest: str) -> str:
    return f"{of_reels(uid)}/{digest}"


def of_exports(uid: str) -> str:
    """Return the folder of all exports of a user."""
    return f"{of_person(uid)}/exports"


def of_export(uid: str, export_id: str) -> str:
    return f"{of_exports(uid)}/{export_id}"


def of_export_part(uid: str, export_id: str, token: str) -> str:
    """Return the file of a part, which has the name of its worker's lease, so that a late worker overwrites nothing."""
    return f"{of_export(uid, export_id)}/{token}.zip"


def of_review(review: Review) -> str:
    """Return the folder of every picture of a review; for a shared one, of all attempts."""
    path = review.picture.image_path
    return folder_of(path) if look_of(path) is None else of_look(review.review_id)


def uploads_of(uid: str) -> str:
    return f"{UPLOADS}/{uid}"


def erasure_record(day: date, name: str) -> str:
    """Return the file of an erasure; without a name the place before all of a day."""
    return f"{ERASURES}/{day.isoformat()}/{name}"


def picture(folder: str, side: int) -> str:
    """Return the file of one size of a picture."""
    return f"{folder}/{side}.jpg"


def largest(folder: str) -> str:
    """Return the file that avatars refer to."""
    return picture(folder, max(SIDES))


def below(folder: str) -> str:
    """Return the prefix of every path in this folder and below it."""
    return f"{folder}/"


def behind(folder: str) -> str:
    """Return the first name after every file of this folder: "0" follows "/" in ASCII."""
    return f"{folder}0"


# Parsing


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def side_of(path: str) -> int:
    """Return the side, in pixels, of a picture's file by its name; for any other file the smallest."""
    name = path.rpartition("/")[2].removesuffix(".jpg")
    return next((side for side in SIDES if str(side) == name), min(SIDES))


def is_in(path: str | None, folder: str) -> bool:
    """Return whether the file is in this folder or below it."""
    return path is not None and path.startswith(below(folder))


def copied(path: str, *, to: str, copy: str) -> str:
    """Return the path of a copy of this file in another avatar's folder.

    copy: a name that distinguishes it from every other copy.
    """
    *_, attempt, name = path.split("/")
    return f"{to}/{attempt}-{copy}/{name}"


def is_copied(path: str, *, of: str) -> bool:
    """Return whether a file is a copy of another one, as `copied` names it, or that file itself."""
    copy, name = folder_of(path).rpartition("/")[2], folder_of(of).rpartition("/")[2]
    return path == of or (look_of(path) is None and look_of(of) is None and copy.startswith(f"{name}-"))


def is_upload(path: str) -> bool:
    return path.startswith(below(UPLOADS))


def is_upload_of(uid: str, path: str) -> bool:
    """Return whether this can be an upload of this user: in their folder, with a name that the rules allow."""
    folder, _, name = path.rpartition("/")
    return folder == uploads_of(uid) and UPLOAD_NAME.fullmatch(name) is not None


def uploader(path: str) -> str | None:
    """Return the uid of an upload; None for a path of another form, or with an invalid uid."""
    match path.split("/"):
        case ["uploads", uid, name] if is_uid(uid) and name:
            return uid
    return None


def uploader_of(path: str) -> str:
    """Return the uid of an upload."""
    return path.split("/")[1]


def user_of(path: str) -> str | None:
    """Return the uid of a user's file or folder; None for a file of no user, and for None."""
    top, _, rest = path.partition("/")
    return (rest.partition("/")[0] or None) if top in OF_PERSONS else None


def look_of(image_path: str) -> str | None:
    """Return the cache key of a shared picture; None for a personal one."""
    kind, _, rest = image_path.partition("/")
    return rest.partition("/")[0] if kind == SHARED else None


def review_id_of(image_path: str) -> str:
    """Return the cache key of a shared picture; for a personal one 64 hex digits that reveal nothing."""
    return look_of(image_path) or hashlib.sha256(image_path.encode()).hexdigest()


def job_of(image_path: str) -> str:
    """Return the id of the job that made a shared picture."""
    return _job(image_path.split("/")[2])


def folder_kind(folder: str) -> SharedFolder | PersonalFolder | CopyFolder | None:
    """Return the kind of a folder of files; None for an unknown form."""
    match folder.split("/"):
        case ["people", uid, "reels" | "exports", _]:
            return CopyFolder(uid)
        case ["people", uid, avatar_id, attempt] if uid and avatar_id:
            return PersonalFolder(uid, avatar_id, _job(attempt))
        case ["shared", cache_key, attempt] if cache_key:
            return SharedFolder(cache_key, _job(attempt))
    return None


def _job(folder: str) -> str:
    """Return the job's id in the name of a folder. Ids have no dash; attempt and call follow the first one."""
    return folder.partition("-")[0] if "-" in folder else ""
