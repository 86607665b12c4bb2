"""The words that are noted of the records, in the transaction that publishes them."""

import pytest
from django.db import transaction

from research.models import SearchWord
from tests.factories.research import ContributorFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def noted():
    return set(SearchWord.objects.values_list("word", "spelling"))


def test_words_are_noted_folded_and_as_they_are_written():
    PublicationFactory(
        title="La SÉCURITÉ à l’œuvre",
        abstract="Labor, 1996, x86 of it",
        keywords=["santé"],
        series="Cahiers",
        container="Revue",
        contributors=[ContributorFactory(family="Núñez", given="J.")],
        language="fr",
        indexed=True,
    )
    expected = {("securite", "sécurité"), ("oeuvre", "œuvre"), ("labour", "labour"), ("sante", "santé")}
    assert noted() == expected | {("cahiers", "cahiers"), ("revue", "revue"), ("nunez", "núñez")}


@pytest.mark.parametrize("state", ["draft", "in-review", "archived"])
def test_unpublished_records_have_no_say(state):
    PublicationFactory(title="Secret", state=state, indexed=True)
    assert noted() == set()


def test_word_is_noted_once():
    PublicationFactory(title="Sécurité, securite", series="", indexed=True)
    PublicationFactory(title="Securite", indexed=True)
    assert {word for word, _spelling in noted()} == {"securite"}


def test_what_is_rolled_back_is_not_noted():
    with transaction.atomic():
        PublicationFactory(title="Gone", indexed=True)
        transaction.set_rollback(True)
    assert noted() == set()
