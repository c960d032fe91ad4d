"""Administration: what administrators look at and do, and the audit of it."""
