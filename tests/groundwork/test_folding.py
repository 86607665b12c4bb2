import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from groundwork.folding import fold, fold_spelling

PAIRS = [  # American, British
    ("labor", "labour"),
    ("Labor force", "labour force"),
    ("behavioral", "behavioural"),
    ("neighborhoods", "neighbourhoods"),
    ("organization", "organisation"),
    ("Organizational change", "organisational change"),
    ("unionized", "unionised"),
    ("health center", "health centre"),
    ("theaters", "theatres"),
    ("fiber", "fibre"),
    ("defense", "defence"),
    ("licenses", "licences"),
    ("training programs", "training programmes"),
    ("aluminum", "aluminium"),
    ("airplane", "aeroplane"),
]


@given(some.text())
def test_fold_twice_is_fold_once(text: str):
    assert fold(fold(text)) == fold(text)


@given(some.text(some.characters(min_codepoint=0x41, max_codepoint=0x17F)))
def test_fold_leaves_no_case_and_no_accent(text: str):
    folded = fold(text)
    assert folded == folded.lower()
    assert not any(unicodedata.combining(character) for character in unicodedata.normalize("NFKD", folded))


@given(some.text(), some.text())
def test_fold_does_not_care_for_composition_and_spaces(one: str, other: str):
    text = f"{one} {other}"
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(f"\t{one} \n\u00a0 {other} ") == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Énergie et Économie", "energie et economie"),
        ("l’armée, l'école, lʼété", "l armee, l ecole, l ete"),
        ("d'aujourd’hui", "d aujourd hui"),
        ("'quoted' and ‘quoted’", "'quoted' and ‘quoted’"),
        ("Œuvre, cœur, Æsop, Straße, STRASSE", "oeuvre, coeur, aesop, strasse, strasse"),
        ("niñez y construcción", "ninez y construccion"),
        ("Łódź, Đà Nẵng, København, İstanbul", "lodz, da nang, kobenhavn, istanbul"),
        ("ﬁshing ＩＬＯ №", "fishing ilo no"),
        ("  two \n words ", "two words"),
        ("", ""),
    ],
)
def test_fold_makes_words_comparable(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("american", "british"), PAIRS)
def test_spelling_meets_across_the_atlantic(american, british):
    assert fold_spelling(american) == fold_spelling(british) == fold(british)


@pytest.mark.parametrize(
    "text", ["laboratory", "colorado", "elaborate", "size", "prize", "seize", "centered", "programmer", "meteor"]
)
def test_spelling_leaves_other_words_alone(text):
    assert fold_spelling(text) == text


@given(some.lists(some.sampled_from([word for pair in PAIRS for word in pair] + ["size", "laboratory", "é"])))
def test_spelling_twice_is_spelling_once(words: list[str]):
    once = fold_spelling(" ".join(words))
    assert fold_spelling(once) == once
