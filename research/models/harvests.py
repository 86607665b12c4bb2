"""What is harvested by OAI-PMH: from where, each run of it, and what the source said of each record."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.outbound import OutboundError, refuse_inside
from groundwork.publishing import PublishingState
from research.models.publications import Publication
from research.models.sources import Source


class OaiProviderQuerySet(AccessQuerySet):
    def due(self) -> Self:
        """Those whose hour has come, the longest waiting first; one that was broken off at once."""
        return self.filter(Q(next_at__lte=timezone.now()), is_active=True).exclude(every="").order_by("next_at", "pk")


class OaiProvider(models.Model):
    """An address that is asked for its records, and how often."""

    changes_pages = False

    class Format(models.TextChoices):
        OAI_DC = "oai_dc", "Dublin Core (oai_dc)"
        MODS = "mods", "MODS"

    class Every(models.TextChoices):
        HOUR = "hour", _("Every hour")
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")

    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="oai_providers",
        help_text=_("Under which its records are listed"),
    )
    address = models.URLField(_("address"), max_length=500, help_text=_("The base URL, without a question mark"))
    set_spec = models.CharField(_("set"), max_length=200, blank=True, help_text=_("Empty: all of it"))
    prefix = models.CharField(_("format"), max_length=10, choices=Format, default=Format.OAI_DC)
    every = models.CharField(_("how often"), max_length=4, choices=Every, blank=True, help_text=_("Empty: by hand"))
    state_of_new = models.CharField(
        _("state of new records"),
        max_length=10,
        choices=[(one.value, one.label) for one in (PublishingState.IN_REVIEW, PublishingState.PUBLISHED)],
        default=PublishingState.IN_REVIEW,
    )
    is_active = models.BooleanField(_("active"), default=True)
    next_at = models.DateTimeField(_("next harvest"), default=timezone.now)
    harvested_until = models.DateTimeField(_("harvested until"), null=True, editable=False)  # by the source's clock

    objects = OaiProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("OAI-PMH provider")
        verbose_name_plural = _("OAI-PMH providers")
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["address", "set_spec", "prefix"], name="research_oaiprovider_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.set_spec})" if self.set_spec else str(self.source)

    @property
    def interval(self) -> dt.timedelta:
        return {"hour": dt.timedelta(hours=1), "week": dt.timedelta(days=7)}.get(self.every, dt.timedelta(days=1))


def is_outside(address: str) -> str:
    """Why an address may not be asked; empty if it may."""
    try:
        refuse_inside(address)
    except OutboundError as error:
        return str(error)
    return ""


class HarvestRun(models.Model):
    """One harvest, from its first page to its last; broken off, it goes on from the page it had reached."""

    changes_pages = False

    class State(models.TextChoices):
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        WAITING = "waiting", _("deletions wait for a yes")

    provider = models.ForeignKey(
        OaiProvider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="runs", editable=False
    )
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.RUNNING, editable=False)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    since = models.DateTimeField(_("changes since"), null=True, editable=False)  # None: all records
    until = models.DateTimeField(null=True, editable=False)  # the source's clock at the first page
    token = models.TextField(blank=True, editable=False)  # where the list goes on
    pages = models.PositiveIntegerField(_("pages"), default=0, editable=False)
    size = models.PositiveIntegerField(_("records in all"), null=True, editable=False)  # as the source says, if it does
    read = models.PositiveIntegerField(_("read"), default=0, editable=False)
    new = models.PositiveIntegerField(_("new"), default=0, editable=False)
    changed = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0, editable=False)
    duplicate = models.PositiveIntegerField(_("there already"), default=0, editable=False)
    refused = models.PositiveIntegerField(_("refused"), default=0, editable=False)
    deleted = models.PositiveIntegerField(_("deleted at the source"), default=0, editable=False)
    problem = models.TextField(_("what went wrong"), blank=True, editable=False)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("harvest")
        verbose_name_plural = _("harvests")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.provider}, {self.started_at:%Y-%m-%d %H:%M}"


class HarvestedRecordQuerySet(AccessQuerySet):
    def alive(self) -> Self:
        return self.filter(is_deleted=False).exclude(publication=None)

    def with_differences(self) -> Self:
        return self.exclude(offered={})


class HarvestedRecord(models.Model):
    """What a provider last said of a record, field by field: so what an editor wrote since can be told from it."""

    changes_pages = False

    provider = models.ForeignKey(
        OaiProvider, verbose_name=_("provider"), on_delete=models.CASCADE, related_name="records", editable=False
    )
    identifier = models.CharField(_("identifier"), max_length=500, editable=False)
    datestamp = models.CharField(_("date stamp"), max_length=20, blank=True, editable=False)
    publication = models.ForeignKey(
        Publication,
        verbose_name=_("publication"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="harvested",
        editable=False,
    )
    said: Any = models.JSONField(default=dict, editable=False)  # field: value, as plain data; {}: all is an editor's
    offered: Any = models.JSONField(default=dict, editable=False)  # field: what the source says other than an editor
    refusal = models.CharField(_("why it was refused"), max_length=300, blank=True, editable=False)
    is_deleted = models.BooleanField(_("deleted at the source"), default=False, editable=False)
    gone_in = models.ForeignKey(
        HarvestRun, null=True, on_delete=models.SET_NULL, related_name="gone", editable=False
    )  # the deletion is still to be carried out
    seen_in = models.BigIntegerField(null=True, editable=False)  # key of the run that met it last

    objects = HarvestedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("harvested record")
        verbose_name_plural = _("harvested records")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["provider", "identifier"], name="research_harvestedrecord_once")]

    def __str__(self) -> str:
        return self.identifier
