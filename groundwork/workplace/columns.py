"""Columns of lists in the workplace."""

from collections.abc import Callable

from django.contrib import admin
from django.db import models
from django.utils.functional import Promise


def plain_number(name: str, description: str | Promise) -> Callable[[models.Model], str]:
    """A column of numbers that count nothing, like years: without a thousands separator."""

    @admin.display(description=description, ordering=name)
    def column(item: models.Model) -> str:
        number = getattr(item, name)
        return "" if number is None else str(number)

    return column
