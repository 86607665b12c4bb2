"""A file of records to try the workplace with, an OAI-PMH provider, and the worklist of duplicates.

The file is made of what the demo holds: records as they are, with a change, without their identifiers; papers of
meetings, which are new as publications; and two rows that cannot be read. It is staged and waits for a yes.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from groundwork.access import Role
from groundwork.publishing import PublishingState
from groundwork.staging import StagedFile, importer_of, stage
from meetings.models import Document
from research.exports.names import inverted
from research.importing.importer import RecordImporter
from research.models import OaiProvider, Publication, Source, SourceRecord
from sector_portal.demo_people import DOMAIN

SOURCE = "ilo-publications"
FILE = "demo-records.csv"
COLUMNS = ("id", "title", "authors", "kind", "date", "symbol", "doi", "keywords")
PROVIDER = f"https://repository.{DOMAIN}/oai"  # which nobody has: it is not active
EACH = 2  # rows of a kind
Row = dict[str, Any]


@transaction.atomic
def make_imports() -> None:
    """Needs the demo's people and records. What is there already is left alone."""
    call_command("find_duplicates", stdout=io.StringIO())
    source = Source.objects.filter(slug=SOURCE).first()
    if source is None:
        return
    OaiProvider.objects.get_or_create(address=PROVIDER, defaults={"source": source, "is_active": False})
    if not StagedFile.objects.filter(subject=RecordImporter.subject, name=FILE).exists():
        editor = User.objects.get(email=f"{Role.EDITOR}@{DOMAIN}")
        options = {"source": SOURCE, "state": PublishingState.IN_REVIEW}
        stage(importer_of(RecordImporter.subject), ContentFile(_file(), name=FILE), by=editor, options=options)


def _file() -> bytes:
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, restval="")
    rows.writeheader()
    rows.writerows([*_new(), *_known(), *_likely_known(), *_known_by_doi()])
    out.write("demo-8,,,report,2020,,,a row without a title\r\n")
    out.write("demo-9,A row with more cells than the heading,,report,2020,,,,stray,stray\r\n")
    return out.getvalue().encode("utf-8-sig")


def _new() -> Iterator[Row]:
    known = Publication.objects.values_list("title", flat=True)
    papers = Document.objects.published().exclude(symbol="").exclude(title__in=known).order_by("pk")
    for paper in papers[:EACH]:
        yield {"id": f"demo-paper-{paper.pk}", "title": paper.title, "kind": "meeting-report", "symbol": paper.symbol}


def _known() -> Iterator[Row]:
    """By their keys: one as it is, others with the names of their sectors as keywords."""
    for place, one in enumerate(_listed_by(SOURCE).select_related("publication")[: EACH + 1]):
        work = one.publication
        names = "; ".join(work.sector_tags.order_by("pk").values_list("sector__name_en", flat=True)) if place else ""
        yield {"id": one.key, "title": work.title, "kind": work.kind, "date": work.date or "", "keywords": names}


def _likely_known() -> Iterator[Row]:
    """Without any identifier."""
    works = Publication.objects.published().exclude(contributions=None).exclude(source_records__source__slug=SOURCE)
    for work in works.filter(version_of=None, year__gt=0).order_by("pk")[:EACH]:
        names = "; ".join(inverted(one.contributor) for one in work.contributions.select_related("contributor"))
        yield {"id": f"demo-likely-{work.pk}", "title": work.title, "authors": names, "date": work.year}


def _known_by_doi() -> Iterator[Row]:
    for work in Publication.objects.published().exclude(doi=None).order_by("-pk")[:EACH]:
        yield {"id": f"demo-doi-{work.pk}", "title": work.title, "doi": work.doi, "date": work.year or ""}


def _listed_by(slug: str) -> Any:
    return SourceRecord.objects.filter(source__slug=slug, publication__state=PublishingState.PUBLISHED).order_by("pk")
