"""The page: docs/capacity.md, whole, from the stored figures, the price table and the settings in force."""

from collections.abc import Mapping
from pathlib import Path

from mirror_realm.domain.money import MICROS
from tests.benchmarks.capacity import assumptions as assumed
from tests.benchmarks.capacity import words
from tests.benchmarks.capacity.demand import Demand
from tests.benchmarks.capacity.figures import Figures
from tests.benchmarks.capacity.live import Count
from tests.benchmarks.capacity.model import Month, free_wishes_a_day, month_of, render_seconds, whole
from tests.benchmarks.capacity.prices import DAYS_A_MONTH, PRICES
from tests.benchmarks.capacity.tables import amount, dollars, listed, number, share, table
from tests.benchmarks.capacity.walls import Wall, advised, busiest_minute, in_force, walls_of

DESCRIBED = (200, 10_000, 1_000_000)
"""The populations with a section of their own."""
FILE = Path(__file__).parents[3] / "docs" / "capacity.md"


def text(figures: Figures) -> str:
    """Return the page."""
    parts = [
        words.HEAD.format(date=figures.counted_on),
        _in_short(figures),
        *(_population(demand, figures) for demand in figures.demands if demand.people in DESCRIBED),
        _free_tier(figures),
        _costumes(figures),
        _acts(figures.acts),
        _assumed(figures),
        _price_table(),
        words.HOW,
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _in_short(figures: Figures) -> str:
    rows = []
    for demand in figures.demands:
        month, given = month_of(demand, figures), in_force()
        changed = _changed(given, advised(demand, figures, given))
        rows.append(
            (
                number(demand.people),
                number(month.wishes),
                number(month.pictures),
                dollars(sum(month.bills.values())),
                dollars(month.picture_dollars),
                f"{month.cents_a_person:.1f} cents",
                _first(walls_of(demand, figures, given)[0]),
                ", ".join(f"`{name}={value:g}`" for name, value in changed.items()) or "nothing",
            )
        )
    heads = (
        "people",
        "wishes a month",
        "pictures made",
        "Google's bill",
        "the provider's bill",
        "both, for each person and month",
        "the first wall",
        "to be set before they come",
    )
    return "## In short\n\n" + table(heads, rows)


def _first(wall: Wall) -> str:
    where = f" (`{wall.setting}`)" if wall.setting else ""
    return f"{wall.what}{where}: needs {_of_what_is_there(wall)}"


def _of_what_is_there(wall: Wall) -> str:
    needed = share(wall.used)
    return f"{needed} {'what is there' if needed.endswith('times') else 'of what is there'}"


def _changed(given: Mapping[str, float], moved: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in moved.items() if value != given[name]}


def _population(demand: Demand, figures: Figures) -> str:
    given = in_force()
    moved = advised(demand, figures, given)
    month = month_of(demand, figures)
    parts = [
        f"## {number(demand.people)} people",
        _settings(demand, figures, given, moved),
        "### The walls",
        _walls(demand, figures, given, moved),
        "### A month",
        _month(month),
    ]
    return "\n\n".join(parts)


def _settings(
    demand: Demand, figures: Figures, given: Mapping[str, float], moved: Mapping[str, float]
) -> str:
    wishes, pictures = demand.busiest
    usual = sum(demand.pictures_a_day[60:]) / 30
    busiest = (
        f"The busiest day is the one on which all {number(demand.people)} come for the first time. It needs "
        f"{number(pictures)} pictures for {number(wishes)} wishes: most people share one. Later about "
        f"{number(usual)} pictures a day are needed. {_left_alone(demand, figures)}".strip()
    )
    changed = _changed(given, moved)
    if not changed:
        return f"{busiest}\n\nNothing has to be set."
    lines = "\n".join(f"{name}={value:g}" for name, value in changed.items())
    following = walls_of(demand, figures, moved)[0]
    return (
        f"{busiest}\n\nSet in `functions/.env`, and deploy the functions:\n\n```sh\n{lines}\n```\n\n"
        f"The next wall is then {following.what}: it needs {_of_what_is_there(following)}."
    )


def _left_alone(demand: Demand, figures: Figures) -> str:
    served = next((one for one in figures.under_limits if one.people == demand.people), None)
    if served is None:
        return ""
    fallbacks = served.endings["similar"] + served.endings["painted"]
    if not fallbacks:
        return "If they come over ninety days instead, the default settings suffice."
    return (
        f"If they come over ninety days and nothing is set, {share(fallbacks / served.wishes)} of wishes show a "
        "fallback: nothing fails, and nothing costs more, because the limits are the most that you pay."
    )


def _walls(demand: Demand, figures: Figures, given: Mapping[str, float], moved: Mapping[str, float]) -> str:
    then = {wall.what: wall for wall in walls_of(demand, figures, moved)}
    rows = [
        (
            wall.what,
            amount(wall.needed),
            f"{amount(wall.has)} ({share(wall.used)})",
            f"{amount(then[wall.what].has)} ({share(then[wall.what].used)})",
            f"`{wall.setting}`" if wall.setting else "none",
            wall.behind,
        )
        for wall in walls_of(demand, figures, given)
    ]
    heads = (
        "the first wall first",
        "needed on the busiest day",
        "there by default, and needed of it",
        "with the settings above",
        "moved by",
        "what users meet there",
    )
    return (
        f"{table(heads, rows)}\n\nThe provider is asked for {amount(busiest_minute(demand))} pictures in a minute of "
        "the busiest hour: compare it with your account's rate limit there."
    )


def _month(month: Month) -> str:
    rows = [
        (
            price.unit,
            amount(month.used[name]),
            amount(price.free) if price.free else "none",
            share(month.used[name] / price.free) if price.free else "-",
            dollars(month.bills[name]),
        )
        for name, price in PRICES.items()
    ]
    rows.append(
        ("pictures of the provider", number(month.pictures), "none", "-", dollars(month.picture_dollars))
    )
    total = sum(month.bills.values()) + month.picture_dollars
    rows.append(("**together**", "", "", "", f"**{dollars(total)}**"))
    sweep = month.fixed["reads"] / month.used["reads"]
    return (
        f"{table(('', 'used', 'free', 'share of it', 'to pay'), rows)}\n\nThe schedules make {share(sweep)} of the "
        "reads, because `sweep` looks at every stored picture every night. Firestore's free amounts are by the day: a "
        "busy day's excess is billed, whatever the month's mean is."
    )


def _free_tier(figures: Figures) -> str:
    heads = ("a mix of wishes as of so many people", "free wishes a day", "what binds", "they make a day")
    return f"{words.FREE.strip()}\n\n{table(heads, free_tier(figures))}"


def free_tier(figures: Figures) -> list[tuple[str, str, str, str]]:
    """Return for each population its people, the wishes a day that are free, what binds them, and those they make."""
    rows = []
    for demand in figures.demands:
        month = month_of(demand, figures)
        free, binds = free_wishes_a_day(month)
        rows.append(
            (
                number(demand.people),
                number(free),
                PRICES[binds].unit,
                number(month.wishes / DAYS_A_MONTH),
            )
        )
    return rows


def _costumes(figures: Figures) -> str:
    rows = [
        (
            number(found.people),
            share(found.share),
            f"{100 * found.hit_rate:.1f} %",
            f"{100 * found.hero_hit_rate:.1f} %",
            number(found.pictures / 3),
        )
        for found in figures.costumes
    ]
    heads = (
        "people",
        "of them choose costumes",
        "wishes that find their picture",
        "of those in hero styles",
        "pictures made a month",
    )
    return f"{words.COSTUMES.strip()}\n\n{table(heads, rows)}"


def _acts(acts: Mapping[str, Count]) -> str:
    rows = []
    for name, said in words.ACTS.items():
        cost = whole(name, acts) if name == "miss" else acts[name]
        rows.append((said, *(f"{counted:g}" for counted in (cost.reads, cost.writes, cost.deletes))))
    return f"{words.COUNTED.strip()}\n\n{table(('', 'reads', 'writes', 'deletes'), rows)}"


def _assumed(figures: Figures) -> str:
    large, middle, small = (figures.picture_bytes[side] / 1000 for side in (1024, 512, 256))
    rows = [
        (
            "a picture at the provider",
            f"{assumed.PROVIDER_SECONDS:g} s, ${figures.picture_micros / MICROS:.4f}",
        ),
        ("a worker, for one picture", f"{render_seconds(figures.acts):.1f} s"),
        ("a round trip from a function to Firestore", f"{1000 * assumed.ROUND_TRIP_SECONDS:g} ms"),
        ("a call's own time", f"{1000 * assumed.CALL_SECONDS:g} ms"),
        (
            "invocations that start an instance",
            f"{share(assumed.COLD_SHARE)}, {assumed.COLD_SECONDS:g} s each",
        ),
        ("calls with `wait_seconds`", "none: each would hold a thread until the picture is there"),
        ("opens of the timeline", f"{assumed.OPENS_A_WISH:g} for each wish"),
        ("a picture's files (measured)", f"{large:.0f}, {middle:.0f} and {small:.0f} kB"),
        ("a timeline's page", f"{assumed.PAGE_BYTES / 1000:g} kB"),
        ("a stored document, with its indexes", f"{assumed.DOCUMENT_BYTES / 1000:g} kB"),
        ("wishes of a day in its busiest hour", share(assumed.BUSY_HOUR)),
        ("people who erase their account in a month", share(assumed.ERASED_A_MONTH)),
        ("writes a second that one document takes", f"{assumed.DAY_WRITES_A_SECOND:g}"),
        ("instances that serve several requests at once", "none: what you pay is less"),
    ]
    return f"{words.ASSUMED.strip()}\n\n{table(('assumed', ''), rows)}"


def _price_table() -> str:
    rows = []
    for price in PRICES.values():
        free = f"{amount(price.free_a_day)} a day" if price.free_daily else amount(price.free)
        rows.append(
            (
                price.unit,
                f"${listed(price.dollars)} for {amount(price.per)}",
                free if price.free else "none",
                f"[{price.source.removeprefix('https://')}]({price.source}), {price.read_on}",
            )
        )
    return f"{words.PRICES.strip()}\n\n{table(('us-central1', 'price', 'free a month', 'read at'), rows)}"
