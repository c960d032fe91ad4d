"""The functions host: every function of a codebase, run in this process as the platform would run it."""

from emulator.functions.delivery_log import Delivery, DeliverySummary
from emulator.functions.faults import DeliveryFaults
from emulator.functions.host import FunctionsHost

__all__ = ["Delivery", "DeliveryFaults", "DeliverySummary", "FunctionsHost"]
