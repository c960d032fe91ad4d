"""Looks: stages, styles and traits as numbers that the figure and the places read."""
