from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groundwork.workplace import PublishableAdmin, ScopedAdmin, ScopedTabularInline, plain_number
from research import services
from research.models import (
    AreaTag,
    Contribution,
    Contributor,
    Publication,
    SectorTag,
    Source,
    SourceRecord,
    ThemeTag,
)
from research.models.languages import language_or_not_stated
from research.search.index import reindex


class ContributionInline(ScopedTabularInline):
    model = Contribution


class SectorTagInline(ScopedTabularInline):
    model = SectorTag
    fields = ["sector", "provenance"]


class ThemeTagInline(ScopedTabularInline):
    model = ThemeTag
    fields = ["theme", "provenance"]


class AreaTagInline(ScopedTabularInline):
    model = AreaTag
    fields = ["area", "provenance"]


class SourceRecordInline(ScopedTabularInline):
    model = SourceRecord


class LanguageFilter(admin.SimpleListFilter):
    """By the languages that there are records in, by name."""

    title = _("language")
    parameter_name = "language"
    no_language = "none"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        codes = Publication.objects.visible_to(request.user).order_by("language").values_list("language", flat=True)
        return [(code or self.no_language, language_or_not_stated(code)) for code in codes.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        return queryset.filter(language="" if chosen == self.no_language else chosen) if chosen else queryset


@admin.register(Publication)
class PublicationAdmin(PublishableAdmin):
    list_display = ["title", "kind", plain_number("year", _("year")), "language", "in_house", "state", "updated_at"]
    list_filter = [
        "state",
        "kind",
        "in_house",
        "gender_marker",
        LanguageFilter,
        "source_records__source",
        "sectors",
        "sector_tags__provenance",
    ]
    search_fields = ["title", "doi", "symbol", "isbn"]
    inlines = [ContributionInline, SectorTagInline, ThemeTagInline, AreaTagInline, SourceRecordInline]

    def set_state(self, item: Publication, state: str) -> None:
        services.set_state(publication=item, state=state)

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        """Its parts are what search finds it by: the search row follows them in the same transaction."""
        super().save_related(request, form, formsets, change)
        reindex([form.instance.pk])


@admin.register(Contributor)
class ContributorAdmin(ScopedAdmin):
    list_display = ["family", "given", "orcid"]
    search_fields = ["family", "given", "=orcid"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        """Search finds publications by their names too."""
        super().save_related(request, form, formsets, change)
        reindex(form.instance.publications.values_list("pk", flat=True))


@admin.register(Source)
class SourceAdmin(ScopedAdmin):
    short = True
    list_display = ["name", "slug", "kind", "retrieved_on"]
    list_filter = ["kind"]
    search_fields = ["slug", "name"]
