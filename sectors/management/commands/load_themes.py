"""Themes that cut across the sectors."""

from groundwork.loading import LoadCommand, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from sectors.imports.content import ThemeRow, read_themes
from sectors.models import Theme


class Command(LoadCommand):
    help = "Load the themes from demo/; adds only what is missing."
    title = "Themes"
    files = ("content/themes.json",)

    def load(self) -> None:
        rows = progress(read_themes(self.folder / self.files[0]), self.title)
        self.add([_theme(row, order) for order, row in enumerate(rows, start=1)], "slug")


def _theme(row: ThemeRow, order: int) -> Theme:
    theme = Theme(
        slug=row.slug,
        sdg_goals=list(row.sdg_goals),
        order=order,
        **in_languages("name", row.name),
        **in_languages("description", row.description),
    )
    enter_state(theme, PublishingState.PUBLISHED)
    return theme
