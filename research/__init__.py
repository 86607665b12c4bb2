"""The research repository."""
