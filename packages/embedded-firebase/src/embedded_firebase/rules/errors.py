"""The errors of security rules.

RulesError
├── InvalidRules       a file of rules cannot be used; raised when it is loaded
├── EvaluationError    an expression has no value; `||` and `&&` may absorb it
└── LimitExceeded      the request asks for too much work: it is refused in any case
"""


class RulesError(Exception):
    """Any error of security rules."""


class InvalidRules(RulesError):
    """The rules cannot be used; the message has a line for each reason, with line and column."""


class EvaluationError(RulesError):
    """An expression has no value: a wrong type, a missing property, something not known."""


class LimitExceeded(RulesError):
    """More expressions, deeper calls or more document reads than the service allows."""
