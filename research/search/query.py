"""What was typed into the search box, and the condition on search rows that it means.

Words must all be there; "quotes" hold a phrase together; OR between words takes either side; -word leaves out
every record with the word; title:word, author:word and series:word look there alone. A word with punctuation inside
(GB.328/POL/8, small-scale) is a phrase. A last word that no record has, or with a star, is taken for the beginning of
one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from typing import NamedTuple, Self

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import Func, IntegerField, Q
from django.db.models.lookups import Exact

from research.models import FilePage
from research.search.facets import Block, code, language_number
from research.search.vocabulary import Completions
from research.search.words import CONFIGURATION_OF, CONFIGURATIONS, words

MOST_WORDS = 60
LEAST_BEGINNING = 3  # letters of a last word that may be the beginning of another
QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"'))
FIELDS = {  # by each language's word for it: the column of the search row
    **dict.fromkeys(("title", "titre", "título", "titulo"), "title_words"),
    **dict.fromkeys(("author", "auteur", "autor"), "author_words"),
    **dict.fromkeys(("series", "série", "serie"), "series_words"),
}
TOKEN = re.compile(
    rf'(?P<without>-?)(?:(?P<field>{"|".join(FIELDS)}):(?=["\w]))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)

Term = tuple[str, ...]  # one folded word, or the words of a phrase


class Part(NamedTuple):
    """A term, and the column where it must be; empty for anywhere."""

    term: Term
    column: str = ""


Parts = tuple[Part, ...]


@dataclass(frozen=True)
class SearchText:
    """Alternatives, each of parts that must all be there; the parts that may not; the last word, if it may go on.

    `starred`: that word was typed with a star, and goes on even if there is such a word.
    """

    alternatives: tuple[Parts, ...] = ()
    without: Parts = ()
    beginning: str = ""
    starred: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read any text whatever. Raises ValueError for more than MOST_WORDS words."""
        alternatives: list[list[Part]] = [[]]
        without: list[Part] = []
        beginning, starred = "", False
        for token in TOKEN.finditer(text.translate(QUOTES)):
            if token[0] == "OR":
                alternatives.append([])
            elif term := tuple(words(token["phrase"] or token["word"] or "").split()):
                part = Part(term, FIELDS.get((token["field"] or "").lower(), ""))
                (without if token["without"] else alternatives[-1]).append(part)
                beginning, starred = _beginning(token, part), token[0].endswith("*")
        every = [*chain.from_iterable(alternatives), *without]
        if sum(len(part.term) for part in every) > MOST_WORDS:
            raise ValueError(f"more than {MOST_WORDS} words")
        starred = starred and bool(beginning)
        return cls(tuple(tuple(parts) for parts in alternatives if parts), tuple(without), beginning, starred)

    @property
    def terms(self) -> list[Term]:
        """All that is looked for, in order, each once."""
        return list(dict.fromkeys(part.term for parts in self.alternatives for part in parts))

    def longer(self, typed: str) -> str:
        """What was typed with a star: for all words that begin with the last one; empty where that is no word."""
        goes_on = self.beginning and not self.starred and typed.rstrip()[-1:].isalpha()
        return f"{typed.rstrip()}*" if goes_on else ""

    @property
    def any_of(self) -> str:
        """What to type to find any one of the parts; empty where that would be the same search."""
        parts = list(dict.fromkeys(chain.from_iterable(self.alternatives)))
        return " OR ".join(map(_typed, parts)) if len(parts) > len(self.alternatives) else ""

    def condition(self) -> Q:
        """The search rows that answer. Without any word, none does.

        Each row is asked in the configuration of its own language alone. If all were asked in all of them, the stop
        words of one would be missed in another, and the French stem of "mines" would find the English word "min".
        """
        languages = {one: code(Block.LANGUAGE, language_number(language)) for language, one in CONFIGURATION_OF.items()}
        rows = {one: Q(facets__overlap=[number]) for one, number in languages.items()}
        rows["simple"] = ~Q(facets__overlap=list(languages.values()))
        return self.condition_of(rows, with_pages=True)

    def condition_of(self, rows: Mapping[str, Q], *, with_pages: bool = False) -> Q:
        """The same for other rows with words, given by the condition on those of each configuration."""
        return reduce(or_, (self._answers(one, with_pages) & rows[one] for one in CONFIGURATIONS))

    def tsqueries(self) -> dict[str, SearchQuery | CombinedSearchQuery] | None:
        """All that it means for the rows of each configuration; None where a tsquery does not say it all."""
        parts = [*chain.from_iterable(self.alternatives), *self.without]
        if any(part.column or len(part.term) > 1 for part in parts):
            return None
        return {one: self._tsquery(list(self.alternatives), one) for one in CONFIGURATIONS}

    def wanted(self) -> SearchQuery | CombinedSearchQuery:
        """What is looked for, in whatever language: for the rank of rows that are known to answer."""
        return reduce(or_, (self._wanted(self.alternatives, one) for one in CONFIGURATIONS))

    def any_term(self, one: str) -> SearchQuery | CombinedSearchQuery:
        """Any of what is looked for, in one configuration: for the page of a text that has most of it."""
        return self._wanted([(Part(term),) for term in self.terms], one)

    def _answers(self, one: str, with_pages: bool) -> Q:
        """The index finds all words anywhere; what must be in one place is then looked for among the rows found."""
        groups = [([parts], _places(parts, one, with_pages)) for parts in self.alternatives]
        anywhere = [parts for (parts,), places in groups if not places]
        groups = [(group, places) for group, places in groups if places]
        if anywhere or not groups:
            groups.append((anywhere, []))
        found = reduce(or_, (self._has_words(group, one, with_pages) & Q(*places) for group, places in groups))
        for excluded in _places(self.without, one, with_pages, unless_empty=False):
            found &= ~excluded
        return found

    def _has_words(self, alternatives: list[Parts], one: str, with_pages: bool) -> Q:
        if not alternatives and self.without and all(part.column for part in self.without):
            return ~Q(pk=None)
        return Q(all_words=self._tsquery(alternatives, one, apart=with_pages))

    def _tsquery(
        self, alternatives: list[Parts], one: str, *, apart: bool = False
    ) -> SearchQuery | CombinedSearchQuery:
        without = [part.term for part in self.without if not part.column]
        wanted = self._wanted(alternatives, one, apart=apart) if alternatives else None
        if not without:
            return wanted or _websearch("", one)
        unwanted = ~_websearch(" or ".join(map(_quoted, without)), one)
        return wanted & unwanted if wanted else unwanted

    def _wanted(
        self, alternatives: Iterable[Parts], one: str, *, apart: bool = False
    ) -> SearchQuery | CombinedSearchQuery:
        """`apart`: the words of a phrase anywhere, as the row says of a text's words only that they are there."""
        alternatives = list(alternatives)
        plain = _websearch(" or ".join(_all_of(parts, apart=apart) for parts in alternatives), one)
        if not (self.beginning and alternatives and alternatives[-1] == self.alternatives[-1]):
            return plain
        others = _all_of(alternatives[-1][:-1], apart=apart)
        return plain | Completions(others, self.beginning, one, always=self.starred)


def _beginning(token: re.Match, part: Part) -> str:
    """The word, if more of it may follow: in no quotes, no column, and wanted."""
    goes_on = token["word"] and len(part.term) == 1 and not (token["without"] or part.column)
    word = part.term[0]
    is_word = len(word) >= LEAST_BEGINNING and word.isalpha()
    return word if goes_on and is_word and token["word"].removesuffix("*")[-1:].isalpha() else ""


def _places(parts: Iterable[Part], one: str, with_pages: bool, *, unless_empty: bool = True) -> list[Q]:
    """For each part that must be in one place, the condition that it is: in its column, or as a phrase."""
    places = []
    for part in parts:
        query = _websearch(_quoted(part.term), one)
        if part.column:
            places.append(Q(**{part.column: query}))
        elif with_pages and len(part.term) > 1:
            pages = FilePage.objects.filter(words=query).values("file__publication")
            empty = Q(Exact(Func(query, function="numnode", output_field=IntegerField()), 0))  # of stop words alone
            together = Q(all_words=query) | Q(pk__in=pages)
            places.append(together | empty if unless_empty else together)
    return places


def _typed(part: Part) -> str:
    names = {column: name for name, column in reversed(FIELDS.items())}
    return f"{names[part.column]}:{_quoted(part.term)}" if part.column else _quoted(part.term)


def _all_of(parts: Parts, *, apart: bool = False) -> str:
    return " ".join(_one_by_one(part.term) if apart and not part.column else _quoted(part.term) for part in parts)


def _one_by_one(term: Term) -> str:
    return " ".join(_quoted((word,)) for word in term)


def _quoted(term: Term) -> str:
    """As parse and websearch_to_tsquery read it; in quotes their operators are words."""
    return f'"{" ".join(term)}"'


def _websearch(text: str, one: str) -> SearchQuery:
    return SearchQuery(text, config=one, search_type="websearch")
