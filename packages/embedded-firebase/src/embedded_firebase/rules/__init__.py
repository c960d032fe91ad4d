"""Firebase Security Rules, version 2: parsed, checked when loaded, and evaluated.

Semantics follow the public reference and what was measured on Google's emulator. Whatever is not known for
certain is refused: loudly when rules are loaded where that can be seen, else by refusing the request.
"""

from embedded_firebase.rules.errors import EvaluationError, InvalidRules, LimitExceeded, RulesError
from embedded_firebase.rules.ruleset import Decider, Decision, Method, Request, Ruleset
from embedded_firebase.rules.services import FIRESTORE, STORAGE, ServiceKind

__all__ = [
    "FIRESTORE",
    "STORAGE",
    "Decider",
    "Decision",
    "EvaluationError",
    "InvalidRules",
    "LimitExceeded",
    "Method",
    "Request",
    "RulesError",
    "Ruleset",
    "ServiceKind",
]
