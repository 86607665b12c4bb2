"""The tasks of docs/editing.md as a specialist does them; each leaves the pictures of its part of the guide.

`make pictures` takes them from there. A task that comes: a test here, a part in the guide, its picture by `picture`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.passwords import password_of
from tests.e2e.test_sign_in import code_of

pytestmark = pytest.mark.browser
SPECIALIST = "specialist@example.org"


def picture(page: Page, screenshots: Path, name: str, of: Locator | None = None) -> None:
    """What the screen shows, from a place on."""
    if of:
        of.evaluate("one => scrollTo({ top: one.getBoundingClientRect().top + scrollY - 24, behavior: 'instant' })")
    page.screenshot(path=screenshots / f"editing-{name}.png")


def sign_in(page: Page) -> None:
    page.locator("#id_login").fill(SPECIALIST)
    page.locator("#id_password").fill(password_of(SPECIALIST))
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture(scope="module")
def desk(portal: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1100, "height": 760})
    page.goto(f"{portal}/admin/")
    sign_in(page)
    yield page
    page.close()


def open_page_of(desk: Page, portal: str, sector: str) -> None:
    desk.goto(f"{portal}/admin/")
    desk.get_by_role("region", name="My sectors").get_by_role("link", name=sector).click()


def save(desk: Page) -> None:
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("not public yet")


def test_first_sign_in_with_an_authenticator_app(portal: str, browser: Browser, screenshots: Path):
    page = browser.new_page(viewport={"width": 1100, "height": 760})
    page.goto(f"{portal}/account/login/?next=/account/second-factor/")
    picture(page, screenshots, "sign-in")
    sign_in(page)
    page.goto(f"{portal}/account/second-factor/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#authenticator_secret").evaluate("one => { one.value = 'the code of your app' }")
    picture(page, screenshots, "second-factor")
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    page.goto(f"{portal}/account/second-factor/totp/deactivate/")  # the others of these tests sign in without
    page.get_by_role("button", name="Deactivate").click()
    page.close()


def test_overview_is_edited(portal: str, desk: Page, screenshots: Path):
    desk.goto(f"{portal}/admin/")
    picture(desk, screenshots, "dashboard")
    open_page_of(desk, portal, "Shipping")
    overview = desk.locator(".prose-text").and_(desk.get_by_role("textbox", name="Overview [en]"))
    overview.click()
    desk.wait_for_timeout(200)  # the editor puts its own selection back shortly after it has the focus
    desk.keyboard.press("Control+End")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Ports are where both meet.")
    picture(desk, screenshots, "overview", desk.get_by_role("navigation", name="Languages"))
    save(desk)
    assert desk.locator("#id_overview_en").input_value().endswith("Ports are where both meet.")


def test_issue_is_added(portal: str, desk: Page, screenshots: Path):
    open_page_of(desk, portal, "Shipping")
    desk.get_by_role("button", name="Add another Key issue").click()
    issue = desk.locator(".dynamic-key_issues").last
    issue.get_by_label("Title [en]").fill("Work in ports")
    issue.locator(".prose-text").first.fill("Machines change what dockers do.")
    picture(desk, screenshots, "issue", issue)
    save(desk)
    titles = desk.locator("[name^=key_issues-][name$=-title_en]").evaluate_all("all => all.map(one => one.value)")
    assert "Work in ports" in titles


def test_page_is_translated(portal: str, desk: Page, screenshots: Path):
    desk.goto(f"{portal}/admin/translations/?language=fr")
    picture(desk, screenshots, "awaiting")
    open_page_of(desk, portal, "Shipping")
    languages = desk.get_by_role("navigation", name="Languages")
    languages.get_by_role("button", name="French").click()
    languages.get_by_label("English beside").check()
    picture(desk, screenshots, "translate", languages)
    desk.get_by_label("Summary [fr]").fill("La navigation, les ports et la pêche.")
    save(desk)
    expect(desk.locator("#id_summary_fr")).to_have_value("La navigation, les ports et la pêche.")
