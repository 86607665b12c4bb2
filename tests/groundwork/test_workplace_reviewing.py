"""Reviews in the workplace: the lists of what needs one, and "nothing changed"."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from groundwork.models import AuditEntry
from groundwork.publishing import REVIEW_INTERVAL
from sectors.models import SectorPage
from tests.access.forms import form_data
from tests.factories.sectors import SectorFactory, SectorPageFactory

pytestmark = pytest.mark.django_db
PAGES = reverse("admin:sectors_sectorpage_changelist")
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def change(page):
    return reverse("admin:sectors_sectorpage_change", args=[page.pk])


def shown(client, **query):
    return set(client.get(PAGES, query).context["cl"].queryset)


def test_list_is_narrowed_to_what_needs_review(client_of, user_with, today):
    editor = user_with("editor")
    late = SectorPageFactory(reviewed_on=today - 9 * DAY, review_by=today - DAY, owner=editor)
    due = SectorPageFactory(reviewed_on=today, review_by=today + DAY)
    never = SectorPageFactory(owner=editor)
    client = client_of(editor)
    assert shown(client, review="late") == {late}
    assert shown(client, review="due") == {due}
    assert shown(client, review="never") == {never}
    assert shown(client, mine="yes") == {late, never}
    assert shown(client, mine="yes", review="never") == {never}
    assert shown(client) == {late, due, never}


def test_list_of_another_team_stays_narrow_to_its_own(client_of, user_with):
    mining, other = SectorPageFactory(draft=True), SectorPageFactory(draft=True)
    specialist = client_of(user_with("specialist", teams=[mining.sector]))
    assert shown(specialist, review="never") == {mining}
    assert other not in shown(specialist)


def test_several_are_reviewed_at_once_by_those_who_may_change_them(client_of, user_with, today):
    own, other = SectorPageFactory(), SectorPageFactory()
    specialist = client_of(user_with("specialist", teams=[own.sector]))
    data = {"action": "review", "_selected_action": [own.pk, other.pk]}
    response = specialist.post(PAGES, data, follow=True)
    assert "1 reviewed." in response.text
    reviewed = {page.pk: page.reviewed_on for page in SectorPage.objects.all()}
    assert reviewed == {own.pk: today, other.pk: None}


def test_one_click_reviews_and_saves_nothing_of_the_form(client_of, user_with, today):
    page = SectorPageFactory(summary="As it was.")
    client = client_of(user_with("editor"))
    form = client.get(change(page))
    assert 'name="_reviewed"' in form.text
    response = client.post(change(page), form_data(form) | {"summary_en": "Changed", "_reviewed": "x"}, follow=True)
    assert "Nothing else was saved" in response.text
    page.refresh_from_db()
    assert (page.summary, page.reviewed_on, page.review_by) == ("As it was.", today, today + REVIEW_INTERVAL)
    assert AuditEntry.objects.about(page).get().verb == "review"


def test_one_click_is_not_for_another_team(client_of, user_with):
    page = SectorPageFactory()
    client = client_of(user_with("specialist", teams=[SectorFactory()]))
    assert client.post(change(page), {"_reviewed": "x"}).status_code == 403
    assert 'name="_reviewed"' not in client.get(change(page)).text
    draft = SectorPageFactory(draft=True)
    assert client.post(change(draft), {"_reviewed": "x"}).status_code == 404
    assert set(SectorPage.objects.values_list("reviewed_on", flat=True)) == {None}


def test_a_new_page_has_nothing_to_review(client_of, user_with):
    assert 'name="_reviewed"' not in client_of(user_with("editor")).get(reverse("admin:sectors_sectorpage_add")).text


def test_day_of_review_entered_by_hand_is_followed_by_the_next_after_the_interval(client_of, user_with, settings):
    settings.REVIEW_BY_ANOTHER = False
    page = SectorPageFactory()
    client = client_of(user_with("editor"))
    data = form_data(client.get(change(page))) | {"_publish": ""}
    assert client.post(change(page), data | {"reviewed_on": "2026-10-12"}).status_code == 302
    page.refresh_from_db()
    assert page.review_by == dt.date(2026, 10, 12) + REVIEW_INTERVAL
    assert client.post(change(page), data | {"reviewed_on": "2026-10-12", "review_by": "2026-11-01"}).status_code == 302
    page.refresh_from_db()
    assert page.review_by == dt.date(2026, 11, 1)
