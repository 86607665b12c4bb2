from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groundwork.workplace import PublishableAdmin, ScopedAdmin, ScopedTabularInline, UploadAdmin, plain_number
from research import services
from research.forms import PublicationFileForm
from research.models import (
    AreaTag,
    Contribution,
    Contributor,
    Publication,
    PublicationFile,
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


class PublicationFileInline(ScopedTabularInline):
    """What is there; a file is sent on a page of its own."""

    model = PublicationFile
    fields = ["name", "size", "stored_at", "finding_in_words", "visibility"]
    readonly_fields = ["name", "size", "stored_at", "finding_in_words"]
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Publication | None = None) -> bool:
        return False

    @admin.display(description=_("text"))
    def finding_in_words(self, file: PublicationFile) -> str:
        return file.finding_in_words


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
    inlines = [
        ContributionInline,
        SectorTagInline,
        ThemeTagInline,
        AreaTagInline,
        SourceRecordInline,
        PublicationFileInline,
    ]

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


@admin.register(PublicationFile)
class PublicationFileAdmin(UploadAdmin):
    form = PublicationFileForm
    list_display = ["name", "publication", "visibility", "page_count", "finding", "stored_at"]
    list_filter = ["visibility", "finding"]
    list_select_related = ["publication"]
    search_fields = ["name", "publication__title"]
    readonly_fields = ["name", "size", "sha256", "stored_at", "page_count", "finding_in_words"]
    actions = ["read_again"]

    def get_fields(self, request: HttpRequest, obj: PublicationFile | None = None) -> list[str]:
        return ["publication", "visibility", *self.readonly_fields] if obj else ["publication", "visibility", "upload"]

    def get_readonly_fields(self, request: HttpRequest, obj: PublicationFile | None = None) -> list[str]:
        return ["publication", *self.readonly_fields] if obj else self.readonly_fields

    @admin.display(description=_("text"))
    def finding_in_words(self, file: PublicationFile) -> str:
        return file.finding_in_words

    def save_model(self, request: HttpRequest, obj: PublicationFile, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            services.attach(obj, upload=form.cleaned_data["upload"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        """Search finds the text of what is shown to everybody, and of nothing else, in the same transaction."""
        super().save_related(request, form, formsets, change)
        reindex([form.instance.publication_id])

    def delete_model(self, request: HttpRequest, obj: PublicationFile) -> None:
        super().delete_model(request, obj)
        reindex([obj.publication_id])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[PublicationFile]) -> None:
        publications = list(queryset.values_list("publication", flat=True))
        super().delete_queryset(request, queryset)
        reindex(publications)

    @admin.action(description=_("Read the text of the chosen files again"), permissions=["change"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[PublicationFile]) -> None:
        for file in queryset:
            services.defer_reading(file)
        self.message_user(request, _("They are read in the background; the list says what came of it."))
