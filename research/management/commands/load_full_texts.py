"""Two samples of full texts: one with a text, made from our own documentation, and one of pages without any."""

from django.core.files import File

from groundwork.full_text import Finding
from groundwork.loading import LoadCommand
from groundwork.publishing import Visibility
from research import services
from research.imports.records import Record
from research.imports.works import gather
from research.inventory import add_works
from research.models import Publication, PublicationFile, Source

SOURCE = Source(slug="samples", name="Samples of this portal", licence="BSD-3-Clause, as the portal itself")
SAMPLES = {
    "full_texts/how-search-works.pdf": "Sample: how the search of this portal works, as a full text with pages",
    "full_texts/scanned.pdf": "Sample: a scanned full text, whose pages cannot be searched",
}


class Command(LoadCommand):
    help = "Load the demo's samples of full texts; adds only what is missing."
    title = "Full texts"
    files = tuple(SAMPLES)

    def load(self) -> None:
        self.add([SOURCE], "slug", "sources")
        records = [self.record(name, title) for name, title in SAMPLES.items()]
        self.counts["records loaded"] = len(add_works(gather(records)).new)
        for name in SAMPLES:
            publication = Publication.objects.get(source_records__source__slug=SOURCE.slug, source_records__key=name)
            if not publication.files.exists():
                self.counts[f"files, {self.attach(publication, name)}"] += 1

    def record(self, name: str, title: str) -> Record:
        kind, access = Publication.Kind.MANUAL, Publication.Access.FREE
        return Record(source=SOURCE.slug, key=name, title=title, kind=kind, access=access, language="en")

    def attach(self, publication: Publication, name: str) -> Finding:
        with (self.folder / name).open("rb") as file:
            row = PublicationFile(publication=publication, visibility=Visibility.PUBLIC)
            return services.read_full_text(services.attach(row, upload=File(file, name=name)))
