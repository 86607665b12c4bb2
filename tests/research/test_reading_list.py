import pytest
from django.http import QueryDict

from groundwork.cleaning import BadInputError
from research.reading_list import MOST, chosen, in_address


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", []),
        ("list=", []),
        ("list=3,1,2", [3, 1, 2]),
        ("list=3,1,3", [3, 1]),
        ("list=3&id=1&id=3&id=2", [3, 1, 2]),
        ("id=7", [7]),
    ],
)
def test_list_is_what_was_chosen_in_its_order_each_once(query, keys):
    assert chosen(QueryDict(query)) == keys


@pytest.mark.parametrize(
    "query", ["list=x", "list=1;2", "id=-1", "id=0", "list=1,2,%C2%B2", f"id={2**63}", "list=1 ,2"]
)
def test_what_is_no_key_is_refused_in_words(query):
    with pytest.raises(BadInputError, match="is not the number of a record"):
        chosen(QueryDict(query))


def test_list_has_room_for_fifty():
    full = in_address(list(range(1, MOST + 1)))[1:]
    assert len(chosen(QueryDict(full))) == MOST
    with pytest.raises(BadInputError, match="at most 50 records"):
        chosen(QueryDict(f"{full}&id=999"))
