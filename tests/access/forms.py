"""What a browser would send back from a page of the workplace."""

from typing import Any

from django.forms import BaseForm, CheckboxInput, ModelMultipleChoiceField, MultiWidget
from django.http import HttpResponse


def _fields(form: BaseForm) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value()) if hasattr(bound.field, "prepare_value") else bound.value()
        widget = bound.field.widget
        if isinstance(widget, MultiWidget):
            data |= {f"{bound.html_name}_{part}": text or "" for part, text in enumerate(widget.decompress(value))}
        elif isinstance(widget, CheckboxInput):
            data |= {bound.html_name: "on"} if value else {}
        elif isinstance(value, list) or isinstance(bound.field, ModelMultipleChoiceField):
            data[bound.html_name] = [getattr(item, "pk", item) for item in value or ()]
        else:
            data[bound.html_name] = widget.format_value(value) if hasattr(widget, "format_value") else value
            data[bound.html_name] = _plain(data[bound.html_name])
    return data


def _plain(value: Any) -> Any:
    return value if isinstance(value, list) else ("" if value is None else str(value))


def form_data(response: HttpResponse) -> dict[str, Any]:
    """The form and the formsets of a page, unchanged."""
    data = _fields(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        data |= _fields(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= _fields(form)
    return data
