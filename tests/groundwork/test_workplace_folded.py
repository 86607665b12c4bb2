"""Search in the workplace's lists folds as the site does."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwork.folding import fold
from sectors.models import Instrument, Theme
from tests.factories.sectors import InstrumentFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["securite", "SÉCURITÉ", "l'acier", "l’acier", "oeuvre", "acier securite"])
def test_accents_case_ligatures_and_apostrophes_do_not_matter(user_with, client_of, typed):
    theme = ThemeFactory(name_fr="Sécurité de l’acier et main-d’œuvre")
    ThemeFactory(name_fr="Autre")
    found = client_of(user_with("editor")).get(reverse("admin:sectors_theme_changelist"), {"q": typed}).context["cl"]
    assert list(found.queryset) == [theme]


def test_what_stands_in_an_array_is_found_too():
    instrument = InstrumentFactory(aliases=["Convention sur la pêche"])
    assert list(Instrument.objects.filter(aliases__folded="PECHE")) == [instrument]


@pytest.mark.django_db
@settings(max_examples=25)
@given(st.text(alphabet="aÉœß'’` \t\n-%_\\", min_size=1, max_size=8).filter(str.strip))
def test_database_folds_as_python_does(text):
    with_it = Theme.objects.filter(name_en__folded=text)
    theme = ThemeFactory(name_en=f"x {fold(text)} {text.strip()}")
    assert theme in with_it
