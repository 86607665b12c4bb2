import time

import pytest
from django.contrib.auth.models import AnonymousUser

from groundwork import form_stamps
from groundwork.form_stamps import LEAST, MOST, StampError, new_stamp, read_stamp
from tests.factories.accounts import UserFactory

ANYBODY = AnonymousUser()


@pytest.fixture
def stamped(monkeypatch):
    """A stamp that was made so many seconds ago."""

    def make(ago: float, user=ANYBODY) -> str:
        then = time.time() - ago
        with monkeypatch.context() as earlier:
            earlier.setattr(form_stamps.time, "time", lambda: then)
            return new_stamp("enquiry", user)

    return make


def test_stamp_holds_for_whom_and_for_the_form_it_was_made(db, stamped):
    ana = UserFactory()
    assert read_stamp(stamped(LEAST + 1, ana), "enquiry", ana).nonce
    for form, user in (("enquiry", ANYBODY), ("enquiry", UserFactory()), ("other", ana)):
        with pytest.raises(StampError):
            read_stamp(stamped(LEAST + 1, ana), form, user)


def test_each_form_that_is_shown_has_a_nonce_of_its_own(stamped):
    assert len({read_stamp(stamped(60), "enquiry", ANYBODY).nonce for _ in range(3)}) == 3


@pytest.mark.parametrize(
    ("ago", "sentence"), [(LEAST - 1, "very quick"), (-60, "very quick"), (MOST + 1, "more than a day")]
)
def test_form_that_was_open_too_short_or_too_long_a_time_is_refused(stamped, ago, sentence):
    with pytest.raises(StampError, match=sentence):
        read_stamp(stamped(ago), "enquiry", ANYBODY)


@pytest.mark.parametrize(
    "change", [lambda text: "", lambda text: "x:y", lambda text: text[:-1], lambda text: "a" + text]
)
def test_stamp_that_was_not_made_here_is_refused(stamped, change):
    with pytest.raises(StampError, match="was not sent from this page"):
        read_stamp(change(stamped(60)), "enquiry", ANYBODY)
