"""Every public parameter of every public list, with the known nasties and with random text: a page or a refusal."""

import random

import pytest
from django.test import Client
from django.urls import reverse

from groundwork.filtering import PublicFilterSet
from indicators.filters import ExplorerFilterSet, GapFilterSet, StoredFilterSet
from meetings.filters import MeetingFilterSet, OutcomeFilterSet
from research.filters import PublicationFilterSet
from sector_portal.pages.search import EverythingFilterSet
from sectors.filters import (
    ChosenPracticeFilterSet,
    FocalPointFilterSet,
    InstrumentFilterSet,
    PracticeFilterSet,
    SectorViewFilterSet,
    TeamFilterSet,
    ThemeFilterSet,
)
from tests.factories.indicators import CoverageFactory
from tests.factories.meetings import MeetingFactory, OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import InstrumentFactory

LISTS = {
    "instruments": [InstrumentFilterSet],
    "meetings": [MeetingFilterSet],
    "follow-up": [OutcomeFilterSet],
    "research": [PublicationFilterSet],
    "statistics": [ExplorerFilterSet, StoredFilterSet],  # the second is the API's
    "statistics-gaps": [GapFilterSet],
    "sectors": [SectorViewFilterSet],
    "themes": [ThemeFilterSet],
    "practices": [PracticeFilterSet],
    "practices-print": [ChosenPracticeFilterSet],
    "people": [FocalPointFilterSet, TeamFilterSet],
    "search": [EverythingFilterSet],
}
# Pages that are asked for in other ways than by filters
OTHERS = {"contact": ["kind", "about"], "follow-up-tables": ["source", "session", "as_at"]}
FREE = {"q", "year_from", "from", "page", "about", "as_at"}  # the others look their values up in a list
PARAMETERS = [
    *((name, parameter) for name, parameters in OTHERS.items() for parameter in parameters),
    *(
        (name, parameter)
        for name, filter_sets in LISTS.items()
        for parameter in {**filter_sets[0].base_filters, **filter_sets[-1].base_filters, "page": 0, "unheard-of": 0}
    ),
]
SHORT = [
    "",
    "0",
    "-1",
    "²",
    "abc",
    "\x00",
    "\x1b",
    "' OR 1=1 --",
    "<script>",
    "../../etc/passwd",
    "a" * 1001,
    "😀" * 200,
]
# fmt: off
NASTIES = [
    *SHORT, " ", "1e9", "NaN", "1.5", "٣", "99999999999999999999", "2147483648", "null", "None", "true",
    "a\x00b", "\x7f", "\ufeff", "\u202e", "\ufffd", "\ud7ff", "e\u0301" * 50, "ﷺ", "İ", "ß",
    "'", '"', "''", '"""', "\\", "%", "%s", "{}", "{0.__class__}", "$", "`", "--", ";", "/*", "*/", ")", "(" * 500,
    "1; DROP TABLE x", "{{7*7}}", "\r\nSet-Cookie: a=b", "a" * 1000, "-", "-a", "- -", "OR", "OR OR", "a OR", '"a',
    '-"a b"', "and or not", "the of and", "!", "&", "|", ":*", "a:*", "a:b", "'a':1", "a<->b", "\\'",
    " ".join(["word"] * 150), "mining,coal", "[]", "mining[]", "\t\n",
]
# fmt: on
RANDOM = random.Random(20261124)  # noqa: S311 - the same cases in every run
ALPHABET = [
    chr(code)
    for block in ((0x01, 0x7F), (0xA0, 0x24F), (0x370, 0x3FF), (0x600, 0x6FF), (0x4E00, 0x4E40))
    for code in range(*block)
]
RANDOM_TEXTS = ["".join(RANDOM.choices(ALPHABET, k=RANDOM.randint(1, 60))) for _ in range(15)]


@pytest.fixture
def rows(db):
    CoverageFactory()
    InstrumentFactory()
    MeetingFactory()
    OutcomeFactory()
    PublicationFactory(indexed=True)


def ends(filter_set: type[PublicFilterSet]) -> set[type[PublicFilterSet]]:
    """The portal's filter sets below one, but those that others are made of."""
    below = [one for one in filter_set.__subclasses__() if not one.__module__.startswith("tests.")]
    return set().union(*map(ends, below)) or {filter_set}


def test_every_filter_set_is_asked():
    asked = {filter_set for filter_sets in LISTS.values() for filter_set in filter_sets}
    assert ends(PublicFilterSet) <= asked


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_any_value_of_a_parameter_gets_a_page_or_a_refusal_in_the_look_of_the_page(rows, name, parameter):
    client, address = Client(), reverse(name)
    for value in (*NASTIES, *RANDOM_TEXTS) if parameter in FREE else SHORT:
        response = client.get(address, {parameter: value})
        assert response.status_code in {200, 400, 404}, (parameter, value)
        assert 'class="foot"' in response.text, (parameter, value)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", ["%ff=%fe", "a=%ed%a0%80", "=", "&&&", "a[]=1&a[]=2", "q=%", "page=1&page=2&page=x", "%00"]
)
def test_any_query_string_gets_a_page_or_a_refusal(rows, name, query):
    assert Client().get(f"{reverse(name)}?{query}").status_code in {200, 400}


@pytest.mark.parametrize("path", ["%00", "%ff", "..%2f..", "a" * 5000, "%0d%0aX: y", "😀", "1" * 400])
@pytest.mark.parametrize(
    "prefix",
    [
        "/",
        "/sectors/",
        "/research/",
        "/meetings/",
        "/follow-up/",
        "/themes/",
        "/instruments/",
        "/countries/",
        "/fr/",
        "/sitemap-",
    ],
)
def test_any_path_is_found_or_not(db, prefix, path):
    assert Client().get(f"{prefix}{path}/").status_code in {400, 404}
