"""Starter texts of the sector pages, marked as such until a specialist confirms them."""

from django.db.models import Model

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from sectors.imports.content import PageRow, UpdateRow, read_pages, read_updates
from sectors.models import KeyIssue, Link, Sector, SectorPage, Tool, Update


class Command(LoadCommand):
    help = "Load the starter texts of sector pages from demo/; adds only the pages that are missing."
    title = "Sector pages"
    files = ("content/sector_pages.json", "content/sector_updates.csv")

    def load(self) -> None:
        sectors = by_key(Sector, "slug")
        rows = {sectors[row.sector].pk: row for row in read_pages(self.folder / self.files[0])}
        added = self.add([_page(pk, row) for pk, row in progress(rows.items(), self.title)], "sector_id")
        parts = [(page, rows[page.sector_id]) for page in added]
        self.add_parts("key issues", [issue for page, row in parts for issue in _key_issues(page, row)])
        self.add_parts("tools", [tool for page, row in parts for tool in _tools(page, row)])
        self.add_parts("links", [link for page, row in parts for link in _links(page, row)])
        pages = {rows[page.sector_id].sector: page for page in added}
        news = [row for row in read_updates(self.folder / self.files[1]) if row.sector in pages]
        self.add_parts("updates", [_update(pages[row.sector], row) for row in news])

    def add_parts(self, label: str, parts: list[Model]) -> None:
        """Parts come with a page that is new; to one that is there nothing is added."""
        if parts:
            type(parts[0])._base_manager.bulk_create(parts)
        self.counts[label] = len(parts)


def _page(sector_id: int, row: PageRow) -> SectorPage:
    page = SectorPage(
        sector_id=sector_id,
        starter_text=True,
        **in_languages("summary", row.summary),
        **in_languages("overview", row.overview),
    )
    enter_state(page, PublishingState.PUBLISHED)
    return page


def _key_issues(page: SectorPage, row: PageRow) -> list[KeyIssue]:
    return [
        KeyIssue(page=page, order=order, **in_languages("title", title), **in_languages("text", text))
        for order, (title, text) in enumerate(row.key_issues, start=1)
    ]


def _tools(page: SectorPage, row: PageRow) -> list[Tool]:
    return [
        Tool(
            page=page,
            order=order,
            url=tool.url,
            **in_languages("title", {"en": tool.title}),
            **in_languages("how_to_use", tool.how_to_use),
        )
        for order, tool in enumerate(row.tools, start=1)
    ]


def _links(page: SectorPage, row: PageRow) -> list[Link]:
    return [
        Link(
            page=page,
            order=order,
            kind=link.kind,
            url=link.url,
            **in_languages("title", {"en": link.title}),
            **in_languages("description", link.description),
        )
        for order, link in enumerate(row.links, start=1)
    ]


def _update(page: SectorPage, row: UpdateRow) -> Update:
    return Update(page=page, date=row.date, url=row.url, **in_languages("title", row.title))
