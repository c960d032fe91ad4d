"""Props: single things, drawn at the origin of their brush, standing on y = 0 unless they hang."""
