"""The house is as docs/architecture.md says: its packages, its names, its tests beside its code."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["accounts", "groundwork", "indicators", "meetings", "research", "sector_portal", "sectors"]
BESIDE = {
    *("demo", "docs", "locale", "requirements", "static", "templates", "tests"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "manage.py", "pyproject.toml"),
    *("media", "staticfiles"),  # made here, never committed
}
JUNK = re.compile(r"(^|_)(utils?|helpers?|commons?|managers?|misc|tools?|stuff|shared|core|base)(_|$)")
MODULES = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
TEST_FILES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}

# Modules that are proved in a test of another name: by the page or command that they are a part of
PROVED_BY = {
    "accounts/adapters.py": "tests/accounts/test_sign_in.py",
    "accounts/addresses.py": "tests/accounts/test_sign_in.py",
    "accounts/forms.py": "tests/accounts/test_sign_in.py",
    "accounts/second_factor.py": "tests/accounts/test_sign_in.py",
    "accounts/services.py": "tests/accounts/test_sign_in.py",
    "groundwork/apps.py": "tests/sector_portal/test_conditional.py",
    "groundwork/data_version.py": "tests/sector_portal/test_conditional.py",
    "groundwork/outbound/connection.py": "tests/groundwork/outbound/test_network.py",
    "groundwork/outbound/decoding.py": "tests/groundwork/outbound/test_fetching.py",
    "groundwork/staging/importer.py": "tests/groundwork/staging/test_steps.py",
    "groundwork/staging/rows.py": "tests/groundwork/staging/test_steps.py",
    "groundwork/translated.py": "tests/sector_portal/test_templatetags_translated.py",
    "groundwork/versions/beside.py": "tests/groundwork/tables/test_importer.py",
    "groundwork/versions/keeping.py": "tests/groundwork/versions/test_steps.py",
    "groundwork/versions/trials.py": "tests/sector_portal/test_pages_preview.py",
    "groundwork/versions/version.py": "tests/groundwork/versions/test_steps.py",
    "meetings/figures.py": "tests/meetings/test_views.py",
    "meetings/filters/meetings.py": "tests/meetings/test_views.py",
    "meetings/filters/outcomes.py": "tests/meetings/test_views_follow_up.py",
    "meetings/record.py": "tests/meetings/test_views_follow_up.py",
    "meetings/templatetags/follow_up.py": "tests/meetings/test_views.py",
    "research/imports/records.py": "tests/research/imports/test_works.py",
    "groundwork/full_text/child.py": "tests/groundwork/full_text/test_reading.py",
    "research/management/commands/extract_text.py": "tests/research/test_search_pages.py",
    "research/management/commands/load_full_texts.py": "tests/research/test_search_pages.py",
    "research/management/commands/harvest.py": "tests/research/test_harvesting.py",
    "research/tasks.py": "tests/research/test_search_pages.py",
    "research/record.py": "tests/sector_portal/test_pages_record.py",
    "research/management/commands/find_duplicates.py": "tests/research/test_search_likeness.py",
    "research/services.py": "tests/research/test_admin.py",
    "research/search/choices.py": "tests/research/test_search_counts.py",
    "research/search/everything.py": "tests/sector_portal/test_pages_search.py",
    "research/search/facets.py": "tests/research/test_search_counts.py",
    "research/search/naming.py": "tests/sector_portal/test_pages_instrument.py",
    "research/search/known_items.py": "tests/research/test_known_items.py",
    "research/search/options.py": "tests/research/test_views.py",
    "research/search/related.py": "tests/sector_portal/test_pages_record.py",
    "research/search/results.py": "tests/research/test_views.py",
    "research/search/spread.py": "tests/sector_portal/test_pages_theme.py",
    "research/search/words.py": "tests/research/test_search_query.py",
    "sectors/enquiry_form.py": "tests/sector_portal/test_pages_contact.py",
    "sectors/filters.py": "tests/sectors/test_views.py",
    "sector_portal/apps.py": "tests/research/test_search_entries.py",
    "sector_portal/errors.py": "tests/sector_portal/test_middleware.py",
    "sector_portal/everything.py": "tests/sector_portal/test_pages_search.py",
    "sector_portal/management/commands/bench.py": "tests/sector_portal/test_benchmark.py",
    "sector_portal/management/commands/enforce_retention.py": "tests/sector_portal/test_retention.py",
    "sector_portal/templatetags/structured_data.py": "tests/sector_portal/test_structured_data.py",
    "sector_portal/tasks.py": "tests/sector_portal/test_retention.py",
}


def local(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def has_behaviour(path: Path) -> bool:
    """Whether it has functions other than those by which Python builds and prints its classes."""
    nodes = ast.walk(ast.parse(path.read_text()))
    names = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(name not in {"__init__", "__str__", "__repr__"} for name in names)


def possible_tests(path: Path) -> set[str]:
    """For research/search/query.py: test_search.py, test_search_query.py, search/test_query.py."""
    app, *rooms = path.relative_to(ROOT).with_suffix("").parts
    rooms = [room for room in rooms if room not in {"__init__", "management", "commands"}]
    flat = {f"tests/{app}/test_{'_'.join(rooms[:depth])}.py" for depth in range(1, len(rooms) + 1)}
    return flat | {f"tests/{app}/{rooms[0]}/test_{room}.py" for room in rooms[1:]}


def test_packages_are_those_of_the_plan():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*APPS, "tests"}


def test_nothing_else_stands_at_the_top():
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "_"))}
    assert there <= {*APPS, *BESIDE}


@pytest.mark.parametrize("app", APPS)
def test_no_name_is_a_drawer_for_everything(app):
    names = {part for path in (ROOT / app).rglob("*.py") for part in path.relative_to(ROOT).with_suffix("").parts}
    assert {name for name in names if JUNK.search(name)} == set()


def test_functions_say_what_they_do():
    functions = {
        node.name
        for path in MODULES
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("handle_")
    }
    assert functions <= {"handle_of"}  # a Handle is an identifier


@pytest.mark.parametrize("path", [path for path in MODULES if has_behaviour(path)], ids=local)
def test_module_has_its_tests(path):
    if local(path) in PROVED_BY:
        assert PROVED_BY[local(path)] in TEST_FILES
        assert not possible_tests(path) & TEST_FILES
    else:
        assert possible_tests(path) & TEST_FILES


def test_list_of_what_is_proved_elsewhere_names_modules_that_exist():
    assert {name for name in PROVED_BY if not (ROOT / name).is_file()} == set()


def test_search_for_drawers_finds_one():
    """The control."""
    assert JUNK.search("utils")
    assert JUNK.search("string_helpers")
    assert not JUNK.search("management")


def test_migrations_never_import_live_models():
    live = re.compile(rf"^(?:from|import) (?:{'|'.join(APPS)})\S*(?:\.models|\.places)\b", re.MULTILINE)
    assert [local(path) for path in ROOT.glob("*/migrations/0*.py") if live.search(path.read_text())] == []


def test_migrations_are_named():
    names = [path.stem for path in ROOT.glob("*/migrations/0*.py")]
    assert [name for name in names if re.search(r"_auto_|_alter_\w+_and_more", name)] == []
