"""Rows parted by what their titles are worth; test_search_ranking.py asks the database for the same order."""

from itertools import combinations

from pyroaring import BitMap

from research.search.titles import around, by_title, by_year, words_of

EVERY = BitMap(range(1, 9))
ROWS_OF = {"coal 1": BitMap([1, 2, 3]), "coal 3": BitMap([4, 9]), "mine 1": BitMap([2, 5]), "mine 2": BitMap([3, 6])}


def test_each_word_counts_and_less_when_it_comes_again():
    assert by_title(EVERY, [], ROWS_OF) == [EVERY]
    assert list(map(list, by_title(EVERY, ["coal", "port"], ROWS_OF))) == [[4], [1, 2, 3], [5, 6, 7, 8]]
    assert list(map(list, by_title(EVERY, ["coal", "mine"], ROWS_OF))) == [[3], [2], [4], [6], [1, 5], [7, 8]]


def test_last_year_first_and_undated_at_the_end():
    years = {1999: BitMap([1, 2]), 2005: BitMap([3, 4, 7])}
    assert list(map(list, by_year([BitMap([2, 3, 5]), BitMap([1, 4])], years))) == [[3], [2], [5], [4], [1]]


def test_a_slice_lies_in_the_parts_around_it():
    parts = [BitMap([1, 2, 3]), BitMap([4]), BitMap([5, 6]), BitMap([7, 8, 9])]
    every = [key for part in parts for key in part]
    for start, stop in combinations(range(11), 2):
        held, before = around(parts, slice(start, stop))
        assert list(held)[start - before : stop - before] == every[start:stop]
        assert len(held) <= stop - start + 4  # with what goes over the ends, of three at most


def test_words_of_whatever_is_sought_but_beginnings():
    assert words_of("'coal' & !'mine' | 'decent' <2> 'work'") == {"coal", "mine", "decent", "work"}
    assert words_of("'coal':* | 'mine'") == words_of("'o''coal'") == words_of("") == set()
