"""Papers of meetings are given to whom they are for, and taken in only if they are what they say."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from meetings.models import DocumentFile
from meetings.services import add_version
from tests.factories.meetings import DocumentFactory, DocumentFileFactory, MeetingFactory, ParticipantFactory
from tests.factories.sectors import SectorFactory
from tests.groundwork.uploads.documents import PDF, office, upload
from tests.groundwork.uploads.keeping import disk_with_room_for, files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
ADD = reverse("admin:meetings_documentfile_add")


def kept(**document):
    paper = DocumentFactory(**document)
    return add_version(DocumentFile(document=paper, language="en"), upload=upload(PDF))


class TestDownload:
    def test_gives_a_kept_file_as_a_download(self, client):
        response = client.get(kept().get_absolute_url())
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Cache-Control"] == "private, no-store"

    def test_leads_on_to_an_address_elsewhere_and_to_no_copying_site(self, client):
        official = DocumentFileFactory(url="https://www.ilo.org/a.pdf")
        copy = DocumentFileFactory(url="https://docslib.org/a")
        assert client.get(official.get_absolute_url()).url == "https://www.ilo.org/a.pdf"
        assert client.get(copy.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND
        page = client.get(copy.document.meeting.get_absolute_url()).text
        assert "English: official copy not yet linked" in page
        assert "docslib" not in page

    def test_asks_each_time_who_may_have_it(self, client, client_of, user_with):
        file = kept(visibility="participants")
        person = user_with("constituent")
        entry = ParticipantFactory(meeting=file.document.meeting, user=person)
        theirs = client_of(person)
        assert client.get(file.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND
        assert b"".join(theirs.get(file.get_absolute_url()).streaming_content) == PDF
        entry.delete()
        assert theirs.get(file.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND

    def test_of_another_meeting_is_not_there(self, client):
        other = MeetingFactory()
        assert client.get(reverse("meeting-document", args=[other.slug, kept().pk])).status_code == HTTPStatus.NOT_FOUND

    def test_page_lists_what_the_reader_may_have(self, client, client_of, user_with):
        meeting = MeetingFactory()
        for visibility in ("public", "participants", "staff"):
            DocumentFactory(meeting=meeting, visibility=visibility, title=f"Paper for {visibility}")
        person = user_with("constituent")
        ParticipantFactory(meeting=meeting, user=person, visibility="staff", organisation="Kept back")
        visitors = {"anyone": client, "participant": client_of(person), "staff": client_of(user_with("editor"))}
        seen = {who: visitor.get(meeting.get_absolute_url()).context["documents"] for who, visitor in visitors.items()}
        assert {who: len(papers) for who, papers in seen.items()} == {"anyone": 1, "participant": 2, "staff": 3}
        assert "Kept back" not in client.get(meeting.get_absolute_url()).text


class TestUpload:
    @pytest.fixture
    def sector(self):
        return SectorFactory()

    @pytest.fixture
    def specialist(self, client, user_with, sector):
        client.force_login(user_with("specialist", teams=[sector]))
        return client

    @pytest.fixture
    def document(self, sector):
        return DocumentFactory(meeting=MeetingFactory(sectors=[sector]))

    def send(self, client, document, content, name="paper.pdf"):
        sent = {"document": document.pk, "language": "en", "url": "", "upload": upload(content, name)}
        return client.post(ADD, sent, follow=True)

    def test_keeps_the_next_version(self, specialist, document, folder):
        for content in (PDF, PDF + b"more"):
            assert self.send(specialist, document, content).redirect_chain
        assert [file.version for file in document.files.all()] == [2, 1]
        assert len(files(folder)) == 2

    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"<html><script>alert(1)</script></html>", "paper.pdf", "This kind of file is not taken"),
            (b"MZ\x90\x00\x03", "paper.pdf", "This kind of file is not taken"),
            (office(more={"word/media/image.bin": b"0" * 150_000_000}), "paper.docx", "could do harm"),
            (office(more={"../../../etc/passwd": "root"}), "paper.docx", "could do harm"),
        ],
        ids=["page", "program", "zip bomb", "names that climb out"],
    )
    def test_refuses_in_words_what_is_not_what_it_says(self, specialist, document, folder, content, name, sentence):
        response = self.send(specialist, document, content, name)
        assert sentence in " ".join(str(message) for message in response.context["messages"])
        assert (files(folder), document.files.count()) == ([], 0)

    def test_name_that_climbs_out_is_a_name_only(self, specialist, document, folder):
        self.send(specialist, document, PDF, "../../../etc/cron.d/evil.pdf")
        assert [file.name for file in document.files.all()] == ["evil.pdf"]
        assert len(files(folder)) == 1

    def test_full_disk_is_said_and_leaves_neither_file_nor_row(self, specialist, document, folder):
        with disk_with_room_for(4000):
            response = self.send(specialist, document, PDF + b"x" * 50_000)
        assert "no room left" in " ".join(str(message) for message in response.context["messages"])
        assert (files(folder), document.files.count()) == ([], 0)

    def test_two_gigabytes_are_refused_before_they_are_read(self, specialist):
        response = specialist.generic(
            "POST", ADD, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(2 * 2**30)
        )
        assert response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def test_paper_of_another_team_takes_no_file(self, specialist):
        other = DocumentFactory(meeting=MeetingFactory(sectors=[SectorFactory()]))
        response = self.send(specialist, other, PDF)
        assert "document" in response.context["adminform"].form.errors
        assert other.files.count() == 0
