"""Vintages are added and undone as a whole; no observation is ever changed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, transaction

from groundwork.audit import record
from indicators.codes import Status
from indicators.models import Coverage, Indicator, Observation, Series, Vintage

MOST_LISTED = 100
LARGEST = 10  # changes of values that a report names


class StagedRow(NamedTuple):
    """A row that is good by itself; the numbers are keys. In the order of the columns of the staging table."""

    number: int
    indicator: int
    classification: str
    unit: str
    area: int
    activity: int
    sex: int
    year: int
    value: float
    status: int


@dataclass(frozen=True)
class AddedVintage:
    """`vintage` is None where the newest vintage has these very values already.

    The report counts observations against it: added, changed, gone, unchanged; `largest` are the largest changes,
    as [place, activity, sex, year, value before, value now].
    """

    indicator: Indicator
    vintage: Vintage | None
    report: dict[str, Any]


STAGING_SQL = """
CREATE TEMPORARY TABLE indicators_staged (
    number integer, indicator bigint, classification text, unit text, area bigint, activity smallint,
    sex smallint, year smallint, value double precision, status smallint
)
"""
TWICE_SQL = """
SELECT number, first FROM (
    SELECT number, min(number) OVER (PARTITION BY indicator, classification, area, activity, sex, year) AS first
    FROM indicators_staged
) AS rows WHERE number > first ORDER BY number
"""
COMPARED = """
WITH now AS (SELECT * FROM indicators_staged WHERE indicator = %s),
before AS (
    SELECT series.classification, series.unit, area_id AS area, activity_id AS activity, sex, year, value, status
    FROM indicators_observation JOIN indicators_series AS series ON series.id = series_id
    WHERE vintage_id = %s
)
"""
COUNT_CHANGES_SQL = f"""
{COMPARED}
SELECT count(*) FILTER (WHERE before.year IS NULL),
       count(*) FILTER (WHERE before.year IS NOT NULL AND now.year IS NOT NULL
                        AND (now.value, now.status, now.unit) IS DISTINCT FROM
                            (before.value, before.status, before.unit)),
       count(*) FILTER (WHERE now.year IS NULL),
       count(now.year)
FROM now FULL JOIN before USING (classification, area, activity, sex, year)
"""  # noqa: S608 - both parts are ours
LARGEST_CHANGES_SQL = f"""
{COMPARED}
SELECT place.code, what.classification || ' ' || what.code, sex, year, before.value, now.value
FROM now JOIN before USING (classification, area, activity, sex, year)
JOIN groundwork_area AS place ON place.id = area JOIN indicators_activitycode AS what ON what.id = activity
WHERE now.value <> before.value
ORDER BY abs(now.value - before.value) / greatest(abs(before.value), 1e-9) DESC, 1, 2, 3, 4 LIMIT {LARGEST}
"""  # noqa: S608 - the same
ADD_SERIES_SQL = """
INSERT INTO indicators_series (vintage_id, classification, unit)
SELECT DISTINCT %s::bigint, classification, unit FROM indicators_staged WHERE indicator = %s ORDER BY 2, 3
"""
ADD_OBSERVATIONS_SQL = """
INSERT INTO indicators_observation (series_id, area_id, activity_id, sex, year, value, status)
SELECT series.id, area, activity, sex, year, value, status
FROM indicators_staged JOIN indicators_series AS series USING (classification, unit)
WHERE indicator = %s AND vintage_id = %s ORDER BY 1, 2, 3, 4, 5
"""
COUNT_COVERAGE_SQL = f"""
INSERT INTO indicators_coverage (series_id, area_id, activity_id, first_year, last_year, observations, by_sex, differs)
SELECT series_id, area_id, activity_id, min(year), max(year), count(*), bool_or(sex <> 0),
       bool_or(status = {Status.DEFINITION:d})
FROM indicators_observation JOIN indicators_series AS series ON series.id = series_id
WHERE vintage_id = %s GROUP BY 1, 2, 3
"""  # noqa: S608 - a number of ours


@contextmanager
def staged(rows: Iterable[StagedRow]) -> Iterator[None]:
    """Rows in a table of this connection's own, for the length of the block; inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(STAGING_SQL)
        with cursor.copy("COPY indicators_staged FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("ANALYZE indicators_staged")
        yield
        cursor.execute("DROP TABLE indicators_staged")


def twice_staged() -> list[tuple[int, int]]:
    """The numbers of rows that say again what another says, each with the number of the first."""
    with connection.cursor() as cursor:
        cursor.execute(TWICE_SQL)
        return cursor.fetchall()


def add_vintages(versions: dict[int, str], *, file_name: str, sha256: str, by: Any) -> list[AddedVintage]:
    """A vintage of each staged indicator (its key and the version of the data), unless all of it is there already."""
    with transaction.atomic():
        # whoever adds to the same indicators waits, so that each report is true of what stands before it
        indicators = Indicator.objects.select_for_update().filter(pk__in=versions).order_by("pk")
        added = [_add_vintage(one, versions[one.pk], file_name, sha256, by) for one in indicators]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE indicators_observation, indicators_coverage")
    return added


def _add_vintage(indicator: Indicator, version: str, file_name: str, sha256: str, by: Any) -> AddedVintage:
    before = Vintage.objects.filter(indicator=indicator).first()
    report, total = _compared(indicator, before)
    if before and not (report["added"] or report["changed"] or report["gone"]):
        return AddedVintage(indicator, None, report)
    vintage = Vintage.objects.create(
        indicator=indicator,
        version=version[:300],
        file_name=file_name[:200],
        sha256=sha256,
        observations=total,
        report=report if before else {},
    )
    with connection.cursor() as cursor:
        cursor.execute(ADD_SERIES_SQL, [vintage.pk, indicator.pk])
        cursor.execute(ADD_OBSERVATIONS_SQL, [indicator.pk, vintage.pk])
        cursor.execute(COUNT_COVERAGE_SQL, [vintage.pk])
    record("import", by=by, on=vintage, file=file_name, observations=total)
    return AddedVintage(indicator, vintage, report)


def _compared(indicator: Indicator, before: Vintage | None) -> tuple[dict[str, Any], int]:
    """What changes against the vintage before, and how many observations are staged."""
    values = [indicator.pk, before.pk if before else None]
    with connection.cursor() as cursor:
        cursor.execute(COUNT_CHANGES_SQL, values)
        added, changed, gone, total = cursor.fetchone()
        cursor.execute(LARGEST_CHANGES_SQL, values)
        largest = [list(row) for row in cursor.fetchall()]
    unchanged = total - added - changed
    return {"added": added, "changed": changed, "gone": gone, "unchanged": unchanged, "largest": largest}, total


def undo_vintage(*, vintage: Vintage, by: Any) -> None:
    """Take a vintage out with all its values; the one before it, if any, is then the newest again."""
    with transaction.atomic():
        series = list(Series.objects.filter(vintage=vintage).values_list("pk", flat=True))
        Observation.objects.filter(series_id__in=series)._raw_delete(using="default")
        Coverage.objects.filter(series_id__in=series)._raw_delete(using="default")
        record("undo", by=by, on=vintage, observations=vintage.observations)
        vintage.delete()
