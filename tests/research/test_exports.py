"""One record in each format, and any number of them in a file."""

import csv
import io
import json

import pytest

from groundwork.partial_dates import PartialDate
from research.exports.bibtex import bibtex, bibtex_entry
from research.exports.csl import TYPES, csl_item, csl_json
from research.exports.files import CHUNK, FORMATS, file_links, records
from research.exports.ris import ris_record
from research.exports.table import COLUMNS, table
from research.models import Contribution, Publication
from tests.factories.groundwork import AreaFactory
from tests.factories.research import ContributionFactory, ContributorFactory, PublicationFactory, SourceFactory
from tests.factories.sectors import SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def absolute(address):
    return f"https://portal.test{address}"


def again(publication):
    return Publication.objects.with_parts(None).get(pk=publication.pk)


@pytest.fixture
def work():
    publication = PublicationFactory(
        title="Dust & {Coal}: 100 % of it_",
        kind="journal-article",
        kind_as_given="Article",
        date="2013-03-20",
        language="es",
        container="Journal of Dust",
        series="Series 7",
        publisher="Press",
        symbol="GB.328/POL/8",
        doi="10.1/a_{b}",
        isbn="978-92-2-100000-0",
        handle="11159/7",
        url="https://www.ilo.org/x?a=1&b=2",
        licence="CC BY 4.0",
        access="free",
        keywords=["mines", "dust"],
        abstract="First line.\nSecond.",
        contributors=[ContributorFactory(family="Núñez, hijo", given="Ana")],
        sectors=[SectorFactory(slug="mining")],
        themes=[ThemeFactory(slug="safety")],
        areas=[AreaFactory(code="per")],
        sources=[SourceFactory(slug="list")],
    )
    office = ContributorFactory(family="Ministry of Mines and Dust", given="")
    ContributionFactory(publication=publication, contributor=office, role=Contribution.Role.CORPORATE_AUTHOR, order=2)
    editor = ContributorFactory(family="Li", given="Xu")
    ContributionFactory(publication=publication, contributor=editor, role=Contribution.Role.EDITOR, order=3)
    return again(publication)


@pytest.fixture
def bare():
    return again(PublicationFactory(title="Bare", date=None, year=None, language="", kind="other"))


class TestBibTeX:
    def test_every_field_has_its_place_and_no_sign_breaks_the_entry(self, work):
        assert bibtex_entry(work, absolute) == (
            f"@article{{sector{work.pk},\n"
            "  author = {{Núñez, hijo}, Ana and {Ministry of Mines and Dust}},\n"
            "  editor = {Li, Xu},\n"
            r"  title = {Dust \& \{Coal\}: 100 \% of it\_},"
            "\n"
            "  journal = {Journal of Dust},\n"
            "  series = {Series 7},\n"
            "  symbol = {GB.328/POL/8},\n"
            "  publisher = {Press},\n"
            "  year = {2013},\n"
            "  month = mar,\n"
            "  date = {2013-03-20},\n"
            "  doi = {10.1/a_%7Bb%7D},\n"
            "  isbn = {978-92-2-100000-0},\n"
            "  url = {https://www.ilo.org/x?a=1&b=2},\n"
            "  handle = {11159/7},\n"
            "  language = {es},\n"
            "  keywords = {mines, dust},\n"
            "  abstract = {First line. Second.},\n"
            "  license = {CC BY 4.0},\n"
            "  type = {Article},\n"
            "  kind = {journal-article},\n"
            "  access = {free},\n"
            f"  record = {{https://portal.test/research/{work.pk}/}}\n"
            "}\n"
        )

    def test_what_is_not_known_is_left_out(self, bare):
        entry = bibtex_entry(bare, absolute)
        assert entry.startswith(f"@misc{{sector{bare.pk},\n  title = {{Bare}},\n  kind = {{other}}")

    def test_entries_stand_apart(self, work, bare):
        assert "".join(bibtex([work, bare], absolute)).count("}\n\n@misc{") == 1
        assert list(bibtex([], absolute)) == []


class TestRIS:
    def test_every_field_has_its_tag(self, work):
        lines = ris_record(work, absolute).split("\r\n")
        assert lines == [
            "TY  - JOUR",
            f"ID  - {work.pk}",
            "AU  - Núñez, hijo, Ana",
            "AU  - Ministry of Mines and Dust,",
            "ED  - Li, Xu",
            "TI  - Dust & {Coal}: 100 % of it_",
            "T2  - Journal of Dust",
            "T3  - Series 7",
            "M1  - GB.328/POL/8",
            "M3  - Article",
            "PY  - 2013",
            "DA  - 2013/03/20/",
            "PB  - Press",
            "SN  - 978-92-2-100000-0",
            "DO  - 10.1/a_{b}",
            "UR  - https://www.ilo.org/x?a=1&b=2",
            "LA  - es",
            "KW  - mines",
            "KW  - dust",
            "AB  - First line. Second.",
            "N1  - kind: journal-article",
            "N1  - handle: 11159/7",
            "N1  - licence: CC BY 4.0",
            "N1  - access: free",
            f"N1  - record: https://portal.test/research/{work.pk}/",
            "ER  - ",
            "",
        ]

    @pytest.mark.parametrize(
        ("date", "line"), [("2013", "2013///"), ("2013-03", "2013/03//"), ("2013-03-20", "2013/03/20/")]
    )
    def test_date_says_no_more_than_is_known(self, work, date, line):
        work.date = PartialDate.parse(date)
        assert f"DA  - {line}\r\n" in ris_record(work, absolute)


class TestCSL:
    def test_every_field_has_its_variable(self, work):
        assert csl_item(work, absolute) == {
            "id": f"https://portal.test/research/{work.pk}/",
            "type": "article-journal",
            "title": work.title,
            "author": [{"family": "Núñez, hijo", "given": "Ana"}, {"literal": "Ministry of Mines and Dust"}],
            "editor": [{"family": "Li", "given": "Xu"}],
            "issued": {"date-parts": [[2013, 3, 20]]},
            "container-title": "Journal of Dust",
            "collection-title": "Series 7",
            "number": "GB.328/POL/8",
            "publisher": "Press",
            "DOI": "10.1/a_{b}",
            "ISBN": "978-92-2-100000-0",
            "URL": "https://www.ilo.org/x?a=1&b=2",
            "language": "es",
            "abstract": "First line.\nSecond.",
            "keyword": "mines, dust",
            "custom": {
                "kind": "journal-article",
                "kind-as-given": "Article",
                "handle": "11159/7",
                "licence": "CC BY 4.0",
                "access": "free",
            },
        }

    def test_year_alone_is_a_date(self, bare):
        bare.year = 1999
        assert csl_item(bare, absolute)["issued"] == {"date-parts": [[1999]]}

    def test_every_kind_has_a_type(self):
        assert set(TYPES) == set(Publication.Kind)

    def test_file_is_one_array_of_any_length(self, work, bare):
        for publications in ([], [work], [work, bare]):
            assert len(json.loads("".join(csl_json(publications, absolute)))) == len(publications)


class TestTable:
    def rows(self, *publications):
        text = "".join(table(publications, absolute))
        assert text.startswith("\ufeff")
        return list(csv.DictReader(io.StringIO(text[1:])))

    def test_every_column_is_filled(self, work):
        (row,) = self.rows(work)
        assert tuple(row) == COLUMNS
        assert (row["authors"], row["editors"]) == ("Núñez, hijo, Ana; Ministry of Mines and Dust", "Li, Xu")
        tags = [row[name] for name in ("sectors", "suggested_sectors", "themes", "countries", "sources")]
        assert tags == ["mining", "", "safety", "per", "list"]
        assert [row[name] for name in ("date", "in_house", "keywords")] == ["2013-03-20", "no", "mines; dust"]

    def test_suggested_sector_is_told_from_a_stated_one(self):
        work = PublicationFactory(sectors=[SectorFactory(slug="mining")], sectors__provenance="suggested")
        (row,) = self.rows(again(work))
        assert (row["sectors"], row["suggested_sectors"]) == ("", "mining")

    def test_no_title_is_a_formula(self, bare):
        bare.title = "=HYPERLINK(1)"
        assert self.rows(bare)[0]["title"] == "'=HYPERLINK(1)"


class TestFile:
    def test_records_keep_the_order_of_the_keys_and_leave_out_what_is_not_public(self):
        first, second, draft = PublicationFactory(), PublicationFactory(), PublicationFactory(draft=True)
        keys = [second.pk, draft.pk, first.pk, 999_999]
        assert [one.pk for one in records(keys)] == [second.pk, first.pk]

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_are_those_of_one_chunk(self, django_assert_num_queries, number):
        keys = [PublicationFactory(themes=[ThemeFactory()], areas=[AreaFactory()]).pk for _ in range(number)]
        with django_assert_num_queries(6):
            for form in FORMATS.values():
                list(form.written([], absolute))
            assert "".join(FORMATS["csv"].written(records(keys), absolute)).count("\n") == number + 1

    def test_first_record_is_written_before_the_second_chunk_is_read(self, django_assert_num_queries):
        keys = [PublicationFactory().pk, *range(900_000, 900_000 + CHUNK)]
        with django_assert_num_queries(6):
            next(FORMATS["bib"].written(records(keys), absolute))

    def test_links_lead_to_each_format(self, client, work):
        for link in file_links("record-file", work.pk):
            assert client.get(link["url"]).status_code == 200
        assert [link["text"] for link in file_links("record-file", work.pk)] == ["BibTeX", "RIS", "CSL-JSON", "CSV"]
