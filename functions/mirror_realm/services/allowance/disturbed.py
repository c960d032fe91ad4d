"""The exception of a transaction that has to run again with more room: a module of its own, because hits load it."""


class Disturbed(Exception):
    """A share of a split day does not tell whether a job fits. It never leaves the services."""
