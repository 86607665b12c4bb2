"""Whether an account's e-mail address is known to be that person's: confirmed by a link, or vouched for by staff."""

from typing import Any


def vouch_for(user: Any) -> None:
    """Take the address of an account that staff made as confirmed: the person need not do it again."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - tables, while ours are still being read

    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


def is_confirmed(user: Any) -> bool:
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - the same

    return EmailAddress.objects.filter(user=user, verified=True).exists()
