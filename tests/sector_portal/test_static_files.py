"""What collectstatic makes of the stylesheets."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

SOURCES = Path(settings.BASE_DIR) / "static/css"


def imports(sheet: str) -> list[str]:
    return re.findall(r'@import url\("(.+?)"\);', (SOURCES / sheet).read_text())


def test_every_part_is_imported_once():
    of_the_workplace = {"admin.css", "admin-versions.css", "prose-editor.css"}
    parts = {path.name for path in SOURCES.glob("*.css")} - {"portal.css"} - of_the_workplace

    assert sorted(imports("portal.css")) == sorted(parts)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "sector_portal.static_files.JoinedStylesheetsStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=root):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)  # a second run finds its own output
        yield {
            name: staticfiles_storage.stored_name(name)
            for name in ("css/portal.css", "css/admin.css", "fonts/sector-sans.woff2", "icons.svg")
        } | {"root": root}


def rules(text: str) -> str:
    """A stylesheet without what may change on the way: comments, space, imports and hashed addresses."""
    return re.sub(r"/\*.*?\*/|@import [^;]+;|url\([^)]+\)|\s", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("sheet", ["portal.css", "admin.css"])
def test_collected_sheet_is_its_parts_in_their_order(collected, sheet):
    parts = "".join((SOURCES / part).read_text() for part in [*imports(sheet), sheet])

    text = (collected["root"] / collected[f"css/{sheet}"]).read_text()

    assert "@import" not in text
    assert rules(text) == rules(parts)


def test_collected_sheet_names_fonts_by_hash_as_the_preload_does(collected):
    text = (collected["root"] / collected["css/portal.css"]).read_text()

    assert Path(collected["fonts/sector-sans.woff2"]).name in text
    assert re.fullmatch(r"css/portal\.[0-9a-f]{12}\.css", collected["css/portal.css"])


def test_collected_sheet_is_compressed(collected):
    assert (collected["root"] / (collected["css/portal.css"] + ".br")).exists()
