"""Papers of meetings."""

from collections import defaultdict

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, Visibility, enter_state
from meetings.imports.documents import DocumentRow, read_documents
from meetings.models import Document, DocumentFile, Meeting


class Command(LoadCommand):
    help = "Load papers of meetings from demo/; adds only what is missing."
    title = "Documents of meetings"
    files = ("meetings/documents.csv",)

    def load(self) -> None:
        rows = {row.key: row for row in read_documents(self.folder / self.files[0])}
        meetings = by_key(Meeting, "source_key")
        listed = enumerate(progress(rows.values(), self.title), start=1)
        added = self.add([_document(row, meetings[row.meeting], order) for order, row in listed], "source_key")
        files = DocumentFile.objects.bulk_create(
            DocumentFile(
                document=document, language=rows[document.source_key].language, url=rows[document.source_key].url
            )
            for document in added
            if rows[document.source_key].url
        )
        self.relate(added)
        self.counts["addresses"] = len(files)
        self.counts["of copying sites, not linked"] = sum(not file.elsewhere for file in files)

    def relate(self, added: list[Document]) -> None:
        """What a meeting has under one symbol is printed in one paper."""
        by_symbol: dict[tuple[int, str], list[Document]] = defaultdict(list)
        for document in added:
            if document.symbol:
                by_symbol[document.meeting_id, document.symbol].append(document)
        for together in by_symbol.values():
            together[0].related.add(*together[1:])


def _document(row: DocumentRow, meeting: Meeting, order: int) -> Document:
    document = Document(
        source_key=row.key,
        meeting=meeting,
        kind=row.kind,
        symbol=row.symbol,
        pages=row.pages,
        order=order,
        visibility=Visibility.PUBLIC,
        **in_languages("title", {row.language: row.title}),
    )
    enter_state(document, PublishingState.PUBLISHED)
    return document
