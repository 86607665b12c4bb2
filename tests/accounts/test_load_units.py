from django.core.management import call_command
from django.utils import translation

from accounts.models import Unit


def test_load_units_names_the_department_in_three_languages_once(db):
    call_command("load_units")
    call_command("load_units")
    unit = Unit.objects.get(code="SECTOR")
    with translation.override("fr"):
        assert unit.name == "Département des politiques sectorielles"
