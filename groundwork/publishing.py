"""Publishing: the states of everything that is written, reviewed and then shown."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet, Verb, can
from groundwork.access.rule import published_q

REVIEW_INTERVAL = dt.timedelta(days=182)  # from one review to the next, where an editor says nothing else
REVIEW_NOTICE = dt.timedelta(days=30)  # so long before a review is late, it is due


class PublishingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Visibility(models.TextChoices):
    """To whom a published row of a meeting is shown, where that is said row by row (State.OPEN, State.SHARED)."""

    PUBLIC = "public", _("Everybody")
    PARTICIPANTS = "participants", _("Participants of the meeting")
    STAFF = "staff", _("Staff")


class PublishableQuerySet(AccessQuerySet):
    def published(self) -> Self:
        return self.filter(published_q(self.model))

    def review_late(self) -> Self:
        """The day by which they were to be reviewed is over."""
        return self.filter(review_by__lt=timezone.localdate())

    def review_due(self) -> Self:
        """That day comes soon; it is not over."""
        today = timezone.localdate()
        return self.filter(review_by__gte=today, review_by__lte=today + REVIEW_NOTICE)

    def never_reviewed(self) -> Self:
        return self.filter(reviewed_on=None)

    def counted(self) -> Self:
        """Annotates each with the `total` of all, so that the first few know what they are cut from."""
        return self.annotate(total=models.Window(models.Count("*")))


class Publishable(models.Model):
    """Draft → in review → published → archived, with an owner and dates of review."""

    state_paths = ("state",)
    version_parts: tuple[str, ...] | None = ()  # what its versions hold beside its fields (groundwork/versions)
    has_next_versions = False  # True: what is published is changed in a version beside what is public

    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT, db_index=True
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=PublishingState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_date",
                violation_error_message=_("What is published has a date of publication."),
            )
        ]

    @property
    def is_review_late(self) -> bool:
        return self.review_by is not None and self.review_by < timezone.localdate()


def enter_state(item: Publishable, state: str) -> None:
    """Set a state on an item that is then saved; the first publication keeps its date for good."""
    item.state = state
    if state == PublishingState.PUBLISHED and item.published_at is None:
        item.published_at = timezone.now()


def states_open_to(user: Any, what: models.Model | type[models.Model]) -> list[PublishingState]:
    """The states a person may give to an item, or to a new one of a model.

    Into and out of the public goes only who may publish. Others write drafts and send them for review, and what
    they change in a published item stays published.
    """
    if can(user, Verb.PUBLISH, what):
        return list(PublishingState)
    unseen = [PublishingState.DRAFT, PublishingState.IN_REVIEW]
    is_public = isinstance(what, models.Model) and what.state not in unseen
    return [PublishingState(what.state)] if is_public else unseen
