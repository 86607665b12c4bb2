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
    assert [sector.slug for sector in convention.sectors.all()] == ["shipping-ports-fisheries"]
    assert Instrument.objects.get(slug="mlc-2006").aliases == ["C186", "MLC, 2006"]
    assert not Instrument.objects.get(slug="c170").sectors.exists()
