import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.kinds import NAMES, Kinds
from tests.e2e.passwords import password_of


@pytest.mark.parametrize("kind", NAMES)
def test_page_breaks_no_rule_of_axe(portal: str, kinds: Kinds, page: Page, kind: str, screenshots):
    page.goto(portal + kinds[kind])
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    size = page.viewport_size["width"]
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.screenshot(path=screenshots / f"{kind}-{size}{'-dark' if dark else ''}.png", full_page=True)


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("width", [320, 390])
def test_page_does_not_scroll_sideways_on_a_phone(portal: str, kinds: Kinds, browser, kind: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(portal + kinds[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("kind", NAMES)
def test_keyboard_reaches_the_content_first_through_the_skip_link(portal: str, kinds: Kinds, browser, kind: str):
    page = browser.new_page()
    page.goto(portal + kinds[kind])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.close()


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
    "model", ["research/publication", "sectors/sectorpage", "meetings/outcome", "meetings/followupaction"]
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
