from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields

from groundwork.outbound import OutboundError
from groundwork.staging import importer_of, look_again
from groundwork.tabular import UnreadableFileError
from groundwork.workplace import ScopedAdmin, ScopedTabularInline, StagedFileAdmin, StageForm
from indicators import services
from indicators.imports import staging
from indicators.imports.checking import KINDS, LEAVE_OUT
from indicators.imports.meanings import MeaningsForm
from indicators.models import ActivityCode, ActivityMapping, DataGap, Indicator, StagedStatistics, Vintage


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


class StatisticsForm(StageForm):
    """A file, or the name of a dataflow that is fetched."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("Tidy CSV, SDMX-CSV, SDMX-ML 2.1, ILOSTAT"))
    dataflow = forms.RegexField(
        r"[A-Za-z0-9_@-]{1,80}",
        label=_("Dataflow"),
        required=False,
        help_text=_("Instead of a file: fetched from the configured SDMX source, e.g. DF_EMP_TEMP_SEX_ECO_NB"),
    )

    def upload(self) -> File:
        """Raises ValidationError where there is neither, both, or no answer from the source."""
        file, dataflow = self.cleaned_data.get("file"), self.cleaned_data.get("dataflow")
        if bool(file) == bool(dataflow):
            raise ValidationError(_("Send a file or name a dataflow."))
        if file:
            return file
        try:
            name, content = staging.fetched(dataflow)
        except (OutboundError, UnreadableFileError) as error:
            raise ValidationError(str(error)) from error
        return ContentFile(content, name=name)


@admin.register(StagedStatistics)
class StagedStatisticsAdmin(StagedFileAdmin):
    """Files of observations: sent, looked through, and imported by a yes. Nothing is written before."""

    importer = importer_of("statistics")
    form = StatisticsForm
    change_form_template = "admin/staging/statistics.html"

    def steps(self) -> dict[str, Callable[[HttpRequest, StagedStatistics], str]]:
        return super().steps() | {"_meanings": self.take_meanings}

    def shown(self, file: StagedStatistics) -> dict[str, Any]:
        asked = file.state == file.State.REFUSED and file.options.get("unknown")
        said = [
            (KINDS[kind][0], code, _("left out") if meant == LEAVE_OUT else meant)
            for kind, codes in file.options.get("meanings", {}).items()
            for code, meant in codes.items()
        ]
        return super().shown(file) | {"meanings": MeaningsForm(file) if asked else None, "said": said}

    def take_meanings(self, request: HttpRequest, file: StagedStatistics) -> str:
        form = MeaningsForm(file, request.POST)
        if not form.is_valid() or not form.meanings():
            raise ValidationError(_("Say of at least one code what it means, from the list."))
        look_again(file, form.meanings(), by=request.user)
        return _("Looked through again with what you said of its codes.")
