from dataclasses import replace

import pytest

from groundwork.partial_dates import PartialDate
from research.imports.records import Name, Record
from research.imports.works import gather
from research.inventory import add_works
from research.models import Contribution, Contributor, Provenance, Publication, SearchRow, SourceRecord
from research.search.index import reindex
from tests.factories.research import ContributorFactory, PublicationFactory, SourceFactory, SourceRecordFactory
from tests.factories.sectors import BranchFactory

REPORT = Record(
    "list",
    "1",
    "Safety in Coal Mines",
    Publication.Kind.REPORT,
    date=PartialDate(2009, 5),
    authors=(Name("Ngov", "Meng"), Name("World Bank", role=Contribution.Role.CORPORATE_AUTHOR)),
    retrieved_from="https://example.org/list",
)


@pytest.fixture
def sources(db):
    return [SourceFactory(slug="list"), SourceFactory(slug="other")]


def test_add_works_publishes_a_record_with_all_its_parts(sources):
    BranchFactory(slug="coal-mining")

    added = add_works(gather([REPORT]))

    publication = Publication.objects.visible_to(None).get()
    assert added.new == [publication]
    assert [publication.title, publication.year, str(publication.date)] == ["Safety in Coal Mines", 2009, "2009-05"]
    assert [publication.doi, publication.published_at is None] == [None, False]
    assert [(row.contributor.family, row.role, row.order) for row in publication.contributions.all()] == [
        ("Ngov", "author", 1),
        ("World Bank", "corporate-author", 2),
    ]
    assert [(row.source.slug, row.key, row.retrieved_from) for row in publication.source_records.all()] == [
        ("list", "1", "https://example.org/list")
    ]
    assert [(tag.sector.slug, tag.provenance) for tag in publication.sector_tags.all()] == [
        ("coal-mining", Provenance.SUGGESTED)
    ]
    assert dict(added.tags) == {"sector tags, suggested": 1}
    assert SearchRow.objects.get().publication == publication


def test_add_works_a_second_time_changes_nothing(sources):
    add_works(gather([REPORT]))
    publication = Publication.objects.get()
    publication.title = "As an editor corrected it"
    publication.save()
    publication.contributions.all().delete()
    reindex([publication.pk])

    added = add_works(gather([replace(REPORT, title="Safety in Mines", abstract="New")]))

    publication = Publication.objects.get()
    assert [len(added.new), added.unchanged] == [0, 1]
    assert [publication.title, publication.abstract, publication.contributions.count()] == [
        "As an editor corrected it",
        "",
        0,
    ]
    assert SourceRecord.objects.count() == 1


def test_add_works_tells_an_old_record_its_new_source(sources):
    add_works(gather([REPORT]))

    add_works(gather([REPORT, replace(REPORT, source="other", key="a")]))

    assert {(row.source.slug, row.key) for row in Publication.objects.get().source_records.all()} == {
        ("list", "1"),
        ("other", "a"),
    }


def test_add_works_finds_an_editors_record_by_its_doi(sources):
    theirs = PublicationFactory(doi="10.1000/1", draft=True)

    added = add_works(gather([replace(REPORT, doi="10.1000/1")]))

    assert [len(added.new), added.unchanged, Publication.objects.count()] == [0, 1, 1]
    assert theirs.source_records.get().key == "1"
    assert not Publication.objects.visible_to(None).exists()


def test_add_works_shares_contributors_but_not_with_an_orcid(sources):
    ContributorFactory(family="Ngov", given="Meng", orcid="0000-0002-1825-0097")

    add_works(gather([REPORT, replace(REPORT, key="2", title="Another")]))

    assert Contributor.objects.filter(family="Ngov").count() == 2
    assert Contributor.objects.get(family="Ngov", orcid="").contributions.count() == 2


def test_add_works_joins_language_versions_by_their_symbol(sources):
    english = replace(REPORT, symbol="MEG/2017/9", language="en")
    french = replace(english, key="2", title="Rapport final", language="fr")
    other = replace(english, key="3", title="Anything", symbol="X/1", language="es")

    add_works(gather([french, english, other]))

    by_language = {publication.language: publication for publication in Publication.objects.all()}
    assert by_language["fr"].version_of == by_language["en"]
    assert [by_language["en"].version_of, by_language["es"].version_of] == [None, None]


def test_add_works_tells_how_far_it_is(sources):
    SourceRecordFactory(source=sources[0], key="1")
    done = []

    add_works(gather([REPORT, replace(REPORT, key="2", title="Another")]), tick=done.append)

    assert done == [1, 1]
