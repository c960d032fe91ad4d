"""What the model assumes and does not measure. Each is one number: change it here if your app is another."""

PROVIDER_SECONDS = 15.0
"""A picture's time at the provider: 6 to 15 s for small models at 1024x1024."""
OWN_SECONDS = 0.2
"""Of a render beside the provider: check, encode, upload; 0.1 s measured by `make bench`, on a busier CPU."""
ROUND_TRIP_SECONDS = 0.015
"""A request from a function to Firestore in the same region."""
CALL_SECONDS = 0.05
"""A call's own time: token, validation, answer."""
BILLED_STEP = 0.1
"""Cloud Run rounds the time of a request up to it."""
COLD_SHARE = 0.02
"""The share of invocations that start an instance."""
COLD_SECONDS = 2.0
OPENS_A_WISH = 1.0
"""The timeline is opened once for each wish."""
ERASED_A_MONTH = 0.01
"""The share of people who erase their account in a month."""
BUSY_HOUR = 0.1
"""The share of a day's wishes that come in its busiest hour."""
DOCUMENT_BYTES = 3000
"""A document with its indexes: most have 0.5 to 1 kB of fields."""
PAGE_BYTES = 20_000
"""A timeline's page, of some fifteen avatars; it has no indexes."""
ANSWER_BYTES = 2500
"""What a call or a listener sends to the app, without pictures."""
FILES_A_PICTURE = 4
"""Three uploads, and one list before a worker calls the provider."""
DAY_WRITES_A_SECOND = 1.0
"""Sustained writes to one document, as Firestore's documentation advises."""
SPARE = 0.7
"""The share of a wall up to which the advised settings use it."""
