"""A house in which everything goes wrong that may make a log talk, and where all that is private is a canary."""

import base64
import io
import json
import os
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from PIL import Image

from demo.client import SignedIn
from demo.uploads import Uploads
from embedded_firebase.environment import default_bucket
from tests.canaries import Canaries
from tests.fakes.house import House, a_wish
from tests.faults import FaultServer
from tests.faults.fcm import FcmServer
from tests.faults.pictures import picture
from tests.integration.app import App, post, uid_of
from tests.integration.emulator_process import EmulatorProcess, emulator_process

KEY = "sk-canary-" + secrets.token_hex(20)
PROVIDER_FAULTS = (
    "invalid_value",
    "moderation_blocked_output",
    "html",
    "truncated_json",
    "server_error",
    "wrong_key",  # after it the provider is asked nothing for a while
)
"""Those that quote what they were sent, or break the client in the middle of it."""


def said(about: str) -> str:
    """Free text that nobody else would say."""
    return f"{about} {secrets.token_hex(8)} über & 'allem'"


def photo_of(canaries: Canaries) -> bytes:
    """Return a person's photo; its bytes and all that it says of them are canaries."""
    image = Image.open(io.BytesIO(picture(640, 640)))
    exif, taken_by, caption = Image.Exif(), said("taken by"), said("at home with")
    exif[0x013B], exif[0x010E] = taken_by, caption
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif, comment=said("comment").encode(), quality=85)
    canaries.plant("the photo's author", taken_by)
    canaries.plant("the photo's caption", caption)
    canaries.plant_windows("the photo", buffer.getvalue())
    return buffer.getvalue()


@dataclass
class IndiscreetHouse:
    """One person after another lives in it; each leaves canaries."""

    process: EmulatorProcess
    server: FaultServer
    canaries: Canaries = field(default_factory=Canaries)

    def __post_init__(self) -> None:
        ready = self.process.ready
        self.app = App(ready["functions"], ready["auth"])
        storage, project = urlsplit(ready["storage"]).netloc, ready["project"]
        self.uploads = Uploads(storage, default_bucket(project))
        self.hosting = urlsplit(ready["hosting"]).netloc
        self.documents = firestore.Client(project=project, credentials=AnonymousCredentials())
        self.canaries.plant("the API key", KEY)

    def live(self) -> None:
        """Run a user's life here: pictures, refusals, faults of the provider, errors of ours."""
        person = self._signs_up()
        self._asks_for_pushes(person)
        self._wishes(person)
        self._uses_a_photo(person)
        self._meets_faults(person)
        self._writes_documents(person)
        self._is_refused(person)
        self._finds_what_is_broken(person)
        self._schedules()
        self._plant_what_was_stored_and_sent()
        self._reports_and_leaves(person)

    def _signs_up(self) -> SignedIn:
        email, password = f"canary-{secrets.token_hex(8)}@example.com", secrets.token_hex(12)
        url = f"http://{self.app.auth}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
        token = post(url, {"email": email, "password": password, "returnSecureToken": True})["idToken"]
        self.canaries.plant("the e-mail", email)
        self.canaries.plant("the password", password)
        self._plant_token("the ID token", token)
        self.canaries.plant("the uid", uid_of(token))
        return SignedIn(uid_of(token), token)

    def _plant_token(self, name: str, token: str) -> None:
        self.canaries.plant(name, token)
        for part in ("header", "claims", "signature"):
            segment = token.split(".")[("header", "claims", "signature").index(part)]
            if part != "header" and len(segment) > 20:
                self.canaries.plant(f"{name}'s {part}", segment)

    def _metrics(self, days: int) -> dict[str, Any]:
        achievement, trait = said("my diary"), said("shy")[:40]
        self.canaries.plant(f"achievement {achievement[-30:]}", achievement)
        self.canaries.plant(f"trait {trait[-30:]}", trait)
        return {
            "progress_metrics": {
                "active_days": days,
                "major_achievement": achievement,
                "discovered_traits": [trait, "curious"],
            }
        }

    def _asks_for_pushes(self, person: SignedIn) -> None:
        for number in range(2):
            token = f"fcm-{secrets.token_hex(8)}:{secrets.token_urlsafe(100)}"
            self.canaries.plant(f"the token of device {number}", token)
            self.canaries.plant(f"half the token of device {number}", token[-50:])
            assert "result" in self.app.call("register_push", person.token, token=token)
        token = f"{secrets.token_urlsafe(30)}" * 200
        self.canaries.plant("a token that is too long", token[:40])
        assert "error" in self.app.call("register_push", person.token, token=token)

    def _wishes(self, person: SignedIn) -> None:
        self.server.play("ok")
        made = self.app.generate(person.token, **self._metrics(40), wait_seconds=20)["result"]
        assert made["source"] in (
            "generated",
            "cache",
        )  # somebody who lived here earlier may have had this look
        self.app.call("get_avatar", person.token, avatar_id=made["avatar_id"])
        name, note = said("my own name"), said("what i keep to myself")
        self.canaries.plant("name", name[:60])
        self.canaries.plant("note", note[:500])
        self.app.call(
            "update_avatar", person.token, avatar_id=made["avatar_id"], name=name[:60], note=note[:500]
        )
        tag, album = said("one of my tags")[:30], said("my own album")
        self.canaries.plant("tag", tag)
        self.canaries.plant("album", album[:60])
        project = self.app.call("create_project", person.token, name=album[:60], note=note[:500])["result"]
        one = {"avatar_id": made["avatar_id"], "project_id": project["project_id"], "tags": [tag]}
        assert "result" in self.app.call("update_avatar", person.token, **one)
        assert "error" in self.app.call("update_avatar", person.token, **{**one, "tags": [tag + "\x00"]})
        assert "error" in self.app.call("create_project", person.token, name=album[:60] * 2)
        self.app.call("list_avatars", person.token, tag=tag)
        self.app.call("list_projects", person.token, count=True)
        self.app.call("list_avatars", person.token)
        self._shares(person, made["avatar_id"])

    def _shares(self, person: SignedIn, avatar_id: str) -> None:
        """Share a picture by its name, let strangers look, and revoke it; a page that was never there, too."""
        share = self.app.call("share_avatar", person.token, avatar_id=avatar_id, show_name=True)["result"]
        self.canaries.plant("the address", share["slug"])
        self.app.call("list_shares", person.token)
        unknown = secrets.token_hex(8).translate(str.maketrans("0189", "wxyz")) * 2
        self.canaries.plant("an address of nothing", unknown)
        for _ in range(2):
            for address in (share["slug"], f"{share['slug']}.jpg", unknown, f"{unknown}/{share['slug']}"):
                with suppress(urllib.error.HTTPError):
                    urllib.request.urlopen(f"http://{self.hosting}/s/{address}").read()
            self.app.call("revoke_share", person.token, share_id=share["share_id"])

    def _uses_a_photo(self, person: SignedIn) -> None:
        self.server.play("ok")
        self.app.call("record_photo_consent", person.token, granted=True, version="2026-11", adult=True)
        path = self.uploads.upload(person, "me.jpg", photo_of(self.canaries))
        made = self.app.generate(person.token, **self._metrics(40), reference_path=path, wait_seconds=20)[
            "result"
        ]
        assert made["source"] in (
            "generated",
            "cache",
        )  # somebody who lived here earlier may have had this look
        self._plant_what_was_sent()
        for number, broken in enumerate(
            (photo_of(self.canaries)[:9_000], b"GIF89a" + secrets.token_bytes(900))
        ):
            self.canaries.plant_windows(f"broken photo {number}", broken)
            path = self.uploads.upload(person, f"broken-{number}.jpg", broken)
            self.app.generate(person.token, **self._metrics(40), reference_path=path, wait_seconds=20)

    def _meets_faults(self, person: SignedIn) -> None:
        for number, fault in enumerate(PROVIDER_FAULTS):
            self.server.play(*[fault] * 2)
            answer = self.app.generate(
                person.token, **self._metrics(40), variation=number + 1, wait_seconds=20
            )
            assert answer["result"]["source"] != "generated"
            self._plant_what_was_sent()
        self.server.play("ok")

    def _writes_documents(self, person: SignedIn) -> None:
        wishes = self.documents.collection(f"users/{person.uid}/avatarRequests")
        today = time.strftime("%Y%m%d", time.gmtime())
        wishes.document(f"{today}-00").set(self._metrics(14))
        wishes.document(f"{today}-01").set({**self._metrics(14), said("field")[:40]: said("value")})
        self.documents.document(f"users/{person.uid}/progress/current").set(
            self._metrics(30)["progress_metrics"]
        )

    def _is_refused(self, person: SignedIn) -> None:
        """By us, by firebase-functions, by the Admin SDK: each with something in hand that may be quoted."""
        header, claims, _ = person.token.split(".")
        secret = secrets.token_urlsafe(24)
        for name, token in {
            "a token of two parts": f"{header}.{claims}",
            "a token of five parts": f"{secret}.{secret}.{secret}.{secret}.{secret}",
            "a token of another project": _token({"aud": said("project"), "sub": person.uid}),
            "a token without JSON": f"{header}.{base64.urlsafe_b64encode(secret.encode()).decode()}.x",
            "no token": said("no token"),
        }.items():
            self.canaries.plant(name, token)
            self._send(token, {"data": {}})
        self.canaries.plant("half a token", secret)
        app_check = f"{secrets.token_urlsafe(16)}.{secrets.token_urlsafe(24)}"
        self.canaries.plant("the App Check token", app_check)
        self._send(person.token, {"data": {}}, {"X-Firebase-AppCheck": app_check})
        merged = self.app.call("merge_account", person.token, anonymous_token=app_check)
        assert merged["error"]["details"]["reason"] == "invalid_request"
        words = said("in a body")
        self.canaries.plant("a body", words)
        for body in (
            {"wish": words},
            {"data": {}, "more": words},
            [words],
            words,
            {"data": {words: words}},
            {"data": {"reference_path": words, "base_image_url": words}},
            {"data": words * 3000},
        ):
            self._send(person.token, body)
        self._send(person.token, f'{{"data": "{words}'.encode())
        self._send(person.token, {"data": {}}, {"content-type": words.encode("ascii", "ignore").decode()})

    def _finds_what_is_broken(self, person: SignedIn) -> None:
        """Documents that nobody of ours would have written: what reads them quotes them in its error."""
        words = said("in a document")
        self.canaries.plant("a document", words)
        broken = f"users/{person.uid}/avatars/{'0' * 32}"
        stored = (
            next(self.documents.collection(f"users/{person.uid}/avatars").limit(1).stream()).to_dict() or {}
        )
        self.documents.document(broken).set({**stored, "status": words})
        refused = self.app.call("get_avatar", person.token, avatar_id="0" * 32)
        assert refused["error"]["details"]["reason"] == "internal"
        self.app.call("list_avatars", person.token)
        self._wait_for("document_unreadable")
        self.documents.document(broken).delete()
        house = House()
        house.admission.admit(a_wish(person.uid))
        for path, data in house.documents.items():
            if path.startswith("renders/"):
                self.documents.document(path.replace("id0001", "1" * 32)).set(
                    {**data, "state": words} if "/attempts/" not in path else data
                )
        self._wait_for("trigger_failed")
        self.documents.document("nights/nobody").set(
            {"due_at": house.clock.time - timedelta(days=365), "why": words}
        )

    def _reports_and_leaves(self, person: SignedIn) -> None:
        self.documents.document(f"renders/{'1' * 32}").delete()
        note = said("in the picture of")
        self.canaries.plant(f"note {note[-30:]}", note)
        shown = self.app.call("list_avatars", person.token, status="completed")["result"]["avatars"][0]
        report = {"avatar_id": shown["avatar_id"], "reason": "other", "note": note}
        assert "result" in self.app.call("report_avatar", person.token, **report)
        assert "result" in self.app.call("delete_my_data", person.token, confirm=True)
        assert self.app.call("list_avatars", person.token)["error"]["details"]["reason"] == "forbidden"

    def _schedules(self) -> None:
        functions = urlsplit(self.app.functions).netloc
        for name in ("reap", "sweep", "evolve_at_night"):
            url = f"http://{functions}/__/schedule/{name}"
            try:
                urllib.request.urlopen(urllib.request.Request(url, method="POST")).close()
            except urllib.error.HTTPError as failed:
                failed.close()

    def _plant_what_was_stored_and_sent(self) -> None:
        self._plant_what_was_sent()
        for avatar in self.documents.collection_group("avatars").stream():
            for link in ("image_url", "thumbnail_url"):
                for token in parse_qs(urlsplit(avatar.get(link)).query).get("token", []):
                    self.canaries.plant(f"the download token of {avatar.id} {link}", token)

    def _plant_what_was_sent(self) -> None:
        """Prompts line by line, and pictures as they went to the provider."""
        for number, call in enumerate(self.server.calls):
            for line in call.field("prompt").splitlines():
                if len(line) > 24:
                    self.canaries.plant(f"prompt: {line}", line)
            if call.headers.get("content-type", "").startswith("multipart/"):
                for part in call.parts():
                    if part.filename:
                        self.canaries.plant_windows(f"sent in call {number}", part.body)

    def _send(self, token: str, body: Any, headers: dict[str, str] | None = None) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        every = {"content-type": "application/json", "authorization": f"Bearer {token}", **(headers or {})}
        request = urllib.request.Request(f"{self.app.functions}/generate_avatar", data, every)
        with_error = None
        try:
            urllib.request.urlopen(request).close()
        except urllib.error.HTTPError as refused:
            with_error = refused.code
            refused.close()
        assert with_error is not None, f"{body!r} was taken"

    def _wait_for(self, event: str) -> None:
        for _ in range(200):
            if event.encode() in self.process.captured:
                return
            time.sleep(0.05)
        raise AssertionError(f"nobody said {event}")


def _token(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*encoded, ""))


@contextmanager
def indiscreet_house() -> Iterator[IndiscreetHouse]:
    """Yield the house, its provider and its log. End the process, but only after `process.end`."""
    settings = {
        "USER_DAILY_LIMIT": "1000",
        "GLOBAL_DAILY_LIMIT": "100000",
        "DAILY_BUDGET_USD": "100000",
        "CALLS_PER_MINUTE": "0",
        "MAX_PROVIDER_CALLS": "2",
        "OPENAI_API_KEY": KEY,
    }
    with (
        FaultServer("ok") as server,
        FcmServer(
            *("reset", "huge", "bad_message", "mismatch", "redirected", "broken", "no_token") * 9
        ) as fcm,
        emulator_process(**settings, OPENAI_BASE_URL=server.base_url, FCM_BASE_URL=fcm.base_url) as process,
    ):
        before = os.environ.get("FIRESTORE_EMULATOR_HOST")
        os.environ["FIRESTORE_EMULATOR_HOST"] = process.ready["firestore"]
        try:
            house = IndiscreetHouse(process, server)
        finally:
            if before is None:
                del os.environ["FIRESTORE_EMULATOR_HOST"]
            else:
                os.environ["FIRESTORE_EMULATOR_HOST"] = before
        yield house
        house.documents.close()
