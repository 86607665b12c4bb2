"""The sitemap: an index and a file for each kind of page. What it lists is what anyone may see."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from groundwork.places import Area
from meetings.models import Meeting, Outcome, Review
from research.models import Publication
from sectors.models import GoodPractice, Instrument, Sector, Theme

PAGES = (
    *(
        "home",
        "sectors",
        "instruments",
        "people",
        "practices",
        "themes",
        "countries",
        "research",
        "research-gaps",
        "api-docs",
        "meetings",
        "programme",
        "follow-up",
        "follow-up-definition",
        "follow-up-tables",
        "statistics",
        "statistics-gaps",
        "statistics-research-gaps",
    ),
    *("about", "accessibility", "privacy"),
)


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


class RowSitemap(Sitemap):
    """The pages of one model's visible rows, with the date of their last change."""

    limit = 10_000

    def __init__(self, rows: QuerySet) -> None:
        self.rows = rows

    def items(self) -> QuerySet:
        return self.rows.visible_to(None).order_by("pk")

    def lastmod(self, item: Any) -> Any:
        return getattr(item, "updated_at", None)

    def get_latest_lastmod(self) -> Any:
        """Of the whole section, asked of the database: Django would read every row of it for the index."""
        if "updated_at" not in {field.name for field in self.rows.model._meta.fields}:
            return None
        return self.rows.visible_to(None).aggregate(latest=Max("updated_at"))["latest"]


SITEMAPS = {
    "pages": PageSitemap(),
    "sectors": RowSitemap(Sector.objects.not_succeeded().only("slug")),
    "instruments": RowSitemap(Instrument.objects.only("slug", "updated_at")),
    "practices": RowSitemap(GoodPractice.objects.only("slug", "updated_at")),
    "countries": RowSitemap(
        Area.objects.countries().filter(publication_tags__publication__state="published").distinct()
    ),
    "themes": RowSitemap(Theme.objects.only("slug", "updated_at")),
    "meetings": RowSitemap(Meeting.objects.only("slug", "updated_at")),
    "reviews": RowSitemap(Review.objects.only("slug", "updated_at")),
    "follow-up": RowSitemap(Outcome.objects.only("updated_at")),
    "research": RowSitemap(Publication.objects.only("updated_at")),
}
