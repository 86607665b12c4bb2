"""Columns of lists in the workplace."""

from collections.abc import Callable

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


def plain_number(name: str, description: str | Promise) -> Callable[[models.Model], str]:
    """A column of numbers that count nothing, like years: without a thousands separator."""

    @admin.display(description=description, ordering=name)
    def column(item: models.Model) -> str:
        number = getattr(item, name)
        return "" if number is None else str(number)

    return column


@admin.display(description=_("kind of object"), ordering="model")
def kind_in_words(item: models.Model) -> str:
    """A column for rows that name a model by its label: “Sector page”; the label, if there is no such any more."""
    return words_of_label(item.model)


def words_of_label(label: str) -> str:
    try:
        return capfirst(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
