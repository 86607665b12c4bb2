"""Shapes of the files that groundwork reads."""
