"""What words find: operators, folding, stemming in three languages, and any text that can be typed."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from research.models import SearchRow
from research.search.query import MOST_WORDS, SearchText
from tests.factories.research import ContributorFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def titles(text):
    """Titles of the records that the text finds, in alphabetical order."""
    rows = SearchRow.objects.filter(SearchText.parse(text).condition())
    return sorted(rows.values_list("publication__title", flat=True))


def index(*works, language="en"):
    for title in works:
        PublicationFactory(title=title, language=language, indexed=True)


class TestOperators:
    def test_every_word_must_be_there(self):
        index("Safety in mines", "Safety at sea")
        assert titles("safety mines") == ["Safety in mines"]

    def test_quotes_hold_a_phrase_together(self):
        index("Decent work in ports", "Work that is decent")
        assert titles("decent work") == ["Decent work in ports", "Work that is decent"]
        assert titles('"decent work"') == ["Decent work in ports"]
        assert titles("“decent work”") == titles("«decent work»") == ["Decent work in ports"]

    def test_phrase_reads_over_stop_words(self):
        index("Safety and health in ports", "Health, then safety")
        assert titles('"safety and health"') == ["Safety and health in ports"]

    def test_or_finds_either(self):
        index("Coal", "Copper", "Cotton")
        assert titles("coal OR copper") == ["Coal", "Copper"]

    def test_or_binds_less_than_and(self):
        index("Coal in Peru", "Copper in Chile", "Copper in Peru")
        assert titles("copper chile OR coal peru") == ["Coal in Peru", "Copper in Chile"]

    def test_or_in_small_letters_is_a_word(self):
        index("Or et argent", "Argent", language="fr")
        assert titles("or argent") == ["Or et argent"]

    def test_minus_leaves_a_word_out(self):
        index("Data mining", "Coal mining")
        assert titles("mining -data") == ["Coal mining"]

    def test_minus_leaves_out_every_form_of_the_word(self):
        index("Coal mines", "Coal ships")
        assert titles("coal -mining") == ["Coal ships"]

    def test_minus_leaves_a_phrase_out(self):
        index("Child labour in mines", "Labour in mines")
        assert titles('labour -"child labour"') == ["Labour in mines"]

    def test_minus_applies_to_both_sides_of_or(self):
        index("Coal data", "Coal", "Copper data", "Copper")
        assert titles("coal OR copper -data") == ["Coal", "Copper"]

    def test_minus_alone_finds_all_others(self):
        index("Coal", "Copper")
        assert titles("-coal") == ["Copper"]

    def test_minus_with_two_words_leaves_out_either(self):
        index("Coal", "Copper", "Cotton")
        assert titles("-coal -copper") == ["Cotton"]

    @pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
    def test_minus_works_in_every_language(self, language):
        index("Alpha beta", "Alpha gamma", language=language)
        assert titles("alpha -beta") == ["Alpha gamma"]

    def test_hyphen_inside_a_word_is_no_minus(self):
        index("Small-scale fishing", "Small boats", "Fishing on a small scale")
        assert titles("small-scale") == ["Fishing on a small scale", "Small-scale fishing"]

    def test_symbol_is_found_as_written(self):
        PublicationFactory(title="The review", symbol="GB.328/POL/8", indexed=True)
        PublicationFactory(title="Another", symbol="GB.328/POL/9", indexed=True)
        assert titles("GB.328/POL/8") == titles("gb 328 pol 8") == ["The review"]


class TestLanguages:
    def test_english_forms_meet(self):
        index("Miners at work", "A mine", "Mining")
        assert titles("mines") == ["A mine", "Mining"]

    def test_french_forms_meet(self):
        index("Les travailleurs migrants", "La migration des travailleuses", language="fr")
        assert titles("travailleur migrant") == ["Les travailleurs migrants"]
        assert titles("travailleuse") == ["La migration des travailleuses"]

    def test_spanish_forms_meet(self):
        index("Los trabajadores de la minería", language="es")
        assert titles("trabajador mineria") == ["Los trabajadores de la minería"]

    def test_stop_words_of_each_language_do_not_matter(self):
        index("The work of the sea")
        index("Le travail de la mer", language="fr")
        index("El trabajo en el mar", language="es")
        assert titles("the work of a sea") == ["The work of the sea"]
        assert titles("du travail dans la mer") == ["Le travail de la mer"]
        assert titles("un trabajo del mar") == ["El trabajo en el mar"]

    def test_other_languages_are_found_by_the_word_as_it_is(self):
        index("Trabalho em minas", language="pt")
        assert titles("minas") == ["Trabalho em minas"]

    def test_stems_of_one_language_find_nothing_in_another(self):
        index("Min and max", "Stop words: or", "Les mines d’or")  # English titles; the French stem of "mines" is "min"
        assert titles("mines") == ["Les mines d’or"]

    def test_one_query_finds_all_languages(self):
        index("Migration of nurses")
        index("Migration des infirmières", language="fr")
        assert titles("migration") == ["Migration des infirmières", "Migration of nurses"]


class TestFolding:
    @pytest.mark.parametrize("typed", ["sécurité", "securite", "SÉCURITÉ", "SECURITE", "se\u0301curite\u0301"])
    def test_accents_and_case_do_not_matter(self, typed):
        index("La sécurité au fond", language="fr")
        assert titles(typed) == ["La sécurité au fond"]

    @pytest.mark.parametrize("typed", ["œuvre", "oeuvre", "Œuvre", "main-d’œuvre", "main-d'oeuvre"])
    def test_ligatures_open(self, typed):
        index("La main-d’œuvre agricole", language="fr")
        assert titles(typed) == ["La main-d’œuvre agricole"]

    @pytest.mark.parametrize("typed", ["armée", "l'armée", "l’armée", "L ARMEE"])
    def test_elisions_part(self, typed):
        index("L’armée de réserve", language="fr")
        assert titles(typed) == ["L’armée de réserve"]

    @pytest.mark.parametrize("typed", ["labor", "labour", "Labor markets", "labour market"])
    def test_american_and_british_spelling_meet(self, typed):
        index("Labour markets", "Labor market reform")
        assert titles(typed) == ["Labor market reform", "Labour markets"]

    def test_labor_does_not_find_laboratories(self):
        index("Laboratory experiments")
        assert titles("labor") == []

    def test_names_are_found_without_their_accents(self):
        PublicationFactory(
            title="On wages", contributors=[ContributorFactory(family="Núñez", given="Andrés")], indexed=True
        )
        assert titles("andres nunez") == ["On wages"]

    def test_keywords_series_container_and_abstract_are_searched(self):
        PublicationFactory(
            title="On wages",
            keywords=["tanneries"],
            series="Working paper 27",
            container="Revista del trabajo",
            abstract="About pay.",
            indexed=True,
        )
        for typed in ("tannery", "paper 27", "revista", "pay"):
            assert titles(typed) == ["On wages"]

    def test_surname_and_year_find_a_work(self):
        for year in ("1999", "2007"):
            author = ContributorFactory(family="Meunier")
            PublicationFactory(title=f"Of {year}", date=year, contributors=[author], indexed=True)
        assert titles("meunier 2007") == ["Of 2007"]


class TestOddities:
    @pytest.mark.parametrize("text", ["", " ", "!!!", '"', '""', "-", '-""', "OR", "OR OR", "…", "\x00", "()&|!:*<->"])
    def test_text_without_words_finds_nothing(self, text):
        index("Coal")
        assert titles(text) == []

    @pytest.mark.parametrize(
        "text", ['coal "', '"coal', "OR coal", "coal OR", "coal OR OR", "coal -", "(coal)", "coal:*", "coal & !"]
    )
    def test_loose_signs_are_passed_over(self, text):
        index("Coal", "Copper")
        assert titles(text) == ["Coal"]

    @pytest.mark.parametrize("text", ["the", "de la", '"the of"', "-the"])
    def test_stop_words_alone_break_nothing(self, text):
        index("The coal of the north")
        assert titles(text) in ([], ["The coal of the north"])

    def test_word_longer_than_postgresql_stores_finds_nothing(self):
        index("Coal")
        assert titles("a" * 5_000) == []

    def test_more_words_than_the_cap_are_refused(self):
        assert SearchText.parse("word " * MOST_WORDS)
        with pytest.raises(ValueError, match="words"):
            SearchText.parse("word " * (MOST_WORDS + 1))
        with pytest.raises(ValueError, match="words"):
            SearchText.parse("-a.b " * MOST_WORDS)

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=80) | st.text(alphabet="-\"“”OR aé’'\x00\ud800:*&|!()<>\\%_", max_size=40))
    def test_any_text_is_answered(self, text):
        list(SearchRow.objects.filter(SearchText.parse(text).condition())[:1])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


class TestColumns:
    @pytest.fixture(autouse=True)
    def works(self):
        author = ContributorFactory(family="Núñez Mining", given="Ana María")
        PublicationFactory(title="Coal", abstract="Of mining.", contributors=[author], indexed=True)
        PublicationFactory(title="Copper mines", series="Coal papers 7", keywords=["mining"], indexed=True)
        PublicationFactory(title="Or", container="Revue des mines", abstract="Coal", language="fr", indexed=True)

    @pytest.mark.parametrize("typed", ["title:coal", "Title:Coal", "titre:coal", "título:coal", 'title:"coal"'])
    def test_title(self, typed):
        assert titles(typed) == ["Coal"]

    @pytest.mark.parametrize("typed", ["author:mining", 'author:"Nunez Mining"', "auteur:ana", "autor:núñez"])
    def test_author(self, typed):
        assert titles(typed) == ["Coal"]

    def test_series_is_that_or_the_journal(self):
        assert titles("series:coal") == titles('serie:"coal papers"') == ["Copper mines"]
        assert titles("série:mine") == ["Or"]

    def test_beside_other_words(self):
        assert titles("coal series:paper") == ["Copper mines"]
        assert titles("copper title:coal") == []
        assert titles('author:"mining nunez"') == []

    def test_either_of_two(self):
        assert titles("title:coal OR series:coal") == ["Coal", "Copper mines"]
        assert titles("title:coal OR or") == ["Coal", "Or"]

    def test_left_out(self):
        assert titles("coal -title:coal") == ["Copper mines", "Or"]
        assert titles("-series:coal") == ["Coal", "Or"]
        assert titles("-series:coal -revue") == ["Coal"]

    def test_each_alone_can_be_any(self):
        assert SearchText.parse("title:coal series:mine").any_of == 'title:"coal" OR series:"mine"'

    @pytest.mark.parametrize("typed", ["title:", "title: coal", "subtitle:coal", "year:coal"])
    def test_name_without_its_word_is_a_word(self, typed):
        assert titles(typed) == []


def test_spanish_plural_of_a_word_in_ion_is_found_by_its_singular_and_the_reverse():
    index("Las relaciones laborales", "La inspección del trabajo", language="es")
    assert titles("relación laboral") == ["Las relaciones laborales"]
    assert titles("inspecciones") == ["La inspección del trabajo"]


class TestBeginnings:
    @pytest.mark.parametrize("typed", ["migr", "migrat", "migrati", "labour migrati", "Labor MIGRATI"])
    def test_last_word_may_be_a_beginning(self, typed):
        index("Labour migration")
        assert titles(typed) == ["Labour migration"]

    @pytest.mark.parametrize(
        ("language", "title"), [("fr", "La sécurité"), ("es", "Las securitarias"), ("pt", "Securidade")]
    )
    def test_in_every_language(self, language, title):
        index(title, language=language)
        assert titles("securi") == titles("sécuri") == [title]

    def test_word_with_a_star_is_a_beginning_though_it_is_a_word(self):
        index("Ports", "Portfolio of ports", "Portfolio")
        assert titles("port") == ["Portfolio of ports", "Ports"]
        assert titles("port*") == ["Portfolio", "Portfolio of ports", "Ports"]
        for elsewhere in ("port* ports", '"port*"', "*", "p*"):
            assert "Portfolio" not in titles(elsewhere), elsewhere

    def test_whole_word_is_no_beginning(self):
        index("Coal", "Coalition")
        assert titles("coal") == ["Coal"]
        assert titles("coali") == ["Coalition"]

    @pytest.mark.parametrize("typed", ["migrati labour", '"migrati"', "labour -migrati", "mi", "migrati7", "migrati."])
    def test_only_the_last_word_that_is_wanted_and_open(self, typed):
        index("Labour migration")
        assert titles(typed) == (["Labour migration"] if "-" in typed else [])

    def test_other_words_are_still_asked_for(self):
        index("Labour migration", "Migration")
        assert titles("labour migrati") == ["Labour migration"]
        assert titles("safety migrati") == []
        assert titles("safety OR migrati") == ["Labour migration", "Migration"]
        assert titles("-labour migrati") == ["Migration"]

    def test_signs_of_like_are_no_pattern(self):
        index("Labour migration")
        assert titles("mig%tion") == titles("mig_ation") == []
