"""Forms of the meetings floor."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.models import DocumentFile, Evidence, ProgressUpdate


class DocumentFileForm(forms.ModelForm):
    """A new version of a paper in a language: a file, or an address elsewhere."""

    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, Excel, PowerPoint, text or CSV; at most 25 MB.")
    )

    class Meta:
        model = DocumentFile
        fields = ["document", "language"]  # the workplace adds the others

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("upload")) == bool(cleaned.get("url")) and not self.errors:
            raise ValidationError(_("Send a file or give an address: one of the two."))
        return cleaned


class UpdateForm(forms.ModelForm):
    """What is reported of an action."""

    class Meta:
        model = ProgressUpdate
        fields = ["date", "text", "status", "value", "value_of", "source"]


class EvidenceForm(forms.ModelForm):
    """On what a report rests: left empty, there is none."""

    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, Word, Excel, PowerPoint, text or CSV; at most 25 MB.")
    )

    url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Or its address, where it is published"),
    )

    class Meta:
        model = Evidence
        fields = ["title", "url", "visibility"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_given and bool(cleaned.get("upload")) == bool(cleaned.get("url")) and not self.errors:
            raise ValidationError(_("Send a file or give an address: one of the two."))
        if self.is_given and not cleaned.get("title"):
            self.add_error("title", _("Say what the evidence shows."))
        return cleaned

    @property
    def is_given(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("title", "url", "upload"))

    def _get_validation_exclusions(self) -> set[str]:
        """Whether it is of one kind is known once the file is kept; this form says it before."""
        return {*super()._get_validation_exclusions(), "stored_as", "update"}
