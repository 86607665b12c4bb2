import pytest

from groundwork.partial_dates import PartialDate
from research.imports.dates import month_only, read_date


@pytest.mark.parametrize(
    ("text", "date", "repairs"),
    [
        ("", None, ()),
        ("2017", PartialDate(2017), ()),
        ("2019-02", PartialDate(2019, 2), ()),
        ("2022-03-15", PartialDate(2022, 3, 15), ()),
        ("April 2026", PartialDate(2026, 4), ("date: month in words read",)),
        ("October 20", None, ("date: unreadable, left out",)),
        ("September ", None, ("date: unreadable, left out",)),
        ("2026-13", None, ("date: unreadable, left out",)),
        ("2026-02-30", None, ("date: unreadable, left out",)),
        ("0012", None, ("date: impossible year, left out",)),
        ("9999-01", None, ("date: impossible year, left out",)),
    ],
)
def test_read_date_never_guesses(text, date, repairs):
    found = read_date(text)

    assert (found.value, found.repairs) == (date, repairs)


def test_month_only_drops_the_day():
    assert month_only(PartialDate(2009, 2, 1)) == PartialDate(2009, 2)
