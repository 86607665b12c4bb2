from groundwork.models import AuditEntry
from indicators.imports.files import import_file
from indicators.models import Coverage, Observation, Vintage
from indicators.services import undo_vintage
from tests.indicators.numbers import row, write


def test_undone_vintage_leaves_the_one_before_it(lists, tmp_path):
    (first,) = import_file(write(tmp_path / "first.csv", row()))
    (second,) = import_file(write(tmp_path / "second.csv", row(value="20"), row(year="2021")))

    undo_vintage(vintage=second.vintage, by=None)

    assert Vintage.objects.current().get() == first.vintage
    assert list(Observation.objects.values_list("year", "value")) == [(2020, 12.5)]
    assert Coverage.objects.count() == 1


def test_who_imports_and_undoes_is_recorded(lists, tmp_path, user_with):
    person = user_with("statistician")
    (added,) = import_file(write(tmp_path / "first.csv", row()), by=person)
    undo_vintage(vintage=added.vintage, by=person)

    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "by_id", "detail__observations")) == [
        ("import", person.pk, 1),
        ("undo", person.pk, 1),
    ]
