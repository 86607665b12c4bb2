"""The Governing-Body table as a Word document."""

import io
from typing import Any

import docx
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from groundwork.cleaning import CONTROLS
from groundwork.partial_dates import PartialDate
from meetings.status import NO_REPORT, WORD
from meetings.tables import Line, Section, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
COLUMN = Cm(12.3)  # two on a landscape A4
FONT = "Calibri"
SHADE = "E9EEF2"  # of headings


def word_document(tables: list[Table], *, session: str, as_at: PartialDate) -> bytes:
    """The tables in their order, each under its heading; `session` may be empty."""
    document = docx.Document()
    _set_page(document)
    _set_language(document, LOCALES[get_language() or "en"])
    document.core_properties.title = _clean(", ".join(table.source.title for table in tables))[:255]
    document.core_properties.author = "SECTOR"
    for table in tables:
        document.add_heading(_clean(table.source.title), level=1)
        facts = (table.source.symbol, session, _("As at %(date)s") % {"date": as_at.display()})
        document.add_paragraph(_clean(" · ".join(fact for fact in facts if fact)))
        _add_table(document, table)
    if any(line.shared_with for table in tables for line in table.lines):
        document.add_paragraph(_("A shared cell answers more than one recommendation."))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Document) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(1), Pt(3)


def _set_language(document: Document, locale: str) -> None:
    """So that Word and screen readers read it in its language."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), locale)
    properties.append(language)


def _add_table(document: Document, table: Table) -> None:
    grid = document.add_table(rows=1, cols=2, style="Table Grid")
    for cell, heading in zip(grid.rows[0].cells, (_("Recommendation"), _("Follow-up")), strict=True):
        _write_heading(cell, heading)
    _mark(grid.rows[0], "w:tblHeader")  # repeated on each page
    for section in table.sections:
        if section.heading:
            row = grid.add_row().cells
            _write_heading(row[0].merge(row[1]), section.heading)
        _add_lines(grid, section)
    for row in grid.rows:
        _mark(row, "w:cantSplit")  # no page ends in the middle of a row
        for cell in row.cells:
            cell.width = COLUMN


def _add_lines(grid: Any, section: Section) -> None:
    rows = [grid.add_row().cells for _line in section.lines]
    for place, line in enumerate(section.lines):
        _write_recommendation(rows[place][0], line)
        if line.rows:
            last = min(place + line.rows, len(rows)) - 1
            cell = rows[place][1] if last == place else rows[place][1].merge(rows[last][1])
            _write_follow_up(cell, line)


def _write_recommendation(cell: _Cell, line: Line) -> None:
    number = line.outcome.number
    paragraphs = line.outcome.text.split("\n\n")
    _write(cell, f"{number}. {paragraphs[0]}" if number else paragraphs[0])
    for paragraph in paragraphs[1:]:
        _write(cell, paragraph)
    for note in line.notes:
        _note(cell, str(note))


def _write_follow_up(cell: _Cell, line: Line) -> None:
    if not line.reports:
        _note(cell, str(WORD[NO_REPORT].label))
    for report in line.reports:
        if report.status:
            _write(cell, str(report.status.label), bold=True)
        for paragraph in report.text.split("\n\n"):
            _write(cell, paragraph)
    if len(line.shared_with) > 1:
        _note(cell, shared_words(line))


def shared_words(line: Line) -> str:
    """Whom a shared cell answers, in words."""
    count = len(line.shared_with)
    if line.numbers:
        return _("For %(numbers)s together") % {"numbers": line.numbers}
    return ngettext("For %(count)d point", "For %(count)d points together", count) % {"count": count}


def _write(cell: _Cell, text: str, *, bold: bool = False) -> Paragraph:
    """A new paragraph, the first one in that which every cell has."""
    first = cell.paragraphs[-1]
    paragraph = first if not first.text and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.add_run(_clean(text)).bold = bold
    return paragraph


def _write_heading(cell: _Cell, text: str) -> None:
    """Shaded, and never alone at the foot of a page."""
    _write(cell, text, bold=True).paragraph_format.keep_with_next = True
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", SHADE)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _note(cell: _Cell, text: str) -> None:
    run = _write(cell, text).runs[0]
    run.italic, run.font.size = True, Pt(9)


def _mark(row: Any, name: str) -> None:
    """Set a property of a row that is either there or not."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _clean(text: str) -> str:
    return CONTROLS.sub("", text)  # no XML can hold them
