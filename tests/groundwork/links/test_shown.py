import pytest

from groundwork.links import shown_addresses, where_shown
from groundwork.links.shown import link_fields
from sectors.models import Instrument, Link, Partner, Tool, Update
from tests.factories.research import PublicationFactory
from tests.factories.sectors import InstrumentFactory, LinkFactory, PartnerFactory, SectorPageFactory

pytestmark = pytest.mark.django_db


def test_every_field_of_addresses_is_looked_at():
    fields = set(link_fields())
    assert fields >= {(model, "url") for model in (Link, Tool, Update, Partner)} | {(Instrument, "normlex_url")}


def test_only_what_the_public_is_shown_is_asked():
    link = LinkFactory(url="https://shown.example/")
    LinkFactory(url="https://hidden.example/", page=SectorPageFactory(draft=True))
    PartnerFactory(url="https://draft.example/", draft=True)
    PartnerFactory(url="")
    assert shown_addresses() == [link.url]


def test_an_address_is_asked_once_and_what_editors_chose_before_the_repository():
    for number in range(3):
        PublicationFactory(url=f"https://papers.example/{number}")
    PartnerFactory(url="https://papers.example/1")
    InstrumentFactory(normlex_url="https://norms.example/")
    addresses = shown_addresses()
    assert set(addresses[:2]) == {"https://papers.example/1", "https://norms.example/"}
    assert len(addresses) == 4


def test_an_address_is_found_wherever_it_is_shown():
    rows = {PartnerFactory(url="https://a.example/"), LinkFactory(url="https://a.example/")}
    PartnerFactory(url="https://b.example/")
    assert set(where_shown("https://a.example/")) == rows
