import pytest
from django.urls import reverse

from sectors.models import Sector, Succession
from tests.factories.sectors import SectorFactory, SuccessionFactory

pytestmark = pytest.mark.django_db
ADD = "admin:sectors_succession_add"


def send(client, **data):
    return client.post(reverse(ADD), {"kind": "split", "date": "2019-05", "note_en": "By the Governing Body."} | data)


def test_editor_records_a_split_as_one_deed(client_of, user_with):
    mining, coal, ore = (SectorFactory(name=name) for name in ("Mining", "Coal", "Ore"))
    response = send(client_of(user_with("editor")), earlier_sectors=[mining.pk], later_sectors=[coal.pk, ore.pk])
    assert response.status_code == 302
    rows = Succession.objects.order_by("later__name")
    assert [(row.earlier, row.later, row.kind, str(row.date), row.note_en) for row in rows] == [
        (mining, coal, "split", "2019-05", "By the Governing Body."),
        (mining, ore, "split", "2019-05", "By the Governing Body."),
    ]
    assert Sector.objects.get(pk=mining.pk).is_over


def test_refusal_is_said_in_the_form(client_of, user_with):
    mining = SectorFactory()
    response = send(client_of(user_with("editor")), earlier_sectors=[mining.pk], later_sectors=[mining.pk])
    assert response.status_code == 200
    assert "A sector cannot succeed itself." in response.text
    assert not Succession.objects.exists()


def test_sectors_of_former_days_are_not_offered(client_of, user_with):
    row = SuccessionFactory()
    form = client_of(user_with("editor")).get(reverse(ADD)).context["adminform"].form
    assert set(form.fields["later_sectors"].queryset) == {row.later}
