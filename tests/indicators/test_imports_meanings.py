import pytest
from django.urls import reverse

from groundwork.staging import StagingError, look_again
from indicators.models import Observation
from tests.factories.groundwork import AreaFactory
from tests.indicators.numbers import row
from tests.indicators.test_imports_staging import State, content, sent


def test_unknown_codes_are_told_in_the_workplace_and_the_file_looked_through_again(
    lists, tmp_path, user_with, client_of
):
    """Nothing is written before the yes; answers are proposed for the next file; no code but of the list is taken."""
    body = content(tmp_path, row(), row(country_iso3="KOS", activity_code="F45"), row(country_iso3="QQQ"))
    staged, client = sent(body), client_of(user_with("statistician"))
    address = reverse("admin:indicators_stagedstatistics_change", args=[staged.pk])
    chile = AreaFactory(code="chl", name="Chile")
    page = client.get(address)
    asked = {code: field.html_name for _kind, code, _rows, field in page.context["meanings"].rows()}
    assert list(asked) == ["kos", "qqq"]

    client.post(address, {"_meanings": "yes", asked["kos"]: "nowhere"})
    staged.refresh_from_db()
    assert "meanings" not in staged.options
    client.post(address, {"_meanings": "yes", asked["kos"]: chile.code, asked["qqq"]: "-"})
    (field,) = (field for *_about, field in client.get(address).context["meanings"].rows())
    client.post(address, {"_meanings": "yes", field.html_name: "ISIC4 F"})
    staged.refresh_from_db()
    assert (staged.state, staged.rows.get().reasons) == (
        State.READY,
        ["EMP: 2 added, 0 changed, 0 gone, 0 unchanged"],
    )
    assert not Observation.objects.exists()
    client.post(address, {"_import": "yes"})
    assert set(Observation.objects.values_list("area__code", flat=True)) == {"mex", "chl"}

    again = client.get(reverse("admin:indicators_stagedstatistics_change", args=[sent(body).pk]))
    proposed = {code: field.initial for _kind, code, _rows, field in again.context["meanings"].rows()}
    assert proposed == {"kos": "chl", "qqq": "-"}
    with pytest.raises(StagingError, match="refused"):
        look_again(staged, {}, by=None)
