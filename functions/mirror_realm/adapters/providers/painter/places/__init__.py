"""Places: what lies behind and before the figure."""
