"""What is decided about accounts: who is invited, whose registration is confirmed, who starts a second factor anew."""

from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import addresses
from accounts.models import Membership, Registration, User
from groundwork.access import Role
from groundwork.audit import record
from groundwork.outbox import enqueue_mail


@transaction.atomic
def invite(user: User, *, by: User, site: str) -> None:
    """Write to somebody who will work here: a link to choose a password, good for PASSWORD_RESET_TIMEOUT seconds.

    `site` is the portal's own address with its scheme ("https://portal.example.org").
    """
    addresses.vouch_for(user)
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    text = render_to_string("account/email/invitation.txt", {"user": user, "by": by, "link": site + path})
    enqueue_mail(key=f"invitation/{user.pk}/{uuid4()}", to=user.email, subject=_("Your account at SECTOR"), text=text)
    record("invite", by=by, on=user)


@transaction.atomic
def remove_second_factor(user: User, *, by: User) -> None:
    """For who has lost the telephone and the recovery codes: the next sign-in asks to set up a new one."""
    Authenticator.objects.filter(user=user).delete()
    record("remove-second-factor", by=by, on=user)


@transaction.atomic
def decide(registration: Registration, *, by: User) -> None:
    """Carry out what `decision`, `organisation` and `reason` of a waiting registration now say, and tell the person.

    Raises ValidationError where the e-mail address is not confirmed yet, or an organisation or reason is missing.
    """
    now = Registration.objects.select_for_update().get(pk=registration.pk)
    if not now.is_waiting or registration.is_waiting:
        raise ValidationError(_("It has been decided already."))
    confirmed = registration.decision == Registration.Decision.CONFIRMED
    if confirmed and not addresses.is_confirmed(registration.user):
        raise ValidationError(_("The e-mail address is not confirmed yet."))
    registration.decided_at = timezone.now()
    registration.full_clean()
    registration.save()
    if confirmed:
        _admit(registration)
    record(registration.decision, by=by, on=registration)
    _tell(registration)


def _admit(registration: Registration) -> None:
    user = registration.user
    Membership.objects.update_or_create(
        user=user,
        organisation=registration.organisation,
        defaults={"group": registration.group, "confirmed_on": timezone.localdate()},
    )
    if Role.CONSTITUENT not in user.roles:
        user.roles = [*user.roles, Role.CONSTITUENT]
        user.save(update_fields=["roles"])


def _tell(registration: Registration) -> None:
    with translation.override(registration.language):
        enqueue_mail(
            key=f"registration/{registration.pk}/{registration.decision}",
            to=registration.user.email,
            subject=_("Your registration at SECTOR"),
            text=render_to_string("account/email/registration.txt", {"registration": registration}),
        )
