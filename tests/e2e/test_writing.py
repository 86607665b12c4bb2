"""What specialists do in a form: write with marks, link to records, translate, lose the session and lose no word."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.keyboard import press_in, tab_to
from tests.e2e.test_editing import picture, sign_in

pytestmark = pytest.mark.browser
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p.MsoNormal {margin:0}</style></head><body>
<h1 style="color:red">Dust</h1><p class=MsoNormal style="mso-margin-top-alt:auto"><b><span lang=EN-GB>Silica</span></b>
kills.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst><![if !supportLists]><span style='mso-list:Ignore'>·<span>  </span></span>
<![endif]>Wet</p>
<p class=MsoListParagraphCxSpLast><![if !supportLists]><span style='mso-list:Ignore'>·<span>  </span></span>
<![endif]>Ventilate</p>
</body></html>"""
PASTE = """(element, html) => {
  const carried = new DataTransfer()
  carried.setData("text/html", html)
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }))
}"""


@pytest.fixture
def desk(portal: str, browser: Browser) -> Iterator[Page]:
    """The form of the mining page, open before a specialist; what the policy forbids fails."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.goto(f"{portal}/admin/sectors/sectorpage/?q=mining")
    sign_in(page)
    page.locator("#result_list th a", has_text="Mining").first.click()
    yield page
    assert "\n".join(refused) == ""
    page.close()


def overview(page: Page, language: str = "English") -> Locator:
    """The editor; where it has not come yet, its text area has the same name."""
    return page.locator(".prose-text").and_(page.get_by_role("textbox", name=f"Overview ({language})"))


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").click()


def test_text_is_written_marked_linked_and_pasted(desk: Page):
    press_in(overview(desk), "Control+a")
    desk.keyboard.type("See ")
    toolbar = desk.get_by_role("toolbar", name="Overview (English)")
    toolbar.get_by_role("button", name="Bold").focus()
    for _ in range(7):
        desk.keyboard.press("ArrowRight")  # to the link
    desk.keyboard.press("Enter")
    address = desk.locator("#id_overview_en_link")
    expect(address).to_be_focused()
    address.fill("C176")  # in one go: each letter would ask anew
    expect(desk.get_by_role("option", name="C176").first).to_be_visible()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    press_in(overview(desk), "Control+End")
    press_in(overview(desk), "Enter")
    overview(desk).evaluate(PASTE, WORD)
    save(desk)
    expect(desk.locator(".messagelist .success")).to_be_visible()
    kept = desk.locator("#id_overview_en").input_value()
    assert kept.startswith("See [C176 ")
    assert "](/instruments/c176/)\n\n### Dust" in kept
    assert kept.endswith("### Dust\n\n**Silica** kills.\n\n- Wet\n- Ventilate"), kept


def test_form_is_filled_in_and_saved_by_the_keyboard_alone(desk: Page):
    """Every stop shows that it has the focus; nothing holds it; what opens, comes or goes carries it along."""
    desk.set_viewport_size({"width": 390, "height": 900})
    has_focus = "one => one.contains(document.activeElement)"
    tab_to(desk, ".skip-to-content-link")
    desk.keyboard.press("Enter")
    tab_to(desk, ".language-tabs button:nth-of-type(2)")
    desk.keyboard.press("Enter")
    tab_to(desk, "#id_summary_fr")
    tab_to(desk, "[aria-label='Overview (French)'] button, [role=toolbar] button[aria-label=Bold]")
    for _ in range(7):
        desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Escape")
    assert overview(desk, "French").evaluate(has_focus), "the box for a link gives the focus back"
    desk.keyboard.type("Au clavier. ")
    tab_to(desk, "#key_issues-group .add-row a")
    desk.keyboard.press("Enter")
    added = desk.locator(".dynamic-key_issues").last
    assert added.evaluate(has_focus), "a part that comes has the focus"
    tab_to(desk, ".dynamic-key_issues:nth-last-child(1 of .dynamic-key_issues) .prose-text")
    added.locator(".inline-deletelink").press("Enter")
    assert desk.locator("#key_issues-group .add-row a").evaluate(has_focus), "a part that goes leaves it at hand"
    tab_to(desk, "[name=_continue]")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist .success")).to_be_visible()


def test_session_that_ends_while_writing_loses_nothing(desk: Page, screenshots: Path):
    press_in(overview(desk), "Control+End")
    desk.keyboard.type(" Written before the end.")
    desk.get_by_role("button", name="Add another Key issue").click()
    issue = desk.locator(".dynamic-key_issues").last
    issue.get_by_label("Title (English)").fill("Kept issue")
    issue.locator(".prose-text").first.fill("Kept text")
    desk.context.clear_cookies(name="sessionid")
    save(desk)
    sign_in(desk)
    expect(desk.get_by_text("was not saved")).to_be_visible()
    picture(desk, screenshots, "kept")
    desk.get_by_role("button", name="Bring it back").click()
    expect(overview(desk)).to_contain_text("Written before the end.")
    save(desk)
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert "Written before the end." in desk.locator("#id_overview_en").input_value()
    titles = desk.locator("[name^=key_issues-][name$=-title_en]").evaluate_all("all => all.map(one => one.value)")
    assert "Kept issue" in titles
    desk.reload()
    expect(desk.get_by_text("was not saved")).to_have_count(0)


def test_page_is_translated_beside_its_english(desk: Page):
    desk.get_by_label("Summary (English)").fill("Mining, said anew.")
    save(desk)
    languages = desk.get_by_role("navigation", name="Languages")
    french = languages.get_by_role("button", name="French")
    expect(french).to_contain_text("Older than the English")
    french.press("Enter")
    expect(desk.get_by_label("Summary (English)")).to_be_hidden()
    note = desk.locator(".language-fr details", has_text="Summary")
    note.locator("summary").click()
    expect(note.locator("ins", has_text="anew")).to_be_visible()
    languages.get_by_label("English beside").check()
    expect(desk.get_by_label("Summary (English)")).to_be_visible()
    desk.get_by_label("Summary (French)").fill("Les mines, dites à nouveau.")
    save(desk)
    expect(desk.locator(".messagelist .success")).to_contain_text("not public yet")
    expect(desk.locator("#id_summary_fr")).to_have_value("Les mines, dites à nouveau.")
    expect(desk.locator(".language-fr details", has_text="What changed in the English: Summary")).to_have_count(0)


def test_without_scripts_the_form_is_whole(portal: str, browser: Browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{portal}/admin/sectors/sectorpage/?q=mining")
    sign_in(page)
    page.locator("#result_list th a", has_text="Mining").first.click()
    for language in ("en", "fr", "es"):
        expect(page.locator(f"textarea#id_overview_{language}")).to_be_visible()
    page.close()
