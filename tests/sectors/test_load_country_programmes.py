from django.core.management import call_command

from sectors.models import CountryProgramme


def test_load_country_programmes_adds_each_once_with_its_period_and_page(db, client):
    for command in ("load_places", "load_country_programmes", "load_country_programmes"):
        call_command(command)
    assert CountryProgramme.objects.visible_to(None).count() == 5
    page = client.get("/countries/vnm/").text
    for words in ("The future of work we create", "The future of work", "WCMS_872736"):
        assert words in page
