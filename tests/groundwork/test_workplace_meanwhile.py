"""Two on one form: the second saver is told, and loses nothing."""

import pytest
from django.urls import reverse

from groundwork.versions.version import next_of
from groundwork.workplace.meanwhile import SEEN
from tests.access.forms import form_data
from tests.factories.sectors import KeyIssueFactory, SectorPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return SectorPageFactory(overview_en="Old", summary_en="Short")


@pytest.fixture
def address(page):
    return reverse("admin:sectors_sectorpage_change", args=[page.pk])


def opened(client, address):
    response = client.get(address)
    return form_data(response) | {SEEN: response.context["seen"][1]}


def written(page):
    """In the next version, which the form is over."""
    fields = next_of(page).snapshot["fields"]
    return fields["overview_en"], fields["summary_en"]


def test_second_saver_is_told_and_may_then_save(user_with, client_of, page, address):
    ana, ben = (client_of(user_with("editor", name=name)) for name in ("Ana", "Ben"))
    hers, his = opened(ana, address), opened(ben, address)
    assert ana.post(address, hers | {"overview_en": "<p>Hers &amp; more</p>"}).status_code == 302
    told = ben.post(address, his | {"overview_en": "<p>His</p>", "summary_en": "Longer"})
    assert "Ana changed this at" in told.text
    assert "<dt>Overview (English)</dt><dd>Hers &amp; more</dd>" in told.text
    assert form_data(told)["summary_en"] == "Longer"
    assert written(page) == ("Hers & more", "Short")
    again = form_data(told) | {SEEN: told.context["seen"][1]}
    assert ben.post(address, again).status_code == 302
    assert written(page) == ("His", "Longer")


def test_changed_part_counts_too(user_with, client_of, page, address):
    issue = KeyIssueFactory(page=page)
    editor = client_of(user_with("editor"))
    data = opened(editor, address)
    issue.title_en = "Other"
    issue.save()
    assert "somebody else" in editor.post(address, data).text


def test_who_is_alone_is_not_told(user_with, client_of, address):
    editor = client_of(user_with("editor"))
    for text in ("One", "Two"):
        assert editor.post(address, opened(editor, address) | {"summary_en": text}).status_code == 302
