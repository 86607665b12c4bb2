"""Lists of the workplace that are narrowed to what has a broken link, and addresses that are refused."""

import pytest
from django.urls import reverse

from sectors.models import Instrument, Partner, SectorPage
from tests.access.forms import form_data
from tests.factories.groundwork import LinkCheckFactory
from tests.factories.sectors import (
    InstrumentFactory,
    LinkFactory,
    PartnerFactory,
    SectorPageFactory,
    ToolFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db
BROKEN = "https://broken.example/"


@pytest.fixture
def editor(client_of, user_with):
    LinkCheckFactory(url=BROKEN, broken=True)
    LinkCheckFactory(url="https://fine.example/")
    return client_of(user_with("editor"))


def listed(client, model):
    address = reverse(f"admin:sectors_{model._meta.model_name}_changelist")
    return set(client.get(address, {"links": "broken"}).context["cl"].queryset)


def test_pages_with_a_broken_link_in_any_part_are_listed(editor):
    link, tool, update = LinkFactory(url=BROKEN), ToolFactory(url=BROKEN), UpdateFactory(url=BROKEN)
    LinkFactory(url="https://fine.example/")
    SectorPageFactory()
    assert listed(editor, SectorPage) == {link.page, tool.page, update.page}


def test_partners_and_instruments_with_a_broken_link_are_listed(editor):
    partner, instrument = PartnerFactory(url=BROKEN), InstrumentFactory(normlex_url=BROKEN)
    PartnerFactory(url="https://fine.example/")
    assert listed(editor, Partner) == {partner}
    assert listed(editor, Instrument) == {instrument}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://192.168.0.1/", "http://localhost/", "ftp://a.example/"])
def test_an_address_that_is_no_public_site_is_refused(editor, url):
    partner = PartnerFactory()
    address = reverse("admin:sectors_partner_change", args=[partner.pk])
    response = editor.post(address, form_data(editor.get(address)) | {"url": url})
    assert response.context["adminform"].form.errors["url"]
    partner.refresh_from_db()
    assert partner.url != url
