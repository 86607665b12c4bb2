from dataclasses import replace

import pytest

from groundwork.partial_dates import PartialDate
from research.imports.records import Name, Record
from research.imports.works import gather, title_mark
from research.models import Publication

PAPER = Record(
    "nber",
    "w9850",
    "Who Benefits from Labor Market Regulations? Chile 1960-1998",
    Publication.Kind.WORKING_PAPER,
    date=PartialDate(2003, 7),
    authors=(Name("Pagés", "Carmen"), Name("Montenegro", "Claudio E")),
)
SAME = replace(
    PAPER,
    source="world-bank",
    key="WPS3143",
    title="Who benefits from labor market regulations? Chile 1960–1998",
    date=PartialDate(2003, 10),
    authors=(Name("Montenegro", "Claudio E."), Name("Pages", "C.")),
    handle="10986/17995",
)
ARTICLE = replace(
    PAPER,
    source="journals",
    key="a",
    kind=Publication.Kind.JOURNAL_ARTICLE,
    container="Economics Letters",
    doi="10.1016/a",
)


def test_gather_finds_the_same_work_whatever_the_order_of_authors_and_the_marks_in_its_title():
    works = gather([PAPER, SAME])

    assert [[record.key for record in work.records] for work in works] == [["w9850", "WPS3143"]]
    assert works[0].record == replace(PAPER, handle="10986/17995")


@pytest.mark.parametrize(
    "other",
    [
        replace(SAME, date=PartialDate(2004)),
        replace(SAME, authors=(Name("Heckman", "James"),)),
        replace(SAME, authors=()),
        replace(SAME, date=None),
        replace(SAME, kind=Publication.Kind.JOURNAL_ARTICLE),
        replace(SAME, title="Who benefits from labor market regulations?"),
    ],
    ids=["another year", "other authors", "no authors", "no date", "another kind", "another title"],
)
def test_gather_leaves_apart_what_is_less_than_sure(other):
    assert len(gather([PAPER, other])) == 2


def test_gather_trusts_a_doi_or_a_handle():
    by_doi = replace(ARTICLE, key="b", title="Another title", authors=(), date=None)
    by_handle = replace(SAME, key="c", title="Another title", authors=(), date=None)

    assert [len(work.records) for work in gather([ARTICLE, by_doi, SAME, by_handle])] == [2, 2]


def test_gather_never_joins_two_dois():
    assert len(gather([ARTICLE, replace(ARTICLE, key="b", doi="10.1016/b")])) == 2


def test_gather_joins_an_article_without_a_date_in_the_same_journal():
    undated = replace(ARTICLE, key="b", doi="", date=None)

    assert len(gather([ARTICLE, undated])) == 1
    assert len(gather([ARTICLE, replace(undated, container="World Development")])) == 2


def test_gather_takes_an_unknown_kind_for_any():
    unknown = replace(SAME, kind=Publication.Kind.OTHER, kind_as_given="misc")

    works = gather([unknown, PAPER])

    assert [work.record.kind for work in works] == [Publication.Kind.WORKING_PAPER]


def test_gather_fills_from_the_other_source_and_takes_the_best_access():
    poor = replace(PAPER, access=Publication.Access.MAY_COST, keywords=("wages",), sectors=("education",))
    rich = replace(
        SAME,
        abstract="About Chile.",
        date=PartialDate(2003, 7, 15),
        access=Publication.Access.FREE,
        keywords=("wages", "Chile"),
        sectors=("education", "mining"),
    )

    record = gather([poor, rich])[0].record

    assert [record.source, record.abstract, str(record.date), record.access] == [
        "nber",
        "About Chile.",
        "2003-07-15",
        Publication.Access.FREE,
    ]
    assert [record.keywords, record.sectors] == [("wages", "Chile"), ("education", "mining")]


def test_title_mark_knows_no_case_accents_or_marks():
    assert title_mark("Él “Niño”: 1960–1998!") == "el nino 1960 1998"
