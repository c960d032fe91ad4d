"""Maintenance: what scheduled passes and operators put right."""
