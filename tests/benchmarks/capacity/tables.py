"""Tables and numbers of the page, as text."""

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    if any(len(cell) > 45 for row in lines[2:] for cell in row[1:]):
        lines[1] = ["---"] * len(heads)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ")


def amount(value: float) -> str:
    """Return a number with as many digits as matter."""
    if value >= 100:
        return number(value)
    if value >= 1 or value == 0:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.3f}".rstrip("0").rstrip(".") if value >= 0.001 else "below 0.001"


def share(value: float) -> str:
    if value >= 10:
        return f"{value:,.0f} times".replace(",", " ")
    if value >= 2:
        return f"{value:.1f} times"
    return f"{100 * value:.0f} %" if value >= 0.01 or value == 0 else "below 1 %"


def listed(dollars: float) -> str:
    """Return a price to three digits that matter, and to the cent."""
    text = f"{float(f'{dollars:.3g}'):.7f}".rstrip("0")
    return text if len(text.partition(".")[2]) >= 2 else f"{dollars:.2f}"


def dollars(value: float) -> str:
    return f"${value:,.2f}".replace(",", " ")
