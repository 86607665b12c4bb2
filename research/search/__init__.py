"""The search engine of the repository."""
