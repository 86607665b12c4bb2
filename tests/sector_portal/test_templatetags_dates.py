import datetime as dt

import pytest
from django.utils import translation

from groundwork.partial_dates import PartialDate
from sector_portal.templatetags.dates import in_words

DAY = dt.date(2026, 4, 18)
ONLY_MONTH = PartialDate(2026, 4)


@pytest.mark.parametrize(
    ("date", "style", "en", "fr", "es"),
    [
        (DAY, "long", "18 April 2026", "18 avril 2026", "18 de abril de 2026"),
        (PartialDate(2026, 4, 18), "long", "18 April 2026", "18 avril 2026", "18 de abril de 2026"),
        (DAY, "short", "18 Apr 2026", "18 avr. 2026", "18 abr 2026"),
        (ONLY_MONTH, "long", "April 2026", "avril 2026", "abril de 2026"),
        (PartialDate(2026), "short", "2026", "2026", "2026"),
        (None, "long", "", "", ""),
    ],
)
def test_date_is_in_words_as_far_as_it_is_known(date, style, en, fr, es):
    for language, words in {"en": en, "fr": fr, "es": es}.items():
        with translation.override(language):
            assert in_words(date, style) == words
