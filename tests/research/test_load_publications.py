"""The loader on small files in the shape of the demo's, and on those of the demo that are quick to read."""

import csv
import gzip
import io
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from research.imports.economics import read_economics
from research.imports.ilo import read_ilo
from research.imports.on_topic import read_mappings, read_on_topic
from research.management.commands.load_publications import (
    ARXIV,
    ECONOMICS,
    ILO,
    NBER,
    ON_TOPIC,
    SECTOR_DESCRIPTORS,
    SOURCES,
    THEME_DESCRIPTORS,
)
from research.models import Publication, SearchRow, SectorTag, Source
from research.search.index import reindex
from tests.factories.sectors import SectorFactory, ThemeFactory

ROWS = 40


@pytest.fixture
def folder(tmp_path):
    """The demo's files, the long ones cut."""
    (tmp_path / "research").mkdir()
    for name in (SOURCES, ILO, SECTOR_DESCRIPTORS, THEME_DESCRIPTORS):
        shutil.copy(settings.DEMO_DIR / name, tmp_path / name)
    for name in (NBER, ECONOMICS):
        with (settings.DEMO_DIR / name).open(newline="") as long, (tmp_path / name).open("w", newline="") as short:
            csv.writer(short).writerows(row for row, _number in zip(csv.reader(long), range(ROWS + 1), strict=False))
    for name in (ON_TOPIC, ARXIV):
        with gzip.open(settings.DEMO_DIR / name, "rt") as long, gzip.open(tmp_path / name, "wt") as short:
            short.writelines(line for line, _number in zip(long, range(ROWS), strict=False))
    return tmp_path


@pytest.fixture
def taxonomy(db):
    with (settings.DEMO_DIR / "classifications/sectors.csv").open() as file:
        for row in csv.DictReader(file):
            SectorFactory(slug=row["slug"], tag=row["tag"])
    ThemeFactory(slug="gender-equality")


def load(folder, **options):
    out = io.StringIO()
    call_command("load_publications", folder=folder, stdout=out, **options)
    lines = (line.strip().split("  ", 1) for line in out.getvalue().splitlines() if line.startswith("   "))
    return {label: int(number.replace(",", "")) for number, label in lines}


def test_load_publications_counts_every_row(taxonomy, folder):
    counts = load(folder)

    refused = sum(number for label, number in counts.items() if label.startswith("refused"))
    twice = sum(number for label, number in counts.items() if label.startswith("works listed"))
    assert counts["rows read"] == 179 + 4 * ROWS
    assert counts["loaded"] == counts["rows read"] - refused - twice
    assert Publication.objects.visible_to(None).count() == SearchRow.objects.count() == counts["loaded"]
    assert Source.objects.count() == counts["sources loaded"] == 10
    assert SectorTag.objects.filter(provenance="source").count() == counts["sector tags, source"]


def test_load_publications_again_adds_nothing(taxonomy, folder):
    first = load(folder)
    Publication.objects.filter(in_house=True).update(title="As edited")
    reindex(Publication.objects.values_list("pk", flat=True))

    second = load(folder)

    assert [second["loaded"], second["unchanged"]] == [0, first["loaded"]]
    assert Publication.objects.filter(title="As edited").count() == 176


def test_load_publications_names_refused_rows_when_asked(taxonomy, folder):
    with (folder / ECONOMICS).open("a", newline="") as file:
        csv.writer(file).writerow(
            ["x", "", "Editorial Board", "", "Food Policy", "", "", "", "journal", "https://x.org"]
        )
    out = io.StringIO()

    call_command("load_publications", folder=folder, stdout=out, verbosity=2)

    assert (
        f"refused: {ECONOMICS} row {ROWS + 1}, pages of a journal issue, no publication: Editorial Board"
        in out.getvalue()
    )


def test_load_publications_writes_nothing_where_a_file_is_missing(taxonomy, folder):
    (folder / ARXIV).unlink()

    with pytest.raises(CommandError, match=r"arxiv_with_topic_hint\.jsonl\.gz is missing"):
        load(folder)

    assert not Source.objects.exists()


def test_load_publications_writes_nothing_of_a_broken_file(taxonomy, folder):
    (folder / ON_TOPIC).write_bytes(b"no gzip")

    with pytest.raises(CommandError, match=r"^on_topic\.jsonl\.gz, line 1: .* Nothing was loaded\.$"):
        load(folder)

    assert not Source.objects.exists()


def test_demo_files_hold_what_their_readme_says():
    research = settings.DEMO_DIR / "research"
    with (settings.DEMO_DIR / "classifications/sectors.csv").open() as file:
        tags = {row["tag"]: row["slug"] for row in csv.DictReader(file)}
    descriptors = [read_mappings(settings.DEMO_DIR / name) for name in (SECTOR_DESCRIPTORS, THEME_DESCRIPTORS)]

    readings = {
        "ilo": read_ilo(research / "ilo_sector_publications.csv", tags),
        "on_topic": read_on_topic(research / "on_topic.jsonl.gz", *descriptors),
        "economics": read_economics(research / "econ_journals_2025_2026.csv"),
    }

    assert {name: (len(reading.records), len(reading.refused)) for name, reading in readings.items()} == {
        "ilo": (179, 0),
        "on_topic": (1411, 2),
        "economics": (1963, 83),
    }
