"""Files: which file lies where in Storage. The one place that spells paths and takes them apart.

    uploads/{uid}/{name}                                  a photo as its person uploaded it
    shared/{cache_key}/{render_id}-{attempt}-{call}/{side}.jpg   a picture without a photo behind it
    people/{uid}/{avatar_id}/{render_id}-{attempt}-{call}/...    one made from a photo
    people/{uid}/reels/{digest}/{reel.webp,sheet.jpg}            a person's reel

A folder is written without a trailing slash. Folders from before calls had their own lack `-{call}`; they are read too.
"""

import hashlib
import re
from dataclasses import dataclass

from mirror_realm.domain.render_job import RenderJob
from mirror_realm.domain.report import Review
from mirror_realm.domain.uids import is_uid

PEOPLE = "people"
SHARED = "shared"
UPLOADS = "uploads"
OF_PERSONS = (PEOPLE, UPLOADS)
"""Top folders with one folder for each person, named by their uid; sorted by name."""

SIDES = (1024, 512, 256)
"""Pixels a side of the stored sizes of a picture, largest first."""

REEL = "reel.webp"
SHEET = "sheet.jpg"

UPLOAD_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""As the rules have it: nothing else can have been uploaded, and Storage refuses to look for some of it."""


@dataclass(frozen=True, slots=True)
class SharedFolder:
    """The files of one call for a shared look."""

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
class ReelFolder:
    """The files of one reel."""

    uid: str


# Spelling


def of_person(uid: str) -> str:
    """The folder of all files made for this person."""
    return f"{PEOPLE}/{uid}"


def of_avatar(uid: str, avatar_id: str) -> str:
    """The folder of a personal avatar's files, of every attempt."""
    return f"{PEOPLE}/{uid}/{avatar_id}"


def of_look(cache_key: str) -> str:
    """The folder of a shared look's files, of every attempt."""
    return f"{SHARED}/{cache_key}"


def of_job(job: RenderJob) -> str:
    """Return what the paths of all folders of a job's pictures begin with."""
    look = of_avatar(job.uid, job.avatar_id) if job.recipe.personal else of_look(str(job.cache_key))
    return f"{look}/{job.render_id}-"


def of_call(job: RenderJob, number: int) -> str:
    """Return the folder of one call (from 0) of the present attempt: a worker that wakes late overwrites nothing."""
    return f"{of_job(job)}{job.attempt}-{number}"


def of_reels(uid: str) -> str:
    """The folder of all reels of a person."""
    return f"{PEOPLE}/{uid}/reels"


def of_reel(uid: str, digest: str) -> str:
    return f"{of_reels(uid)}/{digest}"


def of_review(review: Review) -> str:
    """The folder that holds every picture a review is about: of a shared look all of them."""
    path = review.picture.image_path
    return folder_of(path) if look_of(path) is None else of_look(review.review_id)


def uploads_of(uid: str) -> str:
    return f"{UPLOADS}/{uid}"


def picture(folder: str, side: int) -> str:
    """The file of one size of a picture."""
    return f"{folder}/{side}.jpg"


def largest(folder: str) -> str:
    """The file that avatars refer to."""
    return picture(folder, max(SIDES))


def below(folder: str) -> str:
    """What every path of a file in this folder, and in those below it, begins with."""
    return f"{folder}/"


def behind(folder: str) -> str:
    """The first name behind every file of this folder: "0" follows "/" in ASCII."""
    return f"{folder}0"


# Taking apart


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def side_of(path: str) -> int:
    """The pixels a side of a picture's file, by its name; of any other file those of the smallest."""
    name = path.rpartition("/")[2].removesuffix(".jpg")
    return next((side for side in SIDES if str(side) == name), min(SIDES))


def is_in(path: str | None, folder: str) -> bool:
    """Whether the file lies in this folder or below it."""
    return path is not None and path.startswith(below(folder))


def copied(path: str, *, to: str, copy: str) -> str:
    """Return the path of a copy of this file in another avatar's folder; `copy` tells it from every other copy."""
    *_, attempt, name = path.split("/")
    return f"{to}/{attempt}-{copy}/{name}"


def is_upload(path: str) -> bool:
    return path.startswith(below(UPLOADS))


def is_upload_of(uid: str, path: str) -> bool:
    """Whether this can be an upload of this person: their folder, and a name that the rules let through."""
    folder, _, name = path.rpartition("/")
    return folder == uploads_of(uid) and UPLOAD_NAME.fullmatch(name) is not None


def uploader(path: str) -> str | None:
    """Return the uid of the person whose upload this is; None for a path of another shape, or that no person has."""
    match path.split("/"):
        case ["uploads", uid, name] if is_uid(uid) and name:
            return uid
    return None


def uploader_of(path: str) -> str:
    """The uid of the person whose upload this is."""
    return path.split("/")[1]


def user_of(path: str) -> str | None:
    """Return the uid of the user whose file or folder this is; None for what is nobody's, and for no path at all."""
    top, _, rest = path.partition("/")
    return (rest.partition("/")[0] or None) if top in OF_PERSONS else None


def look_of(image_path: str) -> str | None:
    """The cache key of the shared look that this picture is of; None for a personal one."""
    kind, _, rest = image_path.partition("/")
    return rest.partition("/")[0] if kind == SHARED else None


def review_id_of(image_path: str) -> str:
    """Of a shared look its cache key, of a personal picture 64 hex digits that tell nothing of it."""
    return look_of(image_path) or hashlib.sha256(image_path.encode()).hexdigest()


def job_of(image_path: str) -> str:
    """The id of the job that made a shared picture."""
    return _job(image_path.split("/")[2])


def folder_kind(folder: str) -> SharedFolder | PersonalFolder | ReelFolder | None:
    """What a folder of files is; None for one of no shape of ours."""
    match folder.split("/"):
        case ["people", uid, "reels", _]:
            return ReelFolder(uid)
        case ["people", uid, avatar_id, attempt] if uid and avatar_id:
            return PersonalFolder(uid, avatar_id, _job(attempt))
        case ["shared", cache_key, attempt] if cache_key:
            return SharedFolder(cache_key, _job(attempt))
    return None


def _job(folder: str) -> str:
    """Return the job's id in the name of a folder: ids have no dash, so what follows the first is attempt and call."""
    return folder.partition("-")[0] if "-" in folder else ""
