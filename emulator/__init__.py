"""The embedded Firebase: Firestore, Storage, Auth, Hosting and a functions host in one Python process.

`python -m emulator` runs it for people; `Suite` runs it within a program.
"""

from emulator.functions import Delivery, DeliveryFaults, DeliverySummary
from emulator.options import SuiteOptions
from emulator.ports import PortTaken
from emulator.suite import Suite, SuiteFailed

__all__ = [
    "Delivery",
    "DeliveryFaults",
    "DeliverySummary",
    "PortTaken",
    "Suite",
    "SuiteFailed",
    "SuiteOptions",
]
