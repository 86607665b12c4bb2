"""A DOI, ISBN or document symbol that is the whole of what was typed: the records that have it."""

from django.db.models import Q, QuerySet

from research.models import SearchRow
from research.models.identifiers import doi_of, isbn_forms, plain_isbn, plain_symbol, symbol_of


def named(rows: QuerySet[SearchRow], text: str) -> list[int]:
    """Keys of the records that this identifier names; several where language versions share a symbol.

    One query, and none for what cannot be an identifier.
    """
    if doi := doi_of(text):
        found = rows.filter(publication__doi=doi)
    elif isbns := isbn_forms(text):
        found = rows.alias(isbn=plain_isbn("publication__isbn")).filter(~Q(publication__isbn=""), isbn__in=isbns)
    elif symbol := symbol_of(text):
        found = rows.alias(symbol=plain_symbol("publication__symbol")).filter(~Q(publication__symbol=""), symbol=symbol)
    else:
        return []
    return sorted(found.values_list("pk", flat=True))
