"""Marks in titles and abstracts: on the words that made the record answer, in the original spelling."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from research.models import Publication
from research.search.query import SearchText
from research.search.snippets import WIDTH, marked
from tests.factories.research import PublicationFactory

pytestmark = pytest.mark.django_db


def title_of(title, typed, language="en"):
    work = PublicationFactory(title=title, language=language)
    return marked([work], SearchText.parse(typed))[work.pk].title


def snippet_of(abstract, typed, language="en"):
    work = PublicationFactory(abstract=abstract, language=language)
    return marked([work], SearchText.parse(typed))[work.pk].snippet


@pytest.mark.parametrize(
    ("language", "title", "typed", "expected"),
    [
        ("en", "Mining in Peru", "mines", "<mark>Mining</mark> in Peru"),
        ("en", "Labor markets", "labour market", "<mark>Labor</mark> <mark>markets</mark>"),
        ("en", "Laboratories", "labor", "Laboratories"),
        ("en", "The minister’s mine", "mining", "The minister’s <mark>mine</mark>"),
        ("fr", "La sécurité des mineurs", "securite", "La <mark>sécurité</mark> des mineurs"),
        ("fr", "L’armée", "armee", "L’<mark>armée</mark>"),
        ("fr", "La main-d’œuvre", "oeuvre", "La main-d’<mark>œuvre</mark>"),
        ("fr", "Les travailleurs", "travailleur", "Les <mark>travailleurs</mark>"),
        ("es", "Los trabajadores mineros", "trabajador", "Los <mark>trabajadores</mark> mineros"),
        ("en", "Labour migration", "labour migrati", "<mark>Labour</mark> <mark>migration</mark>"),
        ("en", "Coal and coalition", "coal", "<mark>Coal</mark> and coalition"),
        ("pt", "As minas", "minas", "As <mark>minas</mark>"),
        ("en", "Decent work, then work", '"decent work"', "<mark>Decent work</mark>, then work"),
        ("en", "Safety and health first", '"safety and health"', "<mark>Safety and health</mark> first"),
        ("en", "Small-scale fishing", "small-scale", "<mark>Small-scale</mark> fishing"),
        ("en", "The work of the sea", "the sea", "The work of the <mark>sea</mark>"),
        ("en", "Coal and copper", "coal -copper", "<mark>Coal</mark> and copper"),
        ("en", "Coal or copper", "coal OR copper", "<mark>Coal</mark> or <mark>copper</mark>"),
        ("en", "Coal", "", "Coal"),
        ("en", "e\u0301cole", "ecole", "<mark>école</mark>"),
    ],
)
def test_title_is_marked_where_it_answers(language, title, typed, expected):
    assert title_of(title, typed, language) == expected


def test_markup_in_the_record_stays_text():
    assert title_of("<b>coal</b> & <script>", "coal") == "&lt;b&gt;<mark>coal</mark>&lt;/b&gt; &amp; &lt;script&gt;"
    assert snippet_of('"<i>coal</i>"', "coal") == "&quot;&lt;i&gt;<mark>coal</mark>&lt;/i&gt;&quot;"


def test_no_snippet_where_the_abstract_has_none_of_the_words():
    assert snippet_of("On copper.", "coal") is None
    assert snippet_of("On copper.", "") is None
    assert snippet_of("", "coal") is None


def test_snippet_of_a_long_abstract_is_the_part_with_most_of_the_words():
    abstract = "Coal once. " + "Other words follow here. " * 40 + "Coal mines and coal ports. " + "The end comes. " * 40
    snippet = snippet_of(abstract, "coal")
    assert snippet.count("<mark>") == 2
    assert snippet.startswith("… ")
    assert snippet.endswith("…")
    assert len(re.sub("</?mark>", "", snippet)) < WIDTH + 50


def test_snippet_of_a_short_abstract_is_all_of_it():
    assert snippet_of("We study coal.", "coal") == "We study <mark>coal</mark>."


def test_any_number_of_records_needs_one_query(django_assert_num_queries):
    works = [PublicationFactory(title=f"Coal {number}", abstract="coal " * number) for number in range(5)]
    with django_assert_num_queries(1):
        marked(works, SearchText.parse("coal"))
    with django_assert_num_queries(0):
        marked(works, SearchText.parse(""))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=400),
    st.text(alphabet='abé œ’-" <&', min_size=1, max_size=12),
)
def test_text_without_its_marks_is_the_text(db, text, typed):
    work = Publication(pk=1, title=text, abstract=text, language="fr")
    found = marked([work], SearchText.parse(typed))[1]
    from unicodedata import normalize

    from django.utils.html import escape

    assert re.sub("</?mark>", "", found.title) == escape(normalize("NFC", text))
    if found.snippet is not None:
        assert re.sub("</?mark>", "", found.snippet).removeprefix("… ").removesuffix("…")[:20] in found.title.replace(
            "<mark>", ""
        ).replace("</mark>", "")
