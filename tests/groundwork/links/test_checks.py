import datetime as dt

import pytest
from django.utils import timezone

from groundwork.links import Finding, LinkCheck, unanswered_on
from sectors.models import Partner
from tests.factories.sectors import PartnerFactory

pytestmark = pytest.mark.django_db
URL = "https://a.example/"


def note(outcome: str, **more) -> LinkCheck:
    LinkCheck.objects.note([Finding(URL, outcome, **more)])
    return LinkCheck.objects.get(url=URL)


def test_what_was_found_is_kept_once_for_an_address():
    first = note("answered", status=200)
    second = note("gone", status=404, leads_to="https://b.example/")
    assert (first.pk, second.status, second.leads_to) == (second.pk, 404, "https://b.example/")


def test_it_is_known_since_when_an_address_is_broken_and_when_it_last_answered():
    assert note("answered").broken_since is None
    broken = note("silent", reason="timed-out")
    assert broken.broken_since == broken.checked_at > broken.answered_at
    still = note("gone", status=404)
    assert (still.broken_since, still.answered_at) == (broken.broken_since, broken.answered_at)
    assert still.checked_at > broken.checked_at
    mended = note("refused", status=403)
    assert (mended.broken_since, mended.answered_at) == (None, mended.checked_at)


def test_an_address_that_never_answered_is_known_as_such():
    assert note("silent").answered_at is None


@pytest.mark.parametrize(
    ("outcome", "is_broken"),
    [("answered", False), ("refused", False), ("oversize", False), ("gone", True), ("silent", True)],
)
def test_rows_know_the_day_on_which_their_address_was_asked_in_vain(outcome, is_broken):
    PartnerFactory(url=URL)
    LinkCheck.objects.note([Finding(URL, outcome)])
    moment = dt.datetime(2026, 10, 12, 12, tzinfo=timezone.get_current_timezone())
    LinkCheck.objects.update(checked_at=moment)
    partner = Partner.objects.annotate(**unanswered_on("url")).get()
    assert partner.url_unanswered_on == (dt.date(2026, 10, 12) if is_broken else None)
    assert LinkCheck.objects.broken().exists() == is_broken
