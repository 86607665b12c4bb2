import pytest
from django.core.exceptions import ValidationError

from research.search.naming import in_titles
from research.search.query import SearchText
from tests.factories.meetings import MeetingFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import BranchFactory, GoodPracticeFactory, InstrumentFactory, SectorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fishing():
    return SectorFactory(slug="fishing", name="Fishing")


@pytest.fixture
def c188(fishing):
    return InstrumentFactory(
        slug="c188",
        kind="convention",
        number="C188",
        aliases=["Fishing Convention"],
        title="Work in Fishing Convention",
        title_fr="Convention sur le travail dans la pêche",
        year=2007,
        note="Replaces four older ones.",
        sectors=[fishing],
    )


def test_instrument_says_what_it_is_and_what_it_is_called(client, c188):
    body = client.get("/instruments/c188/").text
    for words in ("Convention", "2007", "Replaces four older ones.", "C188, Fishing Convention", "/sectors/fishing/"):
        assert words in body
    assert '<span lang="fr">Convention sur le travail dans la pêche</span>' in body


@pytest.mark.parametrize("name", ["C188", "c-188", "fishing-convention"])
def test_other_name_in_the_address_leads_to_the_one_record(client, c188, name):
    response = client.get(f"/fr/instruments/{name}/")
    assert (response.status_code, response.headers["Location"]) == (301, "/fr/instruments/c188/")


def test_name_of_a_draft_leads_nowhere(client):
    InstrumentFactory(number="C190", slug="violence", draft=True)
    assert client.get("/instruments/c190/").status_code == 404


def test_instrument_shows_the_meetings_that_discussed_it_and_the_practices_that_use_it(client, c188):
    meeting = MeetingFactory(title="On fishing", instruments=[c188])
    MeetingFactory(title="Unsaid", instruments=[c188], draft=True)
    practice = GoodPracticeFactory(title="Ports inspect", instruments=[c188])
    response = client.get("/instruments/c188/")
    assert (response.context["meetings"], response.context["meeting_count"]) == ([meeting], 1)
    assert (response.context["practices"], response.context["practice_count"]) == ([practice], 1)
    assert "Unsaid" not in response.text


def test_instrument_stands_beside_others_of_its_sector_and_of_its_branches(client, c188, fishing):
    port = InstrumentFactory(sectors=[BranchFactory(parent=fishing)])
    InstrumentFactory(sectors=[SectorFactory()])
    response = client.get("/instruments/c188/")
    assert list(response.context["others"]) == [port]
    assert response.context["other_count"] == 1
    assert port.get_absolute_url() in client.get("/sectors/fishing/").text


def test_research_is_found_by_number_or_title_in_its_title_and_by_the_search_it_links_to(client, c188):
    by_title = PublicationFactory(title="The Work in Fishing Convention: getting on board", date="2013", indexed=True)
    by_number = PublicationFactory(title="Ratifying C188", date="2012", indexed=True)
    of_french = PublicationFactory(
        title="Convention sur le travail dans la pêche: guide", language="fr", date="2011", indexed=True
    )
    PublicationFactory(title="Fishing at work", abstract="On the Work in Fishing Convention.", indexed=True)
    response = client.get("/instruments/c188/")
    assert list(response.context["research"]) == [by_title, by_number, of_french]
    searched = client.get("/research/", {"q": response.context["search"]})
    assert searched.context["page"].paginator.count == response.context["research_count"] == 3


def test_title_is_searched_without_its_year(client):
    InstrumentFactory(slug="mlc", number="MLC", title="Maritime Labour Convention, 2006, as amended")
    found = PublicationFactory(title="Guide to the Maritime Labour Convention", indexed=True)
    PublicationFactory(title="MLC of another kind", indexed=True)
    assert list(client.get("/instruments/mlc/").context["research"]) == [found]


def test_names_too_long_for_a_search_are_left_out():
    assert in_titles(["word " * 61, "C188", "C188", "?"]) == 'title:"c188"'
    assert SearchText.parse(in_titles([f"{n} {'word ' * 20}" for n in range(9)]))


def test_instrument_of_no_sector_without_research_still_has_its_page(client):
    InstrumentFactory(slug="bare")
    body = client.get("/instruments/bare/").text
    assert 'id="research"' not in body
    assert 'id="other-instruments"' not in body


def test_drafts_change_nothing_public(client, client_of, user_with, c188, fishing):
    pages = ("/instruments/", "/instruments/c188/", "/instruments/?q=hidden")
    before = [client.get(page).text for page in pages]
    InstrumentFactory(slug="hidden", title="Hidden", sectors=[fishing], draft=True)
    PublicationFactory(title="About C188", draft=True, indexed=True)
    assert [client.get(page).text for page in pages] == before
    assert client.get("/instruments/hidden/").status_code == 404
    assert "This text is not published." in client_of(user_with("editor")).get("/instruments/hidden/").text


@pytest.mark.parametrize("rows", [1, 4])
def test_instrument_asks_a_constant_number_of_queries(client, c188, fishing, rows, django_assert_max_num_queries):
    for number in range(rows):
        c188.sectors.add(sector := BranchFactory(parent=fishing))
        InstrumentFactory(sectors=[sector])
        PublicationFactory(title=f"C188, part {number}", sectors=[sector], indexed=True)
    with django_assert_max_num_queries(16):
        client.get("/instruments/c188/")


def test_instrument_says_how_to_use_it_and_whether_that_is_a_starter_text(client, c188):
    c188.how_to_use_en, c188.starter_text = "Go through it *article by article*.", True
    c188.save()
    body = client.get("/instruments/c188/").text
    assert "<em>article by article</em>" in body
    assert "not yet confirmed" in body


def test_instrument_leads_to_normlex_by_its_number_or_by_the_address_of_an_editor(client, c188):
    assert 'P12100_ILO_CODE:C188">Text, ratifications</a>' in client.get("/instruments/c188/").text
    assert "nrmlx_fr/" in client.get("/fr/instruments/c188/").text
    c188.normlex_url = "https://normlex.example/c188"
    c188.save()
    assert '<a href="https://normlex.example/c188">Text, ratifications</a>' in client.get("/instruments/c188/").text
    InstrumentFactory(slug="mlc-2006", number="MLC", aliases=["MLC, 2006", "C186"], kind="convention")
    assert "P12100_ILO_CODE:C186" in client.get("/instruments/mlc-2006/").text
    InstrumentFactory(slug="a-code", number="", kind="code-of-practice")
    assert "NORMLEX" not in client.get("/instruments/a-code/").text


def test_instrument_leads_to_what_revised_it_and_to_what_it_revises(client, c188, fishing):
    InstrumentFactory(slug="c113", number="C113", kind="convention", revised_by=c188, sectors=[fishing])
    InstrumentFactory(number="C114", revised_by=c188, draft=True)
    InstrumentFactory(slug="c112", number="C112", revised_by=InstrumentFactory(number="C999", draft=True))
    revised = 'Revised by <a href="/instruments/c188/">C188</a>'
    for address in ("/instruments/c113/", "/instruments/", "/sectors/fishing/"):
        assert revised in client.get(address).text
    body = client.get("/instruments/c188/").text
    assert "<dt>Revises</dt>" in body
    assert "C113" in body
    assert "C114" not in body
    assert "C999" not in client.get("/instruments/c112/").text


def test_instruments_do_not_revise_each_other_in_a_loop(c188):
    older = InstrumentFactory(revised_by=c188)
    c188.revised_by = InstrumentFactory(title="Oldest", revised_by=older)
    with pytest.raises(ValidationError, match="“Oldest” is itself revised by this one"):
        c188.full_clean()
    c188.revised_by = c188
    with pytest.raises(ValidationError, match="cannot revise itself"):
        c188.full_clean()
