"""Where a record answers the search: its words marked in the title, and in the part of the abstract with most of them.

PostgreSQL's own ts_headline cannot do this, because rows hold folded words ("labour" for "labor", "armee" for
"armée") and the reader sees the original ones.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from research.models import Publication
from research.search.pages import Found
from research.search.query import SearchText, Term
from research.search.words import CONFIGURATIONS, configuration, words

WIDTH = 260  # characters of a snippet, about three lines
LEAD_IN = 60  # characters before its first marked word
LONGEST_PAGE = 20_000  # characters of a page that are looked through
TOKEN = re.compile(r"\w+")
STEMS_SQL = """
SELECT configuration, word, coalesce((tsvector_to_array(to_tsvector(configuration::regconfig, word)))[1], '')
FROM unnest(%s::text[], %s::text[]) AS asked(configuration, word)
"""

Span = tuple[int, int]


@dataclass(frozen=True)
class Token:
    """A word of an original text, where it stands, and its folded form."""

    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Marked:
    """Title and parts of abstract and full text with <mark>; no part where there are none of the words."""

    title: SafeString
    snippet: SafeString | None
    page: SafeString | None = None


def marked(
    publications: Sequence[Publication], text: SearchText, pages: Mapping[int, Found] | None = None
) -> dict[int, Marked]:
    """By key of the publication; `pages` of their full texts, as best_pages gives them.

    One query for all of them; none without words to look for.
    """
    if not text.terms:
        return {one.pk: Marked(conditional_escape(_composed(one.title)), None) for one in publications}
    of_page = {key: found.text[:LONGEST_PAGE] for key, found in (pages or {}).items()}
    texts = {one.pk: tuple(map(_composed, (one.title, one.abstract, of_page.get(one.pk, "")))) for one in publications}
    tokens = {pk: tuple(map(_tokens, parts)) for pk, parts in texts.items()}
    stems = Stems(text.terms, text.beginning, starred=text.starred)
    for one in publications:
        stems.ask(configuration(one.language), (token.word for part in tokens[one.pk] for token in part))
    stems.fetch()
    found = {}
    for one in publications:
        title, abstract, page = texts[one.pk]
        in_title, in_abstract, on_page = (stems.spans(configuration(one.language), part) for part in tokens[one.pk])
        found[one.pk] = Marked(
            _with_marks(title, in_title), _snippet(abstract, in_abstract), page=_snippet(page, on_page)
        )
    return found


class Stems:
    """The stems of words by configuration, and where they answer the terms of a search."""

    def __init__(self, terms: Sequence[Term], beginning: str = "", *, starred: bool = False) -> None:
        self.terms = terms
        self.beginning, self.starred = beginning, starred
        self.initials = {word[0] for term in terms for word in term}
        self.asked = {(one, word) for one in CONFIGURATIONS for term in terms for word in term}
        self.given: set[tuple[str, str]] = set()
        self.stem: dict[tuple[str, str], str] = {}

    def ask(self, one: str, given: Iterable[str]) -> None:
        """Want the stems of words. A stem begins as its word does, so only words that begin alike can meet."""
        wanted = {(one, word) for word in given if word[:1] in self.initials}
        self.asked |= wanted
        self.given |= wanted

    def fetch(self) -> None:
        configurations, asked = zip(*sorted(self.asked), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(STEMS_SQL, [list(configurations), list(asked)])
            self.stem = {(one, word): stem for one, word, stem in cursor.fetchall()}
        beginning, self.beginning = self.beginning, ""
        if self.starred or not any(self._same(one, word, beginning) for one, word in self.given):
            self.beginning = beginning  # no word of its own in any of the texts

    def spans(self, one: str, tokens: Sequence[Token]) -> list[Span]:
        """Where the terms are, in order and without overlaps; a phrase is one span."""
        spans: list[Span] = []
        place = 0
        while place < len(tokens):
            length = 0
            if tokens[place].word[:1] in self.initials:
                length = max((len(term) for term in self.terms if self._is_at(one, tokens, place, term)), default=0)
            if length:
                spans.append((tokens[place].start, tokens[place + length - 1].end))
            place += length or 1
        return spans

    def _is_at(self, one: str, tokens: Sequence[Token], place: int, term: Term) -> bool:
        here = [token.word for token in tokens[place : place + len(term)]]
        return (
            len(here) == len(term)
            and all(self._same(one, ours, asked) for ours, asked in zip(here, term, strict=True))
            and any(self.stem.get((one, word)) for word in here)  # not stop words alone
        )

    def _same(self, one: str, ours: str, asked: str) -> bool:
        if ours == asked or (asked == self.beginning and ours.startswith(asked)):
            return True
        stem = self.stem.get((one, ours))
        return bool(stem) and any(stem == self.stem[each, asked] for each in CONFIGURATIONS)


def _composed(text: str) -> str:
    """With é as one character, so that a word is one run of letters."""
    return unicodedata.normalize("NFC", text)


def _tokens(text: str) -> list[Token]:
    return [Token(found.start(), found.end(), _word(found.group())) for found in TOKEN.finditer(text)]


@lru_cache(maxsize=20_000)
def _word(token: str) -> str:
    """Folding costs more than all else here, and the same words come again."""
    return words(token)


def _snippet(text: str, spans: Sequence[Span]) -> SafeString | None:
    """The part of a text with the most marks."""
    if not spans:
        return None
    starts = [start for start, _end in spans]
    best = max(starts, key=lambda first: sum(first <= start < first + WIDTH - LEAD_IN for start in starts))
    begin = _beginning_of_word(text, best - LEAD_IN)
    end = max(_beginning_of_word(text, begin + WIDTH), begin + 1)
    inside = [(start - begin, stop - begin) for start, stop in spans if begin <= start and stop <= end]
    before, after = "… " if begin else "", "…" if end < len(text) else ""
    return format_html("{}{}{}", before, _with_marks(text[begin:end], inside), after)


def _beginning_of_word(text: str, place: int) -> int:
    """The beginning of the word that a place is in; the place itself where no space is near."""
    if place <= 0 or place >= len(text):
        return min(max(place, 0), len(text))
    space = text.rfind(" ", max(0, place - 40), place)
    return space + 1 if space >= 0 else place


def _with_marks(text: str, spans: Sequence[Span]) -> SafeString:
    pieces, place = [], 0
    for start, end in spans:
        pieces.append((text[place:start], text[start:end]))
        place = end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), conditional_escape(text[place:]))
