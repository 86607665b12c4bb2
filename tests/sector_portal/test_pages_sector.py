import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.groundwork import AreaFactory, LinkCheckFactory
from tests.factories.meetings import FollowUpActionFactory, MeetingFactory, OutcomeFactory, ProgressUpdateFactory
from tests.factories.research import ContributorFactory, PublicationFactory
from tests.factories.sectors import (
    BranchFactory,
    FocalPointFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    KeyIssueFactory,
    LinkFactory,
    PartnerFactory,
    PracticeSourceFactory,
    SectorFactory,
    SectorGroupFactory,
    SectorPageFactory,
    SuccessionFactory,
    TeamMemberFactory,
    ThemeFactory,
    ToolFactory,
    UpdateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining", group=SectorGroupFactory(order=3))


def test_sector_shows_its_text_and_parts(client, mining):
    page = SectorPageFactory(sector=mining, summary="Ore and coal.", overview="Deep **shafts**.")
    KeyIssueFactory(page=page, title="Dust")
    LinkFactory(page=page, title="A union", url="https://union.example/")
    InstrumentFactory(number="C176", sectors=[mining])
    body = client.get("/sectors/mining/").text
    for words in ("Ore and coal.", "<strong>shafts</strong>", "Dust", "https://union.example/", "C176"):
        assert words in body


def test_sector_without_text_still_shows_its_research(client, mining):
    publication = PublicationFactory(sectors=[mining])
    response = client.get("/sectors/mining/")
    assert publication.title in response.text
    assert 'id="overview"' not in response.text


def test_sector_includes_what_its_branches_have(client, mining):
    coal = SectorFactory(slug="coal", parent=mining, group=None)
    publication = PublicationFactory(sectors=[coal])
    meeting = MeetingFactory(sectors=[coal])
    response = client.get("/sectors/mining/")
    assert response.context["research_count"] == response.context["meeting_count"] == 1
    assert publication.title in response.text
    assert meeting.title in response.text
    assert client.get("/sectors/coal/").status_code == 200


def test_sector_says_that_a_starter_text_awaits_a_specialist(client, mining):
    page = SectorPageFactory(sector=mining, summary="Text.", starter_text=True)
    assert "not yet confirmed" in client.get("/sectors/mining/").text
    page.starter_text = False
    page.save()
    assert "not yet confirmed" not in client.get("/sectors/mining/").text


def test_sector_puts_vouched_tags_before_suggested_ones(client, mining):
    guess = PublicationFactory(sectors=[mining], sectors__provenance="suggested", date="2026")
    sure = PublicationFactory(sectors=[mining], sectors__provenance="source", date="1999")
    assert list(client.get("/sectors/mining/").context["research"]) == [sure, guess]


def test_sector_hides_drafts_from_the_public_and_from_other_teams(client, client_of, user_with, mining):
    SectorPageFactory(sector=mining, summary="Unsaid yet.", draft=True)
    PublicationFactory(title="Draft paper", sectors=[mining], draft=True)
    MeetingFactory(title="Draft meeting", sectors=[mining], draft=True)
    stranger = client_of(user_with("specialist", teams=[SectorFactory()]))
    member = client_of(user_with("specialist", teams=[mining]))
    for words in ("Unsaid yet.", "Draft paper", "Draft meeting"):
        assert words not in client.get("/sectors/mining/").text
        assert words not in stranger.get("/sectors/mining/").text
        assert words in member.get("/sectors/mining/").text


def test_sector_that_does_not_exist_is_not_found(client):
    response = client.get("/sectors/alchemy/")
    assert response.status_code == 404
    assert "Page not found" in response.text


def test_address_of_a_renamed_sector_leads_to_its_successor_which_says_what_it_was_called(client, mining):
    first = SuccessionFactory(earlier__slug="pits", earlier__name="Pits", date="1999")
    SuccessionFactory(earlier=first.later, later=mining, date="2019-05", note="By decision.")
    first.later.__class__.objects.filter(pk=first.later.pk).update(slug="quarries", name="Quarries", valid_to="2019-05")
    response = client.get("/fr/sectors/pits/")
    assert (response.status_code, response["Location"]) == (301, "/fr/sectors/mining/#formerly-pits")
    body = client.get("/sectors/mining/").text
    assert 'id="formerly-pits"' in body
    assert "Renamed (1999); before, “Pits”." in body
    assert "Renamed (May 2019); before, “Quarries”. <span>By decision.</span>" in body
    for address in ("/sectors/quarries/feed/", "/sectors/quarries/calendar.ics"):
        assert client.get(address)["Location"].startswith(address.replace("quarries", "mining"))


def test_address_of_a_sector_that_was_split_lists_what_took_its_place(client, mining):
    old = SectorFactory(slug="old", name="Coal and ore", valid_to="2019")
    other = SectorFactory(slug="other", name="Other")
    for later in (mining, other):
        SuccessionFactory(earlier=old, later=later, kind="split", note="By decision.")
    response = client.get("/sectors/old/")
    assert response.context["heirs"] == [mining, other]
    assert '<a href="/sectors/mining/#formerly-old">Mining</a>' in response.text
    assert response.text.count("By decision.") == 1
    assert "noindex" in response.text
    assert "Split (2019); before, part of “Coal and ore”." in client.get("/sectors/mining/").text
    assert client.get("/sectors/old/feed/").status_code == 200


def test_sector_includes_what_was_filed_under_its_predecessors_in_the_words_of_their_day(client, mining):
    old = SuccessionFactory(later=mining, kind="merged", earlier__slug="pits", earlier__name="Pits").earlier
    meeting = MeetingFactory(sectors=[old], start="1998")
    PublicationFactory(sectors=[old])
    response = client.get("/sectors/mining/")
    assert (response.context["meeting_count"], response.context["research_count"]) == (1, 1)
    assert "Merged (2019); includes what was “Pits”." in response.text
    shown = client.get(meeting.get_absolute_url()).text
    assert '<a href="/sectors/pits/">Pits</a>' in shown
    assert client.get("/sectors/pits/").status_code == 301


def test_sector_that_is_over_without_a_successor_keeps_its_page_and_says_so(client, mining):
    BranchFactory(parent=mining, name="Asbestos", slug="asbestos", valid_to="1995")
    assert "no longer on the list since 1995" in client.get("/sectors/asbestos/").text
    assert "Asbestos" not in client.get("/sectors/mining/").text
    assert "Asbestos (until 1995)" in client.get("/meetings/").text


@pytest.mark.parametrize("rows", [1, 3, 9])
def test_sector_asks_a_constant_number_of_queries(client, mining, rows, django_assert_max_num_queries):
    page = SectorPageFactory(sector=mining)
    for _ in range(rows):
        KeyIssueFactory(page=page)
        LinkFactory(page=page)
        ToolFactory(page=page)
        UpdateFactory(page=page)
        PartnerFactory(sectors=[mining])
        TeamMemberFactory(sector=mining)
        FocalPointFactory(sectors=[mining])
        PracticeSourceFactory(practice=GoodPracticeFactory(sectors=[mining], areas=[AreaFactory()]))
        BranchFactory(parent=BranchFactory(parent=mining))
        SuccessionFactory(later=mining)
        InstrumentFactory(sectors=[mining])
        OutcomeFactory(meeting=MeetingFactory(sectors=[mining]), sectors=[mining])
        for _ in range(3):
            PublicationFactory(sectors=[mining], contributors=[ContributorFactory()])
    with django_assert_max_num_queries(20):
        client.get("/sectors/mining/")


def test_sector_text_cannot_carry_script(client, mining):
    SectorPageFactory(
        sector=mining, overview='<script>alert(1)</script>[a](javascript:alert(1)) <img src=x onerror="x">'
    )
    body = client.get("/sectors/mining/").text
    assert "<script>" not in body
    assert "<img" not in body
    assert 'href="javascript' not in body


def test_sector_leads_to_the_themes_and_countries_of_its_research_and_to_their_search(client, mining):
    coal = SectorFactory(parent=mining, group=None)
    skills, peru = ThemeFactory(slug="skills", name="Skills"), AreaFactory(code="per", name="Peru")
    PublicationFactory(sectors=[coal], themes=[skills], areas=[peru], indexed=True)
    PublicationFactory(sectors=[coal], themes=[skills], draft=True, indexed=True)
    response = client.get("/sectors/mining/")
    assert [(choice["label"], choice["count"]) for choice in response.context["themes"]] == [("Skills", 1)]
    assert '<a href="/themes/skills/">Skills</a>' in response.text
    assert 'href="/research/?sector=mining&amp;theme=skills"' in response.text
    assert '<a href="/countries/per/">Peru</a>' in response.text


def test_standards_and_what_there_is_to_work_with_stand_apart(client, mining):
    page = SectorPageFactory(sector=mining)
    standard = InstrumentFactory(kind="convention", number="C176", sectors=[mining])
    code = InstrumentFactory(kind="code-of-practice", how_to_use="Compare it with **your rules**.", sectors=[mining])
    tool = ToolFactory(page=page, title="A toolbox", url="https://tool.example/", how_to_use="Choose a scheme.")
    response = client.get("/sectors/mining/")
    assert response.context["instruments"] == [standard]
    assert response.context["tools"] == [code, tool]
    for words in ("<strong>your rules</strong>", 'href="https://tool.example/"', "Choose a scheme."):
        assert words in response.text


def test_standing_of_an_instrument_is_told_with_its_source_and_what_is_unknown_is_not(client, mining):
    InstrumentFactory(
        kind="convention",
        title="Dust Convention",
        in_force=True,
        in_force_since="2017-11-16",
        in_force_source="A register",
        ratifications=12,
        ratifications_source="Another",
        sectors=[mining],
    )
    InstrumentFactory(kind="convention", title="Noise Convention", sectors=[mining])
    body = client.get("/sectors/mining/").text
    assert "In force since 16 November 2017 (A register)" in body
    assert "12 ratifications, date not stated (Another)" in body
    assert body.count("In force") == body.count("ratification") == 1
    assert "NORMLEXPUB" not in body  # they have no number


def test_updates_come_latest_first_with_as_much_of_the_date_as_is_known(client, mining):
    page = SectorPageFactory(sector=mining)
    old, new = UpdateFactory(page=page, date="2018-03-13"), UpdateFactory(page=page, date="2024-05", title="Dust rules")
    response = client.get("/sectors/mining/")
    assert list(response.context["updates"]) == [new, old]
    assert '<time datetime="2024-05">May 2024</time>' in response.text


def test_partners_of_a_sector_and_of_its_branches_stand_by_kind(client, mining):
    coal = BranchFactory(parent=mining)
    network = PartnerFactory(name="A forum", kind="network", sectors=[coal])
    union = PartnerFactory(name="Miners", kind="workers", description="**Of** mines", sectors=[mining])
    PartnerFactory(name="Hidden", sectors=[mining], draft=True)
    PartnerFactory(name="Elsewhere", sectors=[SectorFactory()])
    response = client.get("/sectors/mining/")
    assert list(response.context["partners"]) == [union, network]
    assert f'<a href="{union.url}">Miners</a>' in response.text


def test_branch_shows_its_own_before_what_is_of_the_whole_sector_and_leads_to_it_and_to_its_siblings(client, mining):
    coal, ores = BranchFactory(parent=mining, slug="coal"), BranchFactory(parent=mining, name="Metal ores")
    shared = InstrumentFactory(kind="convention", year=1990, sectors=[mining])
    own = InstrumentFactory(kind="convention", year=2010, sectors=[coal])
    InstrumentFactory(kind="convention", sectors=[ores])
    response = client.get("/sectors/coal/")
    assert response.context["instruments"] == [own, shared]
    before, _heading, after = response.text.partition("Of the whole sector</h3>")
    assert own.get_absolute_url() in before
    assert shared.get_absolute_url() in after
    assert f'A branch of the sector <a href="/sectors/mining/">{mining.name}</a>' in response.text
    assert f'Other branches</dt><dd><a href="{ores.get_absolute_url()}">Metal ores</a>' in response.text
    assert "Of the whole sector" not in client.get("/sectors/mining/").text


def test_each_meeting_has_a_small_bar_of_its_published_outcomes(client, mining):
    bare, meeting = MeetingFactory(sectors=[mining]), MeetingFactory(sectors=[mining])
    reported, _silent = OutcomeFactory(meeting=meeting), OutcomeFactory(meeting=meeting)
    OutcomeFactory(meeting=meeting, draft=True)
    OutcomeFactory(meeting=bare, draft=True)
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[reported]), status="completed")
    response = client.get("/sectors/mining/")
    shown = dict(response.context["meetings"])
    assert shown[bare] is None
    assert {state["code"]: state["count"] for state in shown[meeting]["bar"] if state["count"]} == {
        "completed": 1,
        "no_report": 1,
    }
    assert "2 outcomes, 1 reported on" in response.text
    assert "Outcomes not yet entered" in response.text


def test_much_research_is_shown_by_its_newest_and_its_most_relevant(client, mining):
    own = [PublicationFactory(sectors=[mining], in_house=True, date=str(year)) for year in (1999, 2000, 2001, 2002)]
    guesses = [
        PublicationFactory(sectors=[mining], sectors__provenance="suggested", date=str(year))
        for year in (2020, 2021, 2022)
    ]
    shown = client.get("/sectors/mining/").context
    assert (shown["newest"], shown["relevant"], shown["suggested"]) == (own[:0:-1], own[:1], guesses[:0:-1])
    assert shown["research_count"] == 7
    own[0].delete()
    shown = client.get("/sectors/mining/").context
    assert (shown["newest"], shown["relevant"], shown["suggested"]) == ([], own[:0:-1], guesses[::-1])


def test_page_says_when_it_was_reviewed_and_when_that_is_late(client, mining):
    page = SectorPageFactory(sector=mining, reviewed_on="2026-10-12", review_by="2999-04-12")
    body = client.get("/sectors/mining/").text
    assert '<dt>Reviewed</dt><dd><time datetime="2026-10-12">12 October 2026</time>' in body
    assert '<dt>Next review</dt><dd><time datetime="2999-04-12">12 April 2999</time>' in body
    page.review_by = timezone.localdate() - dt.timedelta(days=1)
    page.save()
    body = client.get("/sectors/mining/").text
    assert "Review overdue since" in body
    assert "Next review" not in body


def test_page_names_the_languages_in_which_it_can_be_read(client, mining):
    page = SectorPageFactory(sector=mining, summary_en="A", overview_en="A", summary_es="A", overview_es="A")
    page.summary_fr, page.overview_fr = "A", ""
    page.save()
    body = client.get("/sectors/mining/").text
    assert '<dd lang="en">English</dd><dd lang="es">español</dd>' in body
    assert '<dd lang="fr">' not in body


def missing(client, path="/sectors/mining/"):
    return {str(part["text"]): part["url"] for part in client.get(path).context["missing"]}


def test_missing_parts_are_told_to_those_who_may_write_them_and_lead_there(client_of, user_with, mining):
    page = SectorPageFactory(sector=mining, overview="There.")
    editor = client_of(user_with("editor"))
    told = missing(editor)
    assert "Overview" not in told
    assert told["Key issues"] == told["Links"] == reverse("admin:sectors_sectorpage_change", args=[page.pk])
    assert told["Partners and networks"] == f"{reverse('admin:sectors_partner_add')}?sectors={mining.pk}"
    assert all(editor.get(address).status_code == 200 for address in set(told.values()))
    PartnerFactory(sectors=[mining])
    assert "Partners and networks" not in missing(editor)


def test_sector_without_a_page_leads_to_a_new_one(client_of, user_with, mining):
    new = missing(client_of(user_with("specialist", teams=[mining])))["Overview"]
    assert new == f"{reverse('admin:sectors_sectorpage_add')}?sector={mining.pk}"


def test_missing_parts_are_told_to_nobody_else(client, client_of, user_with, mining):
    SectorPageFactory(sector=mining)
    people = [user_with("constituent"), user_with("specialist", teams=[SectorFactory()]), user_with("contributor")]
    for visitor in (client, *map(client_of, people)):
        assert missing(visitor) == {}
        assert "Still missing" not in visitor.get("/sectors/mining/").text
    own = missing(client_of(user_with("specialist", teams=[mining])))
    assert "Key issues" in own
    assert "Instruments and standards" not in own


def test_drafts_beside_what_is_published_change_nothing_public(client, mining):
    SectorPageFactory(sector=mining, summary="Shown.")
    coal = BranchFactory(parent=mining, slug="coal")
    pages = ("/sectors/mining/", "/fr/sectors/mining/", "/sectors/coal/")
    before = [client.get(page).content for page in pages]
    SectorPageFactory(sector=coal, draft=True)
    InstrumentFactory(sectors=[mining], draft=True)
    PartnerFactory(sectors=[mining], draft=True)
    PublicationFactory(sectors=[mining], draft=True, indexed=True)
    MeetingFactory(sectors=[mining], draft=True)
    GoodPracticeFactory(sectors=[mining], draft=True)
    assert [client.get(page).content for page in pages] == before


def test_a_link_that_did_not_answer_says_so_with_the_day(client, mining):
    page = SectorPageFactory(sector=mining)
    asked = dt.datetime(2026, 10, 12, 12, tzinfo=timezone.get_current_timezone())
    rows = (
        LinkFactory(page=page),
        ToolFactory(page=page),
        UpdateFactory(page=page, url="https://www.example.org/news/"),
        PartnerFactory(sectors=[mining]),
    )
    for row in rows:
        LinkCheckFactory(url=row.url, broken=True, checked_at=asked)
    norms = "https://norms.example/"
    InstrumentFactory(kind="convention", sectors=[mining], normlex_url=norms)
    LinkCheckFactory(url=norms, broken=True, checked_at=asked)
    fine = LinkFactory(page=page)
    LinkCheckFactory(url=fine.url)
    assert client.get("/sectors/mining/").text.count("did not answer on 12 October 2026") == 5
    assert "n’a pas répondu" in client.get("/fr/sectors/mining/").text
