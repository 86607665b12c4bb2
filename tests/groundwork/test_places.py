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
