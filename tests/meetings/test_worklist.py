"""What a unit is to do: its own actions, due first, and one screen to report on them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from groundwork.partial_dates import PartialDate
from meetings.models import Document, Evidence, ProgressUpdate
from meetings.worklist import worklist_of
from tests.factories.accounts import UnitFactory
from tests.factories.meetings import (
    DeadlineFactory,
    DocumentFactory,
    EvidenceFactory,
    FollowUpActionFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    ResponsibilityFactory,
)
from tests.groundwork.uploads.documents import PDF, office, upload
from tests.groundwork.uploads.keeping import disk_with_room_for, files

pytestmark = pytest.mark.django_db
REPORT = {"date": "2026-04", "text": "A first meeting was held.", "status": "ongoing", "value": "", "value_of": ""}
NOTHING = {"title": "", "url": "", "visibility": "staff", "source": ""}


@pytest.fixture
def unit():
    return UnitFactory(code="STATISTICS")


@pytest.fixture
def contributor(user_with, unit):
    return user_with("contributor", unit=unit)


def action_of(unit, *, due=None, status=None, date="2026-03", role="lead", **fields):
    """Led by the unit, or carried out with the one that leads."""
    leads = {"lead": unit} if role == "lead" else {}
    action = FollowUpActionFactory(outcomes=[OutcomeFactory()], **leads, **fields)
    if role != "lead":
        ResponsibilityFactory(action=action, unit=unit, role=role)
    if due is not None:
        day = timezone.localdate() + timedelta(days=due)
        DeadlineFactory(action=action, date=str(day))
    if status is not None:
        ProgressUpdateFactory(action=action, status=status, date=date)
    return action


def address(action) -> str:
    return reverse("admin:meetings_report", args=[action.pk])


class TestWorklist:
    def groups(self, unit, user, since=None):
        return {group.code: group.actions for group in worklist_of(unit, user, since) if group.actions}

    def test_actions_stand_in_the_first_group_that_they_fit(self, unit, contributor):
        late, later = action_of(unit, due=-1), action_of(unit, due=-9, role="joint")
        soon, rest = action_of(unit, due=30, status="ongoing"), action_of(unit, due=31, status="ongoing")
        silent, over = action_of(unit), action_of(unit, due=-1, status="completed")
        action_of(unit, role="consulted"), action_of(UnitFactory(), due=-1)
        assert self.groups(unit, contributor) == {
            "late": [later, late],
            "soon": [soon],
            "silent": [silent],
            "open": [rest],
            "closed": [over],
        }

    def test_those_without_a_report_since_a_date(self, unit, contributor):
        action_of(unit, status="ongoing", date="2026-03")
        old = action_of(unit, status="ongoing", date="2025-12")
        assert self.groups(unit, contributor, PartialDate(2026, 1))["silent"] == [old]

    def test_drafts_of_others_are_not_there(self, unit, user_with):
        action_of(unit, draft=True)
        assert self.groups(unit, user_with("statistician")) == {}

    @pytest.mark.parametrize("rows", [1, 3])
    def test_number_of_queries_is_constant(self, unit, contributor, rows, django_assert_max_num_queries):
        for _ in range(rows):
            action_of(unit, due=5)
        with django_assert_max_num_queries(6):
            worklist_of(unit, contributor)


class TestUnitPage:
    def test_lists_what_the_unit_is_to_do(self, client_of, contributor, unit):
        action_of(unit, due=-1, title="Count the fishers")
        page = client_of(contributor).get(reverse("admin:meetings_unit"), follow=True)
        assert "Count the fishers" in page.text
        assert "Overdue: 1" in page.text

    def test_of_another_unit_is_for_editors_only(self, client_of, contributor, user_with):
        other = reverse("admin:meetings_unit_of", args=[UnitFactory().code])
        assert client_of(contributor).get(other).status_code == 403
        assert client_of(user_with("editor")).get(other).status_code == 200
        assert client_of(contributor).get(reverse("admin:meetings_unit") + "nope/").status_code == 404

    def test_malformed_date_is_refused_in_words(self, client_of, contributor, unit):
        page = client_of(contributor).get(reverse("admin:meetings_unit_of", args=[unit.code]), {"since": "spring"})
        assert page.status_code == 400
        assert "spring" in page.text


class TestReport:
    def test_is_a_draft_with_what_it_rests_on(self, client_of, contributor, unit):
        action = action_of(unit)
        file = {"title": "The minutes", "upload": upload(PDF, "minutes.pdf")}
        assert client_of(contributor).post(address(action), REPORT | NOTHING | file).status_code == 302
        update = ProgressUpdate.objects.get()
        assert (update.state, update.author, update.reported_by) == ("draft", contributor, unit.code)
        evidence = update.evidence.get()
        assert (evidence.title, evidence.name, evidence.visibility) == ("The minutes", "minutes.pdf", "staff")

    def test_needs_no_evidence(self, client_of, contributor, unit):
        assert client_of(contributor).post(address(action_of(unit)), REPORT | NOTHING).status_code == 302
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"date": "9998"}, "lies in the future"),
            ({"text": ""}, "required"),
            ({"value": "12"}, "what the value counts"),
            ({"title": "Minutes"}, "one of the two"),
            ({"url": "https://www.ilo.org/minutes"}, "what the evidence shows"),
            ({"title": "Minutes", "upload": b"MZ\x90\x00"}, "This kind of file is not taken"),
            ({"title": "Minutes", "upload": office(more={"../../etc/passwd": "root"})}, "could do harm"),
            ({"title": "Minutes", "upload": office(more={"word/media/a.bin": b"0" * 150_000_000})}, "could do harm"),
        ],
    )
    def test_that_is_not_right_is_refused_and_leaves_nothing(self, client_of, contributor, unit, sent, sentence):
        if "upload" in sent:
            sent = sent | {"upload": upload(sent["upload"], "minutes.pdf")}
        page = client_of(contributor).post(address(action_of(unit)), REPORT | NOTHING | sent)
        assert sentence in page.text
        assert not ProgressUpdate.objects.exists()
        assert not Evidence.objects.exists()

    def test_full_disk_leaves_neither_report_nor_file(self, client_of, contributor, unit, folder):
        file = {"title": "The minutes", "upload": upload(PDF + b"x" * 50_000, "minutes.pdf")}
        with disk_with_room_for(4000):
            page = client_of(contributor).post(address(action_of(unit)), REPORT | NOTHING | file)
        assert "no room left" in page.text
        assert not ProgressUpdate.objects.exists()
        assert not Evidence.objects.exists()
        assert files(folder) == []

    def test_is_taken_of_the_units_own_actions_only(self, client_of, contributor, unit):
        for action in (action_of(unit, role="consulted"), action_of(UnitFactory())):
            assert client_of(contributor).post(address(action), REPORT | NOTHING).status_code == 403
        assert client_of(contributor).post(address(action_of(unit, role="joint")), REPORT | NOTHING).status_code == 302


def test_evidence_is_of_exactly_one_kind():
    update = ProgressUpdateFactory()
    paper: Document = DocumentFactory()
    for kinds in ({"url": ""}, {"document": paper}):
        with pytest.raises(IntegrityError, match="meetings_evidence_of_one_kind"), transaction.atomic():
            EvidenceFactory(update=update, **kinds)
    EvidenceFactory(update=update, url="", document=paper)
