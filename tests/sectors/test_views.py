import csv
import io
import re

import pytest

from tests.factories.groundwork import AreaFactory
from tests.factories.sectors import (
    ActivityFactory,
    BranchFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    PracticeSourceFactory,
    SectorActivityFactory,
    SectorFactory,
    SuccessionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def test_sectors_are_listed_from_a_to_z_without_regard_to_accents(client):
    for name in ("Zinc", "Éducation", "Education support", "Forestry"):
        SectorFactory(name=name)
    letters = client.get("/sectors/?by=name").context["letters"]
    named = [(letter, [sector.name for sector, _heirs in inside]) for letter, inside in letters]
    assert named == [("E", ["Éducation", "Education support"]), ("F", ["Forestry"]), ("Z", ["Zinc"])]


def test_former_names_lead_to_what_stands_in_their_place_and_ended_ones_say_so(client):
    SuccessionFactory(earlier__name="Pits", earlier__slug="pits", later__name="Mines", later__slug="mines")
    SectorFactory(name="Asbestos", valid_to="1995")
    SectorFactory(name="To come", valid_from="2999")
    body = client.get("/sectors/?by=name").text
    assert '<i>Pits</i> <span class="small">see <a href="/sectors/mines/#formerly-pits">Mines</a></span>' in body
    assert "Asbestos (until 1995)" in body
    assert "To come" not in body
    for view in ("", "?by=isic"):
        assert not {"Pits", "Asbestos", "To come"} & set(
            re.findall(r">([^<>]+)</a>", client.get(f"/sectors/{view}").text)
        )


def test_sectors_stand_under_the_sections_and_divisions_of_isic_with_how_exactly(client):
    mining = SectorFactory(name="Mining", slug="mining")
    section = ActivityFactory(code="B", level="section", title="Mining and quarrying")
    division = ActivityFactory(code="05", level="division", parent=section, title="Coal and lignite")
    ActivityFactory(code="06", level="division", parent=section, title="Petroleum")
    part = ActivityFactory(code="0510", level="class", title="Hard coal")
    SectorActivityFactory(sector=mining, activity=section, exactness="superset")
    SectorActivityFactory(sector=mining, activity=part, exactness="subset")
    SectorActivityFactory(sector=SectorFactory(valid_to="1999"), activity=division)
    response = client.get("/sectors/?by=isic")
    ((shown, divisions),) = response.context["isic"]
    assert [one.sector for one in shown.joined] == [mining]
    assert [(one.activity.code, [each.activity for each in one.joined]) for one in divisions] == [
        ("05", [part]),
        ("06", []),
    ]
    for words in ("contains the sector", "Hard coal", "lies within the sector", "No sector"):
        assert words in response.text


def test_view_that_does_not_exist_is_said_and_the_window_is_shown(client):
    SectorFactory()
    response = client.get("/sectors/?by=colour")
    assert response.status_code == 200
    assert "there is no “colour”" in response.text
    assert response.context["groups"]
    assert '<link rel="canonical" href="http://testserver/sectors/?by=name">' in client.get("/sectors/?by=name").text


def test_sectors_show_their_branches(client):
    shipping = SectorFactory(name="Shipping")
    SectorFactory(name="Ports", parent=shipping, group=None)
    body = client.get("/sectors/").text
    assert body.count(">Ports<") == 1
    assert client.get("/sectors/?by=name").text.count(">Ports<") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_sectors_ask_a_constant_number_of_queries(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        branch = BranchFactory(parent=BranchFactory())
        SectorActivityFactory(sector=branch, activity=ActivityFactory(level="division"))
        SuccessionFactory(later=branch)
    for view in ("", "?by=name", "?by=isic"):
        with django_assert_max_num_queries(6):
            client.get(f"/sectors/{view}")


def slugs(response):
    return [instrument.slug for instrument in response.context["page"]]


def test_instruments_are_listed_conventions_first_then_by_year(client):
    for slug, kind, year in (
        ("code", "code-of-practice", 1998),
        ("late", "convention", 2007),
        ("old", "convention", 1921),
    ):
        InstrumentFactory(slug=slug, kind=kind, year=year)
    assert slugs(client.get("/instruments/")) == ["old", "late", "code"]


def test_instruments_are_narrowed_by_kind_and_by_sector_with_its_branches(client):
    shipping = SectorFactory(slug="shipping")
    InstrumentFactory(slug="wide", kind="convention", sectors=[shipping])
    InstrumentFactory(slug="narrow", kind="tool", sectors=[BranchFactory(slug="ports", parent=shipping)])
    InstrumentFactory(slug="other", kind="convention", sectors=[SectorFactory()])
    assert slugs(client.get("/instruments/?sector=shipping")) == ["wide", "narrow"]
    assert slugs(client.get("/instruments/?sector=ports")) == ["wide", "narrow"]
    assert slugs(client.get("/instruments/?sector=shipping&kind=tool")) == ["narrow"]
    assert slugs(client.get("/instruments/?kind=nope&kind=tool")) == ["narrow"]
    assert "nope" in client.get("/instruments/?kind=nope").text


def test_instrument_is_found_by_its_number_and_the_filters_are_kept(client):
    InstrumentFactory(slug="c188", number="C188", kind="convention")
    InstrumentFactory(slug="c189", number="C189", kind="convention")
    response = client.get("/instruments/?q=c.188&kind=convention")
    assert slugs(response) == ["c188"]
    assert '<input type="hidden" name="kind" value="convention">' in response.text
    assert '<input type="hidden" name="q" value="c.188">' in response.text


def test_instruments_are_narrowed_by_whether_they_are_in_force(client):
    InstrumentFactory(slug="in", in_force=True, in_force_source="Test")
    InstrumentFactory(slug="out", in_force=False, in_force_source="Test")
    InstrumentFactory(slug="unknown")
    assert slugs(client.get("/instruments/?in_force=yes")) == ["in"]
    assert slugs(client.get("/instruments/?in_force=no")) == ["out"]
    assert slugs(client.get("/instruments/?in_force=not-recorded")) == ["unknown"]
    assert set(slugs(client.get("/instruments/?in_force=yes&in_force=not-recorded"))) == {"in", "unknown"}
    assert "there is no “perhaps”" in client.get("/instruments/?in_force=perhaps").text


def test_no_instrument_is_said_in_words(client):
    InstrumentFactory()
    assert "No instrument fits" in client.get("/instruments/?q=alchemy").text


def test_instruments_come_in_pages(client):
    for _ in range(21):
        InstrumentFactory()
    assert len(slugs(client.get("/instruments/?page=2"))) == 1
    assert client.get("/instruments/?page=3").status_code == 404
    assert client.get("/instruments/?page=x").status_code == 400


@pytest.mark.parametrize("rows", [1, 5])
def test_instruments_ask_a_constant_number_of_queries(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        InstrumentFactory(sectors=[SectorFactory()])
    with django_assert_max_num_queries(6):
        client.get("/instruments/?q=instrument&sector=nope")


class TestPractices:
    def test_what_works_comes_first_and_each_outcome_is_counted(self, client):
        for slug, outcome in (("a", "does-not-work"), ("b", "mixed"), ("c", "works"), ("d", "works")):
            GoodPracticeFactory(slug=slug, outcome=outcome)
        response = client.get("/practices/")
        assert slugs(response) == ["c", "d", "b", "a"]
        assert response.context["heading"] == "4 practices: 2 work, 1 mixed, 1 does not"
        assert client.get("/practices/?outcome=mixed").context["heading"] == "1 practice: 1 mixed"

    def test_each_filter_narrows(self, client):
        shipping, wages = SectorFactory(slug="shipping"), ThemeFactory(slug="wages")
        ports, ghana = BranchFactory(slug="ports", parent=shipping), AreaFactory(code="gha")
        GoodPracticeFactory(
            slug="this", outcome="mixed", gender_marker=0, sectors=[ports], themes=[wages], areas=[ghana]
        )
        GoodPracticeFactory(slug="other", sectors=[SectorFactory()], areas=[AreaFactory()], gender_marker=2)
        GoodPracticeFactory(slug="bare")
        for query in ("sector=shipping", "sector=ports", "theme=wages", "country=gha", "outcome=mixed", "gender=0"):
            response = client.get(f"/practices/?{query}")
            assert slugs(response) == ["this"], query
            assert len(response.context["filters"].chips()) == 1

    def test_a_practice_of_several_values_is_listed_once(self, client):
        areas = [AreaFactory(code="gha"), AreaFactory(code="civ")]
        GoodPracticeFactory(slug="cocoa", areas=areas)
        response = client.get("/practices/?country=gha&country=civ")
        assert slugs(response) == ["cocoa"]
        assert response.context["heading"] == "1 practice: 1 works"

    def test_countries_are_those_of_published_practices(self, client):
        GoodPracticeFactory(areas=[AreaFactory(code="gha")])
        GoodPracticeFactory(areas=[AreaFactory(code="per")], draft=True)
        AreaFactory(code="fra")
        offered = client.get("/practices/").context["filters"].form.fields["country"].choices
        assert [code for code, _name in offered] == ["gha"]

    @pytest.mark.parametrize("name", ["sector", "theme", "country", "outcome", "gender"])
    def test_unknown_value_is_said_on_pages_and_refused_in_the_file(self, client, name):
        GoodPracticeFactory(slug="this")
        for address in ("/practices/", "/practices/print/"):
            response = client.get(f"{address}?{name}=nope")
            assert slugs(response) == ["this"]
            assert "there is no “nope”" in response.text
        assert client.get(f"/practices/export.csv?{name}=nope").status_code == 400

    def test_nothing_that_fits_is_said_in_words(self, client):
        GoodPracticeFactory(outcome="works")
        assert "No practice fits" in client.get("/practices/?outcome=mixed").text
        assert "No practice fits" in client.get("/practices/print/?outcome=mixed").text

    def test_practices_come_in_pages(self, client):
        for _ in range(21):
            GoodPracticeFactory()
        assert len(slugs(client.get("/practices/?page=2"))) == 1
        assert client.get("/practices/?page=3").status_code == 404
        assert client.get("/practices/?page=x").status_code == 400
        assert client.get("/practices/print/?page=2").status_code == 404

    def test_ticked_ones_are_laid_out_for_print_in_full(self, client):
        for slug in ("a", "b", "c"):
            GoodPracticeFactory(slug=slug, text=f"Full text of {slug}.", conditions=f"Conditions of {slug}.")
        form = client.get("/practices/").text
        assert '<form action="/practices/print/"' in form
        assert '<input type="checkbox" name="practice" value="a"' in form
        response = client.get("/practices/print/?practice=a&practice=c")
        assert slugs(response) == ["a", "c"]
        assert "Full text of c." in response.text
        assert "Conditions of a." in response.text

    def test_all_that_are_found_are_laid_out_where_none_is_ticked(self, client):
        GoodPracticeFactory(slug="a", outcome="works")
        GoodPracticeFactory(slug="b", outcome="mixed")
        listed = client.get("/practices/?outcome=mixed").text
        assert '<input type="hidden" name="outcome" value="mixed">' in listed
        assert 'href="/practices/print/?outcome=mixed"' in listed
        response = client.get("/practices/print/?outcome=mixed")
        assert slugs(response) == ["b"]
        assert "Outcome: Mixed" in response.text

    def test_draft_cannot_be_laid_out_for_print(self, client):
        GoodPracticeFactory(slug="hidden", draft=True)
        response = client.get("/practices/print/?practice=hidden")
        assert "there is no “hidden”" in response.text
        assert slugs(response) == []

    def test_file_has_a_row_for_each(self, client):
        practice = GoodPracticeFactory(
            slug="cocoa",
            title="=Cocoa",
            gender_marker=0,
            areas=[AreaFactory(code="gha")],
            sectors=[SectorFactory(slug="food")],
        )
        PracticeSourceFactory(practice=practice, citation="NORC (2020)")
        GoodPracticeFactory(draft=True)
        text = client.get("/practices/export.csv").content.decode("utf-8-sig")
        [row] = csv.DictReader(io.StringIO(text))
        assert row["address"] == "http://testserver/practices/cocoa/"
        assert [row["title"], row["gender_marker"], row["countries"], row["sectors"], row["sources"]] == [
            "'=Cocoa",
            "0",
            "GHA",
            "food",
            "NORC (2020)",
        ]

    @pytest.mark.parametrize("address", ["/practices/?sector=nope", "/practices/print/", "/practices/export.csv"])
    @pytest.mark.parametrize("rows", [1, 3])
    def test_number_of_queries_is_constant(self, client, rows, address, django_assert_max_num_queries):
        for _ in range(rows):
            subjects = {"sectors": [BranchFactory()], "themes": [ThemeFactory()], "areas": [AreaFactory()]}
            PracticeSourceFactory(practice=GoodPracticeFactory(**subjects))
        with django_assert_max_num_queries(12):
            client.get(address)
