"""What was typed into the search box, and the PostgreSQL query that it means.

Words must all be there; "quotes" hold a phrase together; OR between words takes either side; -word leaves out
every record with the word. A word with punctuation inside (GB.328/POL/8, small-scale) is a phrase.
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Self

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery

from research.search.words import CONFIGURATIONS, words

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
        found = cls(tuple(tuple(terms) for terms in alternatives if terms), tuple(without))
        if sum(map(len, (*found.terms, *found.without))) > MOST_WORDS:
            raise ValueError(f"more than {MOST_WORDS} words")
        return found

    @property
    def terms(self) -> list[Term]:
        """All that is looked for, in order, each once."""
        return list(dict.fromkeys(term for terms in self.alternatives for term in terms))

    def positive(self) -> SearchQuery | CombinedSearchQuery:
        """What is looked for, in whichever language a record is: its words are stored as stems of that language.

        Each configuration reads the whole text, because each leaves out its own stop words.
        """
        text = " or ".join(" ".join(map(_quoted, terms)) for terms in self.alternatives)
        return reduce(or_, _in_every_configuration(text))

    def tsquery(self) -> SearchQuery | CombinedSearchQuery:
        """The whole search. Without any word it finds nothing."""
        if not self.without:
            return self.positive()
        # not (a or b or c): an "or" of what each configuration leaves out would leave out nothing
        left_out = [~query for query in _in_every_configuration(" or ".join(map(_quoted, self.without)))]
        return reduce(and_, left_out if not self.alternatives else [self.positive(), *left_out])


def _quoted(term: Term) -> str:
    """For websearch_to_tsquery; in quotes its own operators are words."""
    return f'"{" ".join(term)}"'


def _in_every_configuration(text: str) -> list[SearchQuery]:
    return [SearchQuery(text, config=configuration, search_type="websearch") for configuration in CONFIGURATIONS]
