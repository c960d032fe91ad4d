"""The `prove` command: prepare the proof, print its progress, write its report."""

import argparse
import base64
import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mirror_realm import settings
from mirror_realm.adapters.quality.likeness import Likeness, likeness
from mirror_realm.adapters.quality.working import opened
from mirror_realm.bootstrap import ProductionPorts
from mirror_realm.domain.recipe import TEMPLATE_VERSION
from mirror_realm.errors import MirrorRealmError
from mirror_realm.providers import PAINTER, PROVIDERS
from mirror_realm.services.ports.providers import AnyProvider
from mirror_realm.settings import Settings
from prove.calling import Caller
from prove.figures import recognised, usd, verdicts
from prove.journal import Journal, OtherProof
from prove.looks import looks
from prove.proving import Files, Proof, Result
from prove.report import SMALL_SIDE, Report, write

DRAWN_PHOTO = Path(__file__).parents[1] / "demo" / "photo.jpg"
"""A drawn face: no person's photo goes to a provider unless one is given."""

HELD, NOT_RUN, NOT_HELD, INTERRUPTED = 0, 1, 2, 130


def prove(chosen: argparse.Namespace) -> int:
    """Run the proof that the command line asks for, and return the exit status."""
    try:
        return _prove(chosen, _say)
    except (MirrorRealmError, OtherProof, OSError) as error:
        _say(f"This cannot be proved: {error}")
        return NOT_RUN
    except KeyboardInterrupt:
        _say("Ended. The same command goes on from here; nothing is paid twice.")
        return INTERRUPTED


def _prove(chosen: argparse.Namespace, say: Callable[[str], None]) -> int:
    name: str = chosen.provider
    config = replace(
        settings.load(),
        image_provider=name,
        photo_provider=name if PROVIDERS[name].edits_photos else "auto",
        fallback_providers=(),
        public_functions_url="",
    )
    if missing := [secret for secret in PROVIDERS[name].secrets if not getattr(config, secret.lower())]:
        say(f"{name} needs {', '.join(missing)} in the environment.")
        return NOT_RUN
    ports = ProductionPorts(config)
    provider = ports.provider(name)
    photo, left_out = _photo(config, ports, chosen.photo or DRAWN_PHOTO)
    digest = base64.b64encode(hashlib.md5(photo, usedforsecurity=False).digest()).decode() if photo else None
    personal = provider.renderer(personal=True) if photo else None
    asked = looks(provider.renderer(personal=False), personal, config.image_quality, digest)
    models = list(dict.fromkeys(look.recipe.renderer for look in asked))
    files = Files(chosen.folder or Path("build/prove") / name)
    of = {
        "provider": name,
        "models": " ".join(models),
        "quality": config.image_quality,
        "template": str(TEMPLATE_VERSION),
        "photo": digest or "none",
    }
    proof = Proof(
        caller=Caller(provider, ports.codec, ports.judge, _now),
        journal=Journal.opened(files.journal, of),
        files=files,
        budget_micros=chosen.budget,
        timeout_seconds=float(config.provider_timeout_seconds),
        photo=photo,
        say=say,
    )
    say(
        f"{len(asked)} looks by {', '.join(models)}, for at most {usd(chosen.budget)}; kept in {files.folder}"
    )
    results = proof.run(asked)
    return _reported(provider, models, proof, results, left_out, say)


def _photo(config: Settings, ports: ProductionPorts, path: Path) -> tuple[bytes | None, list[str]]:
    """Return the photo as it may be sent, or None and why not. Raises a MirrorRealmError if it is refused."""
    name = config.provider
    if not PROVIDERS[name].edits_photos:
        return None, [f"No picture is made from a photo: {name} makes none from photos."]
    if name != PAINTER.name and not config.photos_judged:
        return None, [
            "No picture is made from a photo: OpenAI's moderation, which judges photos first, needs OPENAI_API_KEY."
        ]
    jpeg = ports.reader.prepare(path.read_bytes())
    ports.moderation.check(jpeg)
    return jpeg, []


def _reported(
    provider: AnyProvider,
    models: Sequence[str],
    proof: Proof,
    results: Sequence[Result],
    left_out: Sequence[str],
    say: Callable[[str], None],
) -> int:
    """Write the report, say what holds, and return the exit status."""
    calls, free = proof.journal.calls, provider.name == PAINTER.name
    found = recognised(results, _Likenesses(proof.files).between)
    said = verdicts(results, calls, found, free)
    report = Report(
        provider=provider.name,
        models=models,
        at=_now(),
        budget_micros=proof.budget_micros,
        spent_micros=proof.journal.booked_micros,
        free=free,
        results=results,
        calls=calls,
        verdicts=said,
        recognised=found,
        left_out=left_out,
    )
    write(report, proof.files.report)
    say("")
    for verdict in said:
        sign = {True: "holds", False: "DOES NOT HOLD", None: "not measured"}[verdict.holds]
        say(f"{verdict.promise:<9} {sign:<14} {verdict.said}")
    for sentence in left_out:
        say(sentence)
    say(
        f"\nspent {usd(proof.journal.booked_micros)} of {usd(proof.budget_micros)}; look at {proof.files.report}"
    )
    return NOT_HELD if any(verdict.holds is False for verdict in said) else HELD


class _Likenesses:
    """The likeness of two pictures of the proof; each picture is read once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._of: dict[str, Likeness] = {}

    def between(self, one: Result, other: Result) -> float:
        return self._measured(one).to(self._measured(other))

    def _measured(self, result: Result) -> Likeness:
        if result.look.id not in self._of:
            jpeg = self._files.picture(result.look, SMALL_SIDE).read_bytes()
            self._of[result.look.id] = likeness(opened(jpeg))
        return self._of[result.look.id]


def _now() -> datetime:
    return datetime.now(UTC)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
