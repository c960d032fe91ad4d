"""Admission: a wish comes in, by call, document or milestone, and one transaction decides what becomes of it."""
