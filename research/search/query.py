"""What was typed into the search box, and the condition on search rows that it means.

Words must all be there; "quotes" hold a phrase together; OR between words takes either side; -word leaves out
every record with the word. A word with punctuation inside (GB.328/POL/8, small-scale) is a phrase.
"""

import re
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from typing import Self

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db.models import Q

from research.search.facets import Block, code, language_number
from research.search.words import CONFIGURATION_OF, CONFIGURATIONS, words

MOST_WORDS = 60
QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"'))
TOKEN = re.compile(r'(?P<without>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')

Term = tuple[str, ...]  # one folded word, or the words of a phrase


@dataclass(frozen=True)
class SearchText:
    """Alternatives, each a list of terms that must all be there; and the terms that may not be there."""

    alternatives: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read any text whatever. Raises ValueError for more than MOST_WORDS words."""
        alternatives: list[list[Term]] = [[]]
        without: list[Term] = []
        for token in TOKEN.finditer(text.translate(QUOTES)):
            if token["word"] == "OR" and not token["without"]:
                alternatives.append([])
            elif term := tuple(words(token["phrase"] or token["word"] or "").split()):
                (without if token["without"] else alternatives[-1]).append(term)
        every = [*chain.from_iterable(alternatives), *without]
        if sum(map(len, every)) > MOST_WORDS:
            raise ValueError(f"more than {MOST_WORDS} words")
        return cls(tuple(tuple(terms) for terms in alternatives if terms), tuple(without))

    @property
    def terms(self) -> list[Term]:
        """All that is looked for, in order, each once."""
        return list(dict.fromkeys(term for terms in self.alternatives for term in terms))

    @property
    def any_of(self) -> str:
        """What to type to find any one of the terms; empty where that would be the same search."""
        return " OR ".join(map(_quoted, self.terms)) if len(self.terms) > len(self.alternatives) else ""

    def condition(self) -> Q:
        """The search rows that answer. Without any word, none does.

        Each row is asked in the configuration of its own language alone. If all were asked in all of them, the stop
        words of one would be missed in another, and the French stem of "mines" would find the English word "min".
        """
        languages = {one: code(Block.LANGUAGE, language_number(language)) for language, one in CONFIGURATION_OF.items()}
        others = ~Q(facets__overlap=list(languages.values()))
        return reduce(
            or_,
            (
                Q(all_words=self._tsquery(one)) & (Q(facets__overlap=[languages[one]]) if one in languages else others)
                for one in CONFIGURATIONS
            ),
        )

    def wanted(self) -> SearchQuery | CombinedSearchQuery:
        """What is looked for, in whatever language: for the rank of rows that are known to answer."""
        return reduce(or_, map(self._wanted, CONFIGURATIONS))

    def _tsquery(self, one: str) -> SearchQuery | CombinedSearchQuery:
        unwanted = ~_websearch(" or ".join(map(_quoted, self.without)), one)
        if not self.without:
            return self._wanted(one)
        return self._wanted(one) & unwanted if self.alternatives else unwanted

    def _wanted(self, one: str) -> SearchQuery:
        return _websearch(" or ".join(" ".join(map(_quoted, terms)) for terms in self.alternatives), one)


def _quoted(term: Term) -> str:
    """As parse and websearch_to_tsquery read it; in quotes their operators are words."""
    return f'"{" ".join(term)}"'


def _websearch(text: str, one: str) -> SearchQuery:
    return SearchQuery(text, config=one, search_type="websearch")
