"""The programme of sectoral meetings, biennium by biennium."""

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from meetings.imports.programme import ProgrammeRow, RelatedRow, read_programme, read_related
from meetings.models import Meeting, ProgrammeEntry
from research.models import SourceRecord
from sectors.models import GoodPractice, Sector


class Command(LoadCommand):
    help = (
        "Load the programme of meetings from demo/, and what came of its entries or is on their subjects; "
        "adds only what is missing."
    )
    title = "Programme of meetings"
    files = ("meetings/programme.csv", "meetings/related.csv")

    def load(self) -> None:
        rows = {row.key: row for row in read_programme(self.folder / self.files[0])}
        added = self.add([_entry(row) for row in progress(rows.values(), self.title)], "source_key")
        sectors = by_key(Sector, "slug")
        through = ProgrammeEntry.sectors.through
        through.objects.bulk_create(
            through(programmeentry=entry, sector=sectors[slug])
            for entry in added
            for slug in rows[entry.source_key].sectors
        )
        for entry in added:
            planned = Meeting.objects.filter(source_key=rows[entry.source_key].meeting, programme_entry=None)
            self.counts["meetings joined to their entry"] += planned.exclude(source_key="").update(
                programme_entry=entry
            )
        if added:
            self.relate(read_related(self.folder / self.files[1]))

    def relate(self, rows: list[RelatedRow]) -> None:
        """What the rows name, as far as it is there."""
        keys = {row.publication for row in rows if row.publication}
        works = {key: pk for pk, key in SourceRecord.objects.filter(key__in=keys).values_list("publication", "key")}
        practices = by_key(GoodPractice, "slug")
        meetings, entries = by_key(Meeting, "source_key"), by_key(ProgrammeEntry, "source_key")
        for row in rows:
            about = meetings[row.meeting] if row.meeting else entries[row.entry]
            if row.publication in works:
                about.publications.add(works[row.publication])
                self.counts["research joined"] += 1
            if row.practice in practices:
                about.practices.add(practices[row.practice])
                self.counts["practices joined"] += 1


def _entry(row: ProgrammeRow) -> ProgrammeEntry:
    entry = ProgrammeEntry(
        source_key=row.key,
        biennium=row.biennium,
        order=row.order,
        kind=row.kind,
        kind_as_given=row.kind_as_given,
        purpose=row.purpose,
        participation=row.participation,
        symbol=row.symbol,
        decision=row.decision,
        stage=row.stage,
        is_reserve=row.is_reserve,
        source_url=row.source_url,
        **in_languages("title", {"en": row.title}),
    )
    enter_state(entry, PublishingState.PUBLISHED)
    return entry
