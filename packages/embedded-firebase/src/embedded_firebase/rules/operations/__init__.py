"""The operations that rules can call: methods of values, functions, functions of namespaces.

From the public reference (firebase.google.com/docs/reference/rules). What is left out, because its exact
result is not known here (`hashing.crc32`, `toHexString`, `latlng.distance`, `path.bind`), is refused when rules
are loaded.
"""

from embedded_firebase.rules.operations import collections, conversions, numbers, strings, times
from embedded_firebase.rules.operations.registry import FUNCTIONS, METHODS, Operation

__all__ = ["FUNCTIONS", "METHODS", "Operation", "collections", "conversions", "numbers", "strings", "times"]
