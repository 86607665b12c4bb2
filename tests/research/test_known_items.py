"""The measure of the search: known records, as people mistype and half remember them."""

import json

import pytest
from django.core.management import CommandError, call_command

from research.models import Publication, SearchRow
from research.search.index import reindex
from research.search.known_items import cases
from tests.factories.research import ContributorFactory, PublicationFactory

pytestmark = pytest.mark.django_db

TITLES = {
    "en": [
        "Labour inspection and safety of fishing vessels in coastal waters",
        "Behaviour of employers during restructuring of textile factories",
        "Training programme for construction workers and apprentices abroad",
        "Collective bargaining among nurses of private hospitals in Africa",
        "Minimum wages, household income and poverty of plantation workers",
        "Digital platforms and working conditions of delivery drivers",
        "Automation in automotive manufacturing: evidence from assembly plants",
        "Silica dust and respiratory diseases of quarry and tunnel workers",
        "Seafarers and the repatriation of abandoned crews after bankruptcy",
        "Women teachers in primary education: careers, salaries, promotion",
        "Social dialogue and organisation of workers in tourism enterprises",
        "Forestry contractors, chainsaw accidents and prevention strategies",
    ],
    "fr": [
        "Sécurité et santé des travailleurs dans les carrières et mines artisanales",
        "Négociation collective et dialogue social dans l’industrie textile",
        "Conditions de travail des infirmières et employés des hôpitaux privés",
        "Égalité de rémunération entre enseignants des écoles publiques",
        "Main-d’œuvre agricole et pauvreté des ménages ruraux africains",
    ],
    "es": [
        "Condiciones laborales de los trabajadores de la minería artesanal",
        "Diálogo social y negociación colectiva en la industria química",
        "Educación técnica y formación profesional de jóvenes campesinos",
        "Migración laboral y protección social de empleadas domésticas",
        "Inspección del trabajo en la construcción de vías férreas",
    ],
}


@pytest.fixture
def corpus():
    """Small, of titles that share words, in three languages."""
    for language, titles in TITLES.items():
        for number, title in enumerate(titles):
            PublicationFactory(
                title=title,
                language=language,
                date=str(2001 + number),
                contributors=[ContributorFactory(family=f"Núñez{'abcdefghijkl'[number]}{language}", given="")],
                symbol=f"TEST.{number}/{language.upper()}/1",
                doi=f"10.1000/{language}.{number}",
                isbn="92-2-117942-7" if title.startswith("Silica") else "",
            )
    reindex(Publication.objects.values_list("pk", flat=True))


def measured(capsys, **options):
    call_command("known_items", **options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("corpus")
class TestMeasure:
    def test_known_items_are_found(self, capsys):
        found = measured(capsys, missed=True)
        assert len(found["kinds"]) == 12
        assert found["cases"] >= 100
        assert found["share"] >= 0.95, found

    def test_cases_are_the_same_in_each_run(self):
        assert list(cases()) == list(cases())

    def test_share_falls_where_records_cannot_be_found(self, capsys):
        """The control."""
        SearchRow.objects.all().delete()
        assert measured(capsys)["share"] == 0
        with pytest.raises(CommandError, match="asked for"):
            call_command("known_items", least=0.95)


def test_empty_repository_has_no_share(capsys):
    assert measured(capsys, least=0.95)["share"] is None
