"""The combobox of the search boxes."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def box_page(portal: str, browser: Browser):
    """A page with suggestions for what was typed; and what the policy refused."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.refused = []
    page.on("console", lambda said: page.refused.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{portal}/research/")
    page.locator("#q").fill("min")  # in one go: each letter would ask anew
    expect(page.locator(".suggestions [role=option]").first).to_be_visible()
    yield page
    page.close()


def test_list_opens_is_announced_and_breaks_no_rule(box_page: Page):
    box = box_page.locator("#q[role=combobox]")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box_page.locator(".search [role=status]")).to_contain_text(
        str(box_page.locator(".suggestions [role=option]").count())
    )
    assert box_page.refused == []
    found = Axe().run(box_page)
    assert found.violations_count == 0, found.generate_report()


def test_arrows_choose_and_enter_goes_there(box_page: Page):
    box, options = box_page.locator("#q[role=combobox]"), box_page.locator(".suggestions [role=option]")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    box.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    there = options.last.get_attribute("data-url")
    box.press("Enter")
    expect(box_page).to_have_url(re.compile(re.escape(there)))


def test_escape_closes_and_keeps_what_was_typed_and_enter_then_searches(box_page: Page):
    box = box_page.locator("#q[role=combobox]")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("min")
    box.press("Enter")
    expect(box_page).to_have_url(re.compile(r"\?q=min"))


def test_click_goes_there_and_leaving_the_box_closes(box_page: Page):
    option = box_page.locator(".suggestions [role=option]").first
    there = option.get_attribute("data-url")
    box_page.locator("#q[role=combobox]").press("Tab")
    expect(option).to_be_hidden()
    box_page.locator("#q[role=combobox]").fill("mini")
    expect(option).to_be_visible()
    option.click()
    expect(box_page).to_have_url(re.compile(re.escape(there)))


@pytest.mark.parametrize("address", ["/", "/search/", "/fr/research/"])
def test_without_a_script_the_box_is_a_field(portal: str, browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(portal + address)
    expect(page.get_by_role("searchbox")).to_be_visible()
    context.close()
