import io

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Observation
from tests.indicators.numbers import row, write


def said(*arguments) -> str:
    call_command("import_statistics", *arguments, stdout=(out := io.StringIO()))
    return out.getvalue()


def test_import_says_what_was_added_and_twice_is_once(lists, tmp_path):
    path = write(tmp_path / "numbers.csv", row())

    assert said(path, "--dry-run") == "would be: EMP: 1 added, 0 changed, 0 gone, 0 unchanged\n"
    assert said(path) == "imported: EMP: 1 added, 0 changed, 0 gone, 0 unchanged\n"
    assert said(path) == "imported: EMP: there already, nothing to add\n"
    assert Observation.objects.count() == 1


def test_refusal_names_rows_and_unknown_codes(lists, tmp_path):
    path = write(tmp_path / "numbers.csv", row(), row(country_iso3="ZZZ"))

    with pytest.raises(CommandError) as refused:
        said(path)

    assert str(refused.value).splitlines() == [
        "Nothing was imported.",
        "  1 row is wrong.",
        "  row 3: the country or area “zzz” is not known here.",
        "  Unknown (country or area): zzz (1)",
    ]


@pytest.mark.parametrize("name", ["no-such.csv", "other.csv"])
def test_file_that_is_none_is_said(lists, tmp_path, name):
    (tmp_path / "other.csv").write_text("a\n1\n")
    with pytest.raises(CommandError, match=r"[Nn]othing was imported"):
        said(tmp_path / name)


def test_unknown_code_is_given_a_meaning_by_the_command_too(lists, tmp_path):
    path = write(tmp_path / "numbers.csv", row(country_iso3="Mexique"), row(country_iso3="ZZZ"))
    meant = ("--meaning", "area", "mexique", "mex", "--meaning", "area", "zzz", "-")
    assert said(path, *meant) == "imported: EMP: 1 added, 0 changed, 0 gone, 0 unchanged\n"
    with pytest.raises(CommandError, match="no kind of codes"):
        said(path, "--meaning", "planet", "a", "b")
