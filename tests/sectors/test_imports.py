import json

import pytest
from django.conf import settings

from groundwork.tabular import UnreadableFileError
from sectors.imports.content import read_pages, read_partners, read_themes, read_updates
from sectors.imports.instruments import read_how_to_use, read_instruments, read_standing
from sectors.imports.taxonomy import SectorRow, concordance, read_activities, read_branches, read_sectors
from sectors.models import SectorActivity

OVERLAP, SUBSET, EXACT = (SectorActivity.Exactness(word) for word in ("overlap", "subset", "exact"))
INSTRUMENTS = "slug,kind,number,aliases,title_en,title_fr,title_es,year,sectors,note\n"


def sector(slug, *codes, parent=""):
    return SectorRow(slug, {}, codes, group="" if parent else "group", parent=parent)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([sector("public-service", "84")], [("public-service", "84", EXACT)]),
        ([sector("commerce", "45", "46")], [("commerce", "45", SUBSET), ("commerce", "46", SUBSET)]),
        (
            [sector("transport", "52"), sector("shipping", "50", "5222")],
            [("transport", "52", OVERLAP), ("shipping", "50", SUBSET), ("shipping", "5222", SUBSET)],
        ),
        (
            [sector("crops", "011", "012", parent="agriculture"), sector("plantations", "012", parent="agriculture")],
            [("crops", "011", SUBSET), ("crops", "012", SUBSET), ("plantations", "012", OVERLAP)],
        ),
        (
            [sector("retail", "47", parent="commerce"), sector("online", "479", parent="commerce")],
            [("retail", "47", EXACT), ("online", "479", EXACT)],
        ),
    ],
    ids=["the only one", "one of several", "in part another sector's", "shared by branches", "a branch in a branch"],
)
def test_concordance_follows_the_rule(rows, found):
    assert concordance(rows) == found


def test_concordance_of_the_demo_names_activities_that_exist():
    folder = settings.DEMO_DIR / "classifications"
    codes = {row.code for row in read_activities(folder / "isic_rev4_en.csv", folder / "isic_rev4_sections_fr_es.csv")}
    rows = read_sectors(folder / "sectors.csv") + read_branches(settings.DEMO_DIR / "content/sector_pages.json")

    assert len(codes) == 766
    assert {code for _sector, code, _exactness in concordance(rows)} <= codes


def test_read_instruments_parts_aliases_and_sectors(tmp_path):
    path = tmp_path / "i.csv"
    path.write_text(INSTRUMENTS + 'mlc-2006,convention,MLC,"C186|MLC, 2006",Maritime,,,2006,shipping ports,\n')

    instrument = read_instruments(path)[0]

    assert instrument.aliases == ("C186", "MLC, 2006")
    assert instrument.sectors == ("shipping", "ports")
    assert instrument.year == 2006


@pytest.mark.parametrize("line", ["c1,treaty,,,A,,,1990,,", "c1,convention,,,A,,,soon,,"])
def test_read_instruments_refuses_an_unknown_kind_or_year(tmp_path, line):
    path = tmp_path / "i.csv"
    path.write_text(INSTRUMENTS + line + "\n")

    with pytest.raises(UnreadableFileError, match=r"^i\.csv: c1 has an unknown kind or year\.$"):
        read_instruments(path)


@pytest.mark.parametrize(("read", "missing"), [(read_pages, "links"), (read_themes, "sdg_goals")])
def test_read_content_says_what_an_entry_lacks(tmp_path, read, missing):
    keys = {"slug", "name", "description", "sdg_goals", "summary", "overview", "key_issues", "links"} - {missing}
    path = tmp_path / "x.json"
    path.write_text(json.dumps([dict.fromkeys(keys, "")]))

    with pytest.raises(UnreadableFileError, match=rf"^x\.json: an entry has no {missing}\.$"):
        read(path)


def test_read_partners_takes_links_to_organisations_and_leaves_those_to_data(tmp_path):
    path = tmp_path / "x.json"
    union = {"title": "Miners", "url": "https://m.example", "kind": "workers", "description": {}}
    data = {"title": "Data", "url": "https://d.example", "kind": "data", "description": {}}
    path.write_text(json.dumps([{"slug": "mining", "links": [union, data]}, {"slug": "coal", "links": [union]}]))
    assert [(row.name, row.sectors) for row in read_partners(path)] == [("Miners", ("mining", "coal"))]


def test_read_updates_refuses_a_date_that_is_none(tmp_path):
    path = tmp_path / "u.csv"
    path.write_text("sector,date,title_en,title_fr,title_es,source_url\nmining,soon,A,A,A,\n")
    with pytest.raises(UnreadableFileError, match=r"^u\.csv: "):
        read_updates(path)


STANDING = (
    "slug,in_force_since,in_force_source,in_force_source_url,"
    "ratifications,ratifications_as_of,ratifications_source,ratifications_source_url,revised_by\n"
)


def test_read_standing_takes_a_day_of_entry_into_force_for_being_in_force(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(STANDING + "c1,2017-11,A,,,,,,\nc2,,,,12,2020,B,,\n")
    rows = read_standing(path)
    assert (rows["c1"].in_force, str(rows["c1"].in_force_since), rows["c1"].ratifications) == (True, "2017-11", None)
    assert (rows["c2"].in_force, rows["c2"].ratifications, str(rows["c2"].ratifications_as_of)) == (None, 12, "2020")


@pytest.mark.parametrize("line", ["c1,soon,A,,,,,,", "c1,,,,many,,B,,"])
def test_read_standing_refuses_what_is_no_date_or_number(tmp_path, line):
    path = tmp_path / "s.csv"
    path.write_text(STANDING + line + "\n")
    with pytest.raises(UnreadableFileError, match=r"^s\.csv: "):
        read_standing(path)


def test_read_how_to_use_says_what_an_entry_needs(tmp_path):
    path = tmp_path / "h.json"
    path.write_text('[{"slug": "c1"}]')
    with pytest.raises(UnreadableFileError, match="needs slug and how_to_use"):
        read_how_to_use(path)
