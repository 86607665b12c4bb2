import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.kinds import NAMES, Kinds


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
