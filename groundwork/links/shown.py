"""Which addresses of other sites the public is shown, and by which rows: every URL field of every public row."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from groundwork.access import AccessQuerySet
from groundwork.links.checks import LONGEST


def link_fields() -> Iterator[tuple[type[models.Model], str]]:
    """Of all tables that somebody reads, so that a new model needs no thought of it."""
    for model in apps.get_models():
        if isinstance(model._default_manager.get_queryset(), AccessQuerySet) and not model._meta.proxy:
            yield from ((model, field.name) for field in model._meta.fields if isinstance(field, models.URLField))


def shown_addresses() -> list[str]:
    """Each once. Those of the smaller tables first: what editors chose goes before a repository of thousands."""
    tables = []
    for model, name in link_fields():
        rows = model._default_manager.visible_to(None).exclude(**{name: ""}).order_by()
        tables.append([url for url in rows.values_list(name, flat=True).distinct() if len(url) <= LONGEST])
    return list(dict.fromkeys(url for table in sorted(tables, key=len) for url in table))


def where_shown(url: str) -> Iterator[models.Model]:
    """The rows with an address, public or not: whoever asks sees to what may be seen."""
    for model, name in link_fields():
        yield from model._default_manager.filter(**{name: url})
