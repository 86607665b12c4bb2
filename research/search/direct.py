"""A DOI, ISBN or document symbol that is the whole of what was typed: the records that have it."""

from django.db.models import Q, QuerySet

from research.models import OtherIdentifier, SearchRow
from research.models.identifiers import doi_of, isbn_forms, plain_isbn, plain_symbol, symbol_of


def named(rows: QuerySet[SearchRow], text: str) -> list[int]:
    """Keys of the records that this identifier names; several where language versions share a symbol.

    One query, another for what is the identifier of no record (those of merged records lead on), and none for what
    cannot be an identifier.
    """
    if doi := doi_of(text):
        values, found = ("doi", [doi]), rows.filter(publication__doi=doi)
    elif isbns := isbn_forms(text):
        values = ("isbn", isbns)
        found = rows.alias(isbn=plain_isbn("publication__isbn")).filter(~Q(publication__isbn=""), isbn__in=isbns)
    elif symbol := symbol_of(text):
        values = ("symbol", [symbol])
        found = rows.alias(symbol=plain_symbol("publication__symbol")).filter(~Q(publication__symbol=""), symbol=symbol)
    else:
        return []
    return sorted(found.values_list("pk", flat=True)) or _beside(rows, *values)


def _beside(rows: QuerySet[SearchRow], scheme: str, values: list[str]) -> list[int]:
    others = OtherIdentifier.objects.filter(scheme=scheme, value__in=values)
    return sorted(rows.filter(pk__in=others.values("publication")).values_list("pk", flat=True))
