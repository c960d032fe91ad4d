"""Usage marks: 80 and 100 % of the global day of pictures, money and fallback pictures, each logged once a day.

So is each provider that an overrun closes for the day.

The day's document has the logged marks. A mark is written with the change that reaches it, and logged after the commit.
Money is used up when one more call does not fit, and one share of the fallback pictures before the others: for these
the first refusal writes the mark.
"""

from dataclasses import replace
from typing import Any

from mirror_realm import events
from mirror_realm.domain.allowance import MARKS, PAINTINGS, FallbackShare, GlobalDay, Shortage, reached_mark
from mirror_realm.domain.limits import Limits
from mirror_realm.services.ports import documents
from mirror_realm.services.store import Store, Transaction


def put_day(transaction: Transaction, before: GlobalDay, day: GlobalDay, limits: Limits) -> None:
    """Write the global day with the marks that it has reached, or a share, whose marks the reaper finds.

    before: as it was read.
    """
    _put(transaction, before, day.marked(limits) if day.share is None else day)


def put_head(transaction: Transaction, before: GlobalDay, head: GlobalDay) -> None:
    """Write the head of a split day. Its shares have logged the providers that they closed."""
    _put(transaction, replace(before, closed_providers=head.closed_providers), head)


def put_share(transaction: Transaction, share: FallbackShare, limits: Limits) -> None:
    """Write a share of the fallback pictures; if it is nearly used up, check all shares after the commit."""
    transaction.put(documents.fallback_share(share.day, share.share), share)
    mark = reached_mark(share.paintings, limits.paintings_of(share.share))
    if mark and mark not in share.marks:
        transaction.after_commit(lambda store: _sum_up(store, share, limits))


def refused(store: Store, short: Shortage, day: str, share: int) -> None:
    """Write the mark of a used-up quantity, if it may not have been logged.

    share: the user's share of the fallback pictures.
    """
    if short.untold == PAINTINGS:
        _tell(store, day, PAINTINGS, 100, share)
    elif short.untold is not None:
        _tell(store, day, short.untold, 100)


def _sum_up(store: Store, share: FallbackShare, limits: Limits) -> None:
    refs: list[Any] = [
        documents.fallback_share(share.day, number) for number in range(limits.painting_shares)
    ]
    try:
        found: Any = store.read(*refs)
    except Exception:  # as below
        return
    shares = found if len(refs) > 1 else [found]
    mark = reached_mark(sum(one.paintings for one in shares if one is not None), limits.global_paintings)
    if mark:
        _tell(store, share.day, PAINTINGS, mark, share.share)


def _tell(store: Store, day: str, of: str, percent: int, share: int | None = None) -> None:
    def work(transaction: Transaction) -> None:
        ref, part = documents.global_day(day), None
        if share is None:
            stored = transaction.read(ref)
        else:
            stored, part = transaction.read(ref, documents.fallback_share(day, share))
        before = stored or GlobalDay(day)
        marked = before.mark(of, percent)
        if marked != before:
            _put(transaction, before, marked)
        logged = tuple(one for one in MARKS if one <= percent)
        if part is not None and part.marks != logged:
            transaction.put(documents.fallback_share(day, part.share), replace(part, marks=logged))

    try:
        store.transact(work)
    except Exception:  # an alert must not fail the refusal; the next refusal writes a missing mark
        return


def _put(transaction: Transaction, before: GlobalDay, after: GlobalDay) -> None:
    transaction.put(documents.day_share(after.day, after.share), after)
    for name in after.marks:
        if name not in before.marks:
            transaction.after_commit(lambda _, name=name: _log(name))  # type: ignore[misc]  # bound here
    for provider in after.closed_providers:
        if provider not in before.closed_providers:
            transaction.after_commit(
                lambda _, provider=provider: events.provider_closed(  # type: ignore[misc]  # bound here
                    provider, day=after.day, overrun_micros=after.overrun_micros
                )
            )


def _log(name: str) -> None:
    of, _, percent = name.partition("-")
    events.usage_mark(of, int(percent))
