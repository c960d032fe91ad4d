"""Maintenance: the work of scheduled passes and operators."""
