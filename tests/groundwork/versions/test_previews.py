"""Links to previews: good for some days, for one version, and only whole."""

import pytest
from django.core import signing

from groundwork.models import Version
from groundwork.versions import previews
from groundwork.versions.previews import PreviewError, links_of, new_token, version_and_item
from tests.factories.sectors import ThemeFactory, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return version_of(ThemeFactory())


def test_link_leads_to_its_version(version):
    assert version_and_item(new_token(version)) == (version, version.item())
    assert [link["code"] for link in links_of("x")] == ["en", "fr", "es"]


def test_altered_link_is_refused(version):
    token = new_token(version)
    for altered in (token[:-1], f"x{token}", signing.TimestampSigner(salt="another").sign_object(version.pk), ""):
        with pytest.raises(PreviewError, match="not whole"):
            version_and_item(altered)


def test_link_is_over_after_its_days(version, monkeypatch):
    token = new_token(version)
    later = signing.time.time() + previews.GOOD_FOR.total_seconds() + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    with pytest.raises(PreviewError, match="no longer good"):
        version_and_item(token)


def test_link_to_what_is_gone_says_so(version):
    token = new_token(version)
    Version.objects.update(state="discarded")
    with pytest.raises(PreviewError, match="no longer there"):
        version_and_item(token)
