"""The form by which anyone writes to the Department."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groundwork.cleaning import CONTROLS, clean_line
from groundwork.form_stamps import Stamp, StampError, read_stamp
from sectors.models import Enquiry

STAMPED = "enquiry"
LONGEST_TEXT, LONGEST_NAME, LONGEST_EMAIL = 5_000, 150, 254
LEAST_TEXT = 10  # characters that say something


class OneLineField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value))


class TextField(forms.CharField):
    """Several lines, without characters that no text contains."""

    widget = forms.Textarea(attrs={"rows": 8})

    def to_python(self, value: Any) -> str:
        return CONTROLS.sub("", super().to_python(value)).replace("\r\n", "\n")


class EnquiryForm(forms.Form):
    """Takes the stamp of the form that was shown; `stamp_error` says why it did not hold."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=Enquiry.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what your message is about."),
            "invalid_choice": _("Choose one of the four kinds of message."),
        },
    )
    text = TextField(
        label=_("Your message"),
        help_text=_("In English, French or Spanish. Please write nothing confidential."),
        min_length=LEAST_TEXT,
        max_length=LONGEST_TEXT,
        error_messages={
            "required": _("Write your message."),
            "min_length": _("Say a little more: at least %(limit_value)d characters."),
            "max_length": _("The message has %(show_value)d characters; at most %(limit_value)d can be sent."),
        },
    )
    name = OneLineField(
        label=_("Your name"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("The name is too long: at most %(limit_value)d characters.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("To tell you what became of your message. We need it to answer a question."),
        required=False,
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Write an address with an @, like name@union.org."),
            "max_length": _("The address is too long: at most %(limit_value)d characters."),
        },
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)  # hidden: only machines fill it
    about = OneLineField(required=False, max_length=500, widget=forms.HiddenInput)
    stamp = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.stamp: Stamp | None = None
        self.stamp_error = ""

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave the last field empty: it is there for machines."))
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == Enquiry.Kind.CONTACT and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write your e-mail address, so that you can be answered."))
        try:
            self.stamp = read_stamp(self.data.get("stamp", ""), STAMPED, self.user)
        except StampError as error:
            self.stamp_error = str(error)
            raise forms.ValidationError(self.stamp_error, code="stamp") from error
        return data
