"""What a meeting's page shows around its outcomes, as plain data; all of it is what the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypedDict

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundwork.translated import shown_language
from groundwork.uploads.kinds import DOCUMENTS
from meetings.copies import host_of
from meetings.models import Document, DocumentFile, Meeting, Participant
from meetings.models.documents import Cell
from meetings.models.participants import Group, ParticipantQuerySet

KIND_NAMES = {kind.content_type: kind.name for kind in DOCUMENTS}
SHOWN_APART = (Document.Kind.SLIDES, Document.Kind.RECORDING)


class FileLink(TypedDict, total=False):
    """A way to a file: `size` of a kept one, in words."""

    url: str
    label: str
    hreflang: str
    size: str


class RelatedPaper(TypedDict):
    """`where`: the meeting that it is a paper of, if another."""

    text: str
    url: str
    where: str


class Paper(TypedDict):
    """A row of parts/_documents.html."""

    key: int
    title: str
    lang: str
    kind: str
    notes: list[str]
    related: list[RelatedPaper]
    files: list[FileLink]
    unlinked: list[str]  # languages of which only a copying site's address is known
    missing: list[str]  # languages of the portal that it is not in
    earlier: list[FileLink]


@dataclass(frozen=True)
class Side:
    """One group of those who took part: `people` are those who are shown, `number` counts all that may be counted."""

    heading: str | Promise
    people: list[Participant]
    number: int
    balance: str


def papers_of(documents: Iterable[Document]) -> list[Paper]:
    """Of documents `with_files`, and with `related`."""
    return [_paper(document) for document in documents]


def _paper(document: Document) -> Paper:
    cells = document.cells
    held = [cell for cell in cells if cell.latest]
    return Paper(
        key=document.pk,
        title=document.title,
        lang=shown_language(document, "title"),
        kind=", ".join(str(part) for part in (document.get_kind_display(), document.symbol, _pages(document)) if part),
        notes=_notes(document),
        related=[_related(other, document) for other in document.related.all()],
        files=[_link(cell, cell.latest[0]) for cell in held if _is_open(cell.latest[0])],
        unlinked=[cell.language for cell in held if not _is_open(cell.latest[0])],
        missing=[cell.language for cell in cells if not cell.latest] if held else [],
        earlier=[_link(cell, file, version=True) for cell in held for file in cell.earlier if _is_open(file)],
    )


def _is_open(file: DocumentFile) -> bool:
    return bool(file.is_kept or file.elsewhere)


def _pages(document: Document) -> str:
    count = document.pages
    return ngettext("%(count)d page", "%(count)d pages", count) % {"count": count} if count else ""


def _notes(document: Document) -> list[str]:
    item, unit, area = document.agenda_item, document.author_unit, document.area
    notes = [
        _("Agenda item: %(item)s") % {"item": item} if item else "",
        _("By %(unit)s") % {"unit": unit} if unit else "",
        area.name if area else "",
    ]
    return [note for note in notes if note]


def _related(other: Document, document: Document) -> RelatedPaper:
    is_elsewhere = other.meeting_id != document.meeting_id
    return RelatedPaper(
        text=str(other.symbol or other.title),
        url=(other.meeting.get_absolute_url() if is_elsewhere else "") + f"#document-{other.pk}",
        where=other.meeting.title if is_elsewhere else "",
    )


def _link(cell: Cell, file: DocumentFile, *, version: bool = False) -> FileLink:
    what = KIND_NAMES.get(file.content_type, "") if file.is_kept else f"({host_of(file.url).removeprefix('www.')})"
    label = f"{cell.language} {what}".strip()
    if version:
        label = _("%(file)s, version %(number)d") % {"file": label, "number": file.version}
    link = FileLink(url=file.get_absolute_url() if file.is_kept else file.elsewhere, label=label, hreflang=cell.code)
    return link | {"size": filesizeformat(file.size)} if file.is_kept else link


def sides_of(participants: ParticipantQuerySet, user: Any) -> list[Side]:
    """The groups in their order, as far as the user may see them; groups without anybody are left out."""
    headings = {
        Group.GOVERNMENT: _("Governments"),
        Group.EMPLOYERS: _("Employers"),
        Group.WORKERS: _("Workers"),
        Group.OBSERVERS: _("Observers"),
    }
    people = list(participants.visible_to(user).by_group())
    return [
        Side(
            headings[count["group"]],
            [one for one in people if one.group == count["group"]],
            count["total"],
            _balance(count),
        )
        for count in participants.counted_for(user).balance()
    ]


def _balance(count: dict[str, Any]) -> str:
    """ "12 women, 15 men, 4 not stated"; empty if it is stated of nobody."""
    women, men = count["women"], count["men"]
    unknown = count["total"] - women - men
    if not women + men:
        return ""
    parts = [
        ngettext("%(count)d woman", "%(count)d women", women) % {"count": women},
        ngettext("%(count)d man", "%(count)d men", men) % {"count": men},
        ngettext("%(count)d not stated", "%(count)d not stated", unknown) % {"count": unknown} if unknown else "",
    ]
    return ", ".join(part for part in parts if part)


def record_of(meeting: Meeting, user: Any) -> dict[str, Any]:
    """Agenda, papers, slides and recordings, country inputs, participants, instruments, research, its series."""
    documents = list(meeting.documents.visible_to(user).with_files(user))
    others = [document for document in documents if document.kind in (*SHOWN_APART, Document.Kind.COUNTRY_INPUT)]
    series = Meeting.objects.visible_to(user).filter(series=meeting.series_id).exclude(pk=meeting.pk).newest()
    return {
        "agenda": list(meeting.agenda.visible_to(user)),
        "documents": papers_of(document for document in documents if document not in others),
        "inputs": papers_of(document for document in others if document.kind == Document.Kind.COUNTRY_INPUT),
        "recordings": papers_of(document for document in others if document.kind in SHOWN_APART),
        "sides": sides_of(meeting.participants.all(), user),
        "instruments": list(meeting.instruments.visible_to(user).conventions_first()),
        "research": list(meeting.publications.visible_to(user).in_brief()),
        "in_series": list(series) if meeting.series_id else [],
    }


def links_of(record: dict[str, Any], *, has_outcomes: bool) -> list[dict[str, str]]:
    """The parts of the page that are there, for parts/_on_this_page.html."""
    parts = [
        ("follow-up", _("Where follow-up stands"), has_outcomes),
        ("outcomes", _("Outcomes and follow-up"), True),
        ("agenda", _("Agenda"), record["agenda"]),
        ("documents", _("Documents"), record["documents"]),
        ("inputs", _("Country inputs"), record["inputs"]),
        ("recordings", _("Recordings and slides"), record["recordings"]),
        ("participants", _("Who took part"), record["sides"]),
        ("instruments", _("Instruments and research"), record["instruments"] or record["research"]),
        ("series", _("Other meetings of the series"), record["in_series"]),
    ]
    return [{"anchor": anchor, "label": label} for anchor, label, there in parts if there]
