"""What people say of themselves when they sign in, and constituents when they register."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Registration, TripartiteGroup
from groundwork.cleaning import clean_line


class SignInForm(LoginForm):
    """In the portal's words; what a field is for stands above it, so that nothing is written into it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remember"].label = _("Stay signed in on this device")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class RegistrationForm(SignupForm):
    """An account for a constituent, which staff confirm later; until then it may do what everybody may."""

    field_order = ["name", "email", "group", "organisation_name", "password1"]

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    group = forms.ChoiceField(label=_("Your group"), choices=TripartiteGroup, widget=forms.RadioSelect)
    organisation_name = forms.CharField(
        label=_("Your organisation"),
        max_length=250,
        help_text=_("Ministry, employers’ organisation or trade union, with its country"),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_organisation_name(self) -> str:
        return clean_line(self.cleaned_data["organisation_name"])

    @transaction.atomic
    def save(self, request: HttpRequest) -> AbstractBaseUser:
        return super().save(request)

    def custom_signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:  # noqa: ARG002 - allauth's signature
        """Called with the new account, before it is asked to confirm its e-mail address."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        Registration.objects.create(
            user=user,
            group=self.cleaned_data["group"],
            organisation_name=self.cleaned_data["organisation_name"],
            language=get_language(),
        )
