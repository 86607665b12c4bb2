"""A made-up meeting whose record has every part, as no source tells so much of a real one; a draft, so not public."""

from django.core.files import File

from groundwork.loading import LoadCommand, in_languages
from groundwork.publishing import PublishingState, Visibility, enter_state
from groundwork.tabular import read_csv
from meetings.models import AgendaItem, Document, DocumentFile, Meeting, Participant
from meetings.services import add_version
from sectors.models import Sector

SLUG, SECTOR = "sample-of-a-full-record", "shipping-ports-fisheries"
TITLE = "Sample: a meeting whose record is full (no real meeting)"
KIND = Document.Kind
PAPERS = {
    KIND.REPORT: "Sample: report for discussion, in its second version",
    KIND.COUNTRY_INPUT: "Sample: input of a country",
    KIND.SLIDES: "Sample: slides",
    KIND.RECORDING: "Sample: recording",
}


class Command(LoadCommand):
    help = "Load the sample of a meeting whose record is full, from demo/; adds it only where it is missing."
    title = "Sample of a meeting"
    files = ("meetings/sample_participants.csv", "full_texts/how-search-works.pdf")

    def load(self) -> None:
        sample = Meeting(
            slug=SLUG,
            kind=Meeting.Kind.EVENT,
            start="2026-11-24",
            end="2026-11-26",
            online=True,
            balance_visibility=Visibility.PUBLIC,
            note="Made up to show every part of a record. It stays a draft.",
            **in_languages("title", {"en": TITLE}),
        )
        for meeting in self.add([sample], "slug"):
            meeting.sectors.set(Sector.objects.filter(slug=SECTOR))
            self.add_papers(meeting)
            self.add_participants(meeting)

    def add_papers(self, meeting: Meeting) -> None:
        item = AgendaItem.objects.create(meeting=meeting, number="1", **in_languages("title", {"en": "Sample item"}))
        made = []
        for order, (kind, title) in enumerate(PAPERS.items()):
            titles = in_languages("title", {"en": title})
            paper = Document(meeting=meeting, kind=kind, order=order, agenda_item=item, visibility="public", **titles)
            enter_state(paper, PublishingState.PUBLISHED)
            paper.save()
            made.append(paper)
        report, *others = made
        report.related.add(others[0])
        for language, versions in (("en", 2), ("fr", 1)):
            for _version in range(versions):
                with (self.folder / self.files[1]).open("rb") as file:
                    upload = File(file, name="sample.pdf")
                    add_version(DocumentFile(document=report, language=language), upload=upload)
        for paper in others:
            add_version(DocumentFile(document=paper, language="en", url=f"https://example.org/{paper.kind}"))

    def add_participants(self, meeting: Meeting) -> None:
        rows = read_csv(self.folder / self.files[0], ("group", "organisation", "part", "sex"))
        people = [Participant(meeting=meeting, visibility=Visibility.PUBLIC, **row) for row in rows]
        self.counts["participants, none by name"] = len(Participant.objects.bulk_create(people))
