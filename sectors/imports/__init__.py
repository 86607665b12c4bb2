"""Shapes of the files that the sectors floor reads: taxonomy, page texts, themes, instruments."""

LANGUAGES = ("en", "fr", "es")
