from django.core.management import call_command

from sectors.models import Instrument


def test_load_instruments_publishes_them_with_their_sectors(db):
    call_command("load_activities")
    call_command("load_sectors")

    call_command("load_instruments")
    Instrument.objects.get(slug="c170").sectors.clear()
    call_command("load_instruments")

    convention = Instrument.objects.get(slug="c188")
    assert Instrument.objects.visible_to(None).count() == 60
    assert [str(convention), convention.year, convention.kind] == [
        "C188 Work in Fishing Convention",
        2007,
        "convention",
    ]
    assert [sector.slug for sector in convention.sectors.all()] == ["fishing"]
    assert Instrument.objects.get(slug="mlc-2006").aliases == ["C186", "MLC, 2006"]
    assert not Instrument.objects.get(slug="c170").sectors.exists()


def test_load_instruments_tells_what_is_known_of_their_standing_with_its_source(db):
    for command in ("load_activities", "load_sectors", "load_instruments"):
        call_command(command)
    fishing, agriculture = (Instrument.objects.get(slug=slug) for slug in ("c188", "c011"))
    assert (fishing.in_force, str(fishing.in_force_since)) == (True, "2017-11-16")
    assert (fishing.ratifications, str(fishing.ratifications_as_of)) == (13, "2019-01-18")
    assert fishing.in_force_source_url
    assert (agriculture.in_force, agriculture.ratifications) == (None, None)
    known = Instrument.objects.exclude(in_force=None, ratifications=None)
    assert {one.slug for one in known} == {"c176", "c188", "mlc-2006"}
    assert not Instrument.objects.exclude(normlex_url="").exists()
    assert {one.slug for one in fishing.revises.all()} == {"c113", "c114", "c126"}


def test_load_instruments_marks_advice_as_a_starter_text(db):
    for command in ("load_activities", "load_sectors", "load_instruments"):
        call_command(command)
    advised = Instrument.objects.filter(starter_text=True)
    assert advised.count() == 16
    assert all(one.how_to_use_en and one.how_to_use_fr and one.how_to_use_es for one in advised)
    assert {one.slug for one in Instrument.objects.all() if one.is_guidance} <= {one.slug for one in advised}
