import pytest

from research.imports.records import Record
from research.models import Provenance, Publication
from research.tagging import Tagger
from tests.factories.groundwork import AreaFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory, ThemeFactory

TITLE = "Child Labor in Copper Mines of Zambia"


@pytest.fixture
def taxonomy(db):
    return [SectorFactory(slug="mining"), ThemeFactory(slug="child-labour-forced-labour"), AreaFactory(code="zmb")]


def tags_of(**given):
    record = Record("source", "key", **({"title": TITLE, "kind": Publication.Kind.REPORT} | given))
    tags = Tagger().tags(PublicationFactory.build(), record)
    return {str(getattr(tag, tag._meta.model_name.removesuffix("tag"))): tag.provenance for tag in tags}


def test_tags_from_a_title_are_suggestions(taxonomy):
    assert tags_of() == dict.fromkeys(map(str, taxonomy), Provenance.SUGGESTED)


def test_tags_stated_by_the_source_are_its_own_also_where_the_title_suggests_them(taxonomy):
    mining, theme, zambia = map(str, taxonomy)

    assert tags_of(sectors=("mining",)) == {
        mining: Provenance.SOURCE,
        theme: Provenance.SUGGESTED,
        zambia: Provenance.SUGGESTED,
    }


def test_tags_from_a_broader_descriptor_are_suggestions(taxonomy):
    mining, theme, _zambia = map(str, taxonomy)

    found = tags_of(title="Nothing", suggested_sectors=("mining",), suggested_themes=("child-labour-forced-labour",))

    assert found == {mining: Provenance.SUGGESTED, theme: Provenance.SUGGESTED}


def test_tags_of_a_record_for_all_sectors_name_none(taxonomy):
    _mining, theme, zambia = map(str, taxonomy)

    assert set(tags_of(all_sectors=True)) == {theme, zambia}


def test_tags_leave_out_what_the_taxonomy_has_no_more(db):
    assert tags_of() == {}
