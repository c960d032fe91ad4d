"""What providers' adapters share: bounded HTTP, deadlines, errors, waiting times, pictures, money, shutdown dates.

Importing this package imports nothing of it, and only `client`, `transport`, `api`, `breaks` and `outputs` import
`httpx2`: import these when the first picture is made.
"""
