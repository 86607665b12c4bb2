"""Which language a title reads as, by its small words. It only counts doubts; what a source states is kept."""

import re

SMALL_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and in on for to from with by an is are do does how what why evidence",
        "fr": "le la les des du et dans sur pour une au aux chez avec par en d l entre",
        "es": "el los las del y en una para por con sobre desde entre al de la",
    }.items()
}
LEAST = 2  # different small words that a language needs to be told


def reads_as(title: str) -> str:
    """ "en", "fr", "es", or empty where the small words do not tell."""
    words = re.findall(r"[^\W\d_]+", title.lower())
    counts = {language: len(small.intersection(words)) for language, small in SMALL_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    others = [count for language, count in counts.items() if language != best]
    return best if counts[best] >= LEAST and counts[best] > max(others) else ""
