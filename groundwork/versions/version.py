"""A version: what a whole was when somebody saved it, and what became of that."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.versions.merging import merged
from groundwork.versions.snapshots import Snapshot, is_versioned, take


class VersionQuerySet(AccessQuerySet):
    def of(self, item: models.Model) -> Self:
        """Those of one object, latest first."""
        return self.filter(model=item._meta.label_lower, object_id=item.pk).order_by("-number")

    def next(self) -> Self:
        """Those that are worked on: of each object one at most."""
        return self.filter(state__in=Version.NEXT)

    def due(self) -> Self:
        return self.filter(state=Version.State.SCHEDULED, scheduled_for__lte=timezone.now()).order_by("scheduled_for")

    def deleted(self) -> Self:
        """What was deleted and is not there again: the last version of each."""
        latest = self.filter(model=OuterRef("model"), object_id=OuterRef("object_id")).order_by("-number")
        return self.alias(latest=Subquery(latest.values("pk")[:1])).filter(state=Version.State.DELETED, pk=F("latest"))

    def objects_in(self, model: type[models.Model], *states: str) -> models.QuerySet:
        """For a subquery: the keys of objects of a model whose next version is in one of the states."""
        return self.filter(model=model._meta.label_lower, state__in=states).values("object_id")


class Version(models.Model):
    """Its words never change; its state does. Of the latest that is `published`, the public page is made."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        RETURNED = "returned", _("Returned")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        REPLACED = "replaced", _("Replaced by a later one")
        DISCARDED = "discarded", _("Discarded")
        SAVED = "saved", _("Saved")  # of what has no next version: a save is at once what is there
        DELETED = "deleted", _("Deleted")

    NEXT: ClassVar[list[str]] = [State.DRAFT, State.IN_REVIEW, State.RETURNED, State.SCHEDULED]
    changes_pages = False

    model = models.CharField(_("kind of object"), max_length=100)  # its label: "sectors.sectorpage"
    object_id = models.BigIntegerField(_("object’s number"))
    object_name = models.CharField(_("object"), max_length=200)
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    snapshot = models.JSONField(_("content"))
    base = models.ForeignKey(
        "self",
        verbose_name=_("begun from"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )  # what was public when the work on it began
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )  # nobody: an import, or the time before versions were kept
    at = models.DateTimeField(_("saved at"), db_default=Now())
    comment = models.CharField(_("what was changed"), max_length=300, blank=True)
    remark = models.TextField(_("remark of the reviewer"), blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    scheduled_for = models.DateTimeField(_("to be published at"), null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id", "number"], name="groundwork_version_number"),
            models.UniqueConstraint(
                fields=["model", "object_id"],
                condition=Q(state__in=["draft", "in_review", "returned", "scheduled"]),
                name="groundwork_version_one_next",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(scheduled_for__isnull=False),
                name="groundwork_version_scheduled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_name}, {self.number}"

    @property
    def is_next(self) -> bool:
        return self.state in self.NEXT

    @property
    def kind(self) -> type[models.Model] | None:
        """Its model; None if this release has it no more, or keeps no versions of it."""
        try:
            model = apps.get_model(self.model)
        except LookupError:
            return None
        return model if is_versioned(model) else None

    def item(self) -> models.Model | None:
        """The object, if it is still there."""
        return self.kind._base_manager.filter(pk=self.object_id).first() if self.kind else None

    def snapshot_for(self, item: models.Model) -> Snapshot:
        """Its words; where something else was written to the public page meanwhile, that too."""
        if not self.is_next or self.base is None:
            return self.snapshot
        return merged(self.snapshot, self.base.snapshot, take(item))


def next_of(item: models.Model) -> Version | None:
    return Version.objects.of(item).next().select_related("base", "author", "reviewer").first()


def next_number(item: models.Model) -> int:
    """In the caller's transaction, which has the item locked."""
    latest: Any = Version.objects.of(item).values_list("number", flat=True).first()
    return (latest or 0) + 1
