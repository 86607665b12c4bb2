import pytest
from django.urls import reverse

from groundwork.audit import AuditEntry
from meetings.models import Review
from tests.access.forms import form_data
from tests.factories.meetings import MeetingFactory, ReviewFactory
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db


def entries(**about) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(**about).order_by("pk").values_list("by_name", "verb"))


@pytest.fixture
def editor(user_with):
    return user_with("editor", name="Ed")


def test_change_is_recorded_with_its_fields_and_state(editor, client_of):
    review = ReviewFactory(title="Before")
    client, address = client_of(editor), reverse("admin:meetings_review_change", args=[review.pk])
    sent = form_data(client.get(address)) | {"title_en": "After"}
    assert client.post(address, sent).status_code == 302
    entry = AuditEntry.objects.about(review).get()
    assert (entry.by_name, entry.verb, entry.object_name) == ("Ed", "change", "After")
    assert entry.detail["state"] == "published"
    assert "fields" in entry.detail["changed"][0]["changed"]


def test_addition_and_deletion_are_recorded(editor, client_of):
    client, address = client_of(editor), reverse("admin:sectors_sector_add")
    group = SectorFactory().group
    sent = form_data(client.get(address)) | {"slug": "dust", "name_en": "Dust", "group": group.pk}
    assert client.post(address, sent).status_code == 302
    added = AuditEntry.objects.get(model="sectors.sector")
    client.post(reverse("admin:sectors_sector_delete", args=[added.object_id]), {"post": "yes"})
    assert entries(object_id=added.object_id, model="sectors.sector") == [("Ed", "add"), ("Ed", "delete")]


def test_publishing_from_the_list_is_recorded_for_each_row(editor, client_of):
    drafts = [ReviewFactory(draft=True) for _ in range(2)]
    chosen = {"action": "publish", "_selected_action": [draft.pk for draft in drafts]}
    client_of(editor).post(reverse("admin:meetings_review_changelist"), chosen)
    assert entries(model="meetings.review") == [("Ed", "change")] * 2
    assert Review.objects.published().count() == 2


def test_what_is_refused_leaves_no_entry(user_with, client_of):
    meeting = MeetingFactory(sectors=[SectorFactory()])
    stranger = client_of(user_with("specialist"))
    stranger.post(reverse("admin:meetings_meeting_change", args=[meeting.pk]), {"title_en": "Stolen"})
    assert not AuditEntry.objects.exists()
