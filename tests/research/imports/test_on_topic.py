import gzip
import json

import pytest

from groundwork.partial_dates import PartialDate
from research.imports.on_topic import Mapping, read_mappings, read_on_topic, source_slug
from research.models import Publication

NURSING = Mapping("theses2021 domaine", "Sciences infirmières", "health-services", broader=False)
SKILLS = Mapping("JEL", "J24", "skills", broader=True)
PLAIN = {
    "source": "World Bank Policy Research Working Papers",
    "source_id": "WPS4843",
    "title": "Lagging and Leading Regions",
    "abstract": None,
    "authors": [{"family": "Lall", "given": "Somik V.", "orcid": None}],
    "year": 2009,
    "date": "2009-02-01",
    "type": "working paper",
    "container": "Policy Research Working Paper 4843",
    "publisher": "World Bank",
    "doi": None,
    "url": "https://hdl.handle.net/10986/4038",
    "language": "en",
    "licence": "facts only",
    "open_access": True,
    "topics": [],
    "retrieved_from": "github.com/x/y",
}


def read(folder, **given):
    path = folder / "x.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(PLAIN | given) + "\n")
    return read_on_topic(path, [NURSING], [SKILLS])


def test_read_on_topic_gives_world_bank_papers_by_month_with_their_handle(tmp_path):
    record = read(tmp_path).records[0]

    assert [record.source, record.key] == ["world-bank-policy-research-working-papers", "WPS4843"]
    assert [record.date, record.series, record.container] == [
        PartialDate(2009, 2),
        "Policy Research Working Paper 4843",
        "",
    ]
    assert [record.handle, record.access] == ["10986/4038", Publication.Access.FREE]
    assert record.licence == ""


def test_read_on_topic_restores_arxiv_numbers_in_key_and_address(tmp_path):
    record = read(tmp_path, source="arXiv", source_id="803.39", url="https://arxiv.org/abs/803.39").records[0]

    assert [record.key, record.url] == ["0803.3900", "https://arxiv.org/abs/0803.3900"]


def test_read_on_topic_names_the_licence_of_an_abstract(tmp_path):
    record = read(tmp_path, abstract="About regions.", licence="CC0-1.0 (metadata)").records[0]

    assert [record.abstract, record.licence] == ["About regions.", "CC0-1.0 (metadata)"]


@pytest.mark.parametrize(
    ("open_access", "url", "access"),
    [
        (True, None, Publication.Access.FREE),
        (None, "https://doi.org/10.1/x", Publication.Access.MAY_COST),
        (None, None, Publication.Access.UNKNOWN),
    ],
)
def test_read_on_topic_says_free_only_where_the_source_does(tmp_path, open_access, url, access):
    assert read(tmp_path, open_access=open_access, url=url).records[0].access == access


def test_read_on_topic_maps_descriptors_and_lets_broader_ones_only_suggest(tmp_path):
    topics = [
        {"scheme": "theses2021 domaine", "term": "Sciences infirmières", "primary": True},
        {"scheme": "JEL", "term": "J24", "primary": False},
        {"scheme": "arXiv category", "term": "cs.CY", "primary": False},
        {"scheme": "keywords in bibliography (source not stated)", "term": "Employment", "primary": False},
    ]
    record = read(tmp_path, topics=topics).records[0]

    assert [record.sectors, record.suggested_sectors] == [("health-services",), ()]
    assert [record.themes, record.suggested_themes] == [(), ("skills",)]
    assert record.keywords == ("JEL J24", "Employment")


def test_read_mappings_reads_which_are_broader(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text(
        "scheme,descriptor,slug,reason,records\n"
        'JEL,J24,skills,"Human Capital: broader",3\n'
        "theses2021 domaine,Sciences infirmières,health-services,nursing,2\n",
        encoding="utf-8",
    )

    assert read_mappings(path) == [SKILLS, NURSING]


def test_source_slug_is_the_name_without_accents():
    assert source_slug("Thèses et mémoires du Québec (J.-H. Roy)") == "theses-et-memoires-du-quebec-j-h-roy"
