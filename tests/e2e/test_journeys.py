import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.keyboard import tab_to

LANGUAGES = {
    "": {"sectors": "Sectors", "research": "Research", "meetings": "Meetings", "follow_up": "Follow-up"},
    "/fr": {"sectors": "Secteurs", "research": "Recherche", "meetings": "Réunions", "follow_up": "Suivi"},
    "/es": {"sectors": "Sectores", "research": "Investigación", "meetings": "Reuniones", "follow_up": "Seguimiento"},
}


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def any_page(request: pytest.FixtureRequest, browser: Browser) -> Page:
    context = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("prefix", LANGUAGES, ids=["en", "fr", "es"])
def test_a_visitor_goes_from_home_to_sector_search_record_meeting_and_follow_up(portal, any_page: Page, prefix):
    page, words = any_page, LANGUAGES[prefix]
    page.goto(f"{portal}{prefix}/")
    page.locator("#sectors a[href$='/sectors/mining/']").click()
    expect(page).to_have_url(f"{portal}{prefix}/sectors/mining/")

    page.get_by_role("link", name=words["research"], exact=True).first.click()
    page.locator("#q").fill("seafarers")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"{portal}{prefix}/research/") + r"\?q=seafarers"))
    page.locator(".result a").first.click()
    expect(page).to_have_url(re.compile(r"/research/\d+/$"))

    page.get_by_role("link", name=words["meetings"], exact=True).first.click()
    page.locator("tbody a").first.click()
    expect(page).to_have_url(re.compile(re.escape(f"{portal}{prefix}/meetings/") + r"[\w-]+/$"))

    page.get_by_role("link", name=words["follow_up"], exact=True).first.click()
    expect(page.locator(".legend .num").first).to_be_visible()
    page.locator(".filters summary").click()
    page.locator("#status").select_option("ongoing")
    page.locator(".filters button").click()
    expect(page).to_have_url(re.compile("status=ongoing"))
    page.locator("tbody a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", prefix.strip("/") or "en")


def test_a_language_link_leads_to_the_same_page(portal, browser: Browser):
    page = browser.new_page()
    page.goto(f"{portal}/research/?q=mining")
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(f"{portal}/fr/research/?q=mining")
    page.close()


def test_ticking_a_facet_narrows_the_results_to_its_count(portal, browser: Browser):
    page = browser.new_page()
    page.goto(f"{portal}/research/?q=mining")
    box = page.locator("input[name=type]").first
    count = int(re.sub(r"\D", "", box.locator("xpath=ancestor::label").locator(".num").inner_text().split()[0]))
    box.check()
    page.locator(".facets button").first.click()
    expect(page.get_by_role("status").locator("h2")).to_contain_text(f"{count:,}")
    page.close()


def test_an_editor_signs_in_by_e_mail(portal, environment, browser: Browser):
    from tests.e2e.passwords import password_of

    page = browser.new_page()
    page.goto(f"{portal}/admin/")
    page.locator("#id_login").fill("editor@example.org")
    page.locator("#id_password").fill(password_of("editor@example.org"))
    page.locator("[type=submit]").click()
    expect(page.locator("#user-tools")).to_be_visible()
    page.close()


def test_keyboard_alone_searches_filters_reads_and_changes_the_language(portal, page: Page):
    page.goto(portal)
    tab_to(page, "#q")
    page.keyboard.type("mining")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=mining$"))
    tab_to(page, "#research .more a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/research/\?q=mining$"))
    is_phone = page.viewport_size["width"] < 400
    expect(page.locator("input[name=type]").first).to_be_visible(visible=not is_phone)
    if is_phone:
        tab_to(page, ".facets > summary")
        page.keyboard.press("Enter")
    tab_to(page, "input[name=type]")
    page.keyboard.press("Space")
    expect(page.locator("input[name=type]").first).to_be_checked()
    tab_to(page, ".facets .btn-1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=mining&.*type="))
    tab_to(page, ".result a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/research/\d+/$"))
    there = page.url.removeprefix(portal)
    tab_to(page, "a[hreflang=fr]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{portal}/fr{there}")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_focus_that_does_not_show_is_noticed(portal, browser: Browser):
    """The control."""
    page = browser.new_page()
    page.goto(portal)
    page.evaluate("""() => {
        for (const link of document.querySelectorAll("a"))
            for (const name of ["outline", "background", "box-shadow"])
                link.style.setProperty(name, "none", "important")
    }""")
    with pytest.raises(AssertionError, match="nothing shows the focus"):
        tab_to(page, "#q")
    page.close()


# Of a sector page: lists of tags and of ways on, which a briefing does without
ONLY_ON_THE_SCREEN = {"themes", "countries", "links", "news", "activities"}


@pytest.mark.parametrize("width", [390, 794], ids=["phone", "A4"])
def test_sector_page_prints_whole_and_without_navigation(portal, browser: Browser, width: int):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{portal}/sectors/mining/")
    parts = page.locator(".part .in")
    assert parts.count() >= 5
    assert not parts.first.is_visible()  # the control: folded on this screen
    page.emulate_media(media="print")
    for part in parts.all():
        stays = part.get_attribute("id") not in ONLY_ON_THE_SCREEN
        expect(part).to_be_visible(visible=stays)
    for navigation in page.locator(".nav, .strip, .crumbs, .rail, .foot ul, .skip, summary").all():
        expect(navigation).to_be_hidden()
    page.close()


@pytest.mark.parametrize("language", ["", "/fr", "/es"], ids=["en", "fr", "es"])
def test_every_full_sector_page_prints_as_a_briefing_of_two_to_four_pages(portal, browser: Browser, language: str):
    page = browser.new_page()
    page.goto(f"{portal}{language}/sectors/")
    addresses = page.locator(".window .pane > ul > li > a").evaluate_all("links => links.map(link => link.href)")
    assert len(addresses) == 22
    lengths = {}
    for address in addresses:
        page.goto(address)
        pdf = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "18mm"))
        lengths[address] = len(re.findall(rb"/Type\s*/Page\b", pdf))
    page.close()
    assert {address: length for address, length in lengths.items() if not 2 <= length <= 4} == {}


def test_parts_after_the_key_issues_are_closed_on_a_phone_with_their_counts(portal, browser: Browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{portal}/sectors/mining/")
    expect(page.locator("#key-issues")).to_be_visible()
    for part in page.locator(".part").all():
        expect(part.locator(".in")).not_to_be_visible()
        expect(part.locator("summary .n")).to_have_text(re.compile(r"\d"))
    page.locator(".part summary").first.click()
    expect(page.locator(".part .in").first).to_be_visible()
    context.close()


PICTURED = {
    "sector-full": "/sectors/shipping-ports-fisheries/",
    "sector-sparse": "/sectors/mechanical-electrical-engineering/",
    "sector-branch": "/sectors/fishing/",
    "theme": "/themes/skills/",
    "country": "/countries/tha/",
    "instrument": "/instruments/c188/",
    "follow-up": "/follow-up/",
    "follow-up-definition": "/follow-up/definition/",
    "follow-up-table": "/follow-up/tables/2012-independent-evaluation/",
    "outcome": "/reviews/2012-independent-evaluation/#r10",  # an anchor: from there to the page that its heading names
    "meeting-rich": "/meetings/tripartite-meeting-on-issues-relating-to-migrant-fishers-2017/",
    "meeting-poor": "/meetings/technical-meeting-on-the-promotion-of-decent-work-and-a-just-transition/",
    "compendium-in-print": "/practices/print/",
}


def test_pages_of_the_window_are_pictured_for_the_papers(portal, browser: Browser, screenshots):
    """`make pictures` takes them from there, for two papers of docs/, small, as many are kept."""
    context = browser.new_context(viewport={"width": 1280, "height": 1800}, device_scale_factor=0.6)
    page = context.new_page()
    for name, address in PICTURED.items():
        if name.endswith("in-print"):
            page.emulate_media(media="print")
            page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots to the inch
        answer = page.goto(f"{portal}{address}")
        assert answer is not None
        assert answer.ok, address
        if "#" in address:
            page.locator(f"{address[address.index('#') :]} h3 a").click()
            page.wait_for_url("**/follow-up/*/")
        page.screenshot(path=screenshots / f"pages-{name}.jpg", type="jpeg", quality=75)
    context.close()


def test_first_screen_is_pictured_for_the_readme(portal, browser: Browser, screenshots):
    """`make pictures` takes it from there."""
    page = browser.new_page(viewport={"width": 1280, "height": 1360})
    page.goto(portal)
    page.screenshot(path=screenshots / "home-first-screen.png")
    page.close()
    assert (screenshots / "home-first-screen.png").stat().st_size > 20_000
