"""People, the units of the Office, and the organisations of the constituents."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import addresses
from groundwork.access import ROLES, STAFF_ROLES, AccessQuerySet, Role
from groundwork.places import Area


class UserManager(BaseUserManager.from_queryset(AccessQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Who runs the server needs no mail to get in."""
        user = self.create_user(email, password, **{"roles": [Role.ADMINISTRATOR]} | fields)
        addresses.vouch_for(user)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who signs in by e-mail. What he or she may do follows from the roles and the access table."""

    changes_pages = False  # each sign-in writes here

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    roles = ArrayField(
        models.CharField(max_length=20, choices=[(role.value, role.label) for role in ROLES]),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    unit = models.ForeignKey(
        "Unit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_one_per_email",
                violation_error_message=_("There is an account with this e-mail address already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """How the workplace greets."""
        return self.name

    @property
    def is_staff(self) -> bool:
        """Works in the admin."""
        return bool(STAFF_ROLES.intersection(self.roles))

    @property
    def is_superuser(self) -> bool:
        """Django asks; here even an administrator may do only what the access table grants."""
        return False

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        from accounts.backends import AccessBackend  # noqa: PLC0415 - Django's own seam between the two

        return AccessBackend().has_perm(self, perm, obj)

    def has_perms(self, perms: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        from accounts.backends import AccessBackend  # noqa: PLC0415 - the same

        return AccessBackend().has_module_perms(self, app_label)


class UnitQuerySet(AccessQuerySet):
    def owned_by(self, user: User) -> Self:
        """The unit a person works in."""
        return self.filter(people=user)


class Unit(models.Model):
    """A part of the Office: department, branch, field office."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Organisation(models.Model):
    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        EMPLOYERS = "employers", _("Employers’ organisation")
        WORKERS = "workers", _("Workers’ organisation")
        UN_AGENCY = "un-agency", _("UN agency")
        UNIVERSITY = "university", _("University or research institute")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    area = models.ForeignKey(
        Area,
        verbose_name=_("country or area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ror = models.CharField(_("ROR identifier"), max_length=40, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TripartiteGroup(models.TextChoices):
    """Always in this order."""

    GOVERNMENT = "government", _("Government")
    EMPLOYERS = "employers", _("Employers")
    WORKERS = "workers", _("Workers")


class Membership(models.Model):
    """A person of an organisation, in a tripartite group, confirmed by staff or not yet."""

    user = models.ForeignKey(User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    group = models.CharField(_("group"), max_length=10, choices=TripartiteGroup)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="accounts_membership_one_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"


class Registration(models.Model):
    """What a person who registered says of himself or herself, until staff confirm or refuse it."""

    changes_pages = False

    class Decision(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")

    user = models.OneToOneField(User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="registration")
    group = models.CharField(_("group"), max_length=10, choices=TripartiteGroup)
    organisation_name = models.CharField(_("organisation, as stated"), max_length=250)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    created_at = models.DateTimeField(_("registered at"), default=timezone.now, editable=False)
    decision = models.CharField(_("decision"), max_length=9, choices=Decision, default=Decision.WAITING)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Which of the register it is; needed to confirm"),
    )
    reason = models.TextField(_("reason"), blank=True, help_text=_("Told to the person; needed to refuse"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision="confirmed") | models.Q(organisation__isnull=False),
                name="accounts_registration_confirmed_of_organisation",
                violation_error_message=_("Say which organisation of the register it is."),
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="refused") | ~models.Q(reason=""),
                name="accounts_registration_refused_with_reason",
                violation_error_message=_("Say why, in words that the person will read."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation_name}"

    @property
    def is_waiting(self) -> bool:
        return self.decision == self.Decision.WAITING
