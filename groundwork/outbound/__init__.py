"""The one way out: requests to other sites, guarded. `docs/decisions/0006-one-way-out.md` says why it is as it is."""

from groundwork.outbound.entering import refuse_inside
from groundwork.outbound.errors import OutboundError
from groundwork.outbound.fetching import Answer, Limits, OpenAnswer, fetch, stream
from groundwork.outbound.network import INTERNET, Network

__all__ = ["INTERNET", "Answer", "Limits", "Network", "OpenAnswer", "OutboundError", "fetch", "refuse_inside", "stream"]
