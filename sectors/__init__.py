"""Sectors, their pages, themes and instruments."""
