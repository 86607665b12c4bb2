from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from groundwork.models import AuditEntry
from groundwork.uploads import UploadError
from meetings import services
from meetings.models import DocumentFile, Participant
from meetings.services import add_version, forget_participants
from tests.factories.meetings import (
    DocumentFactory,
    DocumentFileFactory,
    FollowUpActionFactory,
    MeetingFactory,
    ParticipantFactory,
    ProgressUpdateFactory,
)
from tests.groundwork.uploads.documents import PDF, upload
from tests.groundwork.uploads.keeping import disk_with_room_for, files

pytestmark = pytest.mark.django_db


def test_new_version_follows_the_last_of_its_language_and_leaves_it_there(folder):
    document = DocumentFactory()
    first = add_version(DocumentFile(document=document, language="fr", url="https://www.ilo.org/a.pdf"))
    second = add_version(DocumentFile(document=document, language="fr"), upload=upload(PDF, "b.pdf"))
    english = add_version(DocumentFile(document=document, language="en"), upload=upload(PDF, "c.pdf"))
    assert [first.version, second.version, english.version] == [1, 2, 1]
    assert [file.name for file in document.files.filter(language="fr")] == ["b.pdf", ""]
    assert len(files(folder)) == 2


def test_full_disk_leaves_neither_file_nor_row(folder):
    document = DocumentFactory()
    with pytest.raises(UploadError, match="no room"), disk_with_room_for(1000):
        add_version(DocumentFile(document=document, language="en"), upload=upload(PDF + b"x" * 5000))
    assert (files(folder), document.files.count()) == ([], 0)


def test_file_that_is_kept_and_elsewhere_is_refused_by_the_database_and_leaves_no_file(folder):
    file = DocumentFile(document=DocumentFactory(), language="en", url="https://www.ilo.org/a.pdf")
    with pytest.raises(IntegrityError), transaction.atomic():
        add_version(file, upload=upload(PDF))
    assert files(folder) == []


def test_two_files_of_one_version_are_refused_by_the_database():
    file = DocumentFileFactory()
    with pytest.raises(IntegrityError):
        DocumentFileFactory(document=file.document)


def test_names_of_participants_go_some_time_after_the_meeting_and_the_balance_stays():
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    over, later = (
        MeetingFactory(start="2023-12-04", end="2023-12-08"),
        MeetingFactory(start="2023-12-30", end="2024-01-05"),
    )
    ParticipantFactory(meeting=over, name="Ana", sex="f")
    ParticipantFactory(meeting=over, name="Only A Name", organisation="")
    ParticipantFactory(meeting=later, name="Bo")
    undated = ParticipantFactory(meeting=MeetingFactory(start=None), name="Chi")
    assert forget_participants(moment) == 2
    assert set(Participant.objects.values_list("name", "sex")) == {("", "f"), ("Bo", ""), (undated.name, "")}
    assert forget_participants(moment) == 0


@pytest.fixture
def editor(user_with):
    return user_with("editor", name="Ada")


def test_draft_is_cleared_by_a_person_and_then_published(editor):
    update = ProgressUpdateFactory(draft=True)
    with pytest.raises(ValidationError, match="cleared by a named person"):
        services.publish_update(update=update, by=editor)
    services.clear(update=update, by=editor)
    assert (update.state, update.cleared_by) == ("cleared", editor)
    services.publish_update(update=update, by=editor)
    update.refresh_from_db()
    assert update.state == "published"
    assert update.published_at
    assert [entry.verb for entry in AuditEntry.objects.about(update)] == ["publish", "clear"]


def test_only_a_draft_is_cleared(editor):
    update = ProgressUpdateFactory()
    with pytest.raises(ValidationError, match="Only a draft"):
        services.clear(update=update, by=editor)


def test_withdrawal_keeps_its_reason_and_is_on_record(editor):
    action = FollowUpActionFactory()
    with pytest.raises(ValidationError, match="Say why"):
        services.withdraw(item=action, because="  ", by=editor)
    services.withdraw(item=action, because="Entered twice.", by=editor)
    action.refresh_from_db()
    assert (action.state, action.withdrawn_because) == ("archived", "Entered twice.")
    entry = AuditEntry.objects.about(action).get()
    assert (entry.verb, entry.by_name, entry.detail) == ("withdraw", "Ada", {"because": "Entered twice."})


def test_lead_is_missing_until_there_is_one():
    assert services.lead_missing(FollowUpActionFactory(draft=True))
    assert not services.lead_missing(FollowUpActionFactory())
