"""The Word document, read again by python-docx as an office would."""

import io

import docx
import pytest
from django.core.management import call_command
from django.utils import translation

from groundwork.partial_dates import PartialDate
from meetings.exports.word import word_document
from meetings.models import Review
from meetings.tables import table_of
from tests.factories.meetings import OutcomeFactory, ReviewFactory

pytestmark = pytest.mark.django_db
DAY = PartialDate(2016, 10, 4)


def opened(*sources, session=""):
    tables = [table_of(source, str(DAY)) for source in sources]
    return docx.Document(io.BytesIO(word_document(tables, session=session, as_at=DAY)))


def cells(table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def follow_ups(table) -> list[str]:
    """The text of each cell of the second column once, merged ones and section headings apart."""
    cells = {row.cells[1]._tc: row.cells[1].text for row in table.rows[1:] if row.cells[0]._tc is not row.cells[1]._tc}
    return list(cells.values())


def test_appendices_are_tables_of_two_columns_with_merged_cells_and_section_headings():
    call_command("load_reviews")
    review = Review.objects.get
    document = opened(review(slug="2012-independent-evaluation"), review(slug="2015-brainstorming"), session="GB.328")
    first, second = document.tables
    rows = cells(first)
    assert (rows[0], len(rows)) == (["Recommendation", "Follow-up"], 12)
    assert first.rows[1].cells[1]._tc is first.rows[2].cells[1]._tc
    assert first.rows[8].cells[1]._tc is first.rows[9].cells[1]._tc
    assert rows[1][1].startswith("Completed\nThe Office brought this recommendation")
    assert rows[1][1].endswith("For 1 and 2 together")
    assert "uncertain" in rows[2][0]
    headings = {place: row[0] for place, row in enumerate(cells(second)) if row[0] == row[1]}
    assert headings == {
        1: "Functioning of advisory bodies",
        6: "Meetings",
        8: "Coherence and alignment",
        12: "Decent Work Country Programmes (DWCPs)",
        14: "External partnerships",
    }
    assert len(second.rows) == 1 + 11 + len(headings)
    assert [len(follow_ups(table)) for table in (first, second)] == [9, 11]
    said = "\n".join(follow_ups(second))
    reports = [
        report for line in table_of(review(slug="2015-brainstorming"), str(DAY)).lines for report in line.reports
    ]
    assert (len(reports), {said.count(report.text.split("\n\n")[0]) >= 1 for report in reports}) == (13, {True})
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for table in (first, second) for row in table.rows)
    body = [paragraph.text for paragraph in document.paragraphs]
    assert "GB.328/POL/8 · GB.328 · As at 4 October 2016" in body
    assert "A shared cell answers more than one recommendation." in body
    alone = opened(review(slug="2015-brainstorming"))
    assert "A shared cell answers more than one recommendation." not in [one.text for one in alone.paragraphs]


def test_document_is_in_the_active_language_and_control_characters_are_left_out():
    outcome = OutcomeFactory(meeting=None, review=ReviewFactory(title="Bad\x0bname"), text="Do\x01cument")
    with translation.override("fr"):
        document = opened(outcome.review)
    assert document.paragraphs[0].text == "Badname"
    assert cells(document.tables[0])[0] == ["Recommandation", "Suivi"]
    assert "Document" in cells(document.tables[0])[1][0]
