from django.core.management import call_command

from sectors.models import Theme


def test_load_themes_publishes_them_in_order(db):
    call_command("load_themes")
    Theme.objects.filter(slug="skills").update(name_en="Skills")
    call_command("load_themes")

    assert Theme.objects.visible_to(None).count() == 14
    assert Theme.objects.first().slug == "future-of-work"
    assert Theme.objects.get(slug="skills").name_en == "Skills"
    assert Theme.objects.get(slug="gender-equality").sdg_goals == [5, 8, 10]
