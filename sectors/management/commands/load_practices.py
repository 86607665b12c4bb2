"""Good practices, marked as starter texts until a specialist confirms them."""

from django.db import models

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.places import Area
from groundwork.publishing import PublishingState, enter_state
from sectors.imports.content import PracticeRow, read_practices
from sectors.models import GoodPractice, Instrument, PracticeSource, Sector, Theme


class Command(LoadCommand):
    help = "Load the good practices from demo/; adds only those that are missing."
    title = "Good practices"
    files = ("content/good_practices.json",)

    def load(self) -> None:
        rows = {row.slug: row for row in read_practices(self.folder / self.files[0])}
        added = self.add([_practice(row) for row in progress(rows.values(), self.title)], "slug")
        pairs = [(practice, rows[practice.slug]) for practice in added]
        sources = PracticeSource.objects.bulk_create(one for pair in pairs for one in _sources(*pair))
        self.counts["sources"] = len(sources)
        _join(GoodPractice.areas, by_key(Area, "code"), [(one, row.countries) for one, row in pairs])
        _join(GoodPractice.sectors, by_key(Sector, "slug"), [(one, row.sectors) for one, row in pairs])
        _join(GoodPractice.themes, by_key(Theme, "slug"), [(one, row.themes) for one, row in pairs])
        _join(GoodPractice.instruments, by_key(Instrument, "slug"), [(one, row.instruments) for one, row in pairs])


def _practice(row: PracticeRow) -> GoodPractice:
    practice = GoodPractice(
        slug=row.slug,
        outcome=row.outcome,
        starter_text=True,
        **in_languages("title", row.title),
        **in_languages("text", row.text),
        **in_languages("conditions", row.conditions),
    )
    enter_state(practice, PublishingState.PUBLISHED)
    return practice


def _sources(practice: GoodPractice, row: PracticeRow) -> list[PracticeSource]:
    return [
        PracticeSource(practice=practice, citation=citation, year=year, order=order)
        for order, (citation, year) in enumerate(row.sources, start=1)
    ]


def _join(relation: object, known: dict[str, models.Model], wanted: list[tuple[GoodPractice, tuple[str, ...]]]) -> None:
    """Tie each practice to the rows of these keys."""
    through, name = relation.through, relation.field.m2m_reverse_name()
    through.objects.bulk_create(
        through(goodpractice=practice, **{name: known[key].pk}) for practice, keys in wanted for key in keys
    )
