"""What begins with the words in the box while somebody types: sectors, themes, titles."""

from collections.abc import Iterable
from itertools import islice
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from research.models import Publication, SearchRow
from research.search import options
from research.search.options import Option
from research.search.words import words

MOST = 8
MOST_TERMS = 2  # sectors, and as many themes, so that titles have room
SHORTEST = 2  # letters


class Beginning(TypedDict):
    kind: str
    label: str
    lang: str  # of a title; empty for terms, which are in the language of the page
    url: str


def beginnings(typed: str, user: Any) -> list[Beginning]:
    """Up to MOST, of what this user may see; three queries, none for less than SHORTEST letters."""
    start = words(typed)
    if len(start) < SHORTEST:
        return []
    found = [
        *_terms(start, options.sectors(), "sector", _("Sector")),
        *_terms(start, options.themes(), "theme", _("Theme")),
    ]
    rows = SearchRow.objects.visible_to(user).filter(title_key__startswith=start).select_related("publication")
    titles = rows.only("publication__title", "publication__language", "publication__kind").order_by("title_key", "pk")
    return found + [_title(row.publication) for row in titles[: MOST - len(found)]]


def _terms(start: str, known: Iterable[Option], name: str, kind: str) -> Iterable[Beginning]:
    fitting = (option for option in known if words(str(option.label)).startswith(start))
    for option in islice(fitting, MOST_TERMS):
        address = f"{reverse('research')}?{urlencode({name: option.value})}"
        yield Beginning(kind=kind, label=str(option.label), lang="", url=address)


def _title(publication: Publication) -> Beginning:
    return Beginning(
        kind=publication.get_kind_display(),
        label=publication.title,
        lang=publication.language,
        url=publication.get_absolute_url(),
    )
