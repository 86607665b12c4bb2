"""A numbered text is pasted, looked over, and saved as drafts."""

import pytest
from django.urls import reverse

from groundwork.audit import AuditEntry
from meetings.models import Outcome
from tests.factories.meetings import MeetingFactory, OutcomeFactory, ReviewFactory
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db
PASTE = reverse("admin:meetings_outcome_paste")
TEXT = "The Meeting,\r\n\r\nPolicies\r\n\r\n1. Act:\r\n(a) by law;\r\n25. Report."


@pytest.fixture
def sector():
    return SectorFactory()


@pytest.fixture
def specialist(client, user_with, sector):
    client.force_login(user_with("specialist", teams=[sector]))
    return client


def pasted(meeting, **fields):
    return {
        "meeting": meeting.pk,
        "kind": "conclusions",
        "wording": "verbatim",
        "language": "fr",
        "source": "TMIMF/2017/7",
        "text": TEXT,
    } | fields


def as_shown(points):
    """The points as a browser would send them back."""
    data = {f"form-{name}": points.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for place, point in enumerate(points.forms):
        data |= {f"form-{place}-{name}": value for name, value in point.initial.items()}
    return data


def test_points_are_shown_before_anything_is_saved(specialist, sector):
    response = specialist.post(PASTE, pasted(MeetingFactory(sectors=[sector])) | {"split": ""})
    shown = [(point.initial["number"], point.initial["text"]) for point in response.context["points"]]
    assert shown == [("", "The Meeting,"), ("1", "Act:"), ("1(a)", "by law;"), ("25", "Report.")]
    assert Outcome.objects.count() == 0


def test_accepted_points_become_drafts_after_those_that_are_there(specialist, sector):
    meeting = MeetingFactory(sectors=[sector])
    OutcomeFactory(meeting=meeting, order=7)
    sent = pasted(meeting)
    points = specialist.post(PASTE, sent | {"split": ""}).context["points"]
    changes = {"form-0-DELETE": "on", "form-3-text": "Report, please."}
    response = specialist.post(PASTE, sent | as_shown(points) | changes | {"save": ""})
    assert response.status_code == 302
    made = Outcome.objects.filter(state="draft").order_by("order")
    assert [(one.order, one.number, one.text_fr) for one in made] == [
        (8, "1", "Act:"),
        (9, "1(a)", "by law;"),
        (10, "25", "Report, please."),
    ]
    last = made.last()
    assert [last.section_fr, last.original_language, last.kind, last.wording] == [
        "Policies",
        "fr",
        "conclusions",
        "verbatim",
    ]
    assert [list(last.sectors.all()), last.source] == [[sector], "TMIMF/2017/7"]
    assert AuditEntry.objects.filter(verb="add", model="meetings.outcome").count() == 3


@pytest.mark.parametrize("fields", [{"meeting": ""}, {"text": ""}, {"kind": "poem"}, {"language": "xx"}])
def test_what_is_missing_or_unknown_is_said_and_nothing_is_cut(specialist, sector, fields):
    response = specialist.post(PASTE, pasted(MeetingFactory(sectors=[sector])) | fields)
    assert response.context["form"].errors
    assert response.context["points"] is None


def test_point_of_both_a_meeting_and_a_review_is_refused(client, user_with):
    client.force_login(user_with("editor"))
    response = client.post(PASTE, pasted(MeetingFactory(), review=ReviewFactory().pk))
    assert response.context["form"].non_field_errors() == [
        "An outcome belongs to a meeting or to a review: set one of them."
    ]


def test_meeting_of_another_team_and_people_who_add_nothing_are_refused(specialist, client_of, user_with):
    other = MeetingFactory(sectors=[SectorFactory()])
    assert "meeting" in specialist.post(PASTE, pasted(other)).context["form"].errors
    assert client_of(user_with("assessor")).get(PASTE).status_code == 403
