from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields

from groundwork.outbound import OutboundError
from groundwork.tabular import UnreadableFileError
from groundwork.workplace import ScopedAdmin, ScopedTabularInline
from indicators import services
from indicators.imports import staging
from indicators.imports.rows import RefusedFileError
from indicators.models import ActivityCode, ActivityMapping, DataGap, Indicator, StagedImport, Vintage


class ActivityMappingInline(ScopedTabularInline):
    model = ActivityMapping
    fields = ["sector", "exactness", "approximate", "also_needs", "note"]


@admin.register(Indicator)
class IndicatorAdmin(ScopedAdmin, TranslationAdmin):
    short = True
    list_display = ["code", "short_name", "source", "licence", "modelled", "comparable"]
    search_fields = ["code", *get_translation_fields("name")]


@admin.register(ActivityCode)
class ActivityCodeAdmin(ScopedAdmin, TranslationAdmin):
    list_display = ["code", "title", "classification"]
    list_filter = ["classification"]
    search_fields = ["^code", *get_translation_fields("title")]
    inlines = [ActivityMappingInline]


@admin.register(Vintage)
class VintageAdmin(ScopedAdmin):
    """What was imported. To delete a vintage is to undo its import."""

    list_display = ["indicator", "version", "observations", "loaded_at", "file_name"]
    list_filter = ["indicator"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__code", "version", "file_name"]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """Its observations go with it, said as a number: to name a hundred thousand helps nobody."""
        summary = [
            ngettext(
                "%(vintage)s, with its one observation",
                "%(vintage)s, with its %(count)s observations",
                one.observations,
            )
            % {"vintage": one, "count": one.observations}
            for one in objs
        ]
        refused = {_("vintage")} if not all(self.has_delete_permission(request, one) for one in objs) else set()
        return summary, {_("vintages"): len(summary)}, refused, []

    def delete_model(self, request: HttpRequest, obj: Vintage) -> None:
        services.undo_vintage(vintage=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Vintage]) -> None:
        for one in queryset:
            services.undo_vintage(vintage=one, by=request.user)


@admin.register(DataGap)
class DataGapAdmin(ScopedAdmin, TranslationAdmin):
    list_display = ["sector", "indicator", "area", "owner_unit", "due"]
    list_filter = ["indicator", "sector"]
    list_select_related = ["sector", "indicator", "area", "owner_unit"]
    search_fields = ["sector__slug", "indicator__code", *get_translation_fields("plan")]


class StageForm(forms.ModelForm):
    """A file, or the name of a dataflow that is fetched."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("Tidy CSV, SDMX-CSV, SDMX-ML 2.1, ILOSTAT"))
    dataflow = forms.RegexField(
        r"[A-Za-z0-9_@-]{1,80}",
        label=_("Dataflow"),
        required=False,
        help_text=_("Instead of a file: fetched from the configured SDMX source, e.g. DF_EMP_TEMP_SEX_ECO_NB"),
    )

    class Meta:
        model = StagedImport
        fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        file, dataflow = data.get("file"), data.get("dataflow")
        if bool(file) == bool(dataflow) and not self.errors:
            raise ValidationError(_("Send a file or name a dataflow."))
        if file and file.size > staging.MOST_BYTES:
            raise ValidationError(_("The file is too large."))
        if dataflow and not self.errors:
            try:
                data["fetched"] = staging.fetched(dataflow)
            except (OutboundError, UnreadableFileError) as error:
                raise ValidationError(str(error)) from error
        return data


@admin.register(StagedImport)
class StagedImportAdmin(ScopedAdmin):
    """Files of observations: sent, looked through, and imported by a yes. Nothing is written before."""

    list_display = ["name", "state", "staged_at"]
    list_filter = ["state"]
    readonly_fields = ["state", "staged_at", "told"]
    actions = ["import_chosen"]
    form = StageForm

    def get_fieldsets(self, request: HttpRequest, obj: StagedImport | None = None) -> list[tuple]:
        fields = ["name", "state", "staged_at", "told"] if obj else ["file", "dataflow"]
        return [(None, {"fields": fields})]

    @admin.display(description=_("report"))
    def told(self, staged: StagedImport) -> str:
        return format_html_join("", "<p>{}</p>", ((line,) for line in staged.report.get("lines", [])))

    def save_form(self, request: HttpRequest, form: StageForm, change: bool) -> StagedImport:
        super().save_form(request, form, change)
        data = form.cleaned_data
        name, content = data.get("fetched") or (data["file"].name, data["file"].read())
        form.instance = staging.stage(name, content, by=request.user)
        return form.instance

    def save_model(self, request: HttpRequest, obj: StagedImport, form: StageForm, change: bool) -> None:
        """Staged already."""

    @admin.action(description=_("Import the chosen files"), permissions=["add"])
    def import_chosen(self, request: HttpRequest, queryset: QuerySet[StagedImport]) -> None:
        for staged in queryset:
            try:
                told, level = (
                    [staging.change(one) for one in staging.confirm(staged, by=request.user)],
                    messages.SUCCESS,
                )
            except RefusedFileError as refused:
                told, level = staging.refusal(refused)[:5], messages.ERROR
            except (UnreadableFileError, ValueError) as error:
                told, level = [str(error)], messages.ERROR
            self.message_user(request, f"{staged}: {'; '.join(told)}", level)
