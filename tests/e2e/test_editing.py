"""The tasks of docs/editing.md as a specialist does them; each leaves the pictures of its part of the guide.

`make pictures` takes them from there. A task that comes: a test here, a part in the guide, its picture by `picture`.
"""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.keyboard import press_in
from tests.e2e.passwords import password_of
from tests.e2e.test_sign_in import code_of

pytestmark = pytest.mark.browser
SPECIALIST, COLLEAGUE = "specialist@example.org", "colleague@example.org"
SCREEN = {"width": 1100, "height": 760}
COLLEAGUE_COMES = f"""
from accounts import addresses
from accounts.models import User
from groundwork.publishing import PublishingState, enter_state
from sectors.models import Sector, TeamMember
person = User.objects.create_user("{COLLEAGUE}", "a-long-password", name="Second specialist", roles=["specialist"])
addresses.vouch_for(person)
member = TeamMember(person=person, sector=Sector.objects.get(slug="shipping-ports-fisheries"))
enter_state(member, PublishingState.PUBLISHED)
member.save()
"""
RECORDS = """title,authors,date,doi
Pay of seafarers in the browser,"Rossi, Ana",2024,10.1000/browser.1
,"Rossi, Ana",2024,10.1000/browser.2
Watches at sea in the browser,"Rossi, Ana",2023,
,"Rossi, Ana",2022,10.1000/browser.4
"""


def picture(page: Page, screenshots: Path, name: str, of: Locator | None = None) -> None:
    """What a screen of the guide's size shows, from a place on."""
    size = page.viewport_size
    page.set_viewport_size(SCREEN)
    if of:
        of.evaluate("one => scrollTo({ top: one.getBoundingClientRect().top + scrollY - 24, behavior: 'instant' })")
    page.screenshot(path=screenshots / f"editing-{name}.png")
    page.set_viewport_size(size)


def sign_in(page: Page, person: str = SPECIALIST, password: str = "") -> None:
    page.locator("#id_login").fill(person)
    page.locator("#id_password").fill(password or password_of(person))
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture(scope="module")
def desk(portal: str, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport=SCREEN)
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
    page = browser.new_page(viewport=SCREEN)
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
    overview = desk.locator(".prose-text").and_(desk.get_by_role("textbox", name="Overview (English)"))
    press_in(overview, "Control+End")
    press_in(overview, "Enter")
    desk.keyboard.type("Ports are where both meet.")
    picture(desk, screenshots, "overview", desk.get_by_role("navigation", name="Languages"))
    save(desk)
    assert desk.locator("#id_overview_en").input_value().endswith("Ports are where both meet.")


def test_issue_is_added(portal: str, desk: Page, screenshots: Path):
    open_page_of(desk, portal, "Shipping")
    desk.get_by_role("button", name="Add another Key issue").click()
    issue = desk.locator(".dynamic-key_issues").last
    issue.get_by_label("Title (English)").fill("Work in ports")
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
    desk.get_by_label("Summary (French)").fill("La navigation, les ports et la pêche.")
    save(desk)
    expect(desk.locator("#id_summary_fr")).to_have_value("La navigation, les ports et la pêche.")


def test_instrument_is_attached_to_a_meeting(portal: str, desk: Page, screenshots: Path):
    desk.goto(f"{portal}/admin/meetings/meeting/?may=change")
    desk.locator("#result_list tbody th a").first.click()
    box = desk.locator(".field-instruments")
    box.get_by_role("searchbox").fill("c188")
    option = desk.locator(".select2-results__option", has_text="C188")
    expect(option.first).to_be_visible()
    picture(desk, screenshots, "instrument", box)
    option.first.click()
    save(desk)
    expect(box).to_contain_text("C188")


def test_table_with_two_bad_rows_is_imported_and_taken_back(portal: str, desk: Page, screenshots: Path):
    desk.goto(f"{portal}/admin/research/stagedrecords/add/")
    desk.get_by_label("File").set_input_files(
        {"name": "records.csv", "mimeType": "text/csv", "buffer": RECORDS.encode()}
    )
    desk.get_by_label("Source:").select_option(index=1)
    desk.get_by_label("Sectors of new records").select_option(index=0)
    desk.get_by_role("button", name="Save", exact=True).click()
    bad = desk.locator("section", has=desk.get_by_role("heading", name="Bad"))
    expect(bad.locator("tbody tr")).to_have_count(2)
    picture(desk, screenshots, "import")
    desk.get_by_role("button", name="Import 2 rows").click()
    expect(desk.locator(".messagelist .success")).to_have_text("2 rows imported.")
    desk.get_by_role("button", name="Undo this import").click()
    expect(desk.locator(".messagelist .success")).to_have_text("2 rows undone.")


def test_key_issues_go_out_as_a_table_and_come_back_with_two_bad_rows(portal: str, desk: Page, screenshots: Path):
    desk.goto(f"{portal}/admin/sectors/sectorpage/?q=shipping-ports")
    desk.get_by_role("link", name="As a table (CSV)").click()
    narrowed = desk.locator("section", has=desk.get_by_role("heading", name="Download what the list showed"))
    with desk.expect_download() as download:
        narrowed.get_by_role("link", name="Key issues (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"), newline="")))
    assert {row["page"] for row in rows} == {"shipping-ports-fisheries"}
    changed, new = rows[0] | {"title_en": "Changed in a table"}, rows[1] | {"id": "", "title_en": "New in a table"}
    bad = [rows[1] | {"id": "", "title_en": ""}, rows[1] | {"page": "mining-of-the-moon"}]
    sent = io.StringIO()
    writer = csv.DictWriter(sent, list(rows[0]))
    writer.writeheader()
    writer.writerows([changed, new, *bad])
    desk.get_by_label("Table:").select_option("Key issues")
    file = {"name": "key-issues.csv", "mimeType": "text/csv", "buffer": sent.getvalue().encode("utf-8-sig")}
    desk.get_by_label("File:").set_input_files(file)
    desk.get_by_role("button", name="Save", exact=True).click()
    told = desk.locator("section", has=desk.get_by_role("heading", name="Bad")).locator("tbody tr")
    expect(told).to_have_count(2)
    expect(told.nth(1)).to_contain_text("“mining-of-the-moon” is not known here.")
    picture(desk, screenshots, "table")
    desk.get_by_role("button", name="Import 2 rows").click()
    expect(desk.locator(".messagelist .success")).to_have_text("2 rows imported.")
    open_page_of(desk, portal, "Shipping")
    titles = desk.locator("[name^=key_issues-][name$=-title_en]")
    expect(titles.first).to_be_attached()
    shown = titles.evaluate_all("all => all.map(one => one.value)")
    assert {"Changed in a table", "New in a table"} <= set(shown)
    desk.goto(f"{portal}/admin/groundwork/stagedtable/")
    desk.get_by_role("link", name="key-issues.csv").click()
    desk.get_by_role("button", name="Undo this import").click()
    expect(desk.locator(".messagelist .success")).to_have_text("2 rows undone.")


@pytest.fixture
def colleague(portal: str, browser: Browser, environment: dict[str, str]) -> Iterator[Page]:
    """Another specialist for Shipping, at work in another browser."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", COLLEAGUE_COMES]
    subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=environment)
    page = browser.new_page(viewport=SCREEN)
    page.goto(f"{portal}/admin/")
    sign_in(page, COLLEAGUE, "a-long-password")
    yield page
    page.close()


def test_second_of_two_on_shipping_is_told_and_loses_nothing(
    portal: str, desk: Page, colleague: Page, screenshots: Path
):
    for one in (desk, colleague):
        open_page_of(one, portal, "Shipping")
    desk.get_by_label("Summary (English)").fill("Ships, ports and fish.")
    save(desk)
    colleague.get_by_label("Summary (English)").fill("Ships, ports, fisheries.")
    colleague.get_by_role("button", name="Save draft").click()
    told = colleague.locator(".errorlist", has_text="Nothing of yours is lost")
    expect(told).to_contain_text("Demo specialist changed this")
    expect(told).to_contain_text("Ships, ports and fish.")
    expect(colleague.get_by_label("Summary (English)")).to_have_value("Ships, ports, fisheries.")
    picture(colleague, screenshots, "meanwhile", told)
    save(colleague)
    expect(colleague.get_by_label("Summary (English)")).to_have_value("Ships, ports, fisheries.")
