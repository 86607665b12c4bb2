"""Publications: the lists of the ILO and the NBER, recent economics, and records chosen for their topic."""

from collections import Counter

from groundwork.loading import LoadCommand, bar
from research.imports.arxiv import read_arxiv
from research.imports.economics import read_economics
from research.imports.ilo import read_ilo
from research.imports.languages import SMALL_WORDS, reads_as
from research.imports.nber import read_nber
from research.imports.on_topic import read_mappings, read_on_topic
from research.imports.records import Reading, Record
from research.imports.sources import read_sources
from research.imports.works import Work, gather
from research.inventory import add_works
from sectors.models import Sector

SOURCES = "research/sources.csv"
ILO = "research/ilo_sector_publications.csv"
NBER = "research/nber_papers_1973_2018.csv"
ON_TOPIC = "research/on_topic.jsonl.gz"
ECONOMICS = "research/econ_journals_2025_2026.csv"
ARXIV = "research/arxiv_with_topic_hint.jsonl.gz"
SECTOR_DESCRIPTORS, THEME_DESCRIPTORS = "research/descriptor_to_sector.csv", "research/descriptor_to_theme.csv"


class Command(LoadCommand):
    help = "Load publications from demo/; adds only what is missing. With -v 2 every refused row is named."
    title = "Publications"
    files = (SOURCES, ILO, NBER, ON_TOPIC, ECONOMICS, ARXIV, SECTOR_DESCRIPTORS, THEME_DESCRIPTORS)

    def load(self) -> None:
        self.add(read_sources(self.folder / SOURCES), "slug", "sources")
        readings = self.read()
        works = gather(record for reading in readings.values() for record in reading.records)
        with bar(self.title, len(works)) as progress:
            added = add_works(works, tick=progress.update)
        self.counts["loaded"] += len(added.new)
        self.counts["unchanged"] += added.unchanged
        self.count_readings(readings)
        self.count_works(works)
        self.counts.update(added.tags)

    def read(self) -> dict[str, Reading]:
        """By file, the better source of a work first."""
        sectors, themes = (read_mappings(self.folder / name) for name in (SECTOR_DESCRIPTORS, THEME_DESCRIPTORS))
        by_tag = dict(Sector.objects.exclude(tag="").values_list("tag", "slug"))
        return {
            ILO: read_ilo(self.folder / ILO, by_tag),
            NBER: read_nber(self.folder / NBER),
            ON_TOPIC: read_on_topic(self.folder / ON_TOPIC, sectors, themes),
            ECONOMICS: read_economics(self.folder / ECONOMICS),
            ARXIV: read_arxiv(self.folder / ARXIV),
        }

    def count_readings(self, readings: dict[str, Reading]) -> None:
        self.counts["rows read"] = sum(len(reading.records) + len(reading.refused) for reading in readings.values())
        refused = Counter(f"refused, {refusal.reason}" for reading in readings.values() for refusal in reading.refused)
        repaired = Counter(
            f"repaired, {repair}" for reading in readings.values() for repair in reading.repaired.elements()
        )
        self.counts.update(dict(sorted(refused.items()) + sorted(repaired.items())))
        if self.verbosity > 1:
            for name, reading in readings.items():
                for refusal in reading.refused:
                    self.stdout.write(f"  refused: {name} row {refusal.row}, {refusal.reason}: {refusal.title}")

    def count_works(self, works: list[Work]) -> None:
        several = [work for work in works if len(work.records) > 1]
        across = sum(len({record.source for record in work.records}) > 1 for work in several)
        self.counts["works listed by two sources, one record"] = across
        self.counts["works listed twice by one source, one record"] = len(several) - across
        doubtful = [record for work in works for record in work.records if _language_is_doubtful(record)]
        self.counts["language kept as stated though the title reads as another"] = len(doubtful)


def _language_is_doubtful(record: Record) -> bool:
    return record.language in SMALL_WORDS and reads_as(record.title) not in {record.language, ""}
