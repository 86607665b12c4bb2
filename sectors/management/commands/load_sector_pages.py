"""Starter texts of the sector pages, marked as such until a specialist confirms them."""

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from sectors.imports.content import PageRow, read_pages
from sectors.models import KeyIssue, Link, Sector, SectorPage


class Command(LoadCommand):
    help = "Load the starter texts of sector pages from demo/; adds only the pages that are missing."
    title = "Sector pages"
    files = ("content/sector_pages.json",)

    def load(self) -> None:
        sectors = by_key(Sector, "slug")
        rows = {sectors[row.sector].pk: row for row in read_pages(self.folder / self.files[0])}
        added = self.add([_page(pk, row) for pk, row in progress(rows.items(), self.title)], "sector_id")
        parts = [(page, rows[page.sector_id]) for page in added]
        issues = KeyIssue.objects.bulk_create(issue for page, row in parts for issue in _key_issues(page, row))
        links = Link.objects.bulk_create(link for page, row in parts for link in _links(page, row))
        self.counts["key issues"] = len(issues)
        self.counts["links"] = len(links)


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


def _links(page: SectorPage, row: PageRow) -> list[Link]:
    return [
        Link(
            page=page,
            order=order,
            url=link.url,
            **in_languages("title", {"en": link.title}),
            **in_languages("description", link.description),
        )
        for order, link in enumerate(row.links, start=1)
    ]
