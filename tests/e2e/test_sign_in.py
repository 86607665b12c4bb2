"""What a person does to get in: a first sign-in with an authenticator app, in a browser."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, expect

from tests.e2e.passwords import password_of

pytestmark = pytest.mark.browser
EDITOR = "editor@example.org"


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


@pytest.mark.parametrize("width", [1280, 390])
def test_second_factor_is_set_up_shown_and_removed(portal, browser: Browser, width):
    page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page.goto(f"{portal}/account/login/?next=/account/second-factor/")
    page.locator("#id_login").fill(EDITOR)
    page.locator("#id_password").fill(password_of(EDITOR))
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{portal}/account/second-factor/totp/activate/")
    expect(page.locator("img.qr")).to_be_visible()
    page.locator("[name=code]").fill(code_of(page.locator("#authenticator_secret").input_value()))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    page.goto(f"{portal}/account/second-factor/totp/deactivate/")
    page.get_by_role("button", name="Deactivate").click()
    page.close()
