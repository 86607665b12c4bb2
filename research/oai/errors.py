"""The errors of the protocol (section 3.6); each is an answer, not a failure of HTTP."""


class OaiError(Exception):
    """A code of the protocol, and in words what would be right."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
