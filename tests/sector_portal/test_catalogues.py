from io import BytesIO

import pytest
from django.conf import settings

from sector_portal import catalogues


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_interface_string_is_translated(language):
    assert catalogues.shortcomings(settings.BASE_DIR, language) == []


def test_strings_of_templates_are_found():
    template = b"""{% load i18n %}{% translate "One" %} {{ x|default:_("Two") }}
    {% blocktranslate count n=n %}{{ n }} thing{% plural %}{{ n }} things{% endblocktranslate %}"""
    found = [row[2] for row in catalogues.extract_template(BytesIO(template), catalogues.KEYWORDS, [], {})]
    assert found == ["One", "Two", ("%(n)s thing", "%(n)s things")]


def test_missing_fuzzy_and_broken_translations_are_told(tmp_path):
    for app in catalogues.APPS:
        (tmp_path / app).mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        '{% load i18n %}{% translate "Missing" %}{% translate "Fuzzy" %}'
        "{% blocktranslate %}Broken {{ name }}{% endblocktranslate %}"
    )
    catalogues.update(tmp_path, "fr")
    path = catalogues.path_of(tmp_path, "fr")
    text = path.read_text()
    text = text.replace('msgid "Fuzzy"\nmsgstr ""', '#, fuzzy\nmsgid "Fuzzy"\nmsgstr "Flou"')
    text = text.replace('msgid "Broken %(name)s"\nmsgstr ""', 'msgid "Broken %(name)s"\nmsgstr "Cassé %(nom)s"')
    path.write_text(text)
    lines = catalogues.shortcomings(tmp_path, "fr")
    assert [line.partition(":")[0] for line in lines if "placeholder" not in line] == ["fuzzy", "untranslated"]
    assert len(lines) == 3
