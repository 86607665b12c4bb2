"""What specialist and editor do with a page: write, send for review, return, publish, bring an old version back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.passwords import password_of
from tests.e2e.test_editing import picture

PAGE, SLUG = "Oil and gas production; oil refining", "oil-gas"
WORDS = "These words were written by a browser."


def sign_in(browser: Browser, portal: str, role: str, **size: int) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900, **size}).new_page()
    email = f"{role}@example.org"
    page.goto(f"{portal}/admin/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(password_of(email))
    page.get_by_role("button", name="Sign in").click()
    return page


@pytest.fixture(scope="module")
def specialist(portal: str, browser: Browser) -> Page:
    return sign_in(browser, portal, "specialist", width=390)


@pytest.fixture(scope="module")
def editor(portal: str, browser: Browser) -> Page:
    return sign_in(browser, portal, "editor")


def open_form(page: Page, portal: str) -> None:
    page.goto(f"{portal}/admin/sectors/sectorpage/?q={SLUG}")
    page.get_by_role("link", name=PAGE).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def public_text(page: Page, portal: str) -> str:
    page.goto(f"{portal}/sectors/{SLUG}/")
    return page.locator("#overview, #key-issues").all_inner_texts()[0]


def test_page_goes_to_review_comes_back_is_published_and_its_old_version_is_brought_back(
    portal, specialist, editor, screenshots
):
    visitor = editor.context.browser.new_page()
    before = public_text(visitor, portal)
    specialist.get_by_role("link", name="1 sector page: returned to me").click()
    specialist.get_by_role("link", name=PAGE).click()
    expect(specialist.locator(".standing")).to_contain_text("Demo editor says: Please keep the last paragraph")
    overview = specialist.locator(".prose-text").and_(specialist.get_by_role("textbox", name="Overview (English)"))
    overview.fill(WORDS)
    specialist.get_by_role("button", name="Add another Key issue").click()
    new = specialist.locator(".dynamic-key_issues").last
    new.get_by_label("Title (English)").fill("An issue of the browser")
    new.locator(".prose-text").first.fill("It is tried.")
    specialist.get_by_label("What did you change?").fill("Tried in a browser")
    press(specialist, "Send for review")
    expect(specialist.locator(".messagelist")).to_contain_text("is sent for review")
    assert specialist.evaluate("document.documentElement.scrollWidth") <= 390

    open_form(editor, portal)
    picture(editor, screenshots, "review", editor.locator(".this-version"))
    editor.get_by_label("What is to be changed").fill("Say by which browser.")
    press(editor, "Return to the author")
    expect(editor.locator(".standing")).to_contain_text("Returned")
    open_form(specialist, portal)
    expect(specialist.locator(".standing")).to_contain_text("Say by which browser.")
    picture(specialist, screenshots, "returned")
    press(specialist, "Send for review")
    assert public_text(visitor, portal) == before

    open_form(editor, portal)
    preview = editor.locator(".standing").get_by_role("link", name="Français").get_attribute("href")
    visitor.goto(portal + preview)
    expect(visitor.locator("main .alert").first).to_contain_text("non publique")
    press(editor, "Publish")
    assert public_text(visitor, portal).endswith(WORDS)
    expect(visitor.locator("#key-issues")).to_contain_text("An issue of the browser")

    open_form(specialist, portal)
    specialist.get_by_role("link", name="History").click()
    picture(specialist, screenshots, "history")
    specialist.get_by_role("link", name="Version 1", exact=True).click()
    press(specialist, "Bring this version back")
    press(specialist, "Send for review")
    open_form(editor, portal)
    press(editor, "Publish")
    assert public_text(visitor, portal) == before
    expect(visitor.locator("#key-issues")).not_to_contain_text("An issue of the browser")
    visitor.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_history_and_comparison_break_no_rule_of_axe_and_fit_a_phone(portal, editor, scheme, screenshots):
    editor.emulate_media(color_scheme=scheme)
    editor.goto(f"{portal}/admin/sectors/sectorpage/?q=shipping")
    form = editor.locator("#result_list tbody th a").first.get_attribute("href").partition("?")[0]
    history = form.replace("change", "history")
    kinds = {"form": form, "history": history, "comparison": f"{history}4/"}
    for kind, address in kinds.items():
        for width in (1280, 390):
            editor.set_viewport_size({"width": width, "height": 900})
            editor.goto(portal + address)
            assert editor.evaluate("document.documentElement.scrollWidth") <= width, (kind, width)
            if width == 1280:
                found = Axe().run(editor)
                assert found.violations_count == 0, (address, found.generate_report())
        editor.screenshot(path=screenshots / f"versions-{kind}-{scheme}.png", full_page=True)
