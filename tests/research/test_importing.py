"""Records of files become publications: staged, committed, undone; and what leaves comes back unchanged."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundwork.staging import StagedFile, StagedRow, StagingError, commit, importer_of, stage, undo
from research.exports.files import FORMATS
from research.models import Contribution, Publication, SearchRow, Source, SourceRecord, StagedRecords
from research.search.index import reindex
from tests.factories.research import (
    ContributionFactory,
    ContributorFactory,
    PublicationFactory,
    SourceFactory,
    SourceRecordFactory,
)
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db
Verdict = StagedRow.Verdict


@pytest.fixture(autouse=True)
def source():
    return SourceFactory(slug="list", name="A list")


def sent(text, name="records.bib", **options) -> StagedFile:
    options = {"source": "list", "state": "published"} | options
    return stage(importer_of("records"), ContentFile(text.encode(), name=name), by=None, options=options)


def imported(text, name="records.bib", **options) -> StagedFile:
    file = sent(text, name, **options)
    commit(file, by=None)
    return file


def verdicts(file) -> list[tuple[str, int | None]]:
    return list(file.rows.values_list("verdict", "target"))


ARTICLE = (
    "@article{k1, title = {Dust in mines}, author = {Marx, Karl and {World Bank}}, journal = {Journal}, volume = 3,\n"
    " year = 2009, doi = {10.1000/dust}, keywords = {dust, mines}, note = {kept}}\n"
)


def test_new_record_is_written_whole_searched_and_taken_out_again():
    mining = SectorFactory(slug="mining")
    file = imported(ARTICLE, sectors=["mining"])

    work = Publication.objects.get()
    assert (work.title, work.volume, str(work.date), work.keywords) == ("Dust in mines", "3", "2009", ["dust", "mines"])
    assert [str(one.contributor) for one in work.contributions.all()] == ["Karl Marx", "World Bank"]
    assert work.source_records.get().extra == {"note": "kept"}
    assert work.sector_tags.get().sector == mining
    assert SearchRow.objects.get().publication == work

    undo(file, by=None)
    assert not Publication.objects.exists()
    assert not Contribution.objects.exists()
    assert not SearchRow.objects.exists()


def test_same_file_again_changes_nothing_and_another_edition_tells_what():
    imported(ARTICLE)
    work = Publication.objects.get()
    assert verdicts(sent(ARTICLE)) == [(Verdict.SAME, work.pk)]

    file = sent(ARTICLE.replace("volume = 3", "volume = 4"))
    assert file.rows.get().changes == [["volume", "3", "4"]]
    commit(file, by=None)
    work.refresh_from_db()
    assert work.volume == "4"

    undo(file, by=None)
    work.refresh_from_db()
    assert work.volume == "3"
    assert work.contributions.count() == 2


def test_what_an_editor_changed_since_is_not_undone():
    file = imported(ARTICLE)
    Publication.objects.update(abstract="By an editor")
    reindex(Publication.objects.values_list("pk", flat=True))
    with pytest.raises(StagingError, match="changed or used since"):
        undo(file, by=None)
    assert Publication.objects.count() == 1


def test_same_identifier_adds_the_source_and_what_is_missing():
    work = PublicationFactory(title="Dust, in mines", doi="10.1000/dust", kind="journal-article", indexed=True)
    file = sent(ARTICLE)
    row = file.rows.get()
    assert (row.verdict, row.target, row.chosen) == (Verdict.DUPLICATE, work.pk, True)
    assert row.reasons[0].startswith(f"Same DOI as record {work.pk}")

    commit(file, by=None)
    work.refresh_from_db()
    assert (work.title, work.container, work.volume) == ("Dust, in mines", "Journal", "3")
    assert work.source_records.get().source.slug == "list"
    assert Publication.objects.count() == 1

    undo(file, by=None)
    work.refresh_from_db()
    assert (work.container, work.source_records.count()) == ("", 0)


def test_likely_duplicate_is_left_out_unless_it_is_ticked():
    marx = ContributorFactory(family="Marx", given="K.")
    PublicationFactory(title="Dust in Mines", date="2009", kind="journal-article", contributors=[marx], indexed=True)
    file = sent(ARTICLE.replace("doi = {10.1000/dust},", ""))
    row = file.rows.get()
    assert (row.verdict, row.target, row.chosen) == (Verdict.DUPLICATE, None, False)
    assert "Likely the same (100 %)" in row.reasons[0]

    file.rows.update(chosen=True)
    commit(file, by=None)
    assert Publication.objects.count() == 2


def test_same_symbol_in_another_language_is_a_version():
    english = PublicationFactory(title="Report", symbol="GB.331/INS/5", language="en", indexed=True)
    imported("title,symbol,language\nRapport,GB.331/INS/5,fr\n", "records.csv")
    assert Publication.objects.get(language="fr").version_of == english


def test_rows_twice_in_a_file_count_once():
    file = sent(ARTICLE + ARTICLE.replace("k1", "k2"))
    assert [verdict for verdict, _target in verdicts(file)] == [Verdict.NEW, Verdict.DUPLICATE]
    assert file.rows.last().reasons == ["Row 1 of this file seems to be the same."]


def test_key_that_means_another_work_in_another_file_is_no_change():
    imported(ARTICLE)
    imported("@book{k1, title = {Something quite different}, year = 1990}")
    assert Publication.objects.count() == 2
    assert SourceRecord.objects.filter(key__startswith="k1").count() == 2


def test_doi_that_was_taken_since_refuses_the_whole():
    file = sent(ARTICLE + "@book{k2, title = {Another}}")
    PublicationFactory(doi="10.1000/dust")
    with pytest.raises(StagingError, match="has changed since"):
        commit(file, by=None)
    assert Publication.objects.count() == 1


class TestWorkplace:
    def test_file_is_sent_looked_at_imported_and_undone(self, user_with, client_of):
        client = client_of(user_with("editor"))
        form = {
            "file": ContentFile((ARTICLE + "@book{bad, year = 1999}").encode(), name="records.bib"),
            "source": Source.objects.get().pk,
            "format": "",
            "new_state": "draft",
        }
        page = client.post(reverse("admin:research_stagedrecords_add"), form, follow=True).content.decode()
        assert "Dust in mines" in page
        assert "It has no title." in page
        assert not Publication.objects.exists()

        address = reverse("admin:research_stagedrecords_change", args=[StagedRecords.objects.get().pk])
        client.post(address, {"_import": "yes"})
        assert Publication.objects.get().state == "draft"
        client.post(address, {"_undo": "yes"})
        assert not Publication.objects.exists()

    def test_table_that_cannot_be_read_is_refused_in_words_and_a_formula_stays_text(self, user_with, client_of, caplog):
        client, address = client_of(user_with("editor")), reverse("admin:research_stagedrecords_add")
        form = {"source": Source.objects.get().pk, "format": "csv", "new_state": "draft"}
        for content in (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" * 40, b"heading,another\n1,2\n"):
            sent = form | {"file": ContentFile(content, name="records.csv")}
            assert client.post(address, sent, follow=True).status_code == 200
        assert {file.state for file in StagedRecords.objects.all()} == {"refused"}
        assert all(file.told or file.rows.first().reasons for file in StagedRecords.objects.all())
        assert "staged file refused" in caplog.text
        client.post(address, form | {"file": ContentFile(b"title\n=HYPERLINK(1)\n", name="records.csv")})
        latest = reverse("admin:research_stagedrecords_change", args=[StagedRecords.objects.order_by("-pk")[0].pk])
        client.post(latest, {"_import": "yes"})
        assert Publication.objects.get().title == "=HYPERLINK(1)"
        assert "'=HYPERLINK(1)" in exported("csv")

    def test_specialist_imports_into_own_sectors_and_changes_no_others(self, user_with, client_of):
        own, other = SectorFactory(slug="own"), SectorFactory(slug="other")
        theirs = PublicationFactory(title="Theirs", doi="10.1000/theirs", sectors=[other], indexed=True)
        client = client_of(user_with("specialist", teams=[own]))
        records = ARTICLE + "@book{t, title = {Theirs}, doi = {10.1000/theirs}, publisher = {Taken over}}"
        form = {
            "source": theirs._meta.apps.get_model("research", "Source").objects.get().pk,
            "format": "",
            "new_state": "draft",
        }
        address = reverse("admin:research_stagedrecords_add")

        def send(**more):
            file = ContentFile(records.encode(), name="records.bib")
            return client.post(address, form | {"file": file} | more, follow=True).content.decode()

        assert "This field is required" in send()
        assert "valid choice" in send(sectors=[other.pk])
        send(sectors=[own.pk])
        staged = StagedRecords.objects.get()
        page = reverse("admin:research_stagedrecords_change", args=[staged.pk])
        assert "not yours to change" in client.post(page, {"_import": "yes"}, follow=True).content.decode()
        staged.rows.filter(target=theirs.pk).update(chosen=False)
        client.post(page, {"_import": "yes"})

        theirs.refresh_from_db()
        assert theirs.publisher == ""
        assert Publication.objects.get(title="Dust in mines").sector_tags.get().sector == own


def absolute(address: str) -> str:
    return f"https://portal.test{address}"


def exported(form: str) -> str:
    works = Publication.objects.with_parts(None).order_by("pk")
    return "".join(FORMATS[form].written(works, absolute))


NAMES = {"bib": "records.bib", "ris": "records.ris", "json": "records.json", "csv": "records.csv"}


@pytest.mark.parametrize("form", NAMES)
def test_what_leaves_comes_back_unchanged(form):
    work = PublicationFactory(
        title="Dust & {Coal}: 100 % of it_ -- a “view”, $5 <b>",
        kind="journal-article",
        date="2013-03-20",
        container="Journal of Dust",
        volume="4",
        issue="2",
        pages="12–19",
        symbol="GB.328/POL/8",
        doi="10.1000/a_{b}",
        isbn="978-92-2-100000-0",
        handle="11159/7",
        url="https://www.ilo.org/x?a=1&b={2}",
        keywords=["mines", "dust"],
        abstract="First line.\n\nSecond.",
        contributors=[
            ContributorFactory(family="Núñez García", given="Ana"),
            ContributorFactory(family="Plato", given=""),
        ],
    )
    ministry = ContributorFactory(family="Acme Widgets and Sons", given="")
    ContributionFactory(publication=work, contributor=ministry, role=Contribution.Role.CORPORATE_AUTHOR, order=3)
    editor = ContributorFactory(family="van der Li", given="Xu")
    ContributionFactory(publication=work, contributor=editor, role=Contribution.Role.EDITOR, order=4)
    file = sent(exported(form), NAMES[form])
    row = file.rows.get()
    assert (row.verdict, row.target, row.changes) == (Verdict.SAME, work.pk, [])


LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="\ue000"), min_size=1
).map(lambda text: f"a {text} b")


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=LINE,
    container=LINE,
    year=st.integers(1400, 2100),
    month=st.integers(0, 12),
    words=st.text("a{}\\%$&#~^_'`-?!\"<>,.", max_size=12),
)
def test_any_text_leaves_and_comes_back_unchanged(form, title, container, year, month, words):
    Publication.objects.all().delete()
    PublicationFactory(
        title=f"{title} {words} z",
        container=f"x {words} y",
        publisher=container,
        kind="journal-article",
        date=f"{year}-{month:02}" if month else str(year),
    )
    row = sent(exported(form), NAMES[form]).rows.get()
    assert (row.verdict, row.changes) == (Verdict.SAME, [])


@pytest.mark.parametrize("form", ["bib", "ris", "json"])
def test_import_export_import_is_no_change(form):
    """From a file of another hand: what was taken from it leaves and comes back as it was."""
    for text, name in (
        (ARTICLE, "a.bib"),
        (
            "TY  - CHAP\nTI  - A part\nT2  - All\nAU  - Smith, John, Jr.\nPY  - 2001/05//\nSP  - 1\nEP  - 9\nER  - \n",
            "b.ris",
        ),
        ('[{"id": "x", "type": "report", "title": "Words", "author": [{"literal": "ILO"}], "number": "12"}]', "c.json"),
    ):
        imported(text, name)
    file = sent(exported(form), NAMES[form])
    assert [(row.verdict, row.changes) for row in file.rows.all()] == [(Verdict.SAME, [])] * 3


def test_further_source_record_is_kept_beside(source):
    work = PublicationFactory(title="Dust in mines", doi="10.1000/dust", indexed=True)
    SourceRecordFactory(publication=work, source=SourceFactory(slug="first"), key="1")
    imported(ARTICLE)
    assert set(work.source_records.values_list("source__slug", "key")) == {("first", "1"), ("list", "k1")}
