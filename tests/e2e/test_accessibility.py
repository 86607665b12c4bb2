import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.kinds import NAMES, Kinds
from tests.e2e.passwords import password_of

NARROWEST = 320  # pixels, WCAG 1.4.10


@pytest.mark.parametrize("kind", NAMES)
def test_page_is_open_to_everyone(portal: str, kinds: Kinds, page: Page, kind: str, screenshots):
    """Loaded once for each width, since each of these looks at the same page."""
    page.goto(portal + kinds[kind])
    assert_nothing_scrolls_sideways(page)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert_no_rule_of_axe_is_broken(page)
        page.screenshot(path=screenshots / f"{kind}-{page.viewport_size['width']}-{scheme}.png", full_page=True)
    assert_keyboard_reaches_the_content_first_through_the_skip_link(page)


def assert_nothing_scrolls_sideways(page: Page) -> None:
    size = page.viewport_size
    for width in (NARROWEST, size["width"]):
        page.set_viewport_size(size | {"width": width})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def assert_no_rule_of_axe_is_broken(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def assert_keyboard_reaches_the_content_first_through_the_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


@pytest.fixture(scope="module")
def editor(portal: str, browser) -> Page:
    """A page on which an editor has signed in."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{portal}/admin/")
    page.locator("#id_login").fill("editor@example.org")
    page.locator("#id_password").fill(password_of("editor@example.org"))
    page.locator("[type=submit]").click()
    yield page
    page.close()


@pytest.mark.parametrize(
    "model",
    [
        *("research/publication", "sectors/sectorpage", "meetings/outcome", "meetings/followupaction"),
        *("research/stagedrecords", "research/stagedrecord", "research/duplicatepair", "research/oaiprovider"),
    ],
)
def test_workplace_breaks_no_rule_of_axe_and_nothing_that_the_policy_forbids(portal, editor: Page, model, screenshots):
    refused = []
    editor.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    editor.goto(f"{portal}/admin/{model}/")
    form = editor.locator("#result_list tbody th a").first.get_attribute("href").partition("?")[0]
    kinds = {"index": "/admin/", "list": f"/admin/{model}/", "form": form, "history": form.replace("change", "history")}
    for kind, address in kinds.items():
        editor.goto(portal + address)
        assert refused == [], address
        found = Axe().run(editor)
        assert found.violations_count == 0, (address, found.generate_report())
        refused.clear()  # axe-core itself tries a style of its own
        editor.screenshot(path=screenshots / f"workplace-{model.partition('/')[2]}-{kind}.png")
