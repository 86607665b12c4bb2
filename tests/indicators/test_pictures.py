"""Pictures by themselves; those of a view are proved with it in test_views.py."""

import pytest
from lxml import etree

from indicators.charts import chart_of
from indicators.pictures import picture_of
from tests.indicators.test_charts import line

NEEDLE = "w" * 300  # a word longer than any line


def size_of(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@pytest.fixture
def chart():
    return chart_of([line({2010: 40, 2011: 41})], "Hours rose")


def test_all_that_is_said_stands_inside_the_picture(chart):
    picture = picture_of(chart, "Hours rose " * 30, above=["Mexico"], below=["Source", NEEDLE, "", "Licence <&>"])
    root = etree.fromstring(picture.svg.encode())
    heights = [float(text.get("y")) for text in root.iter("{*}text") if text.getparent() is root]
    assert heights == sorted(heights)
    assert 0 < heights[0] < heights[-1] < picture.height
    assert "".join(root.itertext("{*}text")).count("w") >= 300
    assert "Licence <&>" in root.itertext("{*}text")
    assert size_of(picture.png) == (2 * 860, 2 * picture.height)


def test_letters_are_drawn_without_any_font_of_the_machine():
    """A letter that no font here has is not drawn; those of the portal's languages and of names of countries are."""

    def drawn(letter: str) -> bytes:
        return picture_of(None, "", above=[], below=[letter]).png

    nothing = drawn("\u0710")
    assert all(drawn(letter) != nothing for letter in "aÅéñœç€–“’ıã")


def test_control_characters_of_a_name_break_no_picture():
    picture = picture_of(None, "Ho\x0burs", above=[], below=["Nothing\x1b"])
    assert etree.fromstring(picture.svg.encode()).findtext("{*}title") == "Hours"
    assert size_of(picture.png)[0] == 2 * 860


def test_picture_of_many_bars_is_not_drawn_twice_as_large():
    bars = chart_of([line({2010: n}, label=str(n)) for n in range(90)], "Bars")
    picture = picture_of(bars, "Bars", above=[], below=[])
    assert size_of(picture.png) == (860, picture.height)
