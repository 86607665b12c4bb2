import pytest

from groundwork.models import Area
from tests.factories.groundwork import AreaFactory


def test_countries_leave_out_regions(db):
    africa = AreaFactory(region=True, name="Africa")
    ghana = AreaFactory(name="Ghana", parent=africa)
    assert list(Area.objects.countries()) == [ghana]
    assert set(Area.objects.visible_to(None)) == {africa, ghana}


def test_name_is_in_the_language_of_the_reader(db, settings):
    from django.utils import translation

    area = AreaFactory(name_en="Switzerland", name_fr="Suisse", name_es=None)
    with translation.override("fr"):
        assert str(area) == "Suisse"
    with translation.override("es"):
        assert str(area) == "Switzerland"


@pytest.fixture
def kenya(db):
    world = AreaFactory(kind=Area.Kind.WORLD, name="World")
    africa = AreaFactory(region=True, name="Africa", parent=world)
    south_of_sahara = AreaFactory(region=True, name="Sub-Saharan Africa", parent=africa)
    eastern = AreaFactory(region=True, name="Eastern Africa", parent=south_of_sahara)
    return AreaFactory(name="Kenya", parent=eastern)


def test_countries_by_region_are_asked_for_in_one_query(kenya, django_assert_num_queries):
    world = Area.objects.get(name="World")
    antarctic = AreaFactory(name="Antarctic", parent=world)
    america = AreaFactory(region=True, name="Americas", parent=world)
    peru, ecuador = AreaFactory(name="Peru", parent=america), AreaFactory(name="Écuador", parent=america)
    with django_assert_num_queries(1):
        found = [(region and region.name, inside) for region, inside in Area.objects.by_region()]
    assert found == [("Africa", [kenya]), ("Americas", [ecuador, peru]), (None, [antarctic])]


def test_country_lies_in_regions_the_widest_first(kenya):
    assert [region.name for region in kenya.regions] == ["Africa", "Sub-Saharan Africa", "Eastern Africa"]


def test_address_of_a_region_is_the_list_of_countries(kenya):
    assert kenya.get_absolute_url() == f"/countries/{kenya.code}/"
    assert kenya.parent.get_absolute_url() == "/countries/"
