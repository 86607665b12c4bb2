"""All stored values of an indicator as a file, written while they are read: as the portal imports it, and SDMX-CSV."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from groundwork.places import Area
from groundwork.tabular import CSV, csv_lines
from indicators.codes import TIDY_COLUMNS, Classification, Sex, Status
from indicators.models import ActivityCode, Observation, Series, Vintage

BATCH = 2_000  # rows that are held at a time
Row = tuple[Any, ...]
SDMX_COLUMNS = (
    *("STRUCTURE", "STRUCTURE_ID", "ACTION", "REF_AREA", "FREQ", "SEX", "ECO", "TIME_PERIOD", "OBS_VALUE"),
    *("OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT", "SOURCE", "COMMENT_OBS"),
)
AGENCY = "SECTOR_PORTAL"


@dataclass(frozen=True)
class Stored:
    """An observation with all that its numbers stand for."""

    vintage: Vintage
    series: Series
    area: Area
    activity: ActivityCode
    sex: Sex
    year: int
    value: float
    status: Status


def stored(vintage: Vintage, user: Any) -> Iterator[Stored]:
    """Every value of a vintage, in the order of its key; held a batch at a time."""
    series = {one.pk: one for one in Series.objects.visible_to(user).filter(vintage=vintage)}
    areas, activities = (model.objects.visible_to(user).in_bulk() for model in (Area, ActivityCode))
    rows = Observation.objects.visible_to(user).filter(series__in=series).order_by("pk")
    columns = rows.values_list("series_id", "area_id", "activity_id", "sex", "year", "value", "status")
    for of, area, activity, sex, year, value, status in columns.iterator(chunk_size=BATCH):
        yield Stored(vintage, series[of], areas[area], activities[activity], Sex(sex), year, value, Status(status))


def tidy_row(one: Stored) -> Row:
    indicator = one.vintage.indicator
    return (
        *(indicator.code, one.area.code, one.year, one.sex.letter, one.series.classification, one.activity.code),
        *(one.value, one.series.unit, one.status.letter if one.status else "", one.vintage.version),
        *(one.area.name, one.activity.title, indicator.source, indicator.licence, one.vintage.pk),
    )


def sdmx_row(one: Stored) -> Row:
    indicator = one.vintage.indicator
    measure, multiplier = one.series.measure.sdmx or (one.series.unit, "0")
    return (
        *("dataflow", f"{AGENCY}:DF_{indicator.code}(1.0)", "I", one.area.code.upper(), "A", f"SEX_{one.sex.letter}"),
        *(f"ECO_{Classification(one.series.classification).sdmx}_{one.activity.code}", one.year, one.value),
        *(one.status.sdmx, measure, multiplier, f"{indicator.credit}; {one.vintage.version}; {indicator.licence}"),
        str(one.status.label) if one.status == Status.DERIVED else "",
    )


@dataclass(frozen=True)
class Format:
    heading: Iterable[str]
    row: Callable[[Stored], Row]
    content_type: str = CSV

    def written(self, rows: Iterable[Stored]) -> Iterator[str]:
        return csv_lines(self.heading, map(self.row, rows))


FORMATS = {  # by the end of the file's name
    "csv": Format(
        (*TIDY_COLUMNS, "country_name", "activity", "source", "licence", "vintage"),
        tidy_row,
    ),
    "sdmx.csv": Format(SDMX_COLUMNS, sdmx_row, "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"),
}
