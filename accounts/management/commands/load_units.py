"""Units of the Office."""

from accounts.models import Unit
from groundwork.loading import LoadCommand, in_languages
from groundwork.tabular import read_csv

LANGUAGES = ("en", "fr", "es")


class Command(LoadCommand):
    help = "Load units of the Office from demo/; adds only what is missing."
    title = "Units"
    files = ("units.csv",)

    def load(self) -> None:
        names = [f"name_{language}" for language in LANGUAGES]
        rows = read_csv(self.folder / self.files[0], ("code", *names))
        by_language = [{language: row[f"name_{language}"] for language in LANGUAGES} for row in rows]
        units = zip(rows, by_language, strict=True)
        self.add([Unit(code=row["code"], **in_languages("name", texts)) for row, texts in units], "code")
