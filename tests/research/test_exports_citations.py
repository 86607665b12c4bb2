import pytest

from research.exports.citations import STYLES, citations
from research.models import Publication
from tests.factories.research import ContributorFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def cited(publication, language="en"):
    publication = Publication.objects.with_parts(None).get(pk=publication.pk)
    return {one.style: one for one in citations(publication, "https://portal.test{}".format, language)}


@pytest.fixture
def article():
    return PublicationFactory(
        title="Dust in mines",
        kind="journal-article",
        date="2006-05",
        container="Journal of Dust",
        doi="10.1/x",
        contributors=[
            ContributorFactory(given="Ana María", family="Núñez"),
            ContributorFactory(given="Xu", family="Li"),
        ],
    )


def test_article_is_cited_in_each_style(article):
    assert {style: one.text for style, one in cited(article).items()} == {
        "APA": "Núñez, A. M., & Li, X. (2006). Dust in mines. Journal of Dust. https://doi.org/10.1/x",
        "Chicago": "Núñez, Ana María, and Xu Li. 2006. ‘Dust in Mines’. Journal of Dust, May. https://doi.org/10.1/x.",
        "Harvard": "Núñez, A.M. and Li, X. (2006) ‘Dust in mines’, Journal of Dust. "
        "Available at: https://doi.org/10.1/x.",
        "Vancouver": "Núñez AM, Li X. Dust in mines. Journal of Dust. 2006. doi:10.1/x",
        "ISO 690": "NÚÑEZ, Ana María and LI, Xu, 2006. Dust in mines. Journal of Dust. May 2006. DOI\xa010.1/x.",
        "MLA": "Núñez, Ana María, and Xu Li. ‘Dust in Mines’. Journal of Dust, May 2006, https://doi.org/10.1/x.",
    }


def test_words_are_those_of_the_language_of_the_page(article):
    assert "et Xu Li" in cited(article, "fr")["Chicago"].text
    assert "mai 2006" in cited(article, "fr")["MLA"].text
    assert "y Xu Li" in cited(article, "es")["Chicago"].text


def test_title_in_italics_is_so_in_the_page_and_not_in_the_text():
    one = cited(PublicationFactory(title="On dust", in_house=True, date="2013"))["APA"]
    assert (one.html, one.text) == ("ILO. (2013). <i>On dust</i>.", "ILO. (2013). On dust.")


def test_markup_in_a_title_stays_text():
    title = "<script>x</script> & <i>dust</i> &amp;"
    for style, one in cited(PublicationFactory(title=title, in_house=True)).items():
        assert "<script" not in one.html, style
        assert "<script>x</script> & <i>dust</i> &amp;" in one.text.lower(), style


def test_work_without_an_author_is_cited_under_who_issued_it():
    assert cited(PublicationFactory(title="Dust", publisher="Bank", date="2001"))["ISO 690"].text.startswith(
        "BANK, 2001"
    )


def test_work_without_author_or_issuer_is_anonymous():
    for style, one in cited(PublicationFactory(title="Dust")).items():
        assert one.text.lower().startswith("anonymous"), style
        assert one.text.count("Dust") == 1, style


def test_handle_is_its_address_where_there_is_no_other():
    assert "https://hdl.handle.net/1/2" in cited(PublicationFactory(handle="1/2"))["APA"].text


@pytest.mark.parametrize("kind", Publication.Kind)
def test_every_kind_and_the_barest_record_can_be_cited(kind):
    for language in ("en", "fr", "es"):
        found = cited(PublicationFactory(title="Bare", kind=kind, date=None, year=None), language)
        assert set(found) == set(STYLES)
        assert all("are" in one.text for one in found.values())


def test_many_authors_are_cut_as_the_style_cuts_them():
    people = [ContributorFactory(family=f"Li{number}", given="Xu") for number in range(40)]
    assert ", et al." in cited(PublicationFactory(contributors=people))["MLA"].text
