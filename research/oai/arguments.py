"""What a harvester asks: the verb, its arguments, each checked."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

from django.http import QueryDict

from research.oai.errors import OaiError

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


class Verb(NamedTuple):
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    exclusive: str = ""  # the argument that stands alone


LISTING = Verb(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), "resumptionToken")
VERBS = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=frozenset({"identifier"})),
    "ListSets": Verb(exclusive="resumptionToken"),
    "ListIdentifiers": LISTING,
    "ListRecords": LISTING,
    "GetRecord": Verb(frozenset({"identifier", "metadataPrefix"})),
}


def checked_arguments(query: QueryDict) -> dict[str, str]:
    """All arguments with the verb, each once. Raises OaiError: badVerb, badArgument."""
    if len(query.getlist("verb")) != 1 or query["verb"] not in VERBS:
        raise OaiError("badVerb", f"Write one verb of {', '.join(VERBS)}.")
    verb = VERBS[query["verb"]]
    given = set(query) - {"verb"}
    if repeated := sorted(name for name in query if len(query.getlist(name)) > 1):
        raise OaiError("badArgument", f"Write {', '.join(repeated)} only once.")
    if verb.exclusive in given:
        if given != {verb.exclusive}:
            raise OaiError("badArgument", f"{verb.exclusive} stands alone.")
    elif unknown := sorted(given - verb.required - verb.optional):
        raise OaiError("badArgument", f"{query['verb']} takes no {', '.join(unknown)}.")
    elif missing := sorted(verb.required - given):
        raise OaiError("badArgument", f"{query['verb']} needs {', '.join(missing)}.")
    return {name: query[name] for name in query}


def period(arguments: Mapping[str, str]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The first and the last second of `from` and `until`; a day means all of it. Raises OaiError."""
    first, last = arguments.get("from"), arguments.get("until")
    if first and last and bool(DAY.fullmatch(first)) != bool(DAY.fullmatch(last)):
        raise OaiError("badArgument", "Write from and until with the same granularity.")
    start = _moment(first, dt.time.min) if first else None
    end = _moment(last, dt.time(23, 59, 59)) if last else None
    if start and end and start > end:
        raise OaiError("badArgument", "from is later than until.")
    return start, end


def _moment(text: str, time_of_day: dt.time) -> dt.datetime:
    try:
        if DAY.fullmatch(text):
            return dt.datetime.combine(dt.date.fromisoformat(text), time_of_day, dt.UTC)
        if SECOND.fullmatch(text):
            return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    raise OaiError("badArgument", f"{text[:40]} is not a date like 2026-11-27 or 2026-11-27T08:00:00Z.")
