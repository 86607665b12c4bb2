from groundwork.staging import snapshots
from research.models import Publication, SectorTag
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory

PARTS = ((SectorTag, "publication"),)


def test_row_is_put_back_with_its_parts_to_the_last_column(db):
    publication = PublicationFactory(keywords=["ports", 'a "quoted" word'], date="2020-03", sectors=[SectorFactory()])
    before = snapshots.taken(Publication, PARTS, [publication.pk])
    marked = snapshots.marks(Publication, PARTS, [publication.pk])
    columns = Publication.objects.filter(pk=publication.pk).values().get()

    publication.sector_tags.all().delete()
    assert snapshots.marks(Publication, PARTS, [publication.pk]) != marked
    Publication.objects.filter(pk=publication.pk).update(title="Other", keywords=[], date=None)
    snapshots.put_back(Publication, PARTS, before.values())

    assert Publication.objects.filter(pk=publication.pk).values().get() == columns
    assert publication.sector_tags.count() == 1
    assert snapshots.marks(Publication, PARTS, [publication.pk]) == marked


def test_mark_changes_with_a_part(db):
    publication = PublicationFactory(sectors=[SectorFactory()])
    marked = snapshots.marks(Publication, PARTS, [publication.pk])
    publication.sector_tags.update(provenance="suggested")
    assert snapshots.marks(Publication, PARTS, [publication.pk]) != marked
