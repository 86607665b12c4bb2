"""Records whose titles name a thing that goes by several names."""

from collections.abc import Iterable
from typing import Any

from research.models import Publication, SearchRow
from research.models.publications import PublicationQuerySet
from research.search.query import MOST_WORDS, SearchText
from research.search.words import words


def in_titles(names: Iterable[str]) -> str:
    """What to type into the search to find any of the names in a title; those too long for a search are left out."""
    phrases, room = [], MOST_WORDS
    for phrase in dict.fromkeys(map(words, names)):
        length = len(phrase.split())
        if 0 < length <= room:
            phrases.append(f'title:"{phrase}"')
            room -= length
    return " OR ".join(phrases)


def found_by(search: str, user: Any) -> PublicationQuerySet:
    """The records that a search finds, newest first."""
    rows = SearchRow.objects.visible_to(user).filter(SearchText.parse(search).condition())
    return Publication.objects.visible_to(user).filter(pk__in=rows.values("pk")).newest()
