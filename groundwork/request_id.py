"""The number of the request that is being answered: in the log, in the audit trail. Empty outside a request."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
