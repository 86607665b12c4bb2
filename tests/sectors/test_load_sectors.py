import pytest
from django.core.management import call_command

from sectors.models import Sector, SectorActivity, SectorGroup


@pytest.fixture
def loaded(db):
    call_command("load_activities")
    call_command("load_sectors")


def test_load_sectors_makes_groups_sectors_and_branches(loaded):
    mining = Sector.objects.get(slug="mining")

    assert SectorGroup.objects.count() == 8
    assert Sector.objects.main().count() == 22
    assert Sector.objects.branches().count() == 88
    assert mining.group.slug == "energy-mining"
    assert [mining.tag, mining.name_fr] == ["MINING", "Industries minières (charbon; autres mines)"]
    assert list(mining.branches.order_by("slug").values_list("slug", flat=True)) == [
        "coal-mining",
        "metal-ores",
        "mining-support",
        "quarrying-other-mining",
    ]


def test_load_sectors_joins_activities_with_their_exactness(loaded):
    found = SectorActivity.objects.filter(sector__slug__in=["transport", "public-service"])

    assert {(row.sector.slug, row.activity.code, row.exactness) for row in found} == {
        ("public-service", "84", "exact"),
        ("transport", "49", "subset"),
        ("transport", "51", "subset"),
        ("transport", "52", "overlap"),
    }


def test_load_sectors_keeps_what_an_editor_changed(loaded):
    Sector.objects.filter(slug="mining").update(name_en="Mining and quarrying")
    SectorActivity.objects.filter(sector__slug="mining", activity__code="08").delete()
    rows = SectorActivity.objects.count()

    call_command("load_sectors")

    assert Sector.objects.get(slug="mining").name_en == "Mining and quarrying"
    assert SectorActivity.objects.count() == rows
    assert Sector.objects.count() == 110
