"""The report of a proof: one HTML page beside its pictures, to be looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from prove.figures import Recognised, Verdict, usd
from prove.journal import Call, Ending
from prove.proving import Result, State

SHOWN_SIDE, SMALL_SIDE = 512, 256
"""Pixels a side of the pictures in the sheets, and of those at the size of a list in the app."""

_SIGN = {True: "holds", False: "does not hold", None: "not measured"}


@dataclass(frozen=True, slots=True)
class Report:
    """What the page tells."""

    provider: str
    models: Sequence[str]
    at: datetime
    budget_micros: int
    spent_micros: int
    free: bool
    results: Sequence[Result]
    calls: Sequence[Call]
    verdicts: Sequence[Verdict]
    recognised: Sequence[Recognised]
    left_out: Sequence[str]
    """What could not be tried at all, each in a sentence."""

    def html(self) -> str:
        """Return the page."""
        return "\n".join(
            [
                "<!doctype html>\n<html lang='en'><meta charset='utf-8'>",
                f"<title>Proof of {escape(self.provider)}</title>",
                "<meta name='viewport' content='width=device-width, initial-scale=1'>",
                f"<style>{STYLE}</style>",
                *self._heading(),
                *self._promises(),
                *self._sheets(),
                *self._people(),
                *self._failures(),
                *self._calls(),
                "</html>",
            ]
        )

    def _heading(self) -> Iterator[str]:
        spent = (
            "Its pictures cost nothing."
            if self.free
            else f"{usd(self.spent_micros)} of {usd(self.budget_micros)} spent, unknown costs at their worst case."
        )
        yield f"<header><p class='over'>Mirror Realm Avatars · proof of a provider</p><h1>{escape(self.provider)}</h1>"
        yield f"<p>{escape(', '.join(self.models))} · {self.at:%Y-%m-%d %H:%M} UTC · {spent}</p>"
        for sentence in self.left_out:
            yield f"<p class='left'>{escape(sentence)}</p>"
        yield "</header>"

    def _promises(self) -> Iterator[str]:
        yield "<section class='promises'>"
        for verdict in self.verdicts:
            kind = {True: "good", False: "bad", None: "open"}[verdict.holds]
            yield f"<article class='{kind}'><h2>{escape(verdict.promise)}</h2>"
            yield f"<p class='sign'>{_SIGN[verdict.holds]}</p><p>{escape(verdict.said)}</p></article>"
        yield "</section>"

    def _sheets(self) -> Iterator[str]:
        for group in dict.fromkeys(result.look.group for result in self.results):
            yield f"<section><h2>{escape(group[0].upper() + group[1:])}</h2><div class='sheet'>"
            for result in self.results:
                if result.look.group == group:
                    yield from self._print(result)
            yield "</div></section>"

    def _print(self, result: Result) -> Iterator[str]:
        title = escape(result.look.title)
        if result.state is not State.MADE or result.quality is None:
            words = "not asked for" if result.state is State.LEFT else "failed"
            yield f"<figure class='none'><div><strong>{words}</strong>{escape(result.why)}</div>"
            yield f"<figcaption><b>{title}</b></figcaption></figure>"
            return
        name, quality = result.look.id, result.quality
        call = next((one for one in self.calls if one.look == name and one.ending is Ending.MADE), None)
        notes = [f"score {quality.score:.2f}"]
        if call is not None and call.seconds is not None:
            notes.append(f"{call.seconds:.1f} s")
        if call is not None and not self.free:
            notes.append(usd(call.booked_micros))
        faults = f"<span class='faults'>{escape(', '.join(quality.reasons))}</span>" if quality.poor else ""
        small = f"<img class='small' src='pictures/{name}-{SMALL_SIDE}.jpg' alt='the same, at 64 pixels'>"
        yield f"<figure><a href='pictures/{name}-1024.jpg'><img loading='lazy' width='512' height='512'"
        yield f" src='pictures/{name}-{SHOWN_SIDE}.jpg' alt='{title}'></a>"
        yield f"<figcaption>{small}<b>{title}</b><span>{' · '.join(notes)}</span>{faults}</figcaption></figure>"

    def _people(self) -> Iterator[str]:
        if not self.recognised:
            return
        people = list(dict.fromkeys(person for one in self.recognised for person in one.to))
        yield "<section><h2>Who is recognised</h2><p>The likeness of each picture to the other pictures of a person,"
        yield " by the colours of the face and the places of light and dark, 0 to 1.</p>"
        yield "<div class='table'><table><thead><tr><th>picture</th>"
        yield (
            "".join(f"<th class='number'>{escape(person)}</th>" for person in people) + "</tr></thead><tbody>"
        )
        for one in self.recognised:
            cells = "".join(
                f"<td class='number{' own' if person == one.person else ''}'>{one.to[person]:.2f}</td>"
                if person in one.to
                else "<td></td>"
                for person in people
            )
            wrong = "" if one.right else " class='wrong'"
            yield f"<tr{wrong}><td>{escape(one.look)}</td>{cells}</tr>"
        yield "</tbody></table></div></section>"

    def _failures(self) -> Iterator[str]:
        failed = [call for call in self.calls if call.ending is Ending.FAILED]
        if not failed:
            return
        yield "<section><h2>What was refused or failed</h2><div class='table'><table><thead><tr><th>look</th>"
        yield "<th>reason</th><th>words</th><th class='number'>cost</th></tr></thead><tbody>"
        for call in failed:
            cost = "not known" if call.cost_micros is None else usd(call.cost_micros)
            yield f"<tr><td>{escape(call.look)}</td><td>{escape(call.reason)}</td><td>{escape(call.message)}</td>"
            yield f"<td class='number'>{cost}</td></tr>"
        yield "</tbody></table></div></section>"

    def _calls(self) -> Iterator[str]:
        yield "<section><details><summary>Every call</summary><div class='table'><table><thead><tr>"
        yield "<th>look</th><th>at</th><th>end</th><th class='number'>seconds</th><th class='number'>held</th>"
        yield "<th class='number'>cost</th></tr></thead><tbody>"
        for call in self.calls:
            seconds = "" if call.seconds is None else f"{call.seconds:.1f}"
            cost = "not known" if call.cost_micros is None else usd(call.cost_micros)
            yield f"<tr><td>{escape(call.look)}</td><td>{call.at:%H:%M:%S}</td><td>{call.ending or 'lost'}</td>"
            yield f"<td class='number'>{seconds}</td><td class='number'>{usd(call.held_micros)}</td>"
            yield f"<td class='number'>{cost}</td></tr>"
        yield "</tbody></table></div></details></section>"


def write(report: Report, path: Path) -> None:
    """Store the page, whole or not at all."""
    partial = path.with_suffix(".part")
    partial.write_text(report.html(), encoding="utf-8")
    partial.replace(path)


STYLE = """
:root { color-scheme: light dark; --page: #fbf3e6; --card: #fffaf2; --line: #ead9bf; --text: #38210f; --soft: #6c4c33;
  --good: #4d6b1f; --good-soft: #eaf0d3; --bad: #982b1b; --bad-soft: #fde4da; --accent: #a84b06; }
@media (prefers-color-scheme: dark) { :root { --page: #1d140e; --card: #281c14; --line: #49362a; --text: #f8ead8;
  --soft: #d3b99e; --good: #b9d68a; --good-soft: #2c3518; --bad: #ffb4a2; --bad-soft: #43221a; --accent: #ffb25a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: clamp(1rem, 4vw, 3rem); background: var(--page); color: var(--text);
  font: 1rem/1.5 ui-rounded, "SF Pro Rounded", Nunito, system-ui, sans-serif; }
h1 { margin: 0; font-size: clamp(2rem, 1.4rem + 3vw, 3.4rem); line-height: 1.1; }
h2 { margin: 0 0 .75rem; font-size: 1.4rem; }
header p { margin: .4rem 0 0; color: var(--soft); }
.over { color: var(--accent); font-size: .875rem; }
.left { border-left: 3px solid var(--accent); padding-left: .75rem; }
section { margin-top: 2.75rem; }
.promises { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; margin-top: 2rem; }
.promises article { background: var(--card); border: 1px solid var(--line); border-radius: 1.25rem;
  padding: 1rem 1.1rem; }
.promises h2 { margin: 0; font-size: 1.05rem; }
.promises p { margin: .3rem 0 0; font-size: .9rem; color: var(--soft); }
.promises .sign { display: inline-block; padding: .05rem .6rem; border-radius: 1rem; font-weight: 600;
  color: var(--soft); border: 1px solid var(--line); }
.good .sign { background: var(--good-soft); color: var(--good); border-color: transparent; }
.bad .sign { background: var(--bad-soft); color: var(--bad); border-color: transparent; }
.sheet { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10rem), 1fr)); gap: 1.1rem; }
figure { position: relative; margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 1.25rem;
  overflow: hidden; }
figure a img { display: block; width: 100%; height: auto; }
figure .small { float: right; width: 64px; margin: 0 0 .25rem .5rem; border-radius: .75rem; }
figcaption { padding: .7rem .8rem .8rem; font-size: .875rem; color: var(--soft); }
figcaption b, figcaption span { display: block; }
figcaption b { color: var(--text); font-size: 1rem; }
.faults { color: var(--bad); }
.none div { aspect-ratio: 1; display: flex; flex-direction: column; justify-content: center; gap: .25rem; padding: 1rem;
  text-align: center; font-size: .875rem; color: var(--soft); background: var(--bad-soft); }
.none strong { color: var(--bad); font-size: 1rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.own { font-weight: 700; }
.wrong td { color: var(--bad); }
summary { cursor: pointer; font-size: 1.1rem; font-weight: 600; }
"""
