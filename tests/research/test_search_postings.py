"""A tsquery as PostgreSQL writes it, answered by its words' rows; test_search_bitmaps.py asks for whole searches."""

import pytest
from pyroaring import BitMap

from research.search.postings import answering, common_words, signs

EVERY = BitMap(range(1, 9))
ROWS_OF = {"coal": BitMap([1, 2, 3]), "mine": BitMap([2, 3, 4]), "port": BitMap([5])}


@pytest.mark.parametrize(
    ("tsquery", "keys"),
    [
        ("", []),
        ("'coal'", [1, 2, 3]),
        ("'coal' & 'mine'", [2, 3]),
        ("'coal' & 'mine' | 'port'", [2, 3, 5]),
        ("( 'coal' | 'port' ) & 'mine'", [2, 3]),
        ("'coal' & !( 'mine' | 'port' )", [1]),
        ("!!'port'", [5]),
        ("!'coal' & !'mine'", [5, 6, 7, 8]),
    ],
)
def test_and_or_and_not(tsquery, keys):
    assert list(answering(signs(tsquery), ROWS_OF, EVERY)) == keys


@pytest.mark.parametrize("tsquery", ["'coal' <-> 'mine'", "'coal':*", "'coal':A", "'o''coal'"])
def test_what_is_more_than_that_is_not_read(tsquery):
    assert signs(tsquery) is None


@pytest.mark.django_db
def test_a_small_repository_keeps_no_words():
    assert common_words() == []
