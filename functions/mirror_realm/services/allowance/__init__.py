"""Allowance: limits, counters, credits and the ledger."""
