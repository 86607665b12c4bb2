"""Formats of dates and numbers where the portal differs from Django's own."""
