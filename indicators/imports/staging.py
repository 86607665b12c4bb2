"""Files of observations as groundwork.staging takes them, and how they are fetched from a source."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from groundwork.cleaning import clean_line
from groundwork.outbound import INTERNET, Limits, Network, fetch
from groundwork.staging import MOST_BYTES, Importer, Looked, StagedFile, StagedRow
from groundwork.tabular import UnreadableFileError
from indicators.imports.files import import_file
from indicators.imports.rows import RefusedFileError
from indicators.models import Series, Vintage
from indicators.services import AddedVintage, undo_vintage

LIMITS = Limits(seconds=120, bytes=MOST_BYTES)
ACCEPTED = "application/vnd.sdmx.data+csv;version=1.0.0, application/vnd.sdmx.genericdata+xml;version=2.1;q=0.5"
Verdict = StagedRow.Verdict


class StatisticsImporter(Importer):
    """A row stands for the vintage of one indicator. A file with a wrong observation is refused as a whole."""

    subject = "statistics"
    whole = Vintage
    derived = (Series,)
    at_once = MOST_BYTES  # an import needs seconds for the largest

    def looked_through(self, path: Path, options: dict[str, Any]) -> Iterator[Looked]:  # noqa: ARG002
        for number, added in enumerate(_taken(path, dry_run=True), start=1):
            yield Looked(number, _verdict(added), name=added.indicator.code, reasons=[change(added)])

    def write(self, file: StagedFile, rows: list[StagedRow], path: Path, by: Any) -> None:
        added = {one.indicator.code: one.vintage for one in _taken(path, name=file.name, by=by)}
        for row in rows:
            row.target = added[row.name].pk if added.get(row.name) else None

    def remove(self, keys: Iterable[int], by: Any) -> None:
        for vintage in Vintage.objects.filter(pk__in=list(keys)):
            undo_vintage(vintage=vintage, by=by)


def _taken(path: Path, **how: Any) -> list[AddedVintage]:
    try:
        return import_file(path, **how)
    except RefusedFileError as refused:
        raise UnreadableFileError("\n".join(refusal(refused))) from refused


def _verdict(added: AddedVintage) -> str:
    if added.vintage is None:
        return Verdict.SAME
    return Verdict.CHANGED if added.vintage.report else Verdict.NEW


def fetched(dataflow: str, *, network: Network = INTERNET) -> tuple[str, bytes]:
    """Name and bytes of a dataflow from the configured SDMX source. Raises OutboundError or UnreadableFileError."""
    answer = fetch(
        settings.SDMX_ADDRESS.format(dataflow=dataflow), headers={"Accept": ACCEPTED}, limits=LIMITS, network=network
    )
    if answer.status != 200:
        said = clean_line(answer.body[:300].decode("utf-8", "replace"))
        raise UnreadableFileError(f"{dataflow}: the source answered {answer.status}: {said}")
    return f"{dataflow}.{'xml' if answer.body.lstrip().startswith(b'<') else 'csv'}", answer.body


def change(added: AddedVintage) -> str:
    """ "EMP: 12 added, 3 changed, 0 gone, 400 unchanged"."""
    if added.vintage is None:
        return f"{added.indicator.code}: there already, nothing to add"
    counts = ", ".join(f"{added.report[name]:,} {name}" for name in ("added", "changed", "gone", "unchanged"))
    return f"{added.indicator.code}: {counts}"


def refusal(refused: RefusedFileError) -> list[str]:
    """How many rows are wrong, the first of them with their reasons, and the codes that no list has."""
    lines = [f"{refused.count:,} rows are wrong."]
    lines += [f"row {error.number:,}: {error.reason}" for error in refused.errors]
    if refused.count > len(refused.errors):
        lines.append(f"… and {refused.count - len(refused.errors):,} more.")
    for what, codes in refused.unknown.items():
        lines.append(f"Unknown {what}: {', '.join(f'{code} ({rows:,})' for code, rows in sorted(codes.items()))}")
    return lines
