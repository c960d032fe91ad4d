"""Places: what lies behind and before the figure, each read from the scene's stage."""
