"""Wardrobe: clothes in the layers that a figure is dressed in."""
