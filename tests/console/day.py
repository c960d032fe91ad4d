"""A day of the console's house, lived through the app's own calls: pictures, failures, reports, and what is to be done.

Real are the accounts, wishes, pictures, ledger and reports. Written past the product, as what a fault leaves, are two
dead letters, two jobs whose events were lost, the states of models, and a provider's outage.
"""

import base64
import io
import itertools
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from google.cloud import firestore

from mirror_realm.adapters.painter import paint
from mirror_realm.adapters.painter.appearance import from_sheet
from mirror_realm.domain.breaker_state import BreakerState
from mirror_realm.domain.characters import CHARACTERS
from mirror_realm.domain.model_state import ModelState, ModelStates
from mirror_realm.domain.progress import EvolutionStage, ProgressRange
from mirror_realm.domain.recipe import Recipe
from mirror_realm.domain.styles import StyleId
from mirror_realm.services.ports.bookkeeping import DeadLetter
from tests.browser.firebase import Firebase
from tests.faults.exchange import Exchange
from tests.faults.scenarios import SCENARIOS, USAGE
from tests.integration.app import App, post, uid_of
from tests.integration.whole_firebase import house_of

Scenario = Callable[[Exchange], None]

MODEL, NEXT_MODEL, FALLBACK = "gpt-image-1-mini", "gpt-image-2", "openrouter:google/gemini-nano-banana-2.1"
SETTINGS = {
    "IMAGE_PROVIDER": "openai",
    "OPENAI_API_KEY": "test",
    "IMAGE_MODEL": MODEL,
    "FALLBACK_PROVIDERS": "openrouter",
    "OPENROUTER_API_KEY": "test",
    "GLOBAL_DAILY_LIMIT": "60",
    "CREDITS_PER_AVATAR": "10",
    "INITIAL_CREDITS": "200",
    "CALLS_PER_MINUTE": "0",
}
NOTES = ("The left hand has six fingers.", "My daughter was frightened by it.", "Looks like a singer I know.")


def painted(characters: int = 5) -> Mapping[str, Scenario]:
    """Return the scenarios with `ok` as a provider that draws faces: our painter's, made once."""
    pictures = itertools.cycle([_portrait(name) for name in list(CHARACTERS)[:characters]])

    def ok(exchange: Exchange) -> None:
        answer = {
            "created": 1,
            "data": [{"b64_json": base64.b64encode(next(pictures)).decode()}],
            "output_format": "jpeg",
            "quality": "low",
            "size": "1024x1024",
            "usage": USAGE,
        }
        exchange.send_json(200, answer)

    return {**SCENARIOS, "ok": ok}


def _portrait(character: str) -> bytes:
    recipe = Recipe(
        style=StyleId.DAYMI,
        stage=EvolutionStage.MONTH,
        range=ProgressRange.QUARTER_1,
        character=character,
        renderer="painter",
        quality="high",
    )
    content = io.BytesIO()
    paint(recipe, from_sheet(CHARACTERS[character])).save(content, "JPEG", quality=88)
    return content.getvalue()


@contextmanager
def database(firebase: Firebase) -> Iterator[firestore.Client]:
    """Yield a client of the suite's database, with an administrator's rights."""
    with patch.dict(os.environ, {"FIRESTORE_EMULATOR_HOST": firebase.firestore}):
        client = firestore.Client(project="demo-mirror")
        try:
            yield client
        finally:
            client.close()


def write(client: firestore.Client, documents: Mapping[str, Mapping[str, Any]]) -> None:
    """Store documents, past the product."""
    paths = list(documents)
    for start in range(0, len(paths), 200):
        batch = client.batch()
        for path in paths[start : start + 200]:
            batch.set(client.document(path), dict(documents[path]))
        batch.commit()


def account(firebase: Firebase, email: str, *, established: bool = True, **claims: Any) -> str:
    """Return the ID token of an account with these claims, which signs up if need be."""
    accounts = f"http://{firebase.auth}/identitytoolkit.googleapis.com/v1/accounts"
    credentials = {"email": email, "password": "in-the-mirror", "returnSecureToken": True}
    known = post(f"{accounts}:signInWithPassword?key=any", credentials)
    token = str((known if "idToken" in known else post(f"{accounts}:signUp?key=any", credentials))["idToken"])
    change: dict[str, Any] = {"localId": uid_of(token), "emailVerified": established}
    if claims:
        change["customAttributes"] = json.dumps(claims)
    owner = f"http://{firebase.auth}/identitytoolkit.googleapis.com/v1/projects/demo-mirror/accounts"
    post(f"{owner}:update", change, "owner")
    return str(post(f"{accounts}:signInWithPassword?key=any", credentials)["idToken"])


def lately(documents: Mapping[str, Mapping[str, Any]], days: int = 3) -> dict[str, Mapping[str, Any]]:
    """Return the documents of the last days of a half year, and those that are of no day."""
    kept = {(now() - timedelta(days=ago)).date().isoformat() for ago in range(1, days + 1)}
    return {
        path: data
        for path, data in documents.items()
        if path.startswith("maintenance/") or path.partition("/")[2] in kept
    }


def leave_faults(client: firestore.Client, now: datetime) -> None:
    """Store what faults leave behind: lost events, dead letters, a model that ends, a provider that fails."""
    house = house_of(timedelta(minutes=40), MODEL)
    lost = [
        str(house.ask(f"lost-{number}", days=days).avatar.render_id) for number, days in enumerate((3, 40))
    ]
    write(client, {path: data for path, data in house.documents.items() if "/attempts/" not in path})
    letters = {
        "event-4f1c": DeadLetter(
            "render_attempt", f"renders/{lost[0]}/attempts/1", "DeadlineExceeded", now - timedelta(minutes=38)
        ),
        "event-9a20": DeadLetter(
            "avatar_requested",
            "users/lost-1/avatarRequests/20261129-00",
            "ServiceUnavailable",
            now - timedelta(hours=5),
        ),
    }
    states = ModelStates(
        (
            ModelState(
                MODEL,
                "openai",
                (now + timedelta(days=19)).date().isoformat(),
                False,
                now - timedelta(hours=6),
            ),
            ModelState(FALLBACK, "openrouter", None, False, now - timedelta(hours=6)),
        ),
        now - timedelta(hours=6),
    )
    outage = BreakerState("openrouter", ("a", "b"), now - timedelta(minutes=2), now + timedelta(minutes=58))
    write(
        client,
        {
            **{f"dead_letters/{name}": letter.to_document() for name, letter in letters.items()},
            "maintenance/models": states.to_document(),
            "maintenance/breaker-openrouter": outage.to_document(),
        },
    )


def live(firebase: Firebase, people: int = 6, stages: tuple[int, ...] = (3, 40)) -> dict[str, str]:
    """Let people wish, and report two of the pictures; return their tokens by e-mail."""
    app = App(firebase.functions, firebase.auth)
    tokens = {
        f"person-{number}@mirror-realm.example": account(firebase, f"person-{number}@mirror-realm.example")
        for number in range(people)
    }
    shown = []
    for number, token in enumerate(tokens.values()):
        for active_days in stages:
            wish = {
                "progress_metrics": {"active_days": active_days, "discovered_traits": ["curious"]},
                "style": ("daymi", "anime", "comic")[number % 3],
                "character": list(CHARACTERS)[number % 4],
                "wait_seconds": 30,
            }
            shown.append((token, app.generate(token, **wish)["result"]))
    for (token, avatar), reason, note in zip(
        shown[1::4], ("looks_wrong", "offensive", "looks_like_a_real_person"), NOTES, strict=False
    ):
        app.call("report_avatar", token, avatar_id=avatar["avatar_id"], reason=reason, note=note)
    return tokens


def now() -> datetime:
    return datetime.now(UTC)
