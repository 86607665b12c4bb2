from django.core.management import call_command

from sectors.models import Activity


def test_load_activities_makes_the_tree_of_isic(db, capsys):
    call_command("load_activities")

    growing = Activity.objects.get(code="0111")
    assert [growing.parent.code, growing.parent.parent.code, growing.parent.parent.parent.code] == ["011", "01", "A"]
    section = Activity.objects.get(code="P")
    assert [section.title_en, section.title_fr, section.title_es] == ["Education", "Éducation", "Enseñanza"]
    levels = {level: Activity.objects.filter(level=level).count() for level in Activity.Level.values}
    assert levels == {"section": 21, "division": 88, "group": 238, "class": 419}
    assert capsys.readouterr().out.split()[-4:] == ["766", "loaded", "0", "unchanged"]
