"""Form fields of the workplace, and formsets that keep a row within one's own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.models import BaseInlineFormSet, ModelChoiceField, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from groundwork.outbound import OutboundError, refuse_inside

NONE_OF_OWN = _("Keep at least one of your teams’ sectors, or you could not edit this any more.")


class LinesField(SimpleArrayField):
    """A list written one item a line, so that items may have commas."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, base_field: forms.Field, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("One a line.")
        super().__init__(base_field, delimiter="\n", **kwargs)

    def to_python(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)


class TicksField(forms.TypedMultipleChoiceField):
    """A list of words from a known set, each ticked: for arrays whose items have choices."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, base_field: forms.TypedChoiceField, max_length: int | None = None, **kwargs: Any) -> None:
        known = [choice for choice in base_field.choices if choice[0] != ""]
        super().__init__(choices=known, coerce=base_field.coerce, **kwargs)
        self.max_length = max_length


class OutwardField(forms.URLField):
    """An address of another site: http or https, and not of an inside network."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            try:
                refuse_inside(value)
            except OutboundError as error:
                raise ValidationError(str(error), code=error.reason) from error


def offer_own(field: ModelChoiceField, own: QuerySet, held: QuerySet | Iterable[int]) -> None:
    """Offer what is one's own, and what the row has already; one's own must be among the chosen."""
    field.queryset = field.queryset.filter(Q(pk__in=own.values("pk")) | Q(pk__in=held))
    field.required = True
    if isinstance(field, ModelMultipleChoiceField):

        def check(chosen: list[Any]) -> None:
            if not own.filter(pk__in=chosen).exists():
                raise ValidationError(NONE_OF_OWN)

        field.validators = [*field.validators, check]


class OwnKeepingFormSet(BaseInlineFormSet):
    """Rows that tie their whole to what must be one's own: one tie to one's own has to remain."""

    own: QuerySet | None = None  # None: any will do
    tie = ""  # the name of the field that ties

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:  # in a table it stands without a label of its own
            form.fields["DELETE"].widget.attrs["aria-label"] = form.fields["DELETE"].label

    def clean(self) -> None:
        super().clean()
        if self.own is None or any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        if not self.own.filter(pk__in=[row[self.tie].pk for row in kept if row.get(self.tie)]).exists():
            raise ValidationError(NONE_OF_OWN)
