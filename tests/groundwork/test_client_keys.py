import datetime as dt

import pytest

from groundwork import client_keys
from groundwork.client_keys import client_key


def key(rf, address, **headers):
    return client_key(rf.get("/", REMOTE_ADDR=address, **headers))


def test_one_address_has_one_key_from_which_it_cannot_be_read(rf):
    assert key(rf, "192.0.2.7") == key(rf, "192.0.2.7") == key(rf, "::ffff:192.0.2.7")
    assert key(rf, "192.0.2.7") != key(rf, "192.0.2.8")
    assert "192" not in key(rf, "192.0.2.7")


def test_addresses_of_one_ipv6_subscriber_have_one_key(rf):
    assert key(rf, "2001:db8:1:2::1") == key(rf, "2001:db8:1:2:ffff::9")
    assert key(rf, "2001:db8:1:2::1") != key(rf, "2001:db8:1:3::1")


def test_key_is_another_on_another_day(rf, monkeypatch):
    today = key(rf, "192.0.2.7")
    monkeypatch.setattr(client_keys.timezone, "localdate", lambda: dt.date(2001, 1, 1))
    assert key(rf, "192.0.2.7") != today


@pytest.mark.parametrize(("behind_proxy", "same"), [(True, False), (False, True)])
def test_header_counts_only_behind_a_proxy(rf, settings, behind_proxy, same):
    settings.BEHIND_PROXY = behind_proxy
    one, other = (key(rf, "10.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.2.1, {last}") for last in ("192.0.2.7", "192.0.2.8"))
    assert (one == other) is same


def test_what_the_sender_wrote_into_the_header_changes_nothing(rf, settings):
    settings.BEHIND_PROXY = True
    one, other = (key(rf, "10.0.0.1", HTTP_X_FORWARDED_FOR=f"{first}, 192.0.2.7") for first in ("192.0.2.1", "x"))
    assert one == other


@pytest.mark.parametrize("address", ["", "unix:", "1.2.3"])
def test_what_is_no_address_still_has_a_key(rf, address):
    assert key(rf, address)
