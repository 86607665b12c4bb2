"""The demo's versions: one that waits, one returned, one scheduled, and old ones; the public pages stay as loaded."""

from groundwork.models import Version
from groundwork.versions.snapshots import take
from sector_portal.demo_people import make_people
from sector_portal.demo_versions import make_versions
from sectors.models import SectorPage
from tests.factories.sectors import KeyIssueFactory, SectorFactory, SectorGroupFactory, SectorPageFactory


def test_versions_are_made_once_and_what_is_public_stays(db, settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    energy = SectorGroupFactory(slug="energy-mining")
    sectors = {
        slug: SectorFactory(slug=slug, group=energy) for slug in ("oil-gas", "chemicals", "shipping-ports-fisheries")
    }
    for sector in sectors.values():
        page = SectorPageFactory(sector=sector, overview_en="One.\n\nTwo.")
        KeyIssueFactory.create_batch(2, page=page)
    make_people(tmp_path / "p.json")
    before = {page.pk: take(page) for page in SectorPage.objects.all()}
    for _ in range(2):
        make_versions()
    states = {
        slug: [one.state for one in Version.objects.of(SectorPage.objects.get(sector=sector))]
        for slug, sector in sectors.items()
    }
    assert states == {
        "oil-gas": ["returned", "published"],
        "chemicals": ["scheduled", "published"],
        "shipping-ports-fisheries": ["in_review", "published", "published", "published"],
    }
    assert {page.pk: take(page) for page in SectorPage.objects.all()} == before


def test_without_pages_nothing_is_made(db, settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    SectorGroupFactory(slug="energy-mining")
    SectorFactory(slug="shipping-ports-fisheries")
    make_people(tmp_path / "p.json")
    make_versions()
    assert not Version.objects.exists()
