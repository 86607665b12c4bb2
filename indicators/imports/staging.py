"""From a file that somebody sent, or a source was asked for, to a preview; from a yes to the vintages."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from groundwork.audit import record
from groundwork.cleaning import clean_line
from groundwork.outbound import INTERNET, Limits, Network, fetch
from groundwork.tabular import UnreadableFileError
from indicators.imports.files import import_file
from indicators.imports.rows import RefusedFileError
from indicators.models import StagedImport
from indicators.services import AddedVintage

MOST_BYTES = 50 * 2**20
LIMITS = Limits(seconds=120, bytes=MOST_BYTES)
ACCEPTED = "application/vnd.sdmx.data+csv;version=1.0.0, application/vnd.sdmx.genericdata+xml;version=2.1;q=0.5"
State = StagedImport.State


def stage(name: str, content: bytes, *, by: Any) -> StagedImport:
    """Look a file through without writing any of it; the report says what would change, or what is wrong."""
    try:
        with _as_file(name, content) as path:
            state, lines = State.READY, [change(one) for one in import_file(path, name=name, dry_run=True)]
    except RefusedFileError as refused:
        state, lines = State.REFUSED, refusal(refused)
    except UnreadableFileError as error:
        state, lines = State.REFUSED, [str(error)]
    with transaction.atomic():
        kept = content if state == State.READY else None
        staged = StagedImport.objects.create(name=name[:200], content=kept, state=state, report={"lines": lines})
        record("stage", by=by, on=staged, state=state)
    return staged


def confirm(staged: StagedImport, *, by: Any) -> list[AddedVintage]:
    """Import what was staged. Raises as import_file does where the portal's lists have changed since, or ValueError."""
    if staged.state != State.READY or staged.content is None:
        raise ValueError(f"{staged} is not ready to import")
    with transaction.atomic(), _as_file(staged.name, bytes(staged.content)) as path:
        added = import_file(path, name=staged.name, by=by)
        staged.state, staged.content = State.IMPORTED, None
        staged.save(update_fields=["state", "content"])
    return added


def fetched(dataflow: str, *, network: Network = INTERNET) -> tuple[str, bytes]:
    """Name and bytes of a dataflow from the configured SDMX source. Raises OutboundError or UnreadableFileError."""
    answer = fetch(
        settings.SDMX_ADDRESS.format(dataflow=dataflow), headers={"Accept": ACCEPTED}, limits=LIMITS, network=network
    )
    if answer.status != 200:
        said = clean_line(answer.body[:300].decode("utf-8", "replace"))
        raise UnreadableFileError(f"{dataflow}: the source answered {answer.status}: {said}")
    return f"{dataflow}.{'xml' if answer.body.lstrip().startswith(b'<') else 'csv'}", answer.body


@contextmanager
def _as_file(name: str, content: bytes) -> Iterator[Path]:
    """In a folder of its own, under a name that says its own name in messages and no path."""
    with tempfile.TemporaryDirectory(prefix="portal-import-") as folder:
        path = Path(folder) / (Path(name).name or "file")
        path.write_bytes(content)
        yield path


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
