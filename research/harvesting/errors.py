class HarvestError(Exception):
    """A source that cannot be harvested now: one sentence that says why. What was taken before it stays."""


class TokenRefusedError(HarvestError):
    """The source does not know its own token any more."""
