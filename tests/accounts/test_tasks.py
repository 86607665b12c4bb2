from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.tasks import forget_expired_sessions


@pytest.mark.django_db
def test_only_expired_sessions_are_forgotten():
    now = timezone.now()
    for key, expires in {"old": now - timedelta(minutes=1), "live": now + timedelta(days=1)}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    forget_expired_sessions(timestamp=0)
    assert [session.session_key for session in Session.objects.all()] == ["live"]
