"""Who took part in a meeting."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import TripartiteGroup
from groundwork.access import AccessQuerySet, Verb, allowed
from groundwork.access.rule import published_q
from groundwork.places import Area
from groundwork.publishing import Visibility
from meetings.models.meetings import Meeting


class Group(models.TextChoices):
    """The three groups, always in this order, and the observers after them."""

    GOVERNMENT = TripartiteGroup.GOVERNMENT.value, TripartiteGroup.GOVERNMENT.label
    EMPLOYERS = TripartiteGroup.EMPLOYERS.value, TripartiteGroup.EMPLOYERS.label
    WORKERS = TripartiteGroup.WORKERS.value, TripartiteGroup.WORKERS.label
    OBSERVERS = "observers", _("Observers")


class ParticipantQuerySet(AccessQuerySet):
    def by_group(self) -> Self:
        """In the order of the groups, then by country and organisation."""
        places = [When(group=group, then=Value(place)) for place, group in enumerate(Group)]
        group = Case(*places, output_field=models.SmallIntegerField())
        return self.select_related("area").order_by(group, "area__name", "organisation", "name", "pk")

    def counted_for(self, user: Any) -> Self:
        """Those that a user may see, and all of meetings whose balance he or she may know: to be counted, not shown."""
        shown = Q(meeting__balance_visibility=Visibility.PUBLIC)
        if user and user.is_authenticated:
            own = Meeting.objects.filter(participants__user=user).values("pk")
            shown |= Q(meeting__balance_visibility=Visibility.PARTICIPANTS, meeting__in=own)
        seen = allowed(user, Verb.VIEW, self.model)
        return self.filter(seen | (published_q(self.model) & shown)) if seen else self  # no condition: sees all

    def balance(self) -> list[dict]:
        """How many in each group, women and men: group, total, women, men; groups without anybody are left out."""
        counts = {
            "total": Count("pk"),
            "women": Count("pk", filter=Q(sex=Participant.Sex.WOMAN)),
            "men": Count("pk", filter=Q(sex=Participant.Sex.MAN)),
        }
        rows = {row["group"]: row for row in self.order_by().values("group").annotate(**counts)}
        return [rows[group] for group in Group if group in rows]


class Participant(models.Model):
    """One person at one meeting. `visibility` STAFF: shown to nobody but those who keep the list."""

    class Part(models.TextChoices):
        CHAIRPERSON = "chairperson", _("Chairperson")
        VICE_CHAIRPERSON = "vice-chairperson", _("Vice-Chairperson")
        PARTICIPANT = "participant", _("Participant")
        EXPERT = "expert", _("Expert")
        ADVISER = "adviser", _("Adviser")
        OBSERVER = "observer", _("Observer")

    class Sex(models.TextChoices):
        WOMAN = "f", _("Woman")
        MAN = "m", _("Man")

    sector_path = "meeting__sectors"
    state_paths = ("meeting__state",)
    visibility_path = "visibility"
    meeting_path = "meeting"

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="participants"
    )
    group = models.CharField(_("group"), max_length=10, choices=Group)
    name = models.CharField(_("name"), max_length=150, blank=True)
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    area = models.ForeignKey(
        Area, verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(_("role"), max_length=16, choices=Part, default=Part.PARTICIPANT)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True, help_text=_("Empty where nobody said"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="participations",
        help_text=_("Who signs in with it sees what is shown to the participants of the meeting."),
    )
    visibility = models.CharField(_("shown to"), max_length=12, choices=Visibility, default=Visibility.STAFF)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="meetings_participant_once_per_account"),
            models.CheckConstraint(
                condition=~Q(name="", organisation="", area=None),
                name="meetings_participant_said_who",
                violation_error_message=_("Say who took part: a name, an organisation or a country."),
            ),
        ]

    def __str__(self) -> str:
        country = self.area.name if self.area else ""
        return ", ".join(word for word in (self.name, self.organisation, country) if word)
