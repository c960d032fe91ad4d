"""Vision: a model is asked about a paid picture, within the hold of the call that made it.

The picture is stored first: whatever goes wrong here, it stays as it is. Its note says that the most an answer can cost
was spent, so that a later worker, who settles from it without asking again, books what may have been paid.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mirror_realm import events
from mirror_realm.domain.quality import Quality
from mirror_realm.domain.render_job import Outcome, RenderJob
from mirror_realm.domain.verdict import Verdict
from mirror_realm.errors import MirrorRealmError
from mirror_realm.providers import PAINTER, provider_of
from mirror_realm.services.allowance.policy import AFTER_CALL
from mirror_realm.services.ports.pictures import EncodedPicture
from mirror_realm.services.ports.providers import ReferenceImage
from mirror_realm.services.ports.quality import VisionJudge
from mirror_realm.services.ports.runtime import Runtime

MOST = 2
"""The pictures of one job that are looked at."""


@dataclass(frozen=True, slots=True)
class Vision:
    judge: "Callable[[], VisionJudge | None]"
    """The vision model, made when it is first needed; None where QUALITY_JUDGE is not `vision`."""
    runtime: Runtime

    def worst_case_micros(self, renderer: str, references: int) -> int:
        """Return what a call by this renderer holds for looking at its picture, in millionths of a USD."""
        judge = self._judge_of(renderer)
        return judge.worst_case_micros(references) if judge is not None else 0

    def expected(self, job: RenderJob, outcome: Outcome, references: int) -> int:
        """Return the most that looking at the last call's picture may cost; 0 if it is not looked at.

        It is not where the call's hold has no room for it, where the time of the lease does not suffice, or where two
        of the job's pictures were looked at before.
        """
        judge = self._judge_of(job.recipe.renderer)
        if judge is None or outcome.cost_micros is None or job.lease is None:
            return 0
        worst_case = judge.worst_case_micros(references)
        room = job.calls[outcome.number].held_micros - outcome.cost_micros
        paid_before = sum(bool(call.spent_micros) for call in job.calls[: outcome.number])
        in_time = self.runtime.now() + judge.timeout + AFTER_CALL / 2 <= job.lease.expires_at
        return worst_case if room >= worst_case and in_time and paid_before < MOST else 0

    def look(
        self,
        job: RenderJob,
        picture: EncodedPicture,
        quality: Quality | None,
        references: Sequence[ReferenceImage],
        outcome: Outcome,
    ) -> tuple[Quality | None, Outcome]:
        """Return the quality with the model's verdict, and the call's cost with that of the answer.

        outcome: of the call, with the most that the answer may cost.

        After any fault the quality is as it was.
        """
        judge = self._judge_of(job.recipe.renderer)
        if judge is None or outcome.cost_micros is None:
            return quality, outcome
        worst_case = judge.worst_case_micros(len(references))
        cost: int | None = None
        try:
            seen = judge.look(picture, job.recipe, references)
            cost = seen.cost_micros
            quality = (quality or Quality(1.0)).seen(seen.verdict)
            _log(job, seen.verdict)
        except MirrorRealmError as error:
            cost = getattr(error, "cost_micros", 0)
            events.vision_failed(job.render_id, error.reason)
        except Exception:
            events.improvement_failed(job.render_id)
        if cost is None or cost > worst_case:
            return quality, outcome
        return quality, replace(outcome, cost_micros=outcome.cost_micros - worst_case + cost)

    def _judge_of(self, renderer: str) -> VisionJudge | None:
        """Return the model that looks at a renderer's pictures; those of the painter cost nothing and are known."""
        return None if provider_of(renderer) == PAINTER.name else self.judge()


def _log(job: RenderJob, verdict: Verdict) -> None:
    reasons = verdict.objections if verdict.safe else (*verdict.objections, "unfit")
    events.picture_seen(
        job.render_id,
        passed=not reasons,
        style=verdict.style,
        expression=verdict.expression,
        same_person=verdict.same_person,
        reasons=reasons,
    )
