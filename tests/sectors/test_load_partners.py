from django.core.management import call_command

from sectors.models import Link, Partner


def test_load_partners_names_each_once_with_all_its_sectors(db):
    for command in ("load_activities", "load_sectors", "load_partners", "load_sector_pages", "load_partners"):
        call_command(command)
    union = Partner.objects.visible_to(None).get(name="IndustriALL Global Union")
    assert union.kind == "workers"
    assert {"mining", "chemicals"} < {sector.slug for sector in union.sectors.all()}
    assert all((union.description_en, union.description_fr, union.description_es))
    assert not Link.objects.filter(url__in=Partner.objects.values("url")).exists()


def test_load_partners_leaves_what_an_editor_changed(db):
    for command in ("load_activities", "load_sectors", "load_partners"):
        call_command(command)
    Partner.objects.filter(name="IndustriALL Global Union").update(kind="network")
    call_command("load_partners")
    assert Partner.objects.get(name="IndustriALL Global Union").kind == "network"
