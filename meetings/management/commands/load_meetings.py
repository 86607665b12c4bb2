"""Sectoral meetings."""

from typing import Any

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from meetings.imports.meetings import MeetingRow, SeriesRow, read_meetings, read_named, read_series
from meetings.models import Meeting, MeetingSeries
from sectors.models import Sector

FINANCE, FINANCE_IS = "FINANCE", "PRIVATE_SERVICES"  # two tags of one sector


class Command(LoadCommand):
    help = "Load meetings from demo/; adds only what is missing."
    title = "Meetings"
    files = (
        "meetings/ilo_sectoral_meetings.csv",
        "meetings/meetings_extra.csv",
        "meetings/meetings_corrections.csv",
        "meetings/series.csv",
        "meetings/instruments_discussed.csv",
        "meetings/branches_named.csv",
    )

    def load(self) -> None:
        *lists, corrections, series, instruments, branches = (self.folder / name for name in self.files)
        reading = read_meetings(lists, corrections)
        rows = {row.key: row for row in reading.rows}
        taken = set(Meeting.objects.values_list("slug", flat=True))
        added = self.add(
            [_meeting(row, taken) for row in progress(reading.rows, self.title)],
            "source_key",
        )
        sectors = dict(Sector.objects.exclude(tag="").values_list("tag", "pk"))
        sectors[FINANCE] = sectors[FINANCE_IS]
        through = Meeting.sectors.through
        tagged = [
            through(meeting=meeting, sector_id=sectors[rows[meeting.source_key].sector_tag])
            for meeting in added
            if rows[meeting.source_key].sector_tag
        ]
        through.objects.bulk_create(tagged)
        by_source = {meeting.source_key: meeting for meeting in added}
        self.put_in_series(by_source, read_series(series))
        self.join(by_source, Meeting.instruments, read_named(instruments, "instrument"))
        self.join(by_source, Meeting.sectors, read_named(branches, "branch"))
        self.counts.update({f"repaired, {repair}": number for repair, number in reading.repaired.items()})
        self.counts["not dated"] = sum(not (row.start or row.end) for row in reading.rows)
        self.counts["of all sectors"] = sum(row.all_sectors for row in reading.rows)
        self.counts["of no sector of ours"] = sum(not (row.all_sectors or row.sector_tag) for row in reading.rows)

    def put_in_series(self, added: dict[str, Meeting], rows: list[SeriesRow]) -> None:
        series = [MeetingSeries(slug=row.slug, **in_languages("name", row.names)) for row in rows]
        self.add(series, "slug", "series")
        there = by_key(MeetingSeries, "slug")
        for row in rows:
            for key in row.meetings:
                if key in added:
                    added[key].series = there[row.slug]
        Meeting.objects.bulk_update(added.values(), ["series"])

    def join(self, added: dict[str, Meeting], relation: Any, pairs: list[tuple[str, str]]) -> None:
        """Tie the meetings to what their titles name."""
        known, name = by_key(relation.rel.model, "slug"), relation.field.m2m_reverse_field_name()
        relation.through.objects.bulk_create(
            relation.through(meeting=added[key], **{name: known[slug]}) for key, slug in pairs if key in added
        )


def _meeting(row: MeetingRow, taken: set[str]) -> Meeting:
    """An editor's meeting may have the address already."""
    meeting = Meeting(
        slug=row.slug if row.slug not in taken else f"{row.slug}-{row.key.replace(':', '-')}",
        source_key=row.key,
        kind=row.kind,
        kind_as_given=row.kind_as_given,
        symbol=row.symbol,
        start=row.start,
        end=row.end,
        place=row.place,
        all_sectors=row.all_sectors,
        note=row.note,
        source_url=row.source_url,
        **in_languages("title", {"en": row.title}),
    )
    enter_state(meeting, PublishingState.PUBLISHED)
    return meeting
