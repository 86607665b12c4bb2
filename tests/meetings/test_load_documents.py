from django.core.management import call_command

from meetings.models import Document, DocumentFile
from tests.meetings.demo import make_meetings


def test_load_documents_publishes_papers_and_links_no_copy(db, capsys):
    make_meetings()

    call_command("load_documents")
    call_command("load_documents")

    papers, files = Document.objects.visible_to(None), DocumentFile.objects.visible_to(None)
    assert [papers.count(), files.count()] == [79, 78]
    assert sum(not file.elsewhere for file in files) == 38
    assert {file.language for file in files} == {"en", "fr", "es"}
    note = papers.get(symbol="TMCIT/2001/12", kind="note")
    assert {paper.kind for paper in note.related.all()} == {"resolution", "conclusions"}
    assert note in note.related.first().related.all()
    said = capsys.readouterr().out
    assert "79  loaded" in said
    assert "79  unchanged" in said
