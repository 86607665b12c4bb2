"""The fields of a publication as a source says them: read from it, written into it, compared.

Sectors, themes and countries are fields too, as sorted lists of our own names for them.
"""

from typing import Any

from groundwork.partial_dates import PartialDate
from research.harvesting.reading import Said
from research.models import Publication

TEXTS = (
    *("title", "abstract", "kind", "kind_as_given", "date", "language", "container", "volume", "issue", "pages"),
    *("series", "publisher", "symbol", "doi", "isbn", "handle", "url", "licence"),
)
SUBJECTS = ("sectors", "themes", "areas")
COLUMNS = (*TEXTS, "keywords")
FIELDS = (*COLUMNS, "authors", *SUBJECTS)


def current(publication: Publication) -> Said:
    """What a publication says now; with its contributions, and the tags that are more than a suggestion."""
    said: Said = {name: str(value) for name in TEXTS if (value := getattr(publication, name))}
    if publication.keywords:
        said["keywords"] = list(publication.keywords)
    names = sorted(publication.contributions.all(), key=lambda one: (one.order, one.pk))
    if names:
        said["authors"] = [
            [one.contributor.family, one.contributor.given, one.role, one.contributor.orcid] for one in names
        ]
    return said | {name: tagged for name in SUBJECTS if (tagged := _stated(publication, name))}


def _stated(publication: Publication, name: str) -> list[str]:
    tags = getattr(publication, f"{name[:-1]}_tags").all()
    return sorted(getattr(tag, name[:-1]).name_en for tag in tags if not tag.is_suggested)


def write(publication: Publication, name: str, value: Any) -> None:
    """Set a field that is a column; nothing for None."""
    if name == "date":
        publication.date = PartialDate.parse(value) if value else None
        publication.year = publication.date.year if publication.date else None
    elif name == "keywords":
        publication.keywords = list(value or ())
    elif name == "kind":
        publication.kind = value or Publication.Kind.OTHER
    else:
        setattr(publication, name, value or (None if name == "doi" else ""))


def merged(before: Said, now: Said, ours: Said, offered: Said) -> tuple[Said, Said]:
    """What to write of what a source says now, and what to offer of it beside an editor's words.

    `before` is what it said last, `ours` what stands here, `offered` what was offered and not decided yet. A field
    that nobody has changed here follows the source; one that was changed stays, and the source's word is offered.
    """
    written, open_ = {}, dict(offered)
    for name in FIELDS:
        theirs = now.get(name)
        if theirs == ours.get(name):
            open_.pop(name, None)
        elif theirs != before.get(name):
            if ours.get(name) == before.get(name):
                written[name] = theirs
                open_.pop(name, None)
            else:
                open_[name] = theirs
    return written, open_
