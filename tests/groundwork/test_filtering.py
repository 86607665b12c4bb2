"""Filters of public lists, tried on sectors: what is malformed is refused, what is unknown is said."""

import pytest
from django.http import QueryDict

from groundwork.cleaning import BadInputError
from groundwork.filtering import Chip, KnownValuesFilter, PublicFilterSet, Unknown, YearFilter
from sectors.models import Instrument
from tests.factories.sectors import InstrumentFactory

KINDS = [("convention", "Convention"), ("tool", "Tool"), ("guidelines", "Guidelines")]


class InstrumentFilterSet(PublicFilterSet):
    kind = KnownValuesFilter(label="Kind", options=lambda: KINDS)
    year_from = YearFilter(label="From year", field_name="year", lookup_expr="gte")
    year_to = YearFilter(label="To year", field_name="year", lookup_expr="lte")

    class Meta:
        model = Instrument
        fields = ()


@pytest.fixture
def filters(rf, db):
    def ask(query: str) -> InstrumentFilterSet:
        request = rf.get(f"/?{query}")
        everything = Instrument.objects.order_by("pk")
        return InstrumentFilterSet(QueryDict(query), queryset=everything, request=request).checked()

    return ask


@pytest.fixture
def instruments(db):
    made = [("convention", 1988), ("convention", 2001), ("tool", 2001), ("guidelines", None)]
    return [InstrumentFactory(kind=kind, year=year) for kind, year in made]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [0, 1, 2, 3]),
        ("kind=&year_from=", [0, 1, 2, 3]),
        ("kind=tool", [2]),
        ("kind=convention&kind=tool", [0, 1, 2]),
        ("kind=convention&kind=convention", [0, 1]),
        ("year_from=2000", [1, 2]),
        ("kind=convention&year_from=1980&year_to=1999", [0]),
        ("kind=tool&other=1&page=7", [2]),
    ],
)
def test_values_of_one_filter_add_and_filters_narrow(filters, instruments, query, found):
    assert list(filters(query).qs) == [instruments[place] for place in found]


def test_unknown_value_is_left_out_and_said(filters, instruments):
    asked = filters("kind=tool&kind=treaty&kind=<b>")
    assert list(asked.qs) == [instruments[2]]
    assert asked.unknown == [Unknown("Kind", "treaty"), Unknown("Kind", "<b>")]
    assert filters("kind=tool").unknown == []


def test_only_unknown_values_filter_nothing_and_are_said(filters, instruments):
    asked = filters("kind=treaty")
    assert list(asked.qs) == instruments
    assert (asked.unknown, asked.chosen) == ([Unknown("Kind", "treaty")], {})


def test_file_or_feed_refuses_what_is_unknown(filters):
    assert filters("kind=tool").strict().unknown == []
    with pytest.raises(BadInputError, match="“treaty” is not known here"):
        filters("kind=tool&kind=treaty").strict()


@pytest.mark.parametrize("year", ["abc", "20", "02006", "20061", "-2006", "2006.0", "２００６", "٢٠٠٦", "2006 2007"])
def test_year_that_is_none_is_refused_with_a_sentence(filters, year):
    with pytest.raises(BadInputError) as refusal:
        filters(f"kind=tool&year_from={year}")
    assert str(refusal.value) == f"“{year}” is not a year. Write a year of four digits, like 2006."


def test_chip_stands_for_each_value_and_leads_to_the_list_without_it(filters, instruments):
    asked = filters("kind=tool&kind=convention&year_to=2006&page=3&sort=title")
    assert asked.chips() == [
        Chip("Kind", "Tool", "?kind=convention&year_to=2006&sort=title"),
        Chip("Kind", "Convention", "?kind=tool&year_to=2006&sort=title"),
        Chip("To year", "To year 2006", "?kind=tool&kind=convention&sort=title"),
    ]
    assert asked.chips(leave_out=["kind"]) == asked.chips()[2:]


def test_select_offers_every_known_value_and_none(filters):
    (select,) = filters("kind=tool").selects(kind="All kinds")
    assert (select["name"], select["label"]) == ("kind", "Kind")
    assert [(option["value"], bool(option.get("selected"))) for option in select["options"]] == [
        ("", False),
        ("convention", False),
        ("tool", True),
        ("guidelines", False),
    ]


def test_years_are_shown_as_typed(filters):
    assert filters("year_from=1990").years == {
        "from": "1990",
        "to": "",
        "from_name": "year_from",
        "to_name": "year_to",
    }


def test_options_are_asked_once_for_a_request(rf, db):
    asked = []

    class Counting(PublicFilterSet):
        kind = KnownValuesFilter(label="Kind", options=lambda: asked.append(1) or KINDS)

        class Meta:
            model = Instrument
            fields = ()

    filters = Counting(QueryDict("kind=tool"), queryset=Instrument.objects.all(), request=rf.get("/")).checked()
    assert (filters.chips(), filters.selects(kind="All"), filters.unknown) is not None
    assert asked == [1]


def test_unknown_value_is_refused_where_no_notice_could_be_read(filters):
    assert filters("kind=tool").refuse_unknown().chosen == {"kind": ["tool"]}
    with pytest.raises(BadInputError, match="“nope” is no value of the filter “Kind”"):
        filters("kind=nope").refuse_unknown()
