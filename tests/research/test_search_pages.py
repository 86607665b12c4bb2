"""Full texts: found by their words and phrases, with the page; never those that not everybody may see."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from groundwork.full_text import Finding
from groundwork.publishing import PublishingState
from groundwork.uploads import UploadError
from groundwork.uploads.storing import path_of
from research import services
from research.models import FilePage, PublicationFile, SearchRow
from research.search.query import SearchText
from research.tasks import read_full_text
from tests.factories.research import PublicationFactory
from tests.groundwork.uploads.documents import upload
from tests.pdfs import pdf, scanned

pytestmark = pytest.mark.django_db
PAGES = (
    "Lung disease in quarries",
    "The employers agreed to a joint committee on silica dust.",
    "A committee of workers met. Joint action followed.",
)


def attached(*pages: str, visibility: str = "public", content: bytes = b"", **fields) -> PublicationFile:
    """A full text that was sent and read."""
    work = PublicationFactory(indexed=True, **fields)
    file = services.attach(
        PublicationFile(publication=work, visibility=visibility), upload=upload(content or pdf(*pages))
    )
    read_full_text(file.pk)
    file.refresh_from_db()
    return file


def found(typed: str) -> list[int]:
    return list(SearchRow.objects.filter(SearchText.parse(typed).condition()).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("silica", True),
        ("quarry diseases", True),
        ("stone committee", True),  # one in the title, one in the text
        ('"joint committee"', True),
        ('"committee joint"', False),
        ('"dust a committee"', False),  # across two pages
        ('stone "joint committee" dust', True),
        ('asbestos OR "silica dust"', True),
        ('stone -"joint committee"', False),
        ('stone -"committee joint"', True),
        ("stone -silica", False),
        ("title:silica", False),
        ('"of the" silica', True),  # stop words alone stand nowhere
        ('stone -"of the"', True),
        ("silic", True),  # the beginning of a word that only the text has
    ],
)
def test_words_and_phrases_of_the_text_answer(typed, answers):
    file = attached(*PAGES, title="Stone")
    assert found(typed) == [file.publication_id] * answers


def test_snippet_names_the_page(client):
    attached(*PAGES, title="Stone")
    page = client.get(reverse("research"), {"q": '"joint committee"'})
    assert "Full text, p. 2:" in page.text
    assert "<mark>joint committee</mark> on silica" in page.text
    assert page.context["total"] == 1


@pytest.mark.parametrize("asked", ["silica", '"silica dust"', "-asbestos dust"])
@pytest.mark.parametrize(
    ("visibility", "state"),
    [("staff", PublishingState.PUBLISHED), ("public", PublishingState.DRAFT), ("public", PublishingState.ARCHIVED)],
)
def test_text_that_not_everybody_may_see_is_nowhere_even_for_staff(client_of, user_with, visibility, state, asked):
    file = attached(*PAGES, title="Stone")
    PublicationFile.objects.update(visibility=visibility)
    services.set_state(publication=file.publication, state=state)
    assert not found(asked)
    assert not FilePage.objects.exclude(words=None).exists()
    page = client_of(user_with("administrator")).get(reverse("research"), {"q": asked})
    assert "employers agreed" not in page.text
    assert page.context["total"] == 0


def test_full_text_weighs_less_than_title_and_abstract(client):
    in_text = attached("Silica, silica, silica and silica", title="Stone", date="2026")
    in_abstract = PublicationFactory(title="Dust", abstract="Of silica.", date="2020", indexed=True)
    in_title = PublicationFactory(title="Silica", date="2010", indexed=True)
    page = client.get(reverse("research"), {"q": "silica"})
    assert [row["key"] for row in page.context["results"]] == [in_title.pk, in_abstract.pk, in_text.publication_id]


def test_words_follow_the_language_of_the_record_and_the_file():
    file = attached("Les chevaux de mine", language="fr")
    assert found("cheval") == [file.publication_id]
    file.publication.language = "en"
    file.publication.save()
    services.reindex([file.publication_id])
    assert not found("cheval")
    assert found("chevaux") == [file.publication_id]


@pytest.mark.parametrize(
    ("content", "finding", "said"),
    [
        (scanned(2), Finding.SCANNED, "It is scanned"),
        (pdf("x", locked=True), Finding.ENCRYPTED, "locked with a password"),
        (b"%PDF-1.7 damaged", Finding.BROKEN, "It is damaged"),
    ],
)
def test_record_and_workplace_say_why_a_text_cannot_be_searched(client, client_of, user_with, content, finding, said):
    file = attached(content=content)
    assert file.finding == finding
    assert said in client.get(file.publication.get_absolute_url()).text
    editor = client_of(user_with("editor"))
    assert said in editor.get(reverse("admin:research_publication_change", args=[file.publication_id])).text
    assert said in editor.get(reverse("admin:research_publicationfile_changelist")).text


def test_reading_twice_changes_nothing():
    file = attached(*PAGES)
    before = list(FilePage.objects.values_list("number", "text", "words"))
    assert services.read_full_text(file) == Finding.READ
    assert list(FilePage.objects.values_list("number", "text", "words")) == before


def test_file_that_was_taken_away_meanwhile_is_no_error():
    file = attached(*PAGES)
    file.delete()
    read_full_text(file.pk)
    assert services.read_full_text(PublicationFile(pk=file.pk, publication=file.publication, stored_as=file.stored_as))
    assert not FilePage.objects.exists()


def test_only_pdfs_are_taken_and_a_refused_one_leaves_no_job():
    with pytest.raises(UploadError):
        services.attach(PublicationFile(publication=PublicationFactory()), upload=upload(b"plain", "paper.txt"))
    assert not ProcrastinateJob.objects.exists()
    assert not PublicationFile.objects.exists()


def given(client, file: PublicationFile) -> int:
    response = client.get(file.get_absolute_url())
    response.getvalue()  # to its end, which closes the file
    return response.status_code


class TestCommand:
    @pytest.fixture
    def waiting(self):
        work = PublicationFactory(indexed=True)
        return [
            services.attach(PublicationFile(publication=work, visibility="public"), upload=upload(content))
            for content in (pdf("silica"), scanned())
        ]

    def test_reads_what_waits_and_counts_what_came_of_it(self, waiting, capsys):
        call_command("extract_text")
        assert "1  read\n" in (said := capsys.readouterr().out)
        assert "1  scanned\n" in said
        assert found("silica") == [waiting[0].publication_id]
        call_command("extract_text")
        assert "0  read\n" in capsys.readouterr().out

    def test_reads_the_others_where_a_file_is_gone_and_says_so(self, waiting):
        path_of(waiting[0].stored_as).unlink()
        with pytest.raises(CommandError, match="1 files are not where they were kept"):
            call_command("extract_text")
        waiting[1].refresh_from_db()
        assert waiting[1].finding == Finding.SCANNED


class TestWorkplace:
    def test_specialist_sends_a_file_that_everybody_finds_once_it_is_read(self, client, client_of, user_with):
        work = PublicationFactory(indexed=True)
        editor = client_of(user_with("editor"))
        address = reverse("admin:research_publicationfile_add")
        sent = {"publication": work.pk, "visibility": "public", "upload": upload(pdf(*PAGES))}
        assert editor.post(address, sent).status_code == 302
        file = PublicationFile.objects.get()
        assert "still to be read" in client.get(work.get_absolute_url()).text
        job = ProcrastinateJob.objects.get(task_name=services.READ_FULL_TEXT)
        read_full_text(**job.args)
        response, link_set = client.get(work.get_absolute_url()), reverse("record-links", args=[work.pk])
        page, whole_address = response.text, f"http://testserver{file.get_absolute_url()}"
        assert "3 pages" in page
        assert f'<meta name="citation_pdf_url" content="{whole_address}">' in page
        assert f'<{whole_address}>; rel="item"; type="application/pdf"' in response["Link"]
        assert client.get(link_set).json()["linkset"][0]["item"] == [{"href": whole_address, "type": "application/pdf"}]
        assert given(client, file) == 200

        change = reverse("admin:research_publicationfile_change", args=[file.pk])
        assert editor.post(change, {"visibility": "staff"}).status_code == 302
        assert not found("silica")
        assert given(client, file) == 404
        page = editor.get(work.get_absolute_url())
        assert "citation_pdf_url" not in page.text
        assert 'rel="item"' not in page["Link"]
        assert "item" not in editor.get(link_set).json()["linkset"][0]
        assert given(editor, file) == 200

    def test_what_is_no_pdf_is_refused_in_words(self, client_of, user_with):
        address = reverse("admin:research_publicationfile_add")
        sent = {"publication": PublicationFactory().pk, "visibility": "public", "upload": upload(b"plain", "a.pdf")}
        page = client_of(user_with("editor")).post(address, sent, follow=True)
        assert "This kind of file is not taken." in page.text

    def test_deleted_file_is_found_no_more(self, client_of, user_with):
        file = attached(*PAGES)
        address = reverse("admin:research_publicationfile_delete", args=[file.pk])
        assert client_of(user_with("editor")).post(address, {"post": "yes"}).status_code == 302
        assert not found("silica")


def test_samples_of_the_demo_are_loaded_once_found_and_said_to_be_samples(client, capsys):
    call_command("load_full_texts")
    call_command("load_full_texts")
    assert PublicationFile.objects.count() == 2
    assert sorted(PublicationFile.objects.values_list("finding", flat=True)) == ["read", "scanned"]
    page = client.get(reverse("research"), {"q": '"without their places"'})
    assert "Full text, p. " in page.text
    assert "Sample: " in page.text
