from django.urls import reverse

from indicators.imports.files import import_file
from indicators.models import Observation, Vintage
from tests.indicators.numbers import row, write


def test_to_delete_a_vintage_is_to_undo_it(lists, tmp_path, user_with, client_of):
    import_file(write(tmp_path / "first.csv", row()))
    (second,) = import_file(write(tmp_path / "second.csv", row(value="20")))
    statistician = client_of(user_with("statistician"))
    address = reverse("admin:indicators_vintage_delete", args=[second.vintage.pk])

    assert "with its one observation" in statistician.get(address).content.decode()
    statistician.post(address, {"post": "yes"})

    assert Observation.objects.get().value == 12.5


def test_several_are_undone_at_once(lists, tmp_path, user_with, client_of):
    import_file(write(tmp_path / "first.csv", row()))
    import_file(write(tmp_path / "second.csv", row(value="20")))
    chosen = {"action": "delete_selected", "_selected_action": list(Vintage.objects.values_list("pk", flat=True))}

    client_of(user_with("statistician")).post(reverse("admin:indicators_vintage_changelist"), chosen | {"post": "yes"})

    assert not Vintage.objects.exists()
    assert not Observation.objects.exists()
