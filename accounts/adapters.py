"""How allauth does here what it leaves to the project: mail, the way after signing in, secrets at rest."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from time import time
from typing import Any
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse

from groundwork.outbox import enqueue_mail


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, so that it is kept when the mail server is away."""
        given = {"email": email, "request": self.request} | context
        mail: EmailMessage = self.render_mail(template_prefix, email, given)
        enqueue_mail(key=f"{template_prefix}/{uuid4()}", to=email, subject=mail.subject, text=str(mail.body))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index") if request.user.is_staff else super().get_login_redirect_url(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not where this session has just been signed in: nobody types a password twice to set up a second factor."""
        signed_in = [record["at"] for record in get_authentication_records(self.request, self.request.user)]
        if signed_in and time() - max(signed_in) < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are sealed: a copy of the database alone does not open the second door."""

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()


def _seal() -> MultiFernet:
    """By SECRET_KEY; what an earlier key sealed is opened by SECRET_KEY_FALLBACKS."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(f"second factor{key}".encode()).digest())) for key in keys])
