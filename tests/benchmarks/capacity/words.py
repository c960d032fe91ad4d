"""The words of docs/capacity.md."""

from tests.benchmarks.capacity import prices

ACTS = {
    "own": "a wish for a picture that the user has",
    "hit": "a wish for a picture that exists, the user's first for it",
    "follow": "a wish for a picture that is being made for another user",
    "miss": "a wish whose picture must be made, until it is there",
    "new_user": "once a user, with the first picture made for them",
    "similar": "a wish over a limit: an existing picture instead",
    "painted": "a wish over a limit: a painting instead, until it is there",
    "refused": "a wish over a limit that declines fallbacks",
    "open_1": "opening a timeline of 1 avatar",
    "open_10": "of 10 avatars",
    "open_20": "of 20 avatars, one of them new each time, its page written in one of eleven (the mean)",
    "reopen": "of 20 or more avatars, none of which has changed since its page was written",
    "get": "reading one avatar",
    "select": "selecting an avatar",
    "report": "reporting a picture",
    "delete_avatar": "deleting an avatar",
    "erase": "erasing an account with 10 avatars",
    "progress": "writing `progress/current`, with its trigger, without a milestone",
    "reap": "a pass of `reap`, with nothing to do",
    "evolve_at_night": "a pass of `evolve_at_night`, switched off",
    "sweep": "a pass of `sweep` over an empty project",
    "sweep_picture": "of it for each stored picture, every night",
    "sweep_user": "of it for each user, a thousand of them a night",
    "check_models": "a pass of `check_models`",
}
"""Acts of the page, in its order, in words."""

HEAD = """
# Capacity

For the operator who expects more people: what 200, 10 000 and 1 000 000 of them need a month, what it costs, which wall
they meet first, and the setting that moves it. A *wish* is a user's request for an avatar, a *fallback* the picture
shown when the wished one may not be made now; the [glossary](../CONTRIBUTING.md#glossary) has the other terms.

*People* are all who join within ninety days: a third of them on the first day, the others evenly. They stay for sixty
days in the mean, and wish two to three times a week. A month is a third of the ninety days; what is stored is as much
as at their end. They are signed in: guests together may use `ANONYMOUS_DAILY_SHARE` of a day's pictures, half of them
by default. If yours are guests, set it to 1.

`make capacity` writes this page, from counts of {date}; do not edit it.
"""

FREE = """
## Free wishes a day

How many wishes a day stay within what Google does not bill of Firestore, Functions and Storage, with the opens of the
timeline and the schedules, and the quantity that binds. The provider's pictures are never free. Stored documents and
files grow by the month and are left out, as are deletes by TTL, which have no free amount and cost cents.
"""

COSTUMES = """
## Costumes

A costume is part of the recipe, so that only an equal one is a hit. The figures above are of people who choose none, as
with today's app. With a share of people who choose palette, power and place in the three hero styles (these are asked
for in 9 % of wishes), if no limit is met:
"""

COUNTED = """
## What an act costs

Documents, as Firestore bills them, counted on the embedded Firestore. A timeline is opened on an instance that does not
know its user, so that one without a page costs the look for it, too. The app's own listening adds a read for each
change of the avatar that it waits for: three for a picture that is made.
"""

ASSUMED = """
## What is assumed

Nothing of it is measured on a real project, but the sizes of files. Each is one number in
[assumptions.py](../tests/benchmarks/capacity/assumptions.py); how people live with the app is in
[people.py](../tests/benchmarks/populations/people.py).
"""

PRICES = f"""
## Prices

List prices in USD from Google's pages, as quoted from them on the dates named; they are data in
[prices.py](../tests/benchmarks/capacity/prices.py). Look them up before you decide. A picture's price is from
[pricing.py](../functions/mirror_realm/adapters/providers/openai_images/pricing.py). Not counted: {prices.NOT_COUNTED}.
"""

HOW = """
## How it is made

1. Each act is done on the embedded Firestore through the product's own services, and its operations are counted.
2. Populations are simulated with the product's own recipes: how many wishes find a picture, how many need one.
3. The two are multiplied, and priced. A test plays a simulated week, counts every operation, and compares: the model
   must be within 2 %.
4. `make capacity` writes the page from the stored figures, `make capacity ARGS=--count` counts the acts anew, and
   `make capacity ARGS=--simulate` simulates the populations too, in some minutes; `ARGS=--costumes` only those with
   costumes, in seconds.
"""
