"""A reading list: records that a reader chose. It travels in the address, and nothing of it is kept here.

?list=12,7,39 is the list, in the order of choosing; each &id=8 beside it is one more.
"""

from django.http import QueryDict
from django.utils.translation import gettext as _

from groundwork.cleaning import BadInputError, whole_number
from research.models import Merger

MOST = 50
LAST_KEY = 2**63 - 1


def chosen(query: QueryDict) -> list[int]:
    """Keys of the records, each once. Raises BadInputError for what is no key, and for more than MOST."""
    asked = [part for value in query.getlist("list") for part in value.split(",")] + query.getlist("id")
    keys = list(dict.fromkeys(_key(part) for part in asked if part))
    if len(keys) > MOST:
        raise BadInputError(_("A reading list has at most %(most)d records.") % {"most": MOST})
    return keys


def followed(keys: list[int]) -> list[int]:
    """The same, with the records into which some of them were merged in their place; one query."""
    into = dict(Merger.objects.filter(number__in=keys).values_list("number", "into"))
    return list(dict.fromkeys(into.get(key, key) for key in keys))


def _key(text: str) -> int:
    try:
        return whole_number(text, 1, LAST_KEY)
    except ValueError as error:
        raise BadInputError(
            _("“%(value)s” is not the number of a record. Write the numbers with commas between, like list=12,7.")
            % {"value": text[:40]}
        ) from error


def in_address(keys: list[int]) -> str:
    """The list as the query string of an address."""
    return f"?list={','.join(map(str, keys))}"
