import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.copies import COPYING_SITES, is_copy, official


@pytest.mark.parametrize(
    "address",
    ["https://www.scribd.com/document/1", "http://slideplayer.com./slide/2", "https://a.b.docslib.org/x (see p. 3)"],
)
def test_copying_site_and_what_is_under_it_is_no_address_for_readers(address):
    assert is_copy(address)
    assert official(address) == ""


@pytest.mark.parametrize(
    "address",
    ["https://www.ilo.org/a.pdf", "https://notscribd.com/", "https://ilo.org/?from=scribd.com", "", "Seen in print"],
)
def test_other_addresses_stay(address):
    assert official(address) == address


@given(st.sampled_from(sorted(COPYING_SITES)), st.text(max_size=20))
def test_no_path_turns_a_copy_into_an_official_address(site, path):
    assert is_copy(f"https://{site}/{path}")


@given(st.text(max_size=40))
def test_any_text_is_read(text):
    assert is_copy(text) in {True, False}
