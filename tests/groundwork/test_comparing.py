"""Two texts compared word by word."""

from hypothesis import given
from hypothesis import strategies as st

from groundwork import comparing
from groundwork.comparing import Piece, compared

texts = st.text(alphabet="ab \n", max_size=12)


@given(texts, texts)
def test_both_texts_are_in_it_whole(before, after):
    pieces = compared(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.change != "del") == after


def test_what_went_and_what_came_is_marked():
    assert compared("one two", "one 2 three") == [Piece("one "), Piece("two", "del"), Piece("2 three", "ins")]


def test_endless_texts_are_not_compared_word_by_word(monkeypatch):
    monkeypatch.setattr(comparing, "MOST_COMPARED", 3)
    assert compared("one two", "one three") == [Piece("one two", "del"), Piece("one three", "ins")]
