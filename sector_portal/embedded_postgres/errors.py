class EmbeddedPostgresError(Exception):
    """The embedded server cannot run. Its text is one sentence that says what to do."""
