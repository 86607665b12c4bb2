"""Files of records as groundwork.staging takes them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from groundwork.access import Verb, allowed
from groundwork.publishing import PublishingState
from groundwork.staging import Importer, Looked, StagedFile, StagedRow
from groundwork.tabular import UnreadableFileError
from research.importing import writing
from research.importing.judging import judged
from research.imports.formats.reading import read_entries
from research.models import (
    AreaTag,
    Contribution,
    Contributor,
    DuplicatePair,
    MatchKey,
    Merger,
    OtherIdentifier,
    Publication,
    SearchRow,
    SectorTag,
    Source,
    SourceRecord,
    ThemeTag,
)
from research.search.likeness import find_pairs

Verdict = StagedRow.Verdict


class RecordImporter(Importer):
    """Options: source (slug), format (or empty), state of new records, sectors (slugs) they are tagged with."""

    subject = "records"
    whole = Publication
    parts = tuple((part, "publication") for part in (Contribution, SectorTag, ThemeTag, AreaTag, SourceRecord))
    derived = (SearchRow, MatchKey, DuplicatePair, OtherIdentifier, Merger)
    at_once = 512 * 1024

    def looked_through(self, path: Path, options: dict[str, Any]) -> Iterator[Looked]:
        return judged(read_entries(path, options["source"], options.get("format", "")))

    def write(self, file: StagedFile, rows: list[StagedRow], path: Path, by: Any) -> None:  # noqa: ARG002
        if not Source.objects.filter(slug=file.options["source"]).exists():
            raise UnreadableFileError(_("The source of this file is not there any more."))
        there = [row for row in rows if row.target]
        _refuse_others(there, by)
        writing.change(
            [(row.target, writing.record_of(row.values), row.verdict == Verdict.DUPLICATE) for row in there],
            file_name=file.name,
        )
        new = [row for row in rows if not row.target]
        keys = writing.add(
            [writing.record_of(row.values) for row in new],
            state=file.options.get("state", PublishingState.DRAFT),
            sectors=writing.sectors_of(file.options.get("sectors", ())),
            file_name=file.name,
        )
        for row, key in zip(new, keys, strict=True):
            row.target = key
        written = [row.target for row in rows]
        writing.finish(written)
        find_pairs(key for key, row in zip(keys, new, strict=True) if row.verdict == Verdict.DUPLICATE)

    def remove(self, keys: Iterable[int], by: Any) -> None:  # noqa: ARG002
        names = Contribution.objects.filter(publication__in=list(keys)).values_list("contributor", flat=True)
        contributors = set(names)
        Publication.objects.filter(pk__in=list(keys)).delete()
        Contributor.objects.filter(pk__in=contributors, publications=None, orcid="").delete()

    def restored(self, keys: Iterable[int]) -> None:
        writing.finish(keys)


def _refuse_others(rows: list[StagedRow], by: Any) -> None:
    """Rows of publications that this person may not change, or that are gone."""
    may = Publication.objects.all() if by is None else Publication.objects.filter(allowed(by, Verb.CHANGE, Publication))
    there = set(may.filter(pk__in=[row.target for row in rows]).values_list("pk", flat=True))
    if others := [str(row.number) for row in rows if row.target not in there]:
        raise UnreadableFileError(
            _("These rows change records that are gone or not yours to change; leave them out: %(rows)s")
            % {"rows": ", ".join(others[:20])}
        )
