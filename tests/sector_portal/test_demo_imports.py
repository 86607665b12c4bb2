"""The demo's imports: a file that waits with rows of every verdict, a provider that is not asked, likely duplicates."""

from groundwork.staging import StagedFile
from research.models import DuplicatePair, OaiProvider, Publication
from research.search.index import reindex
from sector_portal.demo_imports import make_imports
from sector_portal.demo_people import make_people
from tests.factories.meetings import DocumentFactory
from tests.factories.research import ContributorFactory, PublicationFactory, SourceFactory, SourceRecordFactory
from tests.factories.sectors import SectorFactory, SectorGroupFactory


def test_imports_are_made_once_and_change_nothing(db, settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    SectorGroupFactory(slug="energy-mining")
    sector = SectorFactory(slug="shipping-ports-fisheries")
    make_people(tmp_path / "p.json")
    source = SourceFactory(slug="ilo-publications")
    for number in range(3):
        work = PublicationFactory(title=f"Profile of ports in region {number}", date="2001", sectors=[sector])
        SourceRecordFactory(publication=work, source=source, key=f"k{number}")
    for number in (1, 2):
        DocumentFactory(title=f"Report of meeting {number}", symbol=f"TM/{number}")
        PublicationFactory(title=f"Dust in quarries, part {number}", date="2010", doi=f"10.1000/{number}")
        PublicationFactory(title=f"Wages of sailors, part {number}", date="2011", contributors=[ContributorFactory()])
        PublicationFactory(title="Twins", date="2012", isbn="978-92-2-109563-7")
    reindex(Publication.objects.values_list("pk", flat=True))
    before = list(Publication.objects.order_by("pk").values())
    for _ in range(2):
        make_imports()
    (file,) = StagedFile.objects.filter(subject="records")
    assert file.counts() == {"new": 2, "changed": 2, "duplicate": 4, "same": 1, "bad": 2}
    assert list(Publication.objects.order_by("pk").values()) == before
    assert not OaiProvider.objects.get().is_active
    assert DuplicatePair.objects.exists()


def test_without_records_nothing_is_staged(db):
    make_imports()
    assert not StagedFile.objects.exists()
