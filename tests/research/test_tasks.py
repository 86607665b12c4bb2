import pytest
from procrastinate.contrib.django import app

from groundwork.partial_dates import PartialDate
from research.tasks import recount_sectors
from sectors.services import RECOUNT, succeed
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db


def test_task_is_the_one_that_the_floor_below_names():
    assert app.tasks[RECOUNT] is recount_sectors


def test_records_of_a_former_sector_are_found_and_counted_under_its_successor(client):
    mining, new = SectorFactory(slug="mining"), SectorFactory(slug="extractives")
    PublicationFactory(sectors=[mining], indexed=True)
    PublicationFactory(sectors=[new], indexed=True)
    succeed(earlier=[mining], later=[new], kind="renamed", date=PartialDate(2019), by=None)
    recount_sectors([mining.pk, new.pk])
    page = client.get("/research/?sector=extractives").context["page"]
    assert page.paginator.count == 2
    carried = client.get("/research/?sector=mining")
    assert carried.context["page"].paginator.count == 2
    assert "in the place of" in carried.text
