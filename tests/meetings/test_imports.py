import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from groundwork.partial_dates import PartialDate
from groundwork.tabular import UnreadableFileError
from meetings.imports.documents import read_documents
from meetings.imports.meetings import COLUMNS, CORRECTION_COLUMNS, read_meetings
from meetings.imports.outcomes import read_outcomes
from meetings.imports.points import split_points
from meetings.imports.programme import read_programme
from meetings.imports.reviews import read_reviews

FOLDER = settings.DEMO_DIR
REVIEWS = [
    FOLDER / "reviews" / f"{name}.csv" for name in ("reviews", "evaluation_recommendations", "strategy_elements")
]


def meeting(**given):
    plain = {
        "id": "mtg:1",
        "title": "Meeting on Ships' Cooks",
        "start": "2013-09-23",
        "end": "2013-09-27",
        "type": "Meeting of Experts",
        "sector_tag": "MARITIME",
        "retrieved_from": "https://www.ilo.org/sector",
    } | given
    return ",".join(f'"{plain.get(column, "")}"' for column in COLUMNS)


def read(folder, *rows, corrections=()):
    path, corrected = folder / "m.csv", folder / "c.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    lines = [",".join(f'"{row.get(column, "")}"' for column in CORRECTION_COLUMNS) for row in corrections]
    corrected.write_text("\n".join([",".join(CORRECTION_COLUMNS), *lines, ""]), encoding="utf-8")
    return read_meetings([path], corrected)


def test_read_meetings_keeps_the_sources_words_and_partial_dates(tmp_path):
    row = read(tmp_path, meeting(start="2017-02", end="", type="Tripartite sectoral meeting")).rows[0]

    assert [row.kind, row.kind_as_given] == ["sectoral-meeting", "Tripartite sectoral meeting"]
    assert [row.start, row.end] == [PartialDate(2017, 2), None]
    assert [row.sector_tag, row.all_sectors] == ["MARITIME", False]


def test_read_meetings_takes_cross_for_all_sectors(tmp_path):
    row = read(tmp_path, meeting(sector_tag="CROSS")).rows[0]

    assert [row.sector_tag, row.all_sectors] == ["", True]


@pytest.mark.parametrize(
    ("title", "start", "slug"),
    [
        ("Meeting on Ships' Cooks", "2013-09", "meeting-on-ships-cooks-2013"),
        ("Sectoral Advisory Bodies 2021", "2021-01", "sectoral-advisory-bodies-2021"),
        ("Joint ILO–IMO Group", "", "joint-ilo-imo-group"),
        ("Word " * 40, "1999", "word-" * 15 + "1999"),
    ],
)
def test_read_meetings_makes_addresses_of_title_and_year(tmp_path, title, start, slug):
    assert read(tmp_path, meeting(title=title, start=start, end="")).rows[0].slug == slug


def test_read_meetings_keeps_addresses_apart(tmp_path):
    rows = read(tmp_path, meeting(), meeting(id="mtg:2")).rows

    assert [row.slug for row in rows] == ["meeting-on-ships-cooks-2013", "meeting-on-ships-cooks-2013-mtg-2"]


@pytest.mark.parametrize(
    ("note", "symbol", "place", "rest"),
    [
        ("GDFEEW/2019; 17 points of consensus", "GDFEEW/2019", "", "17 points of consensus."),
        ("TMIMF/2017", "TMIMF/2017", "", ""),
        ("GB.268/STM/2", "", "", "GB.268/STM/2."),
        ("Dakar, Senegal", "", "Dakar, Senegal", ""),
        ("Turin, blended", "", "Turin", "Blended."),
    ],
)
def test_read_meetings_takes_symbol_and_place_out_of_the_note(tmp_path, note, symbol, place, rest):
    row = read(tmp_path, meeting(note=note)).rows[0]

    assert [row.symbol, row.place, row.note] == [symbol, place, rest]


@pytest.mark.parametrize(
    ("retrieved_from", "url", "note"),
    [
        ("http://oit.org/x", "http://oit.org/x", ""),
        ("http://www.0925.top/x.html (mirror of ilo.org)", "", "Read in a copy of the ILO’s page or paper."),
        ("https://slideplayer.com./slide/1", "", "Read in a copy of the ILO’s page or paper."),
        ("GB.328/POL/8 (4 October 2016)", "", "Named in GB.328/POL/8 (4 October 2016)."),
    ],
)
def test_read_meetings_sends_nobody_to_copying_sites(tmp_path, retrieved_from, url, note):
    row = read(tmp_path, meeting(retrieved_from=retrieved_from)).rows[0]

    assert [row.source_url, row.note] == [url, note]


def test_read_meetings_applies_corrections(tmp_path):
    correction = {"id": "mtg:1", "start": "2013-09-24", "title": "Meeting on Cooks", "source_url": "https://bwint.org"}

    reading = read(
        tmp_path,
        meeting(note="dates to be checked", retrieved_from="http://scassn.org/x"),
        corrections=[correction, {"id": "mtg:9"}],
    )

    row = reading.rows[0]
    assert [row.title, str(row.start), str(row.end)] == ["Meeting on Cooks", "2013-09-24", "2013-09-27"]
    assert [row.note, row.source_url, row.slug] == ["", "https://bwint.org", "meeting-on-cooks-2013"]
    assert reading.repaired["correction applied"] == 1


@pytest.mark.parametrize("given", [{"type": "Banquet"}, {"start": "2013-13"}])
def test_read_meetings_refuses_what_it_cannot_read(tmp_path, given):
    with pytest.raises(UnreadableFileError, match=r"^m\.csv: mtg:1 cannot be read: "):
        read(tmp_path, meeting(**given))


@pytest.fixture(scope="module")
def reviews():
    return {review.appendix: review for review in read_reviews(*REVIEWS)}


def test_read_reviews_gives_the_rows_of_both_appendices(reviews):
    counts = {
        appendix: (len(review.outcomes), len({answer.action for row in review.outcomes for answer in row.answers}))
        for appendix, review in reviews.items()
    }

    assert counts == {"I": (11, 9), "II": (11, 13), "": (30, 0)}


def test_read_reviews_says_of_each_element_of_the_strategy_what_it_is(reviews):
    kinds = [outcome.kind for outcome in reviews[""].outcomes]
    assert [kinds.count(kind) for kind in ("strategy", "suggestion", "initiative", "rationale")] == [11, 9, 4, 3]
    assert {outcome.number for outcome in reviews[""].outcomes} == {""}


def test_read_reviews_shares_a_follow_up_and_lets_a_recommendation_have_several(reviews):
    first, second = reviews["I"].outcomes[:2]
    assert first.answers[0].action == second.answers[0].action
    assert [first.answers[0].certainty, second.answers[0].certainty] == ["probable", "ambiguous"]
    assert [len(outcome.answers) for outcome in reviews["II"].outcomes] == [1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1]


def test_read_reviews_keeps_numbers_and_statuses_as_printed(reviews):
    assert [outcome.number for outcome in reviews["I"].outcomes] == [str(number) for number in range(1, 12)]
    assert {outcome.number for outcome in reviews["II"].outcomes} == {""}
    statuses = [answer.status for outcome in reviews["I"].outcomes for answer in outcome.answers]
    assert [statuses.count("completed"), statuses.count("ongoing")] == [8, 3]
    assert {answer.status for outcome in reviews["II"].outcomes for answer in outcome.answers} == {""}


def test_read_reviews_refuses_an_unknown_word(tmp_path):
    table = FOLDER / "reviews/evaluation_recommendations.csv"
    changed = tmp_path / "table.csv"
    changed.write_text(table.read_text().replace(",Ongoing,", ",Nearly,"))

    with pytest.raises(UnreadableFileError, match="'nearly' is not a valid Status"):
        read_reviews(REVIEWS[0], changed, REVIEWS[2])


def test_read_reviews_refuses_an_element_of_an_unknown_kind(tmp_path):
    changed = tmp_path / "elements.csv"
    changed.write_text(REVIEWS[2].read_text().replace("existing initiative", "existing idea", 1))

    with pytest.raises(UnreadableFileError, match="'existing idea' is no kind of element"):
        read_reviews(*REVIEWS[:2], changed)


def changed(tmp_path, name, old, new):
    path = tmp_path / name
    path.write_text((FOLDER / "meetings" / name).read_text().replace(old, new, 1))
    return path


def test_read_outcomes_tells_numbers_of_the_source_from_ours():
    rows = {row.key: row for row in read_outcomes(FOLDER / "meetings/outcomes.csv")}
    numbers = {
        key: (rows[key].number, rows[key].numbered_here) for key in ("mtgx:18/25", "mtgx:18/n1", "mtgx:01/res. n1")
    }
    assert numbers == {"mtgx:18/25": ("25", False), "mtgx:18/n1": ("1", True), "mtgx:01/res. n1": ("1", True)}
    assert [len(rows), len({row.meeting for row in rows.values()})] == [210, 44]
    assert [rows["mtgx:18/25"].follow_up_types, rows["mtgx:18/25"].addressed_to] == [["research", "advice"], ["office"]]


def test_read_documents_and_the_programme_keep_every_row_apart():
    documents, programme = (
        read_documents(FOLDER / "meetings/documents.csv"),
        read_programme(FOLDER / "meetings/programme.csv"),
    )
    assert [len({row.key for row in documents}), len({row.key for row in programme})] == [79, 51]
    undecided = [row for row in programme if row.kind_as_given and not row.kind]
    assert [row.kind_as_given for row in undecided] == ["Technical meeting or meeting of experts"]


@pytest.mark.parametrize(
    ("read_file", "name", "old", "new"),
    [
        (read_outcomes, "outcomes.csv", ",union federation report", ",rumour"),
        (read_outcomes, "outcomes.csv", ",Office,", ",Officials,"),
        (read_outcomes, "outcomes.csv", ",seen,", ",dreamt,"),
        (read_documents, "documents.csv", ",resolution,", ",poem,"),
        (read_documents, "documents.csv", ",49,", ",many,"),
        (read_programme, "programme.csv", ",Symposium,", ",Banquet,"),
    ],
)
def test_list_with_a_word_that_is_not_known_is_refused_in_a_sentence(tmp_path, read_file, name, old, new):
    with pytest.raises(UnreadableFileError, match=f"(?i){new.strip(chr(44))}"):
        read_file(changed(tmp_path, name, old, new))


SIGNS = st.sampled_from(
    ["1. ", "12.", "(3) ", "(a) ", "(i) ", "(iv) ", "(h)\t", "\n", "\n\n", " ", "word ", "Head", ".", "é"]
)


@given(st.lists(SIGNS, max_size=20).map("".join) | st.text(max_size=60))
def test_split_points_loses_nothing_of_the_text(text):
    points = split_points(text)
    assert "".join(point.raw for point in points) == text
    for point in points:
        letters = "".join(point.raw.split())
        label = re.sub(r"^.*(?=\()|^", "", point.number)
        assert letters.endswith("".join(point.text.split()))
        assert label.strip("()") in letters


def test_split_points_numbers_by_what_a_point_stands_under():
    text = "Whereas:\n1. Act\n(a) by law\n(i) now\n(ii) later\n(h) ever\n(i) always\n"
    text += "2. Report\n(3) Learn\n(v) well\n25. End"
    assert [point.number for point in split_points(text)] == [
        *("", "1", "1(a)", "1(a)(i)", "1(a)(ii)", "1(h)", "1(i)", "2", "(3)", "(3)(v)", "25")
    ]


def test_split_points_takes_a_short_line_apart_for_the_heading_of_what_follows():
    text = "Preamble.\n\nFor governments\n\n1. Act.\n2. Pay.\n\nFor the Office\n\n3. Report. See\n4 more"
    points = split_points(text)
    assert [(point.number, point.section) for point in points] == [
        *(("", ""), ("1", "For governments"), ("2", "For governments"), ("3", "For the Office"))
    ]
    assert points[-1].text == "Report. See\n4 more"
