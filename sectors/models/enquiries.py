"""The one moderated inbox: questions, mistakes, what is missing, data that somebody offers."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from groundwork.access import AccessQuerySet
from groundwork.receipts import new_receipt
from sectors.models.taxonomy import Sector

LATE_AFTER = timedelta(days=14)


class EnquiryQuerySet(AccessQuerySet):
    def open(self) -> Self:
        """Neither answered nor closed."""
        return self.filter(state__in=[Enquiry.State.NEW, Enquiry.State.ASSIGNED])

    def late(self) -> Self:
        return self.open().filter(created_at__lt=timezone.now() - LATE_AFTER)

    def assigned_to(self, user: Any) -> Self:
        return self.open().filter(assigned_to=user)

    def of_sender(self, email: str) -> Self:
        return self.filter(email__iexact=email)


class Enquiry(models.Model):
    """A message that somebody sent by the contact form, and what became of it."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("A question to a team or focal point")
        MISTAKE = "mistake", _("A mistake on a page")
        MISSING = "missing", _("Something that is missing")
        DATA = "data", _("An offer of data")

    class State(models.TextChoices):
        NEW = "new", _("New")
        ASSIGNED = "assigned", _("Assigned")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")
        REFUSED = "refused", _("Refused")

    changes_pages = False
    sector_path = "sectors"
    unit_path = "unit"

    receipt = models.CharField(_("receipt"), max_length=12, unique=True, default=new_receipt, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    about = models.CharField(_("about"), max_length=500, blank=True, help_text=_("Address or permanent id"))
    about_title = models.CharField(_("subject"), max_length=300, blank=True)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="enquiries", blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("message"))
    created_at = models.DateTimeField(_("received at"), db_default=Now())
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_enquiries",
    )
    note = models.TextField(_("internal note"), blank=True, help_text=_("The sender does not see it."))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    form_nonce = models.CharField(max_length=32, unique=True, editable=False)  # what is sent twice arrives once
    client_key = models.CharField(max_length=24, blank=True, editable=False)  # forgotten after a day

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["created_at"], name="sectors_enquiry_created")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="sectors_enquiry_answer_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.NEW, self.State.ASSIGNED}

    @property
    def is_late(self) -> bool:
        return self.is_open and self.created_at < timezone.now() - LATE_AFTER
