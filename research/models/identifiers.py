"""How identifiers are written, and the one form in which they are compared."""

import re
from urllib.parse import unquote

from django.db.models import CharField, Func, Value
from django.db.models.functions import Replace, Upper

BEFORE_DOI = re.compile(r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*(?=10\.))", re.IGNORECASE)
DOI = re.compile(r"10\.\d{4,9}/\S+")
BEFORE_ISBN = re.compile(r"^isbn(?:-?1[03])?:?\s*", re.IGNORECASE)
ISBN = re.compile(r"(?:97[89])?\d{9}[\dX]")
SYMBOL = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9 ./()-]{1,60}")
SHORTEST_SYMBOL = 4
NOT_IN_SYMBOLS = " ./()-"  # what stands between the parts of a document symbol, and is often left out or changed
DASHES = re.compile(r"[\u2010-\u2015\u2212]")
LONGEST = 200  # characters of a DOI that are kept


def doi_of(text: str) -> str:
    """The DOI that a text is, in lower case, without the address or the "doi:" before it; empty if it is none.

    An address may have its signs encoded: https://doi.org/10.1000%2F182 is 10.1000/182.
    """
    rest = BEFORE_DOI.sub("", text.strip())
    if rest.startswith("10.") and "/" not in rest:
        rest = unquote(rest)
    return rest.lower() if len(rest) <= LONGEST and DOI.fullmatch(rest) else ""


def isbn_forms(text: str) -> tuple[str, ...]:
    """The ISBN that a text is, without hyphens; beside it the form of 10 or 13 digits that says the same.

    Empty if it is none; alone where its check digit is wrong (ISO 2108:2017), as printed numbers sometimes have it.
    """
    plain = DASHES.sub("-", BEFORE_ISBN.sub("", text.strip())).replace("-", "").replace(" ", "").upper()
    if not (plain.isascii() and ISBN.fullmatch(plain)):
        return ()
    body = plain[-10:-1]
    ten, thirteen = body + _check_10(body), f"978{body}{_check_13('978' + body)}"
    return (ten, thirteen) if plain in {ten, thirteen} else (plain,)


def _check_13(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)


def _check_10(digits: str) -> str:
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits))
    return "0123456789X"[-total % 11]


def symbol_of(text: str) -> str:
    """The document symbol that a text may be, its capitals and digits alone; empty if it can be none."""
    plain = " ".join(DASHES.sub("-", text).split()).upper()
    bare = plain.translate(dict.fromkeys(map(ord, NOT_IN_SYMBOLS)))
    return bare if SYMBOL.fullmatch(plain) and len(bare) >= SHORTEST_SYMBOL else ""


def plain_isbn(field: str) -> Upper:
    """A field's ISBN in the form of `isbn_forms`, as it is indexed."""
    return Upper(Replace(Replace(field, Value("-")), Value(" ")))


def plain_symbol(field: str) -> Upper:
    """A field's document symbol in the form of `symbol_of`, as it is indexed."""
    return Upper(Func(field, Value(NOT_IN_SYMBOLS), Value(""), function="translate", output_field=CharField()))
