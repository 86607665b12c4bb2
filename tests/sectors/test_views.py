import pytest

from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db


def test_sectors_are_listed_from_a_to_z_without_regard_to_accents(client):
    for name in ("Zinc", "Éducation", "Education support", "Forestry"):
        SectorFactory(name=name)
    names = [sector.name for sector in client.get("/sectors/").context["alphabet"]]
    assert names == ["Éducation", "Education support", "Forestry", "Zinc"]


def test_sectors_show_their_branches(client):
    shipping = SectorFactory(name="Shipping")
    SectorFactory(name="Ports", parent=shipping, group=None)
    body = client.get("/sectors/").text
    assert body.count(">Ports<") == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_sectors_ask_a_constant_number_of_queries(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        SectorFactory(parent=SectorFactory(), group=None)
    with django_assert_max_num_queries(6):
        client.get("/sectors/")
