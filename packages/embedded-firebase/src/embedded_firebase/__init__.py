"""The embedded Firebase: Firestore, Storage, Auth, Hosting, Cloud Tasks and a functions host in one Python process.

The command `embedded-firebase` runs it, `Suite` runs it within a program, the pytest fixture `firebase` within tests.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embedded_firebase.functions import Delivery, DeliveryFaults, DeliverySummary
    from embedded_firebase.options import SuiteOptions
    from embedded_firebase.ports import PortTaken
    from embedded_firebase.suite import Suite, SuiteFailed

__version__ = "0.1.0"

__all__ = [
    "Delivery",
    "DeliveryFaults",
    "DeliverySummary",
    "PortTaken",
    "Suite",
    "SuiteFailed",
    "SuiteOptions",
]

_DEFINED_IN = {
    "Delivery": "embedded_firebase.functions",
    "DeliveryFaults": "embedded_firebase.functions",
    "DeliverySummary": "embedded_firebase.functions",
    "PortTaken": "embedded_firebase.ports",
    "Suite": "embedded_firebase.suite",
    "SuiteFailed": "embedded_firebase.suite",
    "SuiteOptions": "embedded_firebase.options",
}

if not TYPE_CHECKING:  # so that type checkers refuse names that are not in `__all__`

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used.

        pytest imports this package, for its plugin, in every session that has it installed.
        """
        if name not in _DEFINED_IN:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_DEFINED_IN[name]), name)
        globals()[name] = value
        return value
