"""Stored observations as lines of figures, and what may honestly be said of them. Plain data out."""
