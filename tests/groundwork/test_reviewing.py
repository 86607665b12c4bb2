import datetime as dt

import pytest
from django.utils import timezone

from groundwork.models import AuditEntry
from groundwork.publishing import REVIEW_INTERVAL, REVIEW_NOTICE
from groundwork.reviewing import mark_reviewed, next_review
from sectors.models import Theme
from tests.factories.sectors import ThemeFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_review_moves_its_dates_and_nothing_else(user_with):
    editor = user_with("editor")
    theme = ThemeFactory(reviewed_on="2020-01-01", review_by="2020-06-01")
    updated_at = Theme.objects.get(pk=theme.pk).updated_at
    mark_reviewed(theme, by=editor)
    theme.refresh_from_db()
    today = timezone.localdate()
    assert (theme.reviewed_on, theme.review_by, theme.updated_at) == (today, today + REVIEW_INTERVAL, updated_at)


def test_review_goes_into_the_audit_trail(user_with):
    editor = user_with("editor")
    theme = ThemeFactory()
    mark_reviewed(theme, by=editor)
    entry = AuditEntry.objects.about(theme).get()
    assert (entry.verb, entry.by_id) == ("review", editor.pk)
    assert entry.detail == {"review_by": theme.review_by.isoformat()}


def test_next_review_comes_half_a_year_later():
    assert next_review(dt.date(2026, 10, 12)) == dt.date(2027, 4, 12)


def test_what_needs_review_is_late_due_or_never_reviewed():
    today = timezone.localdate()
    late = ThemeFactory(reviewed_on=today - 9 * DAY, review_by=today - DAY)
    today_due = ThemeFactory(reviewed_on=today, review_by=today)
    soon = ThemeFactory(reviewed_on=today, review_by=today + REVIEW_NOTICE)
    ThemeFactory(reviewed_on=today, review_by=today + REVIEW_NOTICE + DAY)
    never = ThemeFactory()
    assert list(Theme.objects.review_late()) == [late]
    assert set(Theme.objects.review_due()) == {today_due, soon}
    assert list(Theme.objects.never_reviewed()) == [never]
    assert [theme.is_review_late for theme in (late, today_due, soon, never)] == [True, False, False, False]
