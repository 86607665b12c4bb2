"""Forms of the research floor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from research.models import PublicationFile


class PublicationFileForm(forms.ModelForm):
    """A new full text; of one that is there only to whom it is shown can be changed."""

    upload = forms.FileField(label=_("File"), help_text=_("A PDF of at most 50 MB."))

    class Meta:
        model = PublicationFile
        fields = ["publication", "visibility"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["upload"]
