import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from groundwork.partial_dates import PartialDate, PartialDateField, period
from meetings.models import Meeting
from tests.factories.meetings import MeetingFactory


@some.composite
def partial_dates(draw) -> PartialDate:
    day = draw(some.dates())
    known = draw(some.integers(1, 3))
    return PartialDate(*[day.year, day.month, day.day][:known])


def parse(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


@given(partial_dates())
def test_text_and_date_say_the_same(date: PartialDate):
    assert PartialDate.parse(str(date)) == date


@given(partial_dates(), partial_dates())
def test_dates_sort_as_their_text(one: PartialDate, other: PartialDate):
    assert (one < other) == (str(one) < str(other))


@given(partial_dates())
def test_date_lies_between_its_bounds(date: PartialDate):
    assert date.first_day <= date.last_day
    assert date.is_exact == (date.first_day == date.last_day)
    assert str(date) == date.first_day.isoformat()[: len(str(date))] == date.last_day.isoformat()[: len(str(date))]


@given(partial_dates())
def test_day_before_and_day_after_lie_outside(date: PartialDate):
    one_day = dt.timedelta(days=1)
    if date.first_day > dt.date.min:
        assert (date.first_day - one_day).isoformat()[: len(str(date))] != str(date)
    if date.last_day < dt.date.max:
        assert (date.last_day + one_day).isoformat()[: len(str(date))] != str(date)


@pytest.mark.parametrize(
    "text",
    [
        *("", "26", "20260418", "2026-4", "2026-04-1", "2026-00", "2026-04-00", "2026-13", "2026-02-30", "0000"),
        *("2026/04", "April 2026", "2026-04-18T10:00", "-2026", "٢٠٢٦", "2026-04-18-01", "2026\x00"),
    ],
)
def test_parse_refuses_what_is_no_date(text):
    with pytest.raises(ValueError, match=r"date|year|month|day"):
        PartialDate.parse(text)


@given(some.text(max_size=12))
def test_parse_refuses_or_reads_any_text(text: str):
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return
    assert str(date) == text.strip()


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["18 April 2026", "18 Apr 2026", "April 2026", "Apr 2026", "2026"]),
        ("fr", ["18 avril 2026", "18 avr. 2026", "avril 2026", "avr. 2026", "2026"]),
        ("es", ["18 de abril de 2026", "18 abr 2026", "abril de 2026", "abr 2026", "2026"]),
    ],
)
def test_display_is_in_the_words_of_the_language(language, texts):
    day, month, year = (PartialDate.parse(text) for text in ("2026-04-18", "2026-04", "2026"))
    with translation.override(language):
        shown = [day.display(), day.display("short"), month.display(), month.display("short"), year.display()]
    assert shown == texts


def test_first_of_a_month_is_an_ordinal_in_french_alone():
    first = PartialDate.of(dt.date(2018, 5, 1))
    with translation.override("fr"):
        assert (first.display(), first.display("short"), PartialDate(2018, 5).display()) == (
            *("1er mai 2018", "1er mai 2018"),
            "mai 2018",
        )
        assert PartialDate(2018, 5, 11).display() == "11 mai 2018"
    with translation.override("es"):
        assert first.display() == "1 de mayo de 2018"


@pytest.mark.parametrize(
    ("start", "end", "en", "fr", "es"),
    [
        (None, None, "", "", ""),
        ("2017-09-18", None, "18 September 2017", "18 septembre 2017", "18 de septiembre de 2017"),
        (None, "2017-09", "September 2017", "septembre 2017", "septiembre de 2017"),
        ("2017", "2017", "2017", "2017", "2017"),
        ("2017-09-18", "2017-09-22", "18–22 September 2017", "18–22 septembre 2017", "18–22 de septiembre de 2017"),
        ("2017-09-02", "2017-09-20", "2–20 September 2017", "2–20 septembre 2017", "2–20 de septiembre de 2017"),
        (
            *("2018-04-30", "2018-05-02", "30 April – 2 May 2018", "30 avril – 2 mai 2018"),
            "30 de abril – 2 de mayo de 2018",
        ),
        ("2018-05-01", "2018-05-04", "1–4 May 2018", "1er–4 mai 2018", "1–4 de mayo de 2018"),
        ("2018-04", "2018-06", "April – June 2018", "avril – juin 2018", "abril – junio de 2018"),
        ("2018-12", "2019-01", "December 2018 – January 2019", "décembre 2018 – janvier 2019", None),
        ("2018", "2020", "2018 – 2020", "2018 – 2020", "2018 – 2020"),
        ("2018", "2018-06", "2018 – June 2018", "2018 – juin 2018", "2018 – junio de 2018"),
    ],
)
def test_period_says_no_more_than_is_known(start, end, en, fr, es):
    for language, expected in {"en": en, "fr": fr, "es": es}.items():
        if expected is not None:
            with translation.override(language):
                assert period(parse(start), parse(end)) == expected


@pytest.mark.parametrize("text", ["2026", "2026-04", "2026-04-18", None])
def test_field_keeps_what_is_known(db, text):
    meeting = MeetingFactory(start=text)
    meeting.refresh_from_db()
    meeting.full_clean()
    assert meeting.start == parse(text)
    assert Meeting._meta.get_field("start").value_to_string(meeting) == (text or "")


def test_field_refuses_with_a_sentence_of_what_would_be_right():
    with pytest.raises(ValidationError) as refusal:
        PartialDateField().clean("18.4.2026", None)
    assert refusal.value.messages == ["“18.4.2026” is not a date. Write 2026, 2026-04 or 2026-04-18."]


def test_form_field_does_not_call_the_same_date_a_change(db):
    from django.forms import modelform_factory

    meeting = MeetingFactory(start="2026-04")
    form = modelform_factory(Meeting, fields=["start"])({"start": " 2026-04 "}, instance=meeting)
    assert form.is_valid()
    assert not form.has_changed()
    assert form.instance.start == PartialDate(2026, 4)
