from research.imports.kinds import WORDS, kind_of
from research.imports.records import Cleaned
from research.models import Publication


def test_kind_of_knows_the_sources_words():
    assert kind_of("Governing Body document") == Cleaned("gb-document")
    assert kind_of("policy_paper") == Cleaned("working-paper")
    assert set(WORDS.values()) <= set(Publication.Kind.values)


def test_kind_of_counts_words_it_does_not_know():
    assert kind_of("ballad") == Cleaned("other", ("kind: word not known, set to other",))
