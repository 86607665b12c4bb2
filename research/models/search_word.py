"""The words of published records, as written and as searched for."""

from django.db import models

from groundwork.access import AccessQuerySet


class SearchWord(models.Model):
    """Written by research/search/vocabulary.py. May hold words of what was withdrawn: never show one unsearched."""

    word = models.CharField(max_length=40, primary_key=True)  # folded
    spelling = models.CharField(max_length=40)  # with its accents

    objects = AccessQuerySet.as_manager()

    def __str__(self) -> str:
        return self.spelling
