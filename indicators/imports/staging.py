"""Files of observations as groundwork.staging takes them, and how they are fetched from a source."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundwork.cleaning import clean_line
from groundwork.outbound import INTERNET, Limits, Network, fetch
from groundwork.staging import MOST_BYTES, Importer, Looked, StagedFile, StagedRow, UnknownCodesError
from groundwork.tabular import UnreadableFileError
from indicators.imports.checking import KINDS
from indicators.imports.files import import_file
from indicators.imports.rows import RefusedFileError
from indicators.models import Series, Vintage
from indicators.services import AddedVintage, undo_vintage

LIMITS = Limits(seconds=120, bytes=MOST_BYTES)
ACCEPTED = "application/vnd.sdmx.data+csv;version=1.0.0, application/vnd.sdmx.genericdata+xml;version=2.1;q=0.5"
MOST_ASKED = 40  # codes of one kind whose meaning is asked for at a time
Verdict = StagedRow.Verdict


class StatisticsImporter(Importer):
    """A row stands for the vintage of one indicator. A file with a wrong observation is refused as a whole."""

    subject = "statistics"
    whole = Vintage
    derived = (Series,)
    at_once = MOST_BYTES  # an import needs seconds for the largest

    def looked_through(self, path: Path, options: dict[str, Any]) -> Iterator[Looked]:
        for number, added in enumerate(_taken(path, options, dry_run=True), start=1):
            yield Looked(number, _verdict(added), name=added.indicator.code, reasons=[change(added)])

    def write(self, file: StagedFile, rows: list[StagedRow], path: Path, by: Any) -> None:
        added = {one.indicator.code: one.vintage for one in _taken(path, file.options, name=file.name, by=by)}
        for row in rows:
            row.target = added[row.name].pk if added.get(row.name) else None

    def remove(self, keys: Iterable[int], by: Any) -> None:
        for vintage in Vintage.objects.filter(pk__in=list(keys)):
            undo_vintage(vintage=vintage, by=by)


def _taken(path: Path, options: dict[str, Any], **how: Any) -> list[AddedVintage]:
    try:
        return import_file(path, meanings=options.get("meanings"), **how)
    except RefusedFileError as refused:
        codes = {kind: dict(Counter(found).most_common(MOST_ASKED)) for kind, found in refused.unknown.items()}
        raise UnknownCodesError("\n".join(refusal(refused)), codes) from refused


def _verdict(added: AddedVintage) -> str:
    if added.vintage is None:
        return Verdict.SAME
    return Verdict.CHANGED if added.vintage.report else Verdict.NEW


def fetched(dataflow: str, *, network: Network = INTERNET, limits: Limits = LIMITS) -> tuple[str, bytes]:
    """Name and bytes of a dataflow from the configured SDMX source. Raises OutboundError or UnreadableFileError."""
    answer = fetch(
        settings.SDMX_ADDRESS.format(dataflow=dataflow), headers={"Accept": ACCEPTED}, limits=limits, network=network
    )
    if answer.status != 200:
        said = clean_line(answer.body[:300].decode("utf-8", "replace"))
        words = {"dataflow": dataflow, "status": answer.status, "said": said}
        raise UnreadableFileError(_("%(dataflow)s: the source answered %(status)s: %(said)s") % words)
    return f"{dataflow}.{'xml' if answer.body.lstrip().startswith(b'<') else 'csv'}", answer.body


def change(added: AddedVintage) -> str:
    """ "EMP: 12 added, 3 changed, 0 gone, 400 unchanged"."""
    if added.vintage is None:
        return _("%(indicator)s: there already, nothing to add") % {"indicator": added.indicator.code}
    counts = {name: _count(added.report[name]) for name in ("added", "changed", "gone", "unchanged")}
    sentence = _("%(indicator)s: %(added)s added, %(changed)s changed, %(gone)s gone, %(unchanged)s unchanged")
    return sentence % {"indicator": added.indicator.code, **counts}


def refusal(refused: RefusedFileError) -> list[str]:
    """How many rows are wrong, the first of them with their reasons, and the codes that no list has."""
    sentence = ngettext("%(number)s row is wrong.", "%(number)s rows are wrong.", refused.count)
    lines = [sentence % {"number": _count(refused.count)}]
    lines += [
        _("row %(row)s: %(reason)s") % {"row": _count(error.number), "reason": error.reason} for error in refused.errors
    ]
    if refused.count > len(refused.errors):
        lines.append(_("… and %(number)s more.") % {"number": _count(refused.count - len(refused.errors))})
    for kind, codes in refused.unknown.items():
        told = ", ".join(f"{code} ({_count(rows)})" for code, rows in sorted(codes.items()))
        lines.append(_("Unknown (%(what)s): %(codes)s") % {"what": KINDS[kind][0], "codes": told})
    return lines


def _count(number: int) -> str:
    return number_format(number, 0)
