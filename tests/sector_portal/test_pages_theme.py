import pytest
from django.utils import translation

from sectors.models import Goal
from tests.factories.meetings import OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def skills():
    return ThemeFactory(slug="skills", name="Skills", description="Learning for life.", sdg_goals=[4, 8])


def test_theme_says_what_it_is_and_which_goals_it_serves(client, skills):
    other = ThemeFactory(name="Migration")
    body = client.get("/themes/skills/").text
    for words in ("Learning for life.", "4 Quality education", "8 Decent work and economic growth", other.name):
        assert words in body
    assert "Éducation de qualité" in client.get("/fr/themes/skills/").text
    assert "Educación de calidad" in client.get("/es/themes/skills/").text


def test_number_that_is_no_goal_is_left_out():
    assert ThemeFactory.build(sdg_goals=[8, 18]).goals == [Goal.DECENT_WORK]
    assert len(Goal) == 17


def test_goal_leads_to_the_themes_that_serve_it(client, skills):
    ThemeFactory(slug="other", sdg_goals=[5])
    assert '<a href="/themes/?goal=4">4 Quality education</a>' in client.get("/themes/skills/").text
    response = client.get("/themes/?goal=4")
    assert [theme.slug for theme, _records in response.context["themes"]] == ["skills"]
    assert "Quality education" in response.text
    unknown = client.get("/themes/?goal=18")
    assert (unknown.status_code, len(unknown.context["themes"])) == (200, 2)
    assert "there is no “18”" in unknown.text


def test_theme_shows_what_meetings_concluded_on_it(client, skills):
    outcome = OutcomeFactory(themes=[skills], text="Learn on the job.")
    OutcomeFactory(themes=[skills], text="Unsaid.", draft=True)
    OutcomeFactory(meeting=outcome.meeting)
    response = client.get("/themes/skills/")
    assert (response.context["outcomes"], response.context["outcome_count"]) == ([outcome], 1)
    assert list(response.context["meetings"]) == [outcome.meeting]
    for words in ("Learn on the job.", "No report on record", 'id="news"'):
        assert words in response.text


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_goal_has_a_name_in_each_language(language):
    with translation.override("en"):
        english = [str(goal.label) for goal in Goal]
    with translation.override(language):
        assert not {str(goal.label) for goal in Goal} & set(english)


def test_theme_counts_its_records_by_sector_a_branch_for_its_sector_too(client, skills):
    mining = SectorFactory(slug="mining", name="Mining")
    coal = BranchFactory(parent=mining)
    PublicationFactory(themes=[skills], sectors=[mining], indexed=True)
    PublicationFactory(themes=[skills], themes__provenance="suggested", sectors=[coal], indexed=True)
    PublicationFactory(sectors=[mining], indexed=True)
    response = client.get("/themes/skills/")
    (row,) = response.context["records"].sectors
    assert (row["label"], row["count"]) == ("Mining", 2)
    assert (response.context["records"].total, response.context["records"].suggested) == (2, 1)
    assert "/research/?theme=skills&amp;sector=mining" in response.text
    assert client.get("/research/?theme=skills&sector=mining").context["page"].paginator.count == 2


def test_records_of_all_sectors_are_counted_as_such(client, skills):
    PublicationFactory(themes=[skills], all_sectors=True, indexed=True)
    assert "sector=all-sectors" in client.get("/themes/skills/").text


def test_theme_puts_stated_tags_before_suggested_ones(client, skills):
    guess = PublicationFactory(themes=[skills], themes__provenance="suggested", date="2026", indexed=True)
    sure = PublicationFactory(themes=[skills], themes__provenance="source", date="1999", indexed=True)
    assert list(client.get("/themes/skills/").context["research"]) == [sure, guess]


def test_theme_without_records_says_so(client, skills):
    assert "Nothing on record" in client.get("/themes/skills/").text


def test_drafts_change_nothing_public(client, skills):
    PublicationFactory(themes=[skills], sectors=[SectorFactory()], indexed=True)
    pages = ("/themes/", "/themes/skills/")
    before = [client.get(page).text for page in pages]
    ThemeFactory(slug="hidden", draft=True)
    PublicationFactory(themes=[skills], sectors=[SectorFactory()], draft=True, indexed=True)
    assert [client.get(page).text for page in pages] == before
    assert client.get("/themes/hidden/").status_code == 404


def test_editor_sees_a_draft_and_is_told_that_it_is_one(client_of, user_with):
    ThemeFactory(slug="hidden", draft=True)
    assert "This text is not published." in client_of(user_with("editor")).get("/themes/hidden/").text


def test_list_gives_each_theme_its_number_of_records(client, skills):
    bare = ThemeFactory()
    PublicationFactory(themes=[skills], indexed=True)
    response = client.get("/themes/")
    assert dict(response.context["themes"]) == {skills: 1, bare: 0}


@pytest.mark.parametrize("rows", [1, 4])
def test_theme_asks_a_constant_number_of_queries(client, skills, rows, django_assert_max_num_queries):
    for _ in range(rows):
        PublicationFactory(themes=[skills, ThemeFactory()], sectors=[SectorFactory()], indexed=True)
    with django_assert_max_num_queries(15):
        client.get("/themes/skills/")
    with django_assert_max_num_queries(4):
        client.get("/themes/")
