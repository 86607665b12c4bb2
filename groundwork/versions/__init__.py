"""Versions: a page is kept whole at each save, changed beside what is public, compared, restored (decision 0025)."""
