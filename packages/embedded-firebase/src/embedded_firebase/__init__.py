"""The embedded Firebase: Firestore, Storage, Auth, Hosting and a functions host in one Python process.

`embedded-firebase` runs it for people; `Suite` runs it within a program.
"""

from embedded_firebase.functions import Delivery, DeliveryFaults, DeliverySummary
from embedded_firebase.options import SuiteOptions
from embedded_firebase.ports import PortTaken
from embedded_firebase.suite import Suite, SuiteFailed

__all__ = [
    "Delivery",
    "DeliveryFaults",
    "DeliverySummary",
    "PortTaken",
    "Suite",
    "SuiteFailed",
    "SuiteOptions",
]
