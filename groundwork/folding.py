"""How words are made comparable: the same folding for what is stored for search and for what is typed.

Case and accents go, ligatures open (œ, æ, ß), elisions part ("l'armée" becomes "l armee"), and British
spelling stands for both it and the American one.
"""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
SPACES = re.compile(r"\s+")

# American to British, as whole words: a beginning alone would catch "laboratory" and "Colorado".
SPELLINGS = [
    (
        re.compile(
            r"\b(?!laboral\b)(labo|behavio|harbo|neighbo|colo|favo|hono|endeavo)r"  # that is Spanish, and has a plural
            r"(s|ed|ing|er|ers|al|ables?|hood|hoods|ist|ists|force|market)?\b"
        ),
        r"\1ur\2",
    ),
    (re.compile(r"\b(\w{3,})iz(e|ed|er|ers|es|ing|ation|ations|ational)\b"), r"\1is\2"),
    (re.compile(r"\b(cent|theat|fib|met)er(s?)\b"), r"\1re\2"),
    (re.compile(r"\b(defen|licen|offen)se(s?)\b"), r"\1ce\2"),
    (re.compile(r"\bprogram(s?)\b"), r"programme\1"),
    (re.compile(r"\baluminum\b"), "aluminium"),
    (re.compile(r"\bairplane(s?)\b"), r"aeroplane\1"),
]


def fold(text: str) -> str:
    """Comparable form of any text, for search and for matching titles. One space between words."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    text = text.lower().translate(LIGATURES)
    return SPACES.sub(" ", APOSTROPHES.sub(" ", text)).strip()


def fold_spelling(text: str) -> str:
    """`fold`, with British spelling for American, so that "labor" and "labour" meet."""
    text = fold(text)
    for american, british in SPELLINGS:
        text = american.sub(british, text)
    return text
