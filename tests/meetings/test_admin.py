"""Reports are written and published in the workplace, never rewritten."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from groundwork.publishing import PublishingState
from groundwork.versions.steps import take_step
from meetings.models import FollowUpAction, Meeting, ProgressUpdate
from tests.access.forms import form_data
from tests.factories.accounts import UnitFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    AssessmentFactory,
    DocumentFactory,
    FollowUpActionFactory,
    FollowUpEventFactory,
    MeetingFactory,
    MeetingSeriesFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    ResponsibilityFactory,
)
from tests.factories.sectors import SectorFactory

ADD, LIST = "admin:meetings_progressupdate_add", "admin:meetings_progressupdate_changelist"
REPORT = {"date": "2026-04", "text": "A first meeting was held.", "status": "ongoing", "reported_by": "", "source": ""}


@pytest.fixture
def mining(db):
    return SectorFactory()


@pytest.fixture
def action(mining) -> FollowUpAction:
    return FollowUpActionFactory(outcomes=[OutcomeFactory(sectors=[mining])])


@pytest.fixture
def specialist(user_with, client_of, mining):
    return client_of(user_with("specialist", name="Ana", teams=[mining]))


@pytest.fixture
def editor(user_with, client_of):
    return client_of(user_with("editor"))


def change(item) -> str:
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])


def test_specialist_reports_on_an_action_of_the_team(specialist, action):
    sent = form_data(specialist.get(reverse(ADD))) | REPORT | {"action": action.pk}
    assert specialist.post(reverse(ADD), sent).status_code == 302
    update = ProgressUpdate.objects.get()
    assert (update.action, update.state, update.author.name) == (action, PublishingState.DRAFT, "Ana")


@pytest.mark.parametrize("wrong", [{"date": "April"}, {"date": "9998"}, {"text": ""}, {"value": "12"}])
def test_report_that_is_not_right_is_not_taken(specialist, action, wrong):
    sent = form_data(specialist.get(reverse(ADD))) | REPORT | {"action": action.pk} | wrong
    assert len(specialist.post(reverse(ADD), sent).context["errors"]) == 1
    assert not ProgressUpdate.objects.exists()


def test_specialist_does_not_report_on_others_actions(specialist, action):
    other = FollowUpActionFactory(outcomes=[OutcomeFactory(sectors=[SectorFactory()])])
    sent = form_data(specialist.get(reverse(ADD))) | REPORT | {"action": other.pk}
    assert len(specialist.post(reverse(ADD), sent).context["errors"]) == 1
    assert not ProgressUpdate.objects.exists()


def test_report_is_written_on_the_page_of_its_action_and_earlier_ones_stay(specialist, action):
    earlier = ProgressUpdateFactory(action=action, text="Said before.")
    sent = form_data(specialist.get(change(action)))
    assert (sent["updates-INITIAL_FORMS"], sent["updates-TOTAL_FORMS"]) == ("1", "1")
    sent |= {"updates-TOTAL_FORMS": "2", "updates-0-id": earlier.pk, "updates-0-action": action.pk}
    sent |= {f"updates-0-{name}": value for name, value in REPORT.items()}  # crafted: the form has no such fields
    sent |= {"updates-0-DELETE": "on", "updates-1-action": action.pk, "updates-1-state": "draft"}
    sent |= {f"updates-1-{name}": value for name, value in REPORT.items()}
    assert specialist.post(change(action), sent).status_code == 302
    assert [(one.text, one.author and one.author.name) for one in action.updates.order_by("pk")] == [
        ("Said before.", None),
        (REPORT["text"], "Ana"),
    ]


def test_nobody_changes_or_deletes_a_report(user_with, client_of, action):
    administrator = client_of(user_with("administrator"))
    update = ProgressUpdateFactory(action=action)
    page = administrator.get(change(update))
    assert not page.context["has_change_permission"]
    assert "submit" not in page.text.partition("submit-row")[2].partition("</div>")[0]
    assert administrator.post(change(update), REPORT).status_code == 403
    assert administrator.post(change(update).replace("change", "delete"), {"post": "yes"}).status_code == 403
    actions = administrator.get(reverse(LIST)).context["action_form"].fields["action"].choices
    assert [name for name, _label in actions] == ["", "clear", "publish", "withdraw"]


def test_report_is_cleared_published_and_withdrawn_by_those_who_may(editor, specialist, action):
    update = ProgressUpdateFactory(action=action, draft=True)
    chosen = {"_selected_action": [update.pk], "because": "It was about another meeting."}
    for client, move, state in (
        (editor, "publish", "draft"),  # nobody has cleared it
        (specialist, "clear", "cleared"),
        (specialist, "publish", "cleared"),
        (editor, "publish", "published"),
        (specialist, "withdraw", "published"),
        (editor, "withdraw", "archived"),
    ):
        client.post(reverse(LIST), {"action": move} | chosen)
        update.refresh_from_db()
        assert update.state == state
    assert (update.cleared_by.name, update.withdrawn_because) == ("Ana", "It was about another meeting.")


def test_withdrawal_asks_for_a_reason(editor, action):
    update = ProgressUpdateFactory(action=action)
    page = editor.post(reverse(LIST), {"action": "withdraw", "_selected_action": [update.pk]})
    assert str(update) in page.text
    editor.post(reverse(LIST), {"action": "withdraw", "_selected_action": [update.pk], "because": " "})
    update.refresh_from_db()
    assert update.state == "published"


def test_contributor_reports_on_the_actions_of_the_unit_only(user_with, client_of, action):
    unit = action.responsibilities.get().unit
    contributor = client_of(user_with("contributor", unit=unit))
    consulted = FollowUpActionFactory(outcomes=[OutcomeFactory()])
    ResponsibilityFactory(action=consulted, unit=unit, role="consulted")
    sent = form_data(contributor.get(reverse(ADD))) | REPORT
    assert len(contributor.post(reverse(ADD), sent | {"action": consulted.pk}).context["errors"]) == 1
    assert contributor.post(reverse(ADD), sent | {"action": action.pk}).status_code == 302
    assert [one.action for one in ProgressUpdate.objects.all()] == [action]


def test_action_is_published_with_one_lead_only(editor, action):
    lead = action.responsibilities.get()
    sent = form_data(editor.get(change(action)))
    second = {"responsibilities-TOTAL_FORMS": "2", "responsibilities-1-unit": UnitFactory().pk}
    two = editor.post(change(action), sent | second | {"responsibilities-1-role": "lead"})
    none = editor.post(change(action), sent | {"responsibilities-0-role": "joint"})
    for refused in (two, none):
        assert "exactly one lead unit" in refused.text
    assert editor.post(change(action), sent | second | {"responsibilities-1-role": "joint"}).status_code == 302
    assert list(action.responsibilities.implementing().values_list("role", flat=True)) == ["lead", "joint"]
    assert action.responsibilities.get(role="lead") == lead


def test_action_without_a_lead_is_not_published_from_the_list(editor):
    ready, not_ready = FollowUpActionFactory(draft=True, lead=UnitFactory()), FollowUpActionFactory(draft=True)
    chosen = {"action": "publish", "_selected_action": [ready.pk, not_ready.pk]}
    page = editor.post(reverse("admin:meetings_followupaction_changelist"), chosen, follow=True)
    assert "has no lead unit yet" in page.text
    assert [FollowUpAction.objects.get(pk=one.pk).state for one in (ready, not_ready)] == ["published", "draft"]


def test_those_who_implement_an_outcome_do_not_assess_it(user_with, client_of, action):
    outcome, unit = action.outcomes.get(), action.responsibilities.get().unit
    add = reverse("admin:meetings_assessment_add")
    words = {"outcome": outcome.pk, "body": "Evaluation", "date": "2024", "verdict": "All implemented"}
    inside, outside = client_of(user_with("assessor", unit=unit)), client_of(user_with("assessor"))
    assert "cannot assess it" in inside.post(add, form_data(inside.get(add)) | words).text
    assert "cannot assess it" in outside.post(add, form_data(outside.get(add)) | words | {"unit": unit.pk}).text
    assert outside.post(add, form_data(outside.get(add)) | words).status_code == 302
    assert [(one.body, one.state) for one in outcome.assessments.all()] == [("Evaluation", "draft")]


def test_action_with_reports_is_not_deleted(editor, action):
    ProgressUpdateFactory(action=action)
    editor.post(change(action).replace("change", "delete"), {"post": "yes"})
    assert FollowUpAction.objects.filter(pk=action.pk).exists()


def test_specialist_ties_an_action_to_an_outcome_of_the_team(specialist, mining):
    add = reverse("admin:meetings_followupaction_add")
    sent = form_data(specialist.get(add)) | {"title": "Publish a guide"}
    outcome, other = OutcomeFactory(sectors=[mining]), OutcomeFactory()
    assert specialist.post(add, sent | {"answers-0-outcome": other.pk}).status_code == 200
    assert specialist.post(add, sent | {"answers-0-outcome": outcome.pk}).status_code == 302
    assert list(FollowUpAction.objects.get().outcomes.all()) == [outcome]


def test_meeting_is_copied_for_the_one_that_follows(user_with, client_of):
    series, sector = MeetingSeriesFactory(), SectorFactory()
    meeting = MeetingFactory(slug="fishing-2017", series=series, sectors=[sector], start="2017-09", title_fr="Pêche")
    AgendaItemFactory(meeting=meeting, number="1", title_en="Opening", title_fr="Ouverture")
    OutcomeFactory(meeting=meeting)
    editor = client_of(user_with("editor"))
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert "Copy as next meeting" in editor.get(address).text
    assert editor.post(address, {"_next": "1"}).status_code == 302
    following = Meeting.objects.exclude(pk=meeting.pk).get()
    assert (following.slug, following.state, following.start) == ("fishing-2017-2", "draft", None)
    assert (following.series, list(following.sectors.all()), following.title_fr) == (series, [sector], "Pêche")
    assert [(item.number, item.title_fr) for item in following.agenda.all()] == [("1", "Ouverture")]
    assert (following.outcomes.count(), meeting.agenda.count()) == (0, 1)


def test_published_meeting_is_changed_beside_what_is_public_and_its_papers_stay(specialist, mining, user_with, client):
    meeting = MeetingFactory(title_en="Before", sectors=[mining])
    item = AgendaItemFactory(meeting=meeting, title_en="First")
    DocumentFactory(meeting=meeting, title_en="On the first", agenda_item=item)
    sent = form_data(specialist.get(change(meeting))) | {"title_en": "After", "agenda-0-title_en": "Second"}
    assert specialist.post(change(meeting), sent).status_code == 302
    page = client.get(meeting.get_absolute_url()).text
    assert [words in page for words in ("Before", "First", "After", "Second")] == [True, True, False, False]
    take_step("publish", meeting, by=user_with("editor"))
    page = client.get(meeting.get_absolute_url()).text
    assert [words in page for words in ("Before", "First", "After", "Second")] == [False, False, True, True]


def test_meeting_of_others_is_copied_by_nobody(user_with, client_of):
    meeting = MeetingFactory(sectors=[SectorFactory()])
    specialist = client_of(user_with("specialist", teams=[SectorFactory()]))
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert specialist.post(address, {"_next": "1"}).status_code == 403
    assert Meeting.objects.count() == 1


class TestWhatWasPublic:
    """It leaves the public by being withdrawn, with a reason, and keeps its outcomes."""

    @pytest.mark.parametrize("make", [FollowUpActionFactory, OutcomeFactory, FollowUpEventFactory])
    def test_no_form_takes_it_out_of_the_public(self, editor, make):
        item = make()
        page = editor.get(change(item))
        for state in ("draft", "in_review", "archived"):
            assert "not one of the available" in editor.post(change(item), form_data(page) | {"state": state}).text
        item.refresh_from_db()
        assert item.state == PublishingState.PUBLISHED
        with pytest.raises(IntegrityError, match="withdrawn, with a reason"), transaction.atomic():
            type(item).objects.filter(pk=item.pk).update(state="draft")

    def test_reports_keep_an_outcome(self, editor, action):
        ProgressUpdateFactory(action=action)
        sent = form_data(editor.get(change(action)))
        assert "keep at least one" in editor.post(change(action), sent | {"answers-0-DELETE": "on"}).text
        action.answers.all().delete()
        with pytest.raises(IntegrityError, match="answers at least one"):
            connection.check_constraints()

    def test_unit_that_assessed_an_outcome_does_not_come_to_answer_it(self, editor, action):
        judged = AssessmentFactory(unit=action.responsibilities.get().unit).outcome
        sent = form_data(editor.get(change(action))) | {"answers-0-outcome": judged.pk}
        assert "has assessed this outcome" in editor.post(change(action), sent).text
        with pytest.raises(IntegrityError, match="does not assess it"), transaction.atomic():
            action.answers.update(outcome=judged)

    def test_what_only_the_tables_refuse_is_told_in_words(self, editor, action):
        """The unit and the outcome are new on the action at once: neither form alone sees the other."""
        judged = AssessmentFactory(unit=UnitFactory()).outcome
        new = {
            "responsibilities-TOTAL_FORMS": 1,
            "responsibilities-0-unit": judged.assessments.get().unit_id,
            "responsibilities-0-role": "lead",
            "answers-TOTAL_FORMS": 1,
            "answers-0-outcome": judged.pk,
            "answers-0-certainty": "certain",
        }
        form = reverse("admin:meetings_followupaction_add")
        page = editor.post(form, form_data(editor.get(form)) | new, follow=True)
        assert "Nothing was saved" in page.text
        assert FollowUpAction.objects.get() == action
