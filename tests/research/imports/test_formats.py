"""Files of every format, good and bad, become entries; nothing of them is lost without a word."""

import gzip
import json
import random
import shutil

import pytest

from groundwork.partial_dates import PartialDate
from groundwork.tabular import UnreadableFileError
from research.imports.formats import bibtex, texts
from research.imports.formats.dates import read_loosely
from research.imports.formats.languages import language_code
from research.imports.formats.latex import plain
from research.imports.formats.names import name_of
from research.imports.formats.reading import read_entries
from research.models import Contribution

Role = Contribution.Role


@pytest.fixture
def read(tmp_path):
    """Entries of a file with this content."""

    def entries(content, name="file.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_entries(path, "list"))

    return entries


def only(entries):
    (entry,) = entries
    assert entry.record, entry.reason
    return entry.record


class TestText:
    TITLE = "Sécurité et santé au travail – l’avenir"

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "utf-32"]
    )
    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_encodings_and_line_ends_are_found_out(self, read, encoding, line_end):
        text = f"TY  - JOUR\nTI  - {self.TITLE}\nAU  - Müller, José\nER  - \n".replace("\n", line_end)
        record = only(read(text.encode(encoding)))
        assert (record.title, record.authors[0].family) == (self.TITLE, "Müller")

    @pytest.mark.parametrize("title", ["café", "Niño y señora", "Straße", "“Decent work”"])
    @pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
    def test_few_accents_are_enough(self, read, title, encoding):
        assert only(read(f"@book{{k, title={{{title}}}}}".encode(encoding))).title == title

    def test_encoding_that_the_file_states_is_believed(self, read):
        assert (
            only(read("% -*- coding: latin-9-unix -*-\n@book{k, title={Škoda}}".encode("iso8859-15"))).title == "Škoda"
        )

    def test_other_scripts_are_read_too(self, read):
        title = "劳动条件与职业安全健康国际标准研究报告以及相关政策建议"
        assert only(read(f"@book{{k, title={{{title}}}}}".encode("gb18030"))).title == title

    def test_gzip_is_unpacked_and_a_bomb_is_not(self, read, monkeypatch):
        assert only(read(gzip.compress(b"@book{k, title={Packed}}"))).title == "Packed"
        monkeypatch.setattr(texts, "MOST_UNPACKED", 2**20)
        with pytest.raises(UnreadableFileError, match="too large"):
            read(gzip.compress(b" " * 2**22))
        with pytest.raises(UnreadableFileError, match="cannot be unpacked"):
            read(gzip.compress(b"@book{k, title={Packed}}" * 99)[:-20])

    def test_what_is_no_text_is_refused(self, read):
        with pytest.raises(UnreadableFileError):
            read(random.Random(1).randbytes(5000))  # noqa: S311
        with pytest.raises(UnreadableFileError, match="none of the formats"):
            read("A letter to the editor\nwithout any form")


@pytest.mark.parametrize(
    ("text", "date", "exact"),
    [
        ("2026", "2026", True),
        ("2026-04-18", "2026-04-18", True),
        ("2009/07//", "2009-07", True),
        ("2014//", "2014", True),
        ("2026-07-02T10:00:00Z", "2026-07-02", True),
        ("July 2009", "2009-07", True),
        ("12 juillet 2009", "2009-07-12", True),
        ("2009 Jul 12", "2009-07-12", True),
        ("abril de 2010", "2010-04", False),
        ("Jul-Aug 2009", "2009-07", False),
        ("1995--1996", "1995", False),
        ("1996-12-10/1996-12-12", "1996-12-10", False),
        ("1996-13-03", "1996", False),
        ("1995-1-04", "1995-01-04", False),
        ("c. 1990", "1990", False),
        ("1985a", "1985", False),
        ("soon", None, False),
    ],
)
def test_dates_are_read_as_far_as_they_can_be(text, date, exact):
    assert read_loosely(text) == (PartialDate.parse(date) if date else None, exact)


@pytest.mark.parametrize(
    ("text", "code"), [("en-GB", "en"), ("eng", "en"), ("Français", "fr"), ("espagnol", "es"), ("?", "")]
)
def test_languages_have_many_names(text, code):
    assert language_code(text) == code


@pytest.mark.parametrize(
    ("text", "family", "given", "role"),
    [
        ("Marx, Karl", "Marx", "Karl", Role.AUTHOR),
        ("Karl Marx", "Marx", "Karl", Role.AUTHOR),
        ("Wilbert van der Klaauw", "van der Klaauw", "Wilbert", Role.AUTHOR),
        ("Smith, John, Jr.", "Smith Jr.", "John", Role.AUTHOR),
        ("International Labour Organization", "International Labour Organization", "", Role.CORPORATE_AUTHOR),
        ("Acme Widgets,", "Acme Widgets", "", Role.CORPORATE_AUTHOR),
        ("UNESCO", "UNESCO", "", Role.CORPORATE_AUTHOR),
    ],
)
def test_names_are_parsed(text, family, given, role):
    name = name_of(text)
    assert (name.family, name.given, name.role) == (family, given, role)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"G{\"o}tz \& {\v c}ech \'e {\o}re", "Götz & čech é øre"),
        (r"50\% of it -- 50% & more", "50% of it – 50% & more"),
        (r"\emph{two words} of {UK}", "two words of UK"),
        ("$a < b$ and \\$5", "$a < b$ and $5"),
        (r"-{}- \{x\} \textbackslash{} \textasciicircum{} \textasciitilde{}", r"-- {x} \ ^ ~"),
        ("{unbalanced", "unbalanced"),
    ],
)
def test_latex_is_set(latex, text):
    assert plain(latex) == text


class TestBibTeX:
    def test_strings_months_names_and_other_fields(self, read):
        record = only(
            read(
                "@string{ilo = {ILO}}\n% a comment\n"
                "@TechReport{key1, author = {Egbert von Eel and {World Bank} and Jolly, III, James and others},\n"
                " title = {{D}ecent work}, subtitle = {a guide}, institution = ilo, month = jul, year = 2009,\n"
                " number = {12}, pages = {1--20}, keywords = {a, b; c}, language = {french}, note = {kept}}"
            )
        )
        assert record.title == "Decent work: a guide"
        assert [(name.family, name.given) for name in record.authors] == [
            ("von Eel", "Egbert"),
            ("World Bank", ""),
            ("Jolly III", "James"),
        ]
        assert (record.kind, record.publisher, str(record.date)) == ("report", "ILO", "2009-07")
        assert (record.symbol, record.pages, record.keywords) == ("12", "1–20", ("a", "b", "c"))
        assert (record.language, record.extra) == ("fr", {"note": "kept"})

    def test_children_inherit_from_the_entry_they_name(self, read):
        child, _parent = read(
            "@incollection{child, crossref = {whole}, title = {A part}}\n"
            "@book{whole, title = {The whole}, year = 1999, publisher = {Press}, doi = {10.1000/whole}}"
        )
        assert (child.record.container, str(child.record.date), child.record.doi) == ("The whole", "1999", "")

    def test_broken_entries_are_told_with_their_lines_and_the_others_read(self, read):
        entries = read(
            "@book{a, title={First}}\n@book{b, title={never closed\n@book{c, title={Third}}\n"
            "@book{a, title={Again}}\n@book{d, title={Two}, title={Titles}}\n@book{e, author={Nobody}}\n"
            "@book{f, title={cut"
        )
        assert [(entry.number, entry.reason[:24]) for entry in entries if entry.reason] == [
            (2, "It cannot be read: Unexp"),
            (4, "Line 1 has the same key."),
            (6, "It has no title."),
            (7, "It cannot be read: Unexp"),
        ]
        assert [entry.record.title for entry in entries if entry.record] == ["First", "Third", "Two"]
        assert entries[4].record.extra == {"title+": "Titles"}

    def test_entries_are_read_in_pieces_with_their_lines(self, read, monkeypatch):
        monkeypatch.setattr(bibtex, "CHUNK", 3)
        entries = read(
            "@string{p={Press}}\n" + "".join(f"@book{{k{n},\n title={{T{n}}}, publisher=p}}\n" for n in range(10))
        )
        assert [entry.number for entry in entries] == list(range(2, 22, 2))
        assert {entry.record.publisher for entry in entries} == {"Press"}

    def test_fields_that_a_brace_has_put_outside_are_told(self, read):
        entries = read("@book{a, title={One } brace}, year={2001}\n}\n@book{b, title={Two}}")
        assert [(entry.number, entry.reason[:14]) for entry in entries] == [(1, ""), (1, "A brace before"), (3, "")]

    def test_string_made_of_strings_is_cut_before_it_fills_the_memory(self, read):
        doubled = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60))
        bomb = read('@string{s0 = "0123456789"}\n' + doubled + "@book{a, title = s60 # s60}")
        assert len(only(bomb).title) <= 2 * bibtex.LONGEST_STRING

    def test_what_programs_write_that_is_not_quite_bibtex(self, read):
        """Mendeley escapes addresses, Web of Science sets all in two braces, Zotero and Scopus have own fields."""
        mendeley, wos, arxiv = read(
            "Automatically generated by Mendeley\n"
            "@misc{a, title={{One}}, doi={10.1000/a\\_b}, copyright={CC BY},\n"
            " howpublished={\\url{https://a.org/x\\_y}}}\n"
            "@string{j = {Journal}}\n"
            "@article{ WOS:1, Title={{Two}}, DOI={{10.1000/c}}, Month={{JUL 15}}, Year={{2009}},\n"
            " Journal = j # { of Work},"
            " Author={Smith J and de Vries, Ann}, author_keywords={dust}, keywords={Index; words}}\n"
            "@techreport{c, title={Three}, type={Working {Paper}}, eprint={2101.1}, archiveprefix={arXiv}}"
        )
        assert (mendeley.record.doi, mendeley.record.url) == ("10.1000/a_b", "https://a.org/x_y")
        assert (mendeley.record.licence, mendeley.record.container) == ("CC BY", "")
        assert (wos.record.doi, str(wos.record.date), wos.record.container) == (
            "10.1000/c",
            "2009-07-15",
            "Journal of Work",
        )
        assert [(name.family, name.given) for name in wos.record.authors] == [("Smith", "J"), ("de Vries", "Ann")]
        assert (wos.record.keywords, wos.record.extra) == (("dust",), {"keywords": "Index; words"})
        assert (arxiv.record.kind, arxiv.record.url) == ("working-paper", "https://arxiv.org/abs/2101.1")

    def test_three_thousand_authors(self, read):
        authors = " and ".join(f"Family{n}, Given" for n in range(3000))
        assert len(only(read(f"@article{{k, title={{Large}}, author={{{authors}}}}}")).authors) == 3000


class TestRIS:
    def test_tags_of_several_dialects(self, read):
        record = only(
            read(
                "1.\nTY  - JOUR\nID  - 7\nT1  - A title\n  that goes on\nA1  - Marx, Karl\nA2  - Li, Xu\n"
                "Y1  - 2014/03//\nJF  - Journal\nJ2  - J.\nVL  - 9\nIS  - 2\nSP  - 12\nEP  - 19\nSN  - 1932-6208\n"
                "KW  - a\nb\nUR  - https://a.org/1\n"
                "UR  - https://a.org/2\nN2  - Words\nC1  - kept\nER  - \n"
            )
        )
        assert (record.title, record.container, str(record.date)) == ("A title that goes on", "Journal", "2014-03")
        assert (record.volume, record.issue, record.pages, record.keywords) == ("9", "2", "12–19", ("a", "b"))
        assert [(name.family, name.role) for name in record.authors] == [("Marx", Role.AUTHOR), ("Li", Role.EDITOR)]
        assert record.extra == {"J2": "J.", "SN": "1932-6208", "UR": "https://a.org/2", "C1": "kept"}

    def test_record_that_the_file_cuts_off_is_told(self, read):
        first, second = read("TY  - BOOK\nTI  - Whole\nER  - \nTY  - BOOK\nTI  - Cut")
        assert first.record
        assert (second.number, second.name, second.reason) == (4, "Cut", "The file ends before this record does.")

    def test_last_record_may_lack_its_end_where_none_has_one(self, read):
        entries = read("TY  - BOOK\nTI  - One\n\nTY  - BOOK\nTI  - Two\n")
        assert [entry.record.title for entry in entries] == ["One", "Two"]

    def test_lines_that_are_not_quite_ris(self, read):
        record = only(
            read(
                "TY - JOUR\nAU -Smith, John\nAU  -  van der Berg JA\nTI - One\nDA  - JUL 15\nPY  - 2009\n"
                "SN  - 1932-6208\nSN  - 978-92-2-109563-7 (print)\nAB  - First\nAB  - Second\nER -\n"
            )
        )
        assert [(name.family, name.given) for name in record.authors] == [("Smith", "John"), ("van der Berg", "JA")]
        assert (str(record.date), record.isbn, record.abstract) == ("2009-07-15", "978-92-2-109563-7", "First")
        assert record.extra == {"SN": "1932-6208", "AB": "Second"}

    def test_kin_of_ris_are_read(self, read):
        pubmed = "PMID- 196\nTI  - Dust in\n      mines\nFAU - Smith, John\nAU  - Smith J\nDP  - 2009 Jul 15\n"
        pubmed += "AID - S01 [pii]\nAID - 10.1000/x [doi]\nOT  - dust\nSTAT- MEDLINE\n\n"
        wos = "FN Clarivate\nVR 1.0\nPT J\nAU Smith, J\n   Li, X\nTI Dust in\n   mines\nPD JUL 15\nPY 2009\n"
        wos += "DI 10.1000/x\nDE dust; work\nER\n\nEF\n"
        refer = "%0 Journal Article\n%A Smith, John\n%T Dust in mines\n%D 2009\n%8 July 15\n%R 10.1000/x\n%K dust\n"
        for text, first, last in [(pubmed, 1, "Smith"), (wos, 3, "Li"), (refer, 1, "Smith")]:
            (entry,) = read(text)
            record = entry.record
            assert (entry.number, record.title, str(record.date)) == (first, "Dust in mines", "2009-07-15")
            assert (record.doi, record.keywords[0], record.kind) == ("10.1000/x", "dust", "journal-article")
            assert record.authors[-1].family == last
        (whole, cut) = read(wos.replace("EF\n", "PT J\nTI Cut"))
        assert (whole.reason, cut.reason) == ("", "The file ends before this record does.")
        assert read(pubmed)[0].record.extra == {"PubMed AID": "S01 [pii]", "PubMed STAT": "MEDLINE"}


class TestJSON:
    def test_csl(self, read):
        item = {
            "id": "x",
            "type": "chapter",
            "title": "A part",
            "author": [{"family": "Dam", "non-dropping-particle": "van", "given": "A."}, {"literal": "ILO"}],
            "issued": {"date-parts": [["2014", 3]]},
            "page": "1-2",
            "DOI": "https://doi.org/10.1000/ABC",
            "note": "kept",
        }
        record = only(read(json.dumps([item])))
        assert [(name.family, name.given) for name in record.authors] == [("van Dam", "A."), ("ILO", "")]
        assert (record.kind, str(record.date), record.pages, record.doi) == (
            "book-chapter",
            "2014-03",
            "1–2",
            "10.1000/abc",
        )
        assert record.extra == {"note": "kept"}

    @pytest.mark.parametrize(
        ("issued", "date"),
        [
            ({"raw": "2015-04-03"}, "2015-04-03"),
            ({"literal": "April 2015"}, "2015-04"),
            ({"edtf": "2015-04"}, "2015-04"),
            ({"date-parts": [2015, 4]}, "2015-04"),
            ({"date-parts": [["2015", "4"]], "season": "2"}, "2015-04"),
            ({"year": 2015, "month": 4}, "2015-04"),
            ("2015-04", "2015-04"),
        ],
    )
    def test_dates_of_csl_have_many_shapes(self, read, issued, date):
        assert str(only(read(json.dumps([{"title": "T", "issued": issued}]))).date) == date

    def test_an_item_in_each_line_and_marks_of_csl(self, read):
        first, second = read('{"title": "A <i>b</i>", "genre": "Working paper", "type": "report"}\n{"title": "C"}\n')
        assert (first.record.title, first.record.kind, second.number) == ("A b", "working-paper", 2)

    def test_crossref(self, read):
        work = {
            "DOI": "10.1000/x",
            "type": "journal-article",
            "title": ["A <i>title</i> &amp; more"],
            "abstract": "<jats:p>One.</jats:p><jats:p>Two.</jats:p>",
            "author": [
                {"family": "Li", "given": "Xu", "ORCID": "http://orcid.org/0000-0001-2345-6789"},
                {"name": "ILO"},
            ],
            "issued": {"date-parts": [[2012, 3, 21]]},
            "container-title": ["Journal"],
            "ISSN": ["1234-5678"],
            "reference": [{"key": "1"}],
        }
        answer = {"status": "ok", "message-type": "work-list", "message": {"items": [work]}}
        record = only(read(json.dumps(answer)))
        assert (record.title, record.abstract) == ("A title & more", "One.\n\nTwo.")
        assert (record.key, record.container, record.authors[0].orcid) == (
            "10.1000/x",
            "Journal",
            "0000-0001-2345-6789",
        )
        assert record.extra == {"ISSN": ["1234-5678"]}

    def test_answer_without_works_and_broken_json_are_told(self, read):
        with pytest.raises(UnreadableFileError, match="funder-list"):
            read('{"status":"ok","message-type":"funder-list","message":{"items":[{"name":"A"}]}}')
        with pytest.raises(UnreadableFileError):
            read('{"status":')
        first, second = read('[{"title": "Whole"}, {"title": "Cut')
        assert (first.record.title, second.number) == ("Whole", 2)
        assert "breaks off" in second.reason

    def test_depth_is_bounded(self, read):
        deep = '[{"title": "Whole"}, {"title": "Deep", "x": ' + "[" * 200_000 + "]" * 200_000 + "}]"
        first, second = read(deep)
        assert first.record
        assert "more than 50 deep" in second.reason


class TestCSV:
    def test_own_columns_and_those_of_others(self, read):
        ours = read(
            'title,authors,date,published_in,keywords,other\n\'=1+1,"Marx, Karl; ILO",2014-03,Journal,a; b,kept\n'
        )
        record = only(ours)
        assert (record.title, str(record.date), record.keywords) == ("=1+1", "2014-03", ("a", "b"))
        assert [name.family for name in record.authors] == ["Marx", "ILO"]
        assert record.extra == {"other": "kept"}
        scopus = read("Authors;Title;Year;Source title;Page start;Page end\nAbbas C.C., Von Känel R.;T;2009;J;1;9\n")
        assert [(name.family, name.given) for name in only(scopus).authors] == [("Abbas", "C.C."), ("Von Känel", "R.")]
        assert only(scopus).pages == "1–9"

    @pytest.mark.parametrize(
        "text",
        [
            # Zotero, Web of Science, PubMed, DSpace, Excel in French, Dimensions
            'Item Type,Publication Year,Author,Title,Date\njournalArticle,2009,"Smith, J; Li, X",Dust,2009-07-15\n',
            "PT\tAU\tTI\tDT\tPD\tPY\t\r\nJ\tSmith, J; Li, X\tDust\tArticle\tJUL 15\t2009\t\r\n",
            'PMID,Title,Authors,Publication Date,Type\n1,Dust,"Smith J, Li X.",2009/07/15,Article\n',
            'id,dc.title[en],dc.contributor.author,dc.date.issued,dc.type\n1,Dust,"Smith, J||Li, X",2009-07-15,Article',
            'sep=;\r\nTitre;Auteurs;Date;Type\r\nDust;"Smith, J; Li, X";2009-07-15;Article\r\n',
            '"Of 1, 2 May"\nTitle,Authors,Date,PubYear,Type\nDust,"Smith, J; Li, X",2009-07-15,2009,Article',
        ],
    )
    def test_tables_of_other_systems(self, read, text):
        record = only(read(text))
        assert (record.title, str(record.date), record.kind) == ("Dust", "2009-07-15", "journal-article")
        assert [name.family for name in record.authors] == ["Smith", "Li"]

    def test_rows_that_do_not_fit_are_told_by_number(self, read):
        entries = read('title,year\nA,2001,\nB,2002,stray\nC\n,2003\n"D,2004\nE,2005\n', "rows.csv")
        assert [(entry.number, entry.reason[:40]) for entry in entries if entry.reason] == [
            (3, "It has 3 cells where the heading has 2."),
            (4, "It has 1 cells where the heading has 2."),
            (5, "It has no title."),
            (6, "It is no CSV from line 7 on: unexpected "),
        ]

    def test_table_without_titles_is_refused(self, read):
        with pytest.raises(UnreadableFileError, match="No column is named “title”"):
            read("a,b\n1,2\n")


OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
<record><header><identifier>oai:a:1</identifier><datestamp>2020-01-01</datestamp></header><metadata>
<oai_dc:dc xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/">
<dc:title>A title</dc:title><dc:creator>Doe, John</dc:creator><dc:date>2019</dc:date><dc:date>2011-05</dc:date>
<dc:identifier>https://a.org/1</dc:identifier><dc:identifier>https://doi.org/10.1000/X</dc:identifier>
<dc:type>info:eu-repo/semantics/workingPaper</dc:type><dc:language>eng</dc:language><dc:coverage>Peru</dc:coverage>
</oai_dc:dc></metadata></record>
<record><header status="deleted"><identifier>oai:a:2</identifier></header></record>
</ListRecords></OAI-PMH>"""


class TestOAI:
    def test_records_and_deletions(self, read):
        first, second = read(OAI)
        record = first.record
        assert (record.key, record.doi, record.url) == ("oai:a:1", "10.1000/x", "https://a.org/1")
        assert (str(record.date), record.kind, record.language) == ("2011-05", "working-paper", "en")
        assert record.extra["coverage"] == "Peru"
        assert (second.is_deleted, second.name) == (True, "oai:a:2")

    def test_error_of_the_source_is_told(self, read):
        with pytest.raises(UnreadableFileError, match="noRecordsMatch"):
            read('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="noRecordsMatch"/></OAI-PMH>')

    def test_file_cut_off_gives_what_is_whole(self, read):
        first, second = read(OAI[: OAI.index("<record><header status")])
        assert first.record
        assert "breaks off" in second.reason

    def test_bombs_depth_and_foreign_files_are_refused(self, read):
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + OAI.partition("?>")[2].replace(
            "A title", "&b;"
        )
        with pytest.raises(UnreadableFileError, match="document type"):
            read(bomb)
        with pytest.raises(UnreadableFileError, match="cannot be read as XML"):
            read("<a>" * 200_000 + "</a>" * 200_000)
        with pytest.raises(UnreadableFileError, match="no record"):
            read("<html><body>Not found</body></html>")


def test_what_does_not_fit_is_kept_aside_with_a_note(read):
    fields = "doi={none}, isbn={978-92-2-1}, url={ftp://a}, date={199X}"
    (entry,) = read(f"@book{{k, title={{T}}, publisher={{{'P' * 300}}}, {fields}}}")
    assert len(entry.record.publisher) == 200
    assert set(entry.record.extra) == {"publisher", "doi", "isbn", "url", "date"}
    assert len(entry.notes) == 5


def test_nothing_is_left_behind(read, tmp_path):
    read("@book{k, title={T}}")
    shutil.rmtree(tmp_path)  # only what the test wrote itself lay there
