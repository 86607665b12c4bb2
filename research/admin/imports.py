"""Files of records: sent, looked through, imported by a yes, undone."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import states_open_to
from groundwork.staging import importer_of
from groundwork.workplace import StagedFileAdmin, StagedRowAdmin, StageForm
from groundwork.workplace.limits import own_choices
from research.importing.importer import RecordImporter
from research.imports.formats.reading import FORMATS
from research.models import Publication, Source, StagedRecord, StagedRecords
from sectors.models import Sector


class RecordsForm(StageForm):
    """Who may write in some sectors alone chooses one of them, so that what is imported stays his or hers."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("BibTeX, RIS, CSL-JSON, Crossref JSON, CSV with a column “title”, OAI-PMH (oai_dc)"),
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=_("Source"),
        help_text=_("Where the records come from; a new one is added under Sources"),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        choices=[("", _("Found out from the file")), *((key, label) for key, (label, _reader) in FORMATS.items())],
    )
    new_state = forms.ChoiceField(label=_("State of new records"))
    sectors = forms.ModelMultipleChoiceField(
        Sector.objects.none(),
        label=_("Sectors of new records"),
        required=False,
        help_text=_("Beside what the records say and their titles suggest"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_state"].choices = [
            (state.value, state.label) for state in states_open_to(self.by, Publication)
        ]
        own = own_choices(self.by, Publication).get("sectors")
        self.fields["sectors"].queryset = Sector.objects.all() if own is None else own
        self.fields["sectors"].required = own is not None

    def options(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "source": data["source"].slug,
            "format": data["format"],
            "state": data["new_state"],
            "sectors": [sector.slug for sector in data["sectors"]],
        }


@admin.register(StagedRecords)
class StagedRecordsAdmin(StagedFileAdmin):
    importer = importer_of(RecordImporter.subject)
    rows_model = StagedRecord
    form = RecordsForm


@admin.register(StagedRecord)
class StagedRecordAdmin(StagedRowAdmin):
    list_filter = [*StagedRowAdmin.list_filter, ("file", admin.RelatedOnlyFieldListFilter)]
