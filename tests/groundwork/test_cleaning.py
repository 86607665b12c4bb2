import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as some

from groundwork.cleaning import LONGEST_VALUE, MOST_VALUES, BadInputError, check_query, clean_line, whole_number


def query(**values: str | list[str]) -> QueryDict:
    asked = QueryDict(mutable=True)
    for key, value in values.items():
        asked.setlist(key, value if isinstance(value, list) else [value])
    return asked


def test_query_that_means_something_passes():
    check_query(query())
    check_query(query(q="coût de l’énergie, 採掘 – 1990\t2006", sector=["mining", ""]))
    check_query(query(q="x" * LONGEST_VALUE, sector=["mining"] * (MOST_VALUES - 1)))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (query(q="a\x00b"), "a character that no text contains"),
        (query(q="\x1b[2J"), "a character that no text contains"),
        (query(q="\ud800"), "a character that no text contains"),
        (query(**{"q\x00": "a"}), "a character that no text contains"),
        (query(q="x" * (LONGEST_VALUE + 1)), "The value of “q” is too long; write at most 1000 characters."),
        (query(**{"k" * (LONGEST_VALUE + 1): "x"}), f"The value of “{'k' * 40}” is too long"),
        (query(sector=["mining"] * (MOST_VALUES + 1)), "The address has too many values; at most 300 can be read."),
        (query(a="fine", b="fine", c="not\x07"), "a character that no text contains"),
    ],
)
def test_query_that_means_nothing_is_refused_with_a_sentence(asked, sentence):
    with pytest.raises(BadInputError) as refusal:
        check_query(asked)
    assert sentence in str(refusal.value)
    assert isinstance(refusal.value, BadRequest)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" two \n\t words ", "two words"),
        ("a\x00b\x07", "ab"),
        ("non\u00a0breaking\u2003wide", "non breaking wide"),
        ("", ""),
    ],
)
def test_clean_line_is_one_line(text, line):
    assert clean_line(text) == line


@given(some.text())
def test_clean_line_twice_is_once(text: str):
    assert clean_line(clean_line(text)) == clean_line(text)


@given(some.integers(0, 10_000))
def test_whole_number_reads_numbers_within_bounds(number: int):
    assert whole_number(str(number), 0, 10_000) == number


@given(some.text(max_size=8))
def test_whole_number_refuses_or_reads_any_text(text: str):
    try:
        number = whole_number(text, 1, 300)
    except ValueError:
        return
    assert 1 <= number <= 300
    assert text.isascii()


@pytest.mark.parametrize(
    "text", ["", " 1", "1 ", "+1", "-1", "1.0", "1e3", "١", "²", "0x1", "1_0", "0", "301", "9" * 400]
)
def test_whole_number_refuses(text):
    with pytest.raises(ValueError, match=r"is no whole number|is not between 1 and 300"):
        whole_number(text, 1, 300)
