"""The repository in the workplace: records, imports, possible duplicates."""

from research.admin import duplicates, imports, publications

__all__ = ["duplicates", "imports", "publications"]
