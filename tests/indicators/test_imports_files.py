import pytest

from groundwork.tabular import UnreadableFileError
from indicators.imports.files import import_file, was_imported
from indicators.models import Coverage, Observation, Vintage
from tests.indicators.numbers import row, write


def test_file_becomes_a_vintage_with_its_values_and_coverage(lists, tmp_path):
    indicator, mexico, construction = lists
    rows = [row(), row(year="2022", value="13", obs_status="B"), row(sex="F", value="3")]
    path = write(tmp_path / "numbers.csv", *rows)

    (added,) = import_file(path)

    assert (added.vintage.indicator, added.vintage.version, added.vintage.observations) == (
        indicator,
        "2026 release",
        3,
    )
    assert list(Observation.objects.order_by("sex", "year").values_list("sex", "year", "value", "status")) == [
        (0, 2020, 12.5, 0),
        (0, 2022, 13, 1),
        (1, 2020, 3, 0),
    ]
    found = Coverage.objects.get()
    assert (found.area, found.activity, found.first_year, found.last_year) == (mexico, construction, 2020, 2022)
    assert (found.observations, found.by_sex) == (3, True)
    assert was_imported(path)


def test_new_vintage_stands_beside_the_old_and_says_what_changed(lists, tmp_path):
    first = [row(), row(year="2021", value="14"), row(year="2022", value="15")]
    second = [row(), row(year="2021", value="28"), row(year="2023", value="16")]
    import_file(write(tmp_path / "first.csv", *first))

    (added,) = import_file(write(tmp_path / "second.csv", *second))

    assert added.report == {
        "added": 1,
        "changed": 1,
        "gone": 1,
        "unchanged": 1,
        "largest": [["mex", "ISIC4 F", 0, 2021, 14, 28]],
    }
    assert Vintage.objects.count() == 2
    assert Vintage.objects.current().get() == added.vintage
    assert Observation.objects.count() == 6


def test_same_values_are_not_added_again(lists, tmp_path):
    import_file(write(tmp_path / "first.csv", row()))

    (added,) = import_file(write(tmp_path / "second.csv", row(source_version="another release")))

    assert added.vintage is None
    assert Vintage.objects.count() == 1


def test_dry_run_reports_and_adds_nothing(lists, tmp_path):
    (added,) = import_file(write(tmp_path / "numbers.csv", row()), dry_run=True)

    assert added.report["added"] == 1
    assert not Vintage.objects.exists()
    assert not Observation.objects.exists()


def test_file_of_another_kind_is_refused(lists, tmp_path):
    (tmp_path / "numbers.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableFileError, match="none of the layouts"):
        import_file(tmp_path / "numbers.csv")


def test_file_without_an_observation_is_refused(lists, tmp_path):
    with pytest.raises(UnreadableFileError, match=r"numbers\.csv has no observation"):
        import_file(write(tmp_path / "numbers.csv"))
