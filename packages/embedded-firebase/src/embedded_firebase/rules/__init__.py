"""Firebase Security Rules, version 2: parsed, checked when loaded, and evaluated.

Semantics follow the public reference and measurements on Google's emulator. An operation whose result is not
known for certain is an error when the rules are loaded, or, if it shows only later, a refusal of the request.
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
