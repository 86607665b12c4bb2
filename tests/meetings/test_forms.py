import pytest
from django import forms

from meetings.forms import DocumentFileForm
from tests.factories.meetings import DocumentFactory
from tests.groundwork.uploads.documents import PDF, upload

ADDRESS = "https://www.ilo.org/paper.pdf"


class Form(DocumentFileForm):
    """With the fields that the workplace asks for."""

    class Meta(DocumentFileForm.Meta):
        fields = ["document", "language", "url"]
        field_classes = {"url": forms.CharField}


@pytest.mark.parametrize(
    ("url", "file", "taken"), [("", PDF, True), (ADDRESS, None, True), ("", None, False), (ADDRESS, PDF, False)]
)
def test_version_is_a_file_or_an_address(db, url, file, taken):
    form = Form(
        {"document": DocumentFactory().pk, "language": "en", "url": url}, {"upload": upload(file)} if file else {}
    )
    assert form.is_valid() == taken
    if not taken:
        assert form.non_field_errors() == ["Send a file or give an address: one of the two."]
