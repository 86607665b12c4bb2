"""What became of an address when it was last asked: one row for one address, in however many places it is shown."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.links.asking import Finding

LONGEST = 800  # characters of an address, as the longest of our fields has


class LinkCheckQuerySet(AccessQuerySet):
    def broken(self) -> Self:
        """What pages mark."""
        return self.filter(outcome__in=LinkCheck.BROKEN)

    def told(self) -> Self:
        """What editors should look at: what is broken, and what was cut off though it answers."""
        return self.filter(outcome__in=LinkCheck.TOLD)

    def note(self, findings: Iterable[Finding]) -> None:
        """Keep what was found, in one statement; since when an address is broken stays what it was."""
        findings = list(findings)
        known = self.in_bulk([finding.url for finding in findings], field_name="url")
        rows = [_row(finding, known.get(finding.url)) for finding in findings]
        names = ["outcome", "status", "reason", "leads_to", "checked_at", "answered_at", "broken_since"]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["url"], update_fields=names)


class LinkCheck(models.Model):
    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("Answers")
        REFUSED = "refused", _("Answers, but not to programs")
        OVERSIZE = "oversize", _("Sends more than any page would")
        GONE = "gone", _("Page not found there")
        SILENT = "silent", _("Does not answer")

    BROKEN = (Outcome.GONE, Outcome.SILENT)  # what pages mark
    TOLD = (*BROKEN, Outcome.OVERSIZE)  # what a round and the workplace name

    url = models.CharField(_("address"), max_length=LONGEST, unique=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=30, blank=True)  # of groundwork.outbound's errors
    leads_to = models.TextField(_("leads to"), blank=True)
    checked_at = models.DateTimeField(_("last checked"), db_index=True)
    answered_at = models.DateTimeField(_("last answered"), null=True, blank=True)
    broken_since = models.DateTimeField(_("broken since"), null=True, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url

    @property
    def is_broken(self) -> bool:
        return self.outcome in self.BROKEN


def _row(finding: Finding, known: LinkCheck | None) -> LinkCheck:
    now = timezone.now()
    row = LinkCheck(
        url=finding.url,
        outcome=finding.outcome,
        status=finding.status,
        reason=finding.reason,
        leads_to=finding.leads_to,
        checked_at=now,
    )
    row.answered_at = (known and known.answered_at) if row.is_broken else now
    row.broken_since = ((known and known.broken_since) or now) if row.is_broken else None
    return row


def unanswered_on(*fields: str) -> dict[str, Subquery]:
    """Annotations `<field>_unanswered_on`: the day on which the address in the field was last asked in vain, or None.

    `Link.objects.annotate(**unanswered_on("url"))`; shown by parts/_unanswered.html.
    """
    day = TruncDate("checked_at")
    return {
        f"{field}_unanswered_on": Subquery(LinkCheck.objects.broken().filter(url=OuterRef(field)).values(day=day)[:1])
        for field in fields
    }
