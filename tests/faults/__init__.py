"""A local stand-in for OpenAI's image and moderation APIs that answers as told: well, badly or not at all.

with FaultServer("rate_limited", "ok") as server:
    client = openai.OpenAI(api_key="any", base_url=server.base_url)

The first call is answered by the first scenario named, and so on; the last one goes on for ever.
`scenarios` has them all, `verdicts` those of moderation, which have a script of their own (`play_moderation`).
"""

from tests.faults.exchange import Call, Part
from tests.faults.scenarios import SCENARIOS
from tests.faults.server import FaultServer, refusing_url

__all__ = ["SCENARIOS", "Call", "FaultServer", "Part", "refusing_url"]
