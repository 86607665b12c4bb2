"""Words as the search engine knows them: the same for what is stored and for what is typed."""

import re

from groundwork.cleaning import clean_line
from groundwork.folding import fold_spelling

NOT_A_WORD = re.compile(r"[\W_]+")
SPANISH_PLURAL = re.compile(r"\b(\w+[cs]ion)es\b")  # without its accent, PostgreSQL's stemmer misses that of "relación"
CONFIGURATION_OF = {"en": "english", "fr": "french", "es": "spanish"}
CONFIGURATIONS = (*CONFIGURATION_OF.values(), "simple")


def configuration(language: str) -> str:
    """PostgreSQL's text search configuration for a language (ISO 639 code): its stemming and its stop words."""
    return CONFIGURATION_OF.get(language, "simple")


def words(text: str) -> str:
    """Comparable words with single spaces between: "L’armée (GB.328/POL/8)" is "l armee gb 328 pol 8".

    Nothing but letters and digits is left, so that PostgreSQL's parser finds no addresses, paths or signs in it.
    """
    folded = NOT_A_WORD.sub(" ", fold_spelling(clean_line(text))).strip()
    return SPANISH_PLURAL.sub(r"\1", folded)
