from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groundwork.access import Verb, allowed
from groundwork.workplace import PublishableAdmin, ScopedAdmin, ScopedTabularInline, UploadAdmin, plain_number
from groundwork.workplace.duties import Duty
from research import harvesting, services
from research.forms import PublicationFileForm
from research.harvesting.writing import COUNTED
from research.models import (
    AreaTag,
    Contribution,
    Contributor,
    DuplicatePair,
    HarvestedRecord,
    HarvestRun,
    OaiProvider,
    OtherIdentifier,
    Publication,
    PublicationFile,
    SectorTag,
    Source,
    SourceRecord,
    ThemeTag,
)
from research.models.harvests import is_outside
from research.models.languages import language_or_not_stated
from research.search.index import reindex
from research.search.likeness import find_pairs

MOST_TOLD = 5  # possible duplicates of what was saved


class ContributionInline(ScopedTabularInline):
    model = Contribution


class TagInline(ScopedTabularInline):
    """A tag is named by what it tags with, which is read with it."""

    fields: list[str]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(self.fields[0])


class SectorTagInline(TagInline):
    model = SectorTag
    fields = ["sector", "provenance"]


class ThemeTagInline(TagInline):
    model = ThemeTag
    fields = ["theme", "provenance"]


class AreaTagInline(TagInline):
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


class OtherIdentifierInline(ScopedTabularInline):
    model = OtherIdentifier


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
        ("verified_on", admin.EmptyFieldListFilter),
    ]
    search_fields = ["title", "doi", "symbol", "isbn"]
    actions = [*PublishableAdmin.actions, "verify"]
    inlines = [
        ContributionInline,
        SectorTagInline,
        ThemeTagInline,
        AreaTagInline,
        SourceRecordInline,
        PublicationFileInline,
        OtherIdentifierInline,
    ]

    def set_state(self, item: Publication, state: str) -> None:
        services.set_state(publication=item, state=state)

    @admin.action(description=_("Checked against the source: verified today"), permissions=["change"])
    @transaction.atomic
    def verify(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        publications = list(queryset.filter(allowed(request.user, Verb.CHANGE, Publication)))
        for publication in publications:
            publication.verified_on = timezone.localdate()
            publication.save(update_fields=["verified_on", "updated_at"])
            self.log_change(request, publication, [{"changed": {"fields": ["verified_on"]}}])
        number = len(publications)
        self.message_user(request, ngettext("%(n)d verified.", "%(n)d verified.", number) % {"n": number})

    def save_related(self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool) -> None:
        """Its parts are what search finds it by: the search row follows them in the same transaction."""
        super().save_related(request, form, formsets, change)
        reindex([form.instance.pk])
        self.tell_of_duplicates(request, form.instance)

    def tell_of_duplicates(self, request: HttpRequest, publication: Publication) -> None:
        """Those that the person may see, at once; the pairs go to the worklist."""
        find_pairs([publication.pk])
        of_it = Q(first=publication) | Q(second=publication)
        pairs = DuplicatePair.objects.visible_to(request.user).filter(of_it, state=DuplicatePair.State.OPEN)
        for pair in pairs[:MOST_TOLD]:
            page = reverse("admin:research_duplicatepair_change", args=[pair.pk])
            sentence = format_html('<a href="{}">{}</a>', page, _("This may be a duplicate: look at both records."))
            self.message_user(request, sentence, messages.WARNING)


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


class OaiProviderForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "next_at" in self.fields:  # which Django shows as two fields with one label
            for part, name in zip(self.fields["next_at"].widget.widgets, (_("Date"), _("Time")), strict=True):
                part.attrs["aria-label"] = f"{self.fields['next_at'].label}: {name}"

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].split("?")[0]
        if reason := is_outside(address):
            raise ValidationError(reason)
        return address


@admin.register(OaiProvider)
class OaiProviderAdmin(ScopedAdmin):
    """Repositories that are harvested. To delete one leaves its publications as they are."""

    form = OaiProviderForm
    list_display = ["__str__", "address", "every", "is_active", "last_run", "next_at"]
    list_filter = ["is_active", "every"]
    list_select_related = ["source"]
    search_fields = ["source__name", "source__slug", "address"]
    readonly_fields = ["harvested_until", "last_run"]
    actions = ["harvest_now"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        latest = HarvestRun.objects.filter(provider=OuterRef("pk")).order_by("-pk")
        return (
            super()
            .get_queryset(request)
            .annotate(
                last_state=Subquery(latest.values("state")[:1]), last_problem=Subquery(latest.values("problem")[:1])
            )
        )

    @admin.display(description=_("last harvest"))
    def last_run(self, provider: Any) -> str:
        if not provider.last_state:
            return ""
        state = HarvestRun.State(provider.last_state).label
        return f"{state}: {provider.last_problem}" if provider.last_problem else str(state)

    @admin.action(description=_("Harvest the chosen providers now"), permissions=["change"])
    def harvest_now(self, request: HttpRequest, queryset: QuerySet[OaiProvider]) -> None:
        queryset.update(next_at=timezone.now())
        for provider in queryset:
            services.defer_harvest(provider)
        self.message_user(request, _("They are harvested in the background; the list of harvests says how it goes."))


class ProviderFilter(admin.RelatedFieldListFilter):
    """A provider is named by its source: one query for all names."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        seen = OaiProvider.objects.visible_to(request.user).select_related("source")
        return [(provider.pk, str(provider)) for provider in seen]


@admin.register(HarvestRun)
class HarvestRunAdmin(ScopedAdmin):
    """How harvests went. Deletions of more than a tenth of a provider's records wait here for a yes."""

    duties = (Duty("deletions", _("deletions that wait for a yes"), {"state__exact": HarvestRun.State.WAITING.value}),)
    list_display = ["provider", "state", "started_at", "counts", "problem"]
    list_filter = ["state", ("provider", ProviderFilter)]
    list_select_related = ["provider__source"]
    fields = readonly_fields = [
        *("provider", "state", "started_at", "ended_at", "since", "pages", "size", *COUNTED, "problem", "deletions")
    ]
    actions = ["withdraw_deleted", "keep_deleted"]

    def has_delete_permission(self, request: HttpRequest, obj: HarvestRun | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: HarvestRun | None = None) -> list[tuple]:
        """In one: its state is none of publishing."""
        return [(None, {"fields": self.fields})]

    @admin.display(description=_("records"))
    def counts(self, run: HarvestRun) -> str:
        counts = ((HarvestRun._meta.get_field(name).verbose_name, getattr(run, name)) for name in COUNTED)
        return " · ".join(f"{name} {localize(count)}" for name, count in counts if count)

    @admin.display(description=_("records to withdraw"))
    def deletions(self, run: HarvestRun) -> str:
        gone = run.gone.select_related("publication")
        shown = format_html_join("", "<li>{} ({})</li>", ((one.publication, one.identifier) for one in gone[:100]))
        return format_html("<p>{}</p><ul>{}</ul>", gone.count(), shown)

    @admin.action(description=_("Withdraw what the source has deleted"), permissions=["change"])
    def withdraw_deleted(self, request: HttpRequest, queryset: QuerySet[HarvestRun]) -> None:
        number = sum(harvesting.carry_out(run, by=request.user) for run in queryset.filter(state="waiting"))
        self.message_user(request, ngettext("%(n)d withdrawn.", "%(n)d withdrawn.", number) % {"n": number})

    @admin.action(description=_("Keep what the source has deleted"), permissions=["change"])
    def keep_deleted(self, request: HttpRequest, queryset: QuerySet[HarvestRun]) -> None:
        for run in queryset.filter(state="waiting"):
            harvesting.keep(run, by=request.user)
        self.message_user(request, _("They stay published."))


class DifferencesFilter(admin.SimpleListFilter):
    title = _("differences")
    parameter_name = "differences"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("open", _("to take or to leave"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.with_differences() if self.value() else queryset


class HarvestedRecordForm(forms.ModelForm):
    """What the source says other than an editor, field by field."""

    take = forms.MultipleChoiceField(
        label=_("Take from the source"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not ticked stays as it is here."),
    )

    class Meta:
        model = HarvestedRecord
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "take" in self.fields:
            self.fields["take"].choices = [(name, _label(name)) for name in self.instance.offered]


@admin.register(HarvestedRecord)
class HarvestedRecordAdmin(ScopedAdmin):
    """What providers said of each record; where an editor wrote otherwise, both are shown, to take or to leave."""

    form = HarvestedRecordForm
    duties = (
        Duty(
            "differences",
            _("with differences to take or to leave"),
            {"differences": "open"},
            rows=lambda rows: rows.with_differences(),
        ),
    )
    list_display = ["identifier", "publication", "provider", "datestamp", "is_deleted", "refusal"]
    list_filter = [DifferencesFilter, "is_deleted", ("provider", ProviderFilter)]
    list_select_related = ["publication", "provider__source"]
    search_fields = ["identifier", "publication__title"]
    readonly_fields = ["identifier", "publication", "provider", "datestamp", "is_deleted", "refusal", "compared"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: HarvestedRecord | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: HarvestedRecord | None = None) -> list[str]:
        decides = obj and obj.offered and self.has_change_permission(request, obj)
        return [*self.readonly_fields, *(["take"] if decides else [])]

    @admin.display(description=_("differences"))
    def compared(self, record: HarvestedRecord) -> str:
        if not record.offered:
            return _("None")
        lines = ((_label(name), *map(_in_words, both)) for name, *both in harvesting.undecided(record))
        heading = (_("field"), _("here"), _("at the source"))
        rows = format_html_join("", "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>", lines)
        cells = format_html_join("", "<th scope='col'>{}</th>", ((name,) for name in heading))
        return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", cells, rows)

    def save_model(self, request: HttpRequest, obj: HarvestedRecord, form: Any, change: bool) -> None:
        chosen = form.cleaned_data.get("take", [])
        left = [name for name in obj.offered if name not in chosen]
        if chosen:
            harvesting.take(obj, chosen, by=request.user)
        if left:
            harvesting.leave(obj, left, by=request.user)


def _label(name: str) -> str:
    return _("authors") if name == "authors" else Publication._meta.get_field(name).verbose_name


def _in_words(value: Any) -> str:
    """A text, keywords, or names as [family, given, …]."""
    if not isinstance(value, list):
        return value or ""
    return "; ".join(one if isinstance(one, str) else ", ".join(filter(None, one[:2])) for one in value)
