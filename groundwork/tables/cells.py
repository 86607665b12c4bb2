"""Cells: a row as text, and text as what the workplace's own forms take."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from groundwork.access import Verb, allowed
from groundwork.tables.declared import KEY, STATE, Table
from groundwork.workplace.fields import OutwardField, offer_own
from groundwork.workplace.limits import own_choices

YES, NO = "yes", "no"
BETWEEN = "; "  # items of one cell
UNKNOWN = _("“%(value)s” is not known here.")

NOT_OWN = _("Choose only what is of your teams’ sectors.")


def key_of(model: type[models.Model]) -> str:
    """The path to what names a row of a model in a cell: its address or code, else its number."""
    for field in model._meta.concrete_fields:
        if field.unique and isinstance(field, models.CharField):
            return field.name
        if field.one_to_one:
            return f"{field.name}__{key_of(field.related_model)}"
    return "pk"


class Names:
    """What names the rows that a person may see, by their keys; each model is asked for once."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._known: dict[type[models.Model], dict[int, str]] = {}
        self._keys: dict[type[models.Model], dict[str, int]] = {}

    def of(self, model: type[models.Model]) -> Mapping[int, str]:
        if model not in self._known:
            rows = model._base_manager.filter(allowed(self.user, Verb.VIEW, model))
            self._known[model] = {
                key: str(name) for key, name in rows.annotate(cell=F(key_of(model))).values_list("pk", "cell")
            }
        return self._known[model]

    def key(self, model: type[models.Model], name: str) -> int | None:
        """Of the row with the name; None if there is none that the person may see."""
        if model not in self._keys:
            self._keys[model] = {known: key for key, known in self.of(model).items()}
        return self._keys[model].get(name)

    def sees(self, model: type[models.Model], keys: Iterable[int]) -> bool:
        return all(key in self.of(model) for key in keys)


def held(item: models.Model, field: models.Field) -> list[int]:
    """The keys of the rows that a relation of an item leads to."""
    if field.many_to_many:
        return [one.pk for one in getattr(item, field.name).all()] if item.pk else []
    return [key] if (key := getattr(item, field.attname)) else []


def cells_of(table: Table, item: models.Model, names: Names) -> dict[str, str]:
    """By column. Rows that the person may not see are not named."""
    cells = {KEY: str(item.pk or "")}
    if STATE in table.heading:
        cells[STATE] = item.state
    return cells | {name: _cell(item, field, names) for name, field in table.fields.items()}


def _cell(item: models.Model, field: models.Field, names: Names) -> str:
    if field.remote_field:
        known = names.of(field.related_model)
        return BETWEEN.join(sorted(known[key] for key in held(item, field) if key in known))
    value = getattr(item, field.name)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(field, ArrayField):
        return BETWEEN.join(map(str, value or ()))
    return "" if value is None else tidied(str(value))


def tidied(text: str) -> str:
    """As spreadsheets and forms leave it: line ends of one kind, nothing around."""
    return text.replace("\r\n", "\n").strip()


def form_of(table: Table, item: models.Model, cells: Mapping[str, str], names: Names) -> forms.ModelForm:
    """The form of a row with what its cells say, of the columns that the file has; the access table limits choices.

    A relation to something that the person may not see stays as it is.
    """
    fields = {
        name: field
        for name, field in table.fields.items()
        if name in cells and (not field.remote_field or names.sees(field.related_model, held(item, field)))
    }
    form_class = forms.modelform_factory(table.model, form=RowForm, fields=list(fields), formfield_callback=_form_field)
    said, unknown = {}, {}
    for name, field in fields.items():
        said[name], unknown[name] = _said(field, cells[name], names)
    form = form_class(said, instance=item)
    form.unknown = unknown
    for name, field in fields.items():
        if field.remote_field:
            form.fields[name].queryset = field.related_model._base_manager.all()  # only what was found among the names
    for name, own in own_choices(names.user, table.model).items():
        if name in fields:
            offer_own(form.fields[name], own, held(item, fields[name]))
            form.fields[name].error_messages["invalid_choice"] = NOT_OWN
    return form


class RowForm(forms.ModelForm):
    unknown: dict[str, list[str]]  # by column: what names nothing that the person may see

    def clean(self) -> dict[str, Any]:
        for name, items in self.unknown.items():
            if items:
                self.errors.pop(name, None)  # that something is wanted is no news
            for item in items:
                self.add_error(name, UNKNOWN % {"value": item[:60]})
        return super().clean()


def _form_field(field: models.Field, **kwargs: Any) -> forms.Field:
    """That of the workplace, but for what a cell writes otherwise."""
    kwargs.pop("widget", None)
    if isinstance(field, models.BooleanField):
        known = [*([("", "")] if field.null else []), (YES, YES), (NO, NO)]
        return forms.TypedChoiceField(
            label=field.verbose_name,
            choices=known,
            required=not field.null,
            coerce=lambda cell: cell == YES,
            empty_value=None,
            error_messages={"invalid_choice": _("“%(value)s” is neither yes nor no.")},
        )
    if isinstance(field, ArrayField):
        return field.formfield(delimiter=BETWEEN.strip(), **kwargs)
    if isinstance(field, models.URLField):
        return field.formfield(form_class=OutwardField, assume_scheme="https", **kwargs)
    form_field = field.formfield(**kwargs)
    if getattr(field, "language", "") == "en" and not field.translated_field.blank:
        form_field.required = True  # the other languages may follow
    return form_field


def _said(field: models.Field, cell: str, names: Names) -> tuple[Any, list[str]]:
    """What the form is given: of relations the keys, else the text; and which items name nothing."""
    if not field.remote_field:
        return cell, []
    items = [item.strip() for item in cell.split(BETWEEN.strip()) if item.strip()] if field.many_to_many else [cell]
    keys = {item: names.key(field.related_model, item) for item in items if item}
    found = [key for key in keys.values() if key is not None]
    unknown = [item for item, key in keys.items() if key is None]
    return (found if field.many_to_many else next(iter(found), None)), unknown
