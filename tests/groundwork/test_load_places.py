from django.core.management import call_command

from groundwork.places import Area


def test_load_places_makes_the_tree_in_three_languages(db, capsys):
    call_command("load_places")

    zambia = Area.objects.get(code="zmb")
    assert [zambia.name_en, zambia.name_fr, zambia.name_es] == ["Zambia", "Zambie", "Zambia"]
    parents = [zambia]
    while parents[-1].parent:
        parents.append(parents[-1].parent)
    assert [area.name_en for area in parents] == ["Zambia", "Eastern Africa", "Sub-Saharan Africa", "Africa", "World"]
    assert Area.objects.countries().count() == 249
    assert capsys.readouterr().out.split()[-4:] == ["279", "loaded", "0", "unchanged"]


def test_load_places_keeps_what_an_editor_changed(db):
    call_command("load_places")
    Area.objects.filter(code="tur").update(name_en="Türkiye, as agreed")

    call_command("load_places")

    assert Area.objects.get(code="tur").name_en == "Türkiye, as agreed"
    assert Area.objects.count() == 279
