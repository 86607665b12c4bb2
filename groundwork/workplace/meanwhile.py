"""Two people on one form: who saves second is told what the first has changed, and loses nothing.

A form carries what its row and parts were when it was opened, as a digest. If they are not that any more, nothing is
saved: the form comes back as it was filled in, with the fields that differ now, and saving it again is then meant.
"""

import hashlib
import json
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from groundwork.audit import AuditEntry
from groundwork.translated import label_of
from groundwork.versions.snapshots import is_versioned, take

SEEN = "_seen"  # the hidden field
LONGEST_SHOWN = 2_000  # characters of a value


def digest(model_admin: ModelAdmin, row: models.Model) -> str:
    """Of a row as it is stored now, with the parts that its form edits; one query for each kind.

    In the form over a next version (`VersionedAdmin`) that is what the version says.
    """
    if is_versioned(type(row)):
        return _digest(take(type(row)._base_manager.get(pk=row.pk)))  # a form may have filled this one in
    content: list[Any] = [list(type(row)._base_manager.filter(pk=row.pk).values())]
    for inline in model_admin.inlines:
        tie = next((field.name for field in inline.model._meta.fields if field.related_model is type(row)), None)
        if tie:
            content.append(list(inline.model._base_manager.filter(**{tie: row.pk}).order_by("pk").values()))
    return _digest(content)


def _digest(content: Any) -> str:
    text = json.dumps(content, cls=DjangoJSONEncoder, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def told(form: type[forms.ModelForm], model_admin: ModelAdmin) -> type[forms.ModelForm]:
    """A form that is not valid while its row is another than was seen."""

    class Told(form):  # type: ignore[misc, valid-type]
        def clean(self) -> Any:
            cleaned = super().clean()
            seen = self.data.get(SEEN)
            if seen and self.instance.pk:
                list(type(self.instance)._base_manager.select_for_update().filter(pk=self.instance.pk))  # one at a time
                if seen != digest(model_admin, self.instance):
                    self.add_error(None, ValidationError(_told(self), code="meanwhile"))
            return cleaned

    Told.base_fields = form.base_fields  # a new class makes its fields anew, and offers more than one's own in them
    return Told


def _told(form: forms.ModelForm) -> str:
    stored = type(form.instance)._base_manager.get(pk=form.instance.pk)
    last = AuditEntry.objects.about(stored).first()
    sentence = _("This was changed by somebody else while you wrote. Nothing of yours is lost, and nothing was saved.")
    if last and last.by_name:
        sentence = _(
            "%(person)s changed this at %(time)s, while you wrote. Nothing of yours is lost, and nothing was saved."
        ) % {"person": last.by_name, "time": localize(localtime(last.at))}
    then = _("Below is what you wrote. Take over what you want of the other text, and save again.")
    differing = [
        (label_of(field), Truncator(str(value)).chars(LONGEST_SHOWN))
        for name in form.fields
        if (field := _plain_field(stored, name)) and (value := getattr(stored, name) or "") != _sent(form, field)
    ]
    theirs = format_html_join("", "<dt>{}</dt><dd>{}</dd>", differing)
    return format_html("{} {}<dl class='theirs'>{}</dl>", sentence, then, theirs)


def _plain_field(row: models.Model, name: str) -> models.Field | None:
    """The model's field of this name, if it holds words or numbers."""
    field = next((one for one in row._meta.concrete_fields if one.name == name), None)
    return None if field is None or field.remote_field else field


def _sent(form: forms.ModelForm, field: models.Field) -> Any:
    """As it would be stored."""
    value = form.cleaned_data.get(field.name)
    return field.to_python(value) or "" if value else ""
