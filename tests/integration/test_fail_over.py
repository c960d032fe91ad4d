"""A provider that goes down and comes back, by the real adapters over real HTTP: what each user gets, and from whom.

`pytest -s tests/integration/test_fail_over.py` prints it as a table.
"""

import sys
from dataclasses import dataclass
from datetime import timedelta

from mirror_realm.adapters.providers.openai_images import OpenAIImages
from mirror_realm.adapters.providers.openrouter import OpenRouter
from mirror_realm.domain.breaker_state import PAUSE
from mirror_realm.services.rendering.breakers import FRESH
from tests.fakes.house import House
from tests.fakes.outside import PlainCodec
from tests.faults import FaultServer
from tests.faults.openrouter import OPENROUTER
from tests.faults.requests import FLARE, SUNBURST

MODEL = "google/gemini-nano-banana-2.1"


@dataclass(frozen=True)
class Row:
    """One request: what OpenAI answers at the time, who was asked how often, and what the user gets."""

    minute: float
    openai: str
    posts: tuple[int, int]
    """To OpenAI, to OpenRouter."""
    made_by: str | None
    source: str | None

    def __str__(self) -> str:
        asked, other = self.posts
        return f"{self.minute:>6.1f}  {self.openai:<8}{asked:>8}{other:>12}   {self.made_by:<12}{self.source}"


def test_down_goes_on_and_back() -> None:
    with FaultServer() as openai, FaultServer(of=OPENROUTER) as openrouter:
        first = OpenAIImages(api_key="sk-0", model=FLARE, edit_model=SUNBURST, base_url=openai.base_url)
        second = OpenRouter(api_key="sk-or-0", model=MODEL, edit_model=MODEL, base_url=openrouter.base_url)
        house = House(
            provider=first,  # type: ignore[arg-type]  # the genuine ones
            second=second,  # type: ignore[arg-type]
            fallback_providers=("openrouter",),
            global_limit=100,
            codec=PlainCodec(),
        )
        began = house.clock.now()
        rows: list[Row] = []

        def ask(number: int, answers: str) -> Row:
            before = len(openai.calls), len(openrouter.calls)
            admitted = house.ask(f"user-{number}", variation=number)
            house.deliver()
            avatar = house.avatar(admitted, f"user-{number}")
            posts = len(openai.calls) - before[0], len(openrouter.calls) - before[1]
            minute = (house.clock.now() - began) / timedelta(minutes=1)
            rows.append(Row(minute, answers, posts, avatar.made_by, avatar.source))
            house.clock.time += FRESH
            return rows[-1]

        up = [ask(1, "up")]
        openai.play("overloaded")
        met_it = [ask(number, "down") for number in (2, 3)]
        on = [ask(number, "down") for number in (4, 5)]
        house.clock.time += PAUSE
        probe = ask(6, "down")
        after_it = ask(7, "down")
        openai.play("ok")
        house.clock.time += PAUSE
        back = [ask(number, "up") for number in (8, 9)]
        first.close()
        second.close()
        house.check()

    head = f"{'minute':>6}  {'OpenAI':<8}{'to it':>8}{'to the next':>12}   {'made by':<12}as"
    sys.stdout.write("\n".join(["", head, *map(str, rows), ""]))
    assert [(row.posts, row.made_by) for row in up] == [((1, 0), "openai")]
    assert {row.source for row in met_it} == {"similar"}, "they met the outage, and have a fallback"
    assert [(row.posts, row.made_by, row.source) for row in on] == [((0, 1), "openrouter", "generated")] * 2
    assert (probe.posts, probe.source) == ((1, 0), "similar"), "one request tries it"
    assert (after_it.posts, after_it.made_by) == ((0, 1), "openrouter")
    assert [(row.posts, row.made_by) for row in back] == [((1, 0), "openai")] * 2
