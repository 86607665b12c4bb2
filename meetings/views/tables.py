"""The table that the Governing Body reads, as a page, a Word document and a CSV file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from groundwork.cleaning import BadInputError, clean_line
from groundwork.near import NearLink, NearMissError, near
from groundwork.partial_dates import PartialDate, today
from groundwork.tabular import csv_response
from meetings.exports.word import CONTENT_TYPE, word_document
from meetings.tables import Source, Table, sources, table_of

MOST_SOURCES = 20
LONGEST_SESSION = 60


class Asked:
    """What the address asks for: sources in their order, a session, a date. Raises BadInputError, or NearMissError."""

    def __init__(self, query: QueryDict, slug: str | None) -> None:
        self.slug = slug
        self.known: dict[str, Source] = {source.slug: source for source in reversed(sources())}
        self.slugs = [slug] if slug else list(dict.fromkeys(value for value in query.getlist("source") if value))
        if len(self.slugs) > MOST_SOURCES:
            raise BadInputError(_("Choose at most %(most)d meetings and reviews.") % {"most": MOST_SOURCES})
        if slug and slug not in self.known:
            meant = near(self.known.values(), slug, lambda source: [source.slug, source.title])
            links = [NearLink(text=one.title, url=reverse("follow-up-table", args=[one.slug])) for one in meant]
            raise NearMissError(links)
        self.session = clean_line(query.get("session", ""))[:LONGEST_SESSION]
        self.date = _date(query.get("as_at", ""))

    @property
    def unknown(self) -> list[dict[str, str]]:
        return [{"facet": _("Meeting or review"), "value": slug} for slug in self.slugs if slug not in self.known]

    @property
    def query(self) -> str:
        """The query string of the files, with the question mark if there is anything."""
        kept = QueryDict(mutable=True)
        if not self.slug:
            kept.setlist("source", self.slugs)
        if self.date:
            kept["as_at"] = str(self.date)
        if self.session:
            kept["session"] = self.session
        return f"?{kept.urlencode()}" if kept else ""

    @property
    def tables(self) -> list[Table]:
        as_at = str(self.date) if self.date else None
        return [table_of(self.known[slug], as_at) for slug in self.slugs if slug in self.known]

    def whole(self) -> list[Table]:
        """The tables of a file, which leaves nothing out: raises BadInputError for an unknown source or none."""
        for one in self.unknown:
            raise BadInputError(_("There is no meeting or review “%(value)s”.") % {"value": one["value"][:60]})
        if not self.slugs:
            raise BadInputError(_("Choose at least one meeting or review: source=…"))
        return self.tables


def _date(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text.strip() else None
    except ValueError as error:
        raise BadInputError(
            _("“%(value)s” is not a date. Write 2026, 2026-04 or 2026-04-18.") % {"value": text[:40]}
        ) from error


class TablePage(TemplateView):
    """One source, or several chosen ones; without any, the choice."""

    template_name = "meetings/tables.html"

    def get_context_data(self, slug: str | None = None, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.request.GET, slug)
        tables = asked.tables
        dates = sorted({date for table in tables for date in table.dates}, reverse=True)
        files = {
            kind: reverse(f"follow-up-table{'' if slug else 's'}-{kind}", args=[slug] if slug else []) + asked.query
            for kind in ("docx", "csv")
        }
        return super().get_context_data(
            tables=tables,
            asked=asked,
            choices=list(reversed(asked.known.values())),
            one=tables[0] if len(tables) == 1 else None,
            as_at=asked.date or today(),
            dates=[{"value": str(date), "label": date.display(), "selected": date == asked.date} for date in dates],
            files=files if tables else None,
            **kwargs,
        )


class TableWord(View):
    def get(self, request: HttpRequest, slug: str | None = None) -> HttpResponse:
        asked = Asked(request.GET, slug)
        content = word_document(asked.whole(), session=asked.session, as_at=asked.date or today())
        name = slug or "follow-up"
        return HttpResponse(
            content,
            content_type=CONTENT_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{name}.docx"'},
        )


class TableCsv(View):
    """A row for each pair of recommendation and follow-up; those without a follow-up have one row."""

    def get(self, request: HttpRequest, slug: str | None = None) -> HttpResponse:
        asked = Asked(request.GET, slug)
        heading = (
            *("source", "document", "section", "number", "recommendation"),
            *("follow_up", "status", "reported_on", "reported_by", "note_on_pairing", "as_at"),
        )
        rows = (row for table in asked.whole() for row in _rows(table, asked.date or today()))
        return csv_response(slug or "follow-up-tables", heading, rows)


def _rows(table: Table, as_at: PartialDate) -> Iterator[tuple]:
    for line in table.lines:
        outcome, note = line.outcome, " ".join(str(note) for note in line.notes)
        before = (table.source.title, table.source.symbol, outcome.section, outcome.number, outcome.text)
        if not line.reports:
            yield (*before, "", outcome.status, "", "", note, as_at)
        for report in line.reports:
            status = report.status.code if report.status else "not_stated"
            yield (*before, report.text, status, report.date or "", report.by, note, as_at)
