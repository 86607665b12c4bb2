"""What the search over everything finds, other than publications: entries by kind, with their number."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language

from research.models import SearchEntry
from research.search.entries import visible_entries
from research.search.query import SearchText
from research.search.words import CONFIGURATIONS, words

BEST_FIRST = (F("named").desc(), F("rank").desc(), F("title").asc(), F("pk").asc())
COLUMNS = {"title_words"}  # of those that a search can name, what an entry has


class Found(NamedTuple):
    """Of one kind: how many things there are, and the first entries."""

    total: int
    entries: list[SearchEntry]


def answering(text: SearchText, typed: str, user: Any) -> QuerySet[SearchEntry]:
    """One entry for each page that answers, best first: in the language of the reader, if it answers in that.

    What is called just as typed is `named`, and comes first.
    """
    is_named = Q(names__contains=[words(typed)])
    columns = {part.column for parts in (*text.alternatives, text.without) for part in parts} - {""}
    if columns <= COLUMNS:
        answers = text.condition_of({one: Q(configuration=one) for one in CONFIGURATIONS}) | is_named
        entries = visible_entries(user).filter(answers)
    else:
        entries = SearchEntry.objects.none()
    one_each = entries.order_by("kind", "path", _first(Q(language=get_language())), "pk").distinct("kind", "path")
    best = SearchEntry.objects.filter(pk__in=one_each.values("pk")).annotate(
        named=Case(When(is_named, then=Value(True)), default=Value(False)),
        rank=SearchRank(F("all_words"), text.wanted()),
    )
    return best.order_by(*BEST_FIRST)


def by_kind(answers: QuerySet[SearchEntry], most: int) -> dict[str, Found]:
    """The first entries of each kind, in one query."""
    total = Window(Count("pk"), partition_by="kind")
    place = Window(RowNumber(), partition_by="kind", order_by=BEST_FIRST)
    shown = answers.annotate(total=total, place=place).filter(place__lte=most)
    found: dict[str, Found] = {}
    for entry in shown:
        found.setdefault(entry.kind, Found(entry.total, [])).entries.append(entry)
    return found


def meant_by_name(found: Iterable[Found]) -> list[SearchEntry]:
    """The entries that are called just what was typed."""
    return [entry for kind in found for entry in kind.entries if entry.named]


def _first(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1))
