"""Which language a title reads as, by its small words. It only counts doubts; what a source states is kept."""

import re

SMALL_WORDS = {
    "en": re.compile(r"the|of|and|in|on|for|to|from|with|by|an|is|are|do|does|how|what|why|evidence"),
    "fr": re.compile(r"le|la|les|des|du|et|dans|sur|pour|une|au|aux|chez|avec|par|en|d|l|entre"),
    "es": re.compile(r"el|los|las|del|y|en|una|para|por|con|sobre|desde|entre|al|de|la"),
}
LEAST = 2  # small words that a language needs to be told


def reads_as(title: str) -> str:
    """ "en", "fr", "es", or empty where the small words do not tell."""
    words = re.findall(r"[^\W\d_]+", title.lower())
    counts = {code: sum(bool(small.fullmatch(word)) for word in words) for code, small in SMALL_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    others = [count for language, count in counts.items() if language != best]
    return best if counts[best] >= LEAST and counts[best] > max(others) else ""
