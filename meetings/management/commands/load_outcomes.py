"""Points of outcomes of meetings, as they were reported."""

from collections import Counter

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from meetings.imports.outcomes import OutcomeRow, read_outcomes
from meetings.models import Meeting, Outcome
from meetings.wording import SourceKind
from sectors.models import Sector, Theme


class Command(LoadCommand):
    help = "Load reported points of meetings’ outcomes from demo/; adds only what is missing."
    title = "Outcomes of meetings"
    files = ("meetings/outcomes.csv",)

    def load(self) -> None:
        rows = {row.key: row for row in read_outcomes(self.folder / self.files[0])}
        meetings = by_key(Meeting, "source_key")
        listed = enumerate(progress(rows.values(), self.title), start=1)
        added = self.add([_outcome(row, meetings[row.meeting], order) for order, row in listed], "source_key")
        self.tag(added, rows)
        self.counts["meetings with outcomes"] = len({row.meeting for row in rows.values()})
        said_by = Counter(rows[outcome.source_key].source_kind for outcome in added)
        self.counts.update({f"read in: {SourceKind(kind).label}": count for kind, count in said_by.most_common()})

    def tag(self, added: list[Outcome], rows: dict[str, OutcomeRow]) -> None:
        sectors, themes = by_key(Sector, "slug"), by_key(Theme, "slug")
        of_sector, of_theme = Outcome.sectors.through, Outcome.themes.through
        of_sector.objects.bulk_create(
            of_sector(outcome=outcome, sector=sectors[slug])
            for outcome in added
            for slug in rows[outcome.source_key].sectors
        )
        of_theme.objects.bulk_create(
            of_theme(outcome=outcome, theme=themes[slug])
            for outcome in added
            for slug in rows[outcome.source_key].themes
        )


def _outcome(row: OutcomeRow, meeting: Meeting, order: int) -> Outcome:
    outcome = Outcome(
        source_key=row.key,
        meeting=meeting,
        kind=row.kind,
        number=row.number,
        numbered_here=row.numbered_here,
        order=order,
        wording=Outcome.Wording.REPORTED,
        source=row.source,
        source_url=row.source_url,
        source_kind=row.source_kind,
        confidence=row.confidence,
        addressed_to=row.addressed_to,
        follow_up_types=row.follow_up_types,
        keywords=row.keywords,
        **in_languages("text", {"en": row.text}),
    )
    enter_state(outcome, PublishingState.PUBLISHED)
    return outcome
