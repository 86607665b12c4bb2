"""Which records may be of one work: the same identifier, or much the same title, year and authors.

Candidates are found through indexes, never by comparing all with all. Versions of one work in other languages share
a symbol and are no duplicates; nor are a working paper and the article that came of it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rapidfuzz.fuzz import ratio

from groundwork.folding import fold
from research.models import Contribution, DuplicatePair, MatchKey, OtherIdentifier, Publication
from research.models.identifiers import isbn_forms, plain_isbn, plain_symbol, symbol_of
from research.models.likeness import LONGEST_MARK

Kind, Scheme = Publication.Kind, OtherIdentifier.Scheme
WHY = {"doi": _("DOI"), "isbn": _("ISBN"), "handle": _("handle"), "symbol": _("document symbol"), "title": _("title")}
LIKELY = 80  # per cent, from which a pair is shown
CERTAIN = 100
OF_TITLE, OF_YEAR, OF_NAMES = 60, 20, 20  # what each may add to the score
APART = 25  # taken off where years, names, kinds or DOIs contradict
LEAST_WORDS = 3  # before a colon, that tell a title
MOST_FAMILIES = 20
PARTS = {Kind.BOOK_CHAPTER, Kind.CONFERENCE_PAPER, Kind.JOURNAL_ARTICLE}  # which have the ISBN of the whole
NUMBERS = re.compile(r"\b(?:\d+|[ivx]+)\b", re.ASCII)  # in a folded title: of a part, a volume, a year
MOST_ALIKE = 50  # records with one title that are still compared: "Introduction" tells nothing


class Match(NamedTuple):
    publication: int
    why: str  # key of WHY
    score: int


@dataclass(frozen=True)
class Likeness:
    """What is compared of a record, stored or not. Identifiers in the forms of research/models/identifiers.py."""

    pk: int | None
    title: str
    main: str
    year: int | None
    families: tuple[str, ...]
    kind: str
    language: str
    doi: str
    isbns: tuple[str, ...]
    handle: str
    symbol: str
    version_of: int | None = None


@lru_cache(maxsize=20_000)
def title_mark(title: str) -> str:
    """A title without case, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(title)))[:LONGEST_MARK]


@lru_cache(maxsize=20_000)
def main_mark(title: str) -> str:
    """The same of what stands before a colon, a dash or a question mark, where that tells enough."""
    main = title_mark(re.split(r"[:?]|\s[–—-]\s", title, maxsplit=1)[0])
    return main if len(main.split()) >= LEAST_WORDS else title_mark(title)


def likeness(record: Any, families: Iterable[str], *, pk: int | None = None) -> Likeness:
    """Of a publication, or of what an import would make one; both have the fields alike."""
    return Likeness(
        pk=pk,
        title=title_mark(record.title),
        main=main_mark(record.title),
        year=getattr(record, "year", None) or (record.date.year if record.date else None),
        families=tuple(dict.fromkeys(title_mark(family) for family in families))[:MOST_FAMILIES],
        kind=record.kind,
        language=record.language,
        doi=record.doi or "",
        isbns=isbn_forms(record.isbn) if record.isbn else (),
        handle=record.handle,
        symbol=symbol_of(record.symbol) if record.symbol else "",
        version_of=getattr(record, "version_of_id", None),
    )


def note_keys(ids: Iterable[int]) -> None:
    """Write the keys of these publications anew. Part of `reindex`."""
    keys = [
        MatchKey(publication_id=one.pk, title=one.title, main=one.main, year=one.year, families=list(one.families))
        for one in stored(Publication.objects.filter(pk__in=list(ids))).values()
    ]
    MatchKey.objects.bulk_create(
        keys, update_conflicts=True, unique_fields=["publication"], update_fields=["title", "main", "year", "families"]
    )


def stored(publications: QuerySet[Publication]) -> dict[int, Likeness]:
    """Of stored publications, in two queries."""
    rows = list(publications.defer("abstract", "keywords"))
    families = defaultdict(list)
    names = Contribution.objects.filter(publication__in=[row.pk for row in rows]).order_by("order", "pk")
    for pk, family in names.values_list("publication", "contributor__family"):
        families[pk].append(family)
    return {row.pk: likeness(row, families[row.pk], pk=row.pk) for row in rows}


def matches(wanted: list[Likeness]) -> list[list[Match]]:
    """For each, the stored records that may be the same work, the surest first; a constant number of queries."""
    found = _by_identifier(wanted)
    titles = {one.main for one in wanted if one.main}
    by_main = defaultdict(list)
    for pk, main in MatchKey.objects.filter(main__in=titles).values_list("publication", "main"):
        by_main[main].append(pk)
    alike = {main: keys for main, keys in by_main.items() if len(keys) <= MOST_ALIKE}
    groups = [*alike.values(), *(keys for by_value in found.values() for keys in by_value.values())]
    keys = {key for group in groups for key in group}
    there = stored(Publication.objects.filter(pk__in=keys))
    return [_matches(one, found, alike, there) for one in wanted]


def _matches(one: Likeness, found: dict, alike: dict[str, list[int]], there: dict[int, Likeness]) -> list[Match]:
    by_key: dict[int, Match] = {}
    for why, values in _identifiers(one):
        for pk in {pk for value in values for pk in found[why].get(value, ())}:
            if pk in there and pk != one.pk and _is_exact(why, one, there[pk]):
                by_key.setdefault(pk, Match(pk, why, CERTAIN))
    for pk in alike.get(one.main, ()):
        if pk in there and pk != one.pk and pk not in by_key and (score := likely(one, there[pk])) >= LIKELY:
            by_key[pk] = Match(pk, "title", score)
    return sorted(by_key.values(), key=lambda match: (-match.score, match.publication))


def _identifiers(one: Likeness) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "doi", (one.doi,) if one.doi else ()
    yield "isbn", one.isbns
    yield "handle", (one.handle,) if one.handle else ()
    yield "symbol", (one.symbol,) if one.symbol else ()


def _by_identifier(wanted: list[Likeness]) -> dict[str, dict[str, set[int]]]:
    """Keys of publications by scheme and value, those kept beside (OtherIdentifier) too."""
    values: dict[str, set[str]] = {why: set() for why in WHY}
    for one in wanted:
        for why, given in _identifiers(one):
            values[why] |= set(given)
    rows = Publication.objects.order_by()
    by_isbn, by_symbol = rows.annotate(plain=plain_isbn("isbn")), rows.annotate(plain=plain_symbol("symbol"))
    queries = {
        "doi": rows.filter(doi__in=values["doi"]).values_list("doi", "pk"),
        "handle": rows.filter(~Q(handle=""), handle__in=values["handle"]).values_list("handle", "pk"),
        "isbn": by_isbn.filter(~Q(isbn=""), plain__in=values["isbn"]).values_list("plain", "pk"),
        "symbol": by_symbol.filter(~Q(symbol=""), plain__in=values["symbol"]).values_list("plain", "pk"),
    }
    found: dict[str, dict[str, set[int]]] = {why: defaultdict(set) for why in WHY}
    beside = Q(pk__in=[])
    for why, query in queries.items():
        if values[why]:
            beside |= Q(scheme=why, value__in=values[why])
            for value, pk in query:
                found[why][value].add(pk)
    for why, value, pk in OtherIdentifier.objects.filter(beside).values_list("scheme", "value", "publication"):
        found[why][value].add(pk)
    return found


def _are_versions(one: Likeness, other: Likeness) -> bool:
    """The same work in another language."""
    roots = {one.version_of or one.pk, other.version_of or other.pk}
    if None not in roots and len(roots) == 1:
        return True
    return bool(one.language and other.language and one.language != other.language)


def _is_exact(why: str, one: Likeness, other: Likeness) -> bool:
    if why == "symbol" and _are_versions(one, other):
        return False
    if why == "isbn" and ({one.kind, other.kind} & PARTS or _are_versions(one, other)):
        return one.title == other.title
    return True


def likely(one: Likeness, other: Likeness) -> int:
    """How likely both are of one work, in per cent."""
    if _are_versions(one, other):
        return 0
    near = bool(one.year and other.year) and abs(one.year - other.year) == 1
    first, second = one.families[:1], other.families[:1]
    crossed = bool({*first} & {*other.families} or {*second} & {*one.families})
    score = OF_TITLE * ratio(one.title, other.title) / 100
    score += OF_YEAR * _agreement(one.year, other.year, close=near) + OF_NAMES * _agreement(
        first, second, close=crossed
    )
    contradictions = (
        one.year and other.year and abs(one.year - other.year) > 1,
        one.families and other.families and not {*one.families} & {*other.families},
        one.kind != other.kind and Kind.OTHER not in {one.kind, other.kind},
        one.doi and other.doi and one.doi != other.doi,
        one.symbol and other.symbol and one.symbol != other.symbol,
        _are_parts(one.title, other.title),
    )
    return max(0, round(score) - APART * sum(bool(found) for found in contradictions))


def _are_parts(one: str, other: str) -> bool:
    """Part I and Part II of one work, or the reports of two years."""
    numbers, others = NUMBERS.findall(one), NUMBERS.findall(other)
    return bool(numbers and others and numbers != others)


def _agreement(one: object, other: object, *, close: bool) -> float:
    """1 where both say the same, a half where one does not say or both are close."""
    if one and one == other:
        return 1
    return 0.5 if close or not (one and other) else 0


ALIKE_SQL = """
SELECT main FROM research_matchkey WHERE main <> '' GROUP BY main HAVING count(*) BETWEEN 2 AND %s
"""


def find_pairs(ids: Iterable[int]) -> int:
    """Note the open pairs of these publications with any others. Returns how many are new."""
    wanted = list(stored(Publication.objects.filter(pk__in=list(ids))).values())
    pairs = [
        DuplicatePair(
            first_id=min(one.pk, match.publication),
            second_id=max(one.pk, match.publication),
            why=match.why,
            score=match.score,
        )
        for one, found in zip(wanted, matches(wanted), strict=True)
        for match in found
    ]
    before = DuplicatePair.objects.count()
    DuplicatePair.objects.bulk_create(pairs, ignore_conflicts=True)
    return DuplicatePair.objects.count() - before


def candidates() -> list[int]:
    """Keys of all publications that share an identifier or a title with another: those that `find_pairs` is worth."""
    with connection.cursor() as cursor:
        cursor.execute(ALIKE_SQL, [MOST_ALIKE])
        titles = [main for (main,) in cursor.fetchall()]
    keys = set(MatchKey.objects.filter(main__in=titles).values_list("publication", flat=True))
    with_identifier = Publication.objects.filter(~Q(isbn="") | ~Q(handle="") | ~Q(symbol=""))
    return sorted(keys | set(with_identifier.values_list("pk", flat=True)))
