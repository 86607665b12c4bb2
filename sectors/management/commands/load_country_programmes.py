"""Decent Work Country Programmes."""

from groundwork.loading import LoadCommand, by_key, progress
from groundwork.places import Area
from groundwork.publishing import PublishingState, enter_state
from sectors.imports.country_programmes import CountryProgrammeRow, read_country_programmes
from sectors.models import CountryProgramme


class Command(LoadCommand):
    help = "Load Decent Work Country Programmes from demo/; adds only what is missing."
    title = "Country programmes"
    files = ("content/country_programmes.csv",)

    def load(self) -> None:
        countries = by_key(Area, "code")
        rows = list(read_country_programmes(self.folder / self.files[0]))
        self.add([_programme(row, countries[row.country]) for row in progress(rows, self.title)], "title_en")


def _programme(row: CountryProgrammeRow, country: Area) -> CountryProgramme:
    programme = CountryProgramme(area=country, title_en=row.title, start=row.start, end=row.end, url=row.url)
    enter_state(programme, PublishingState.PUBLISHED)
    return programme
