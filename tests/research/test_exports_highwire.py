import pytest

from research.exports.highwire import highwire
from research.models import Contribution, Publication
from tests.factories.research import ContributionFactory, ContributorFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def tags(**fields):
    publication = Publication.objects.with_parts(None).get(pk=PublicationFactory(**fields).pk)
    return highwire(publication, "https://portal.test{}".format)


def test_article_is_described_as_scholar_wants_it():
    people = [
        ContributorFactory(family="Núñez", given="Ana", orcid="0000-0001-2345-6789"),
        ContributorFactory(family="UNESCO", given=""),
    ]
    found = tags(
        title="Dust\nin mines",
        kind="journal-article",
        date="2013-03",
        container="Journal of Dust",
        publisher="Press",
        doi="10.1/x",
        language="es",
        keywords=["dust", "mines"],
        contributors=people,
    )
    assert found[:-1] == [
        ("citation_title", "Dust in mines"),
        ("citation_author", "Núñez, Ana"),
        ("citation_author_orcid", "0000-0001-2345-6789"),
        ("citation_author", "UNESCO"),
        ("citation_publication_date", "2013/03"),
        ("citation_journal_title", "Journal of Dust"),
        ("citation_publisher", "Press"),
        ("citation_doi", "10.1/x"),
        ("citation_language", "es"),
        ("citation_keywords", "dust"),
        ("citation_keywords", "mines"),
    ]
    assert found[-1][0] == "citation_abstract_html_url"


@pytest.mark.parametrize(
    ("kind", "container", "issuer"),
    [
        ("report", None, "citation_technical_report_institution"),
        ("thesis", None, "citation_dissertation_institution"),
        ("book-chapter", "citation_inbook_title", "citation_publisher"),
        ("conference-paper", "citation_conference_title", "citation_publisher"),
    ],
)
def test_container_and_issuer_are_called_as_the_kind_wants(kind, container, issuer):
    found = {content: name for name, content in tags(kind=kind, container="Where", publisher="Who")}
    assert (found.get("Where"), found["Who"]) == (container, issuer)


def test_year_alone_is_a_date_and_an_editor_no_author():
    publication = PublicationFactory(date=None, year=1999)
    editor = ContributorFactory(family="Li", given="Xu")
    ContributionFactory(publication=publication, contributor=editor, role=Contribution.Role.EDITOR)
    found = dict(highwire(publication, str))
    assert found["citation_publication_date"] == "1999"
    assert found["citation_editor"] == "Li, Xu"
    assert "citation_author" not in found


def test_no_tag_leads_to_a_file():
    found = tags(url="https://www.ilo.org/paper.pdf", access="free")
    assert "paper.pdf" not in str(found)
