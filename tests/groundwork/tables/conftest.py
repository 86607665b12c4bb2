"""A specialist of one sector, and how a table goes out and comes back."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from groundwork.staging import StagedFile, importer_of, stage
from groundwork.tables.declared import Table
from groundwork.tables.importer import exported
from groundwork.tabular import csv_lines
from tests.factories.sectors import SectorFactory


@pytest.fixture
def desk(db, user_with) -> SimpleNamespace:
    desk = SimpleNamespace(mining=SectorFactory(slug="mining", name="Mining"), other=SectorFactory(slug="shipping"))
    desk.specialist, desk.editor = user_with("specialist", teams=[desk.mining]), user_with("editor")
    return desk


def downloaded(label: str, user) -> list[dict[str, str]]:
    table = Table.named(label)
    return [dict(zip(table.heading, row, strict=True)) for row in exported(table, user)]


def sent_back(label: str, rows: list[dict[str, str]], user, by: int | None = None) -> StagedFile:
    heading = list(rows[0])
    content = "".join(csv_lines(heading, ([row.get(name, "") for name in heading] for row in rows)))
    body = ContentFile(content.encode(), name="rows.csv")
    return stage(importer_of(Table.named(label).subject), body, by=user, options={"by": by or user.pk})


def verdicts(file: StagedFile) -> list[str]:
    return list(file.rows.order_by("number").values_list("verdict", flat=True))
