"""Admission: one transaction decides about a wish, which comes from a call, a document or a milestone."""
