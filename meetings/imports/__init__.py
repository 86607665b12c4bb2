"""Shapes of the files that the meetings floor reads."""
