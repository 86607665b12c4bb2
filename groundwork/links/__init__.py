"""Links to other sites: whether they answer. `docs/decisions/0014-link-checks.md` says why it is as it is."""

from groundwork.links.asking import Finding, ask
from groundwork.links.checks import LinkCheck, unanswered_on
from groundwork.links.rounds import RECHECK, NetworkAwayError, check_all, due
from groundwork.links.shown import shown_addresses, where_shown

__all__ = [
    "RECHECK",
    "Finding",
    "LinkCheck",
    "NetworkAwayError",
    "ask",
    "check_all",
    "due",
    "shown_addresses",
    "unanswered_on",
    "where_shown",
]
