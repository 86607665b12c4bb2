"""Forms of the meetings floor."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meetings.models import DocumentFile


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
