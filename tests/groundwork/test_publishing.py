import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils import timezone

from groundwork.publishing import Publishable, PublishingState, enter_state, states_open_to
from meetings.models import Outcome, ProgressUpdate
from research.models import ThemeTag
from sectors.models import KeyIssue, Theme
from tests.factories.meetings import (
    FollowUpActionFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    ReviewFactory,
)
from tests.factories.research import PublicationFactory, ThemeTagFactory
from tests.factories.sectors import KeyIssueFactory, SectorFactory, SectorPageFactory, ThemeFactory

STATES = PublishingState
PUBLISHABLE = [model for model in apps.get_models() if issubclass(model, Publishable)]


def test_first_publication_keeps_its_date_for_good(db):
    theme = ThemeFactory(draft=True)
    before = timezone.now()
    enter_state(theme, STATES.PUBLISHED)
    first = theme.published_at
    assert before <= first <= timezone.now()
    for state in (STATES.ARCHIVED, STATES.DRAFT, STATES.PUBLISHED):
        enter_state(theme, state)
        assert (theme.state, theme.published_at) == (state, first)


@pytest.mark.parametrize("state", [STATES.DRAFT, STATES.IN_REVIEW, STATES.ARCHIVED])
def test_other_states_need_no_date_of_publication(db, state):
    theme = ThemeFactory(draft=True)
    enter_state(theme, state)
    theme.save()
    assert theme.published_at is None
    assert list(Theme.objects.published()) == []


@pytest.mark.parametrize("model", PUBLISHABLE, ids=lambda model: model._meta.label)
def test_what_is_published_has_a_date(db, model: type[models.Model]):
    constraint = next(one for one in model._meta.constraints if one.name.endswith("_published_has_date"))
    with pytest.raises(ValidationError, match="What is published has a date of publication"):
        constraint.validate(model, model(state=STATES.PUBLISHED))
    constraint.validate(model, model(state=STATES.PUBLISHED, published_at=timezone.now()))
    constraint.validate(model, model(state=STATES.DRAFT))


def test_database_refuses_what_is_published_without_a_date(db):
    theme = ThemeFactory(draft=True)
    with pytest.raises(IntegrityError, match="sectors_theme_published_has_date"):
        Theme.objects.filter(pk=theme.pk).update(state=STATES.PUBLISHED)


@pytest.mark.parametrize("state", [STATES.DRAFT, STATES.IN_REVIEW, STATES.ARCHIVED])
def test_published_means_that_state_and_no_other(db, state):
    shown = ThemeFactory()
    ThemeFactory(state=state)
    assert list(Theme.objects.published()) == [shown]


def test_part_is_published_with_its_page(db):
    shown, hidden = KeyIssueFactory(), KeyIssueFactory(page=SectorPageFactory(draft=True))
    assert list(KeyIssue.objects.published()) == [shown]
    assert list(KeyIssue.objects.visible_to(None)) == [shown]
    assert hidden not in KeyIssue.objects.published()


def test_outcome_is_published_only_where_its_meeting_or_review_is(db):
    shown = {OutcomeFactory(), OutcomeFactory(of_review=True)}
    OutcomeFactory(meeting=MeetingFactory(draft=True))
    OutcomeFactory(meeting=None, review=ReviewFactory(draft=True))
    OutcomeFactory(draft=True)
    OutcomeFactory(of_review=True, draft=True)
    assert set(Outcome.objects.published()) == shown


def test_report_is_published_only_where_its_action_is(db):
    shown = ProgressUpdateFactory()
    ProgressUpdateFactory(draft=True)
    ProgressUpdateFactory(action=FollowUpActionFactory(draft=True))
    assert list(ProgressUpdate.objects.published()) == [shown]


def test_tag_is_published_only_where_record_and_theme_are(db):
    shown = ThemeTagFactory()
    ThemeTagFactory(theme=ThemeFactory(draft=True))
    ThemeTagFactory(publication=PublicationFactory(draft=True))
    assert list(ThemeTag.objects.published()) == [shown]


def test_writers_may_draft_and_send_for_review_but_not_publish(user_with):
    mining = SectorFactory()
    specialist = user_with("specialist", teams=[mining])
    for state in (STATES.DRAFT, STATES.IN_REVIEW):
        item = PublicationFactory(state=state, sectors=[mining])
        assert states_open_to(specialist, item) == [STATES.DRAFT, STATES.IN_REVIEW]
    assert states_open_to(specialist, type(item)) == [STATES.DRAFT, STATES.IN_REVIEW]


@pytest.mark.parametrize("state", [STATES.PUBLISHED, STATES.ARCHIVED])
def test_writers_leave_the_state_of_what_was_published(user_with, state):
    mining = SectorFactory()
    item = PublicationFactory(state=state, sectors=[mining])
    assert states_open_to(user_with("specialist", teams=[mining]), item) == [state]


@pytest.mark.parametrize("state", STATES)
def test_those_who_publish_may_give_any_state(user_with, state):
    assert states_open_to(user_with("editor"), PublicationFactory(state=state)) == list(STATES)
