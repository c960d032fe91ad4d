"""The functions host: every function of a codebase, run in this process as the platform would run it."""

from embedded_firebase.functions.delivery_log import Delivery, DeliverySummary
from embedded_firebase.functions.faults import DeliveryFaults
from embedded_firebase.functions.host import FunctionsHost

__all__ = ["Delivery", "DeliveryFaults", "DeliverySummary", "FunctionsHost"]
