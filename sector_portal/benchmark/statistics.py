"""What the explorer costs at five million observations, against fifty thousand: the same question in one run.

The rows are made in a transaction that is rolled back, in the present database, whose own statistics are set aside for
so long (their pages wait meanwhile): a hundred indicators of fifty thousand values each. The first is asked for while
it is alone, and again when all of them are there.
"""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory

from groundwork.places import Area
from indicators.codes import Sex
from indicators.figures.lines import lines_of
from indicators.gaps import gap_matrix
from indicators.models import ActivityCode, Indicator, Observation, Series, Vintage
from indicators.services import COUNT_COVERAGE_SQL
from indicators.views import explorer_of
from sectors.models import Sector, SectorGroup

INDICATORS = 100
PLACES, ACTIVITIES, YEARS = 125, 20, 20  # of each indicator: fifty thousand values
ROUNDS = 15
FILL_SQL = """
INSERT INTO indicators_observation (series_id, area_id, activity_id, sex, year, value, status)
SELECT %s, area, activity, 0, year, 100 * random(), 0
FROM unnest(%s::bigint[]) AS area, unnest(%s::smallint[]) AS activity, generate_series(2001, 2000 + %s) AS year
"""

SET_ASIDE_SQL = """
SET CONSTRAINTS ALL IMMEDIATE;
TRUNCATE indicators_observation, indicators_coverage, indicators_series, indicators_vintage
"""


def statistics_costs(*, indicators: int = INDICATORS, places: int = PLACES, rounds: int = ROUNDS) -> dict[str, Any]:
    """Medians of the lines of three sectors in a place, and of the gap matrix; each as a ratio of many rows to few."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SET_ASIDE_SQL)
        first = _fill("BENCH_0", places)
        few, few_rows = _asked(first, rounds), Observation.objects.count()
        for number in range(1, indicators):
            _fill(f"BENCH_{number}", places)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE indicators_observation, indicators_coverage, indicators_series, indicators_vintage")
        many, many_rows = _asked(first, rounds), Observation.objects.count()
        transaction.set_rollback(True)
    return {
        "about": "the same question at many rows to few, in one run; lower is better, 1 is no difference",
        "observations": {"few": few_rows, "many": many_rows},
        "cost_of_many_to_few": {name: float(f"{many[name] / few[name]:.3g}") for name in few},
        "absolute_on_this_machine_only": {
            name: {"few_milliseconds": round(1000 * few[name], 1), "many_milliseconds": round(1000 * many[name], 1)}
            for name in few
        },
    }


def _fill(code: str, places: int) -> Indicator:
    areas = list(Area.objects.countries().order_by("pk").values_list("pk", flat=True)[:places])
    activities = ActivityCode.objects.filter(classification="ISIC4").order_by("code")
    indicator = Indicator.objects.create(code=code, name=code, short_name=code, definition=code)
    vintage = Vintage.objects.create(indicator=indicator, version=code, file_name=code, observations=0)
    series = Series.objects.create(vintage=vintage, classification="ISIC4", unit="hours per week")
    with connection.cursor() as cursor:
        numbers = list(activities.values_list("pk", flat=True)[:ACTIVITIES])
        cursor.execute(FILL_SQL, [series.pk, areas, numbers, YEARS])
        cursor.execute(COUNT_COVERAGE_SQL, [vintage.pk])
    return indicator


def _asked(indicator: Indicator, rounds: int) -> dict[str, float]:
    sectors = list(Sector.objects.filter(activity_mappings__activity__classification="ISIC4").distinct()[:3])
    area = Area.objects.countries().order_by("pk").first()
    groups = list(SectorGroup.objects.visible_to(None).with_sectors(None))
    query = {"indicator": indicator.code, "sector": [one.slug for one in sectors], "country": area.code}
    request = RequestFactory().get("/statistics/", query)
    request.user = AnonymousUser()

    def page() -> None:
        explorer = explorer_of(request)
        _asked_for = explorer.places, explorer.chart, explorer.rows, explorer.notes, explorer.versions

    questions: dict[str, Callable[[], Any]] = {
        "all that the explorer's page asks": page,
        "its lines": lambda: lines_of(indicator, sectors, [area], [Sex.TOTAL], None),
        "gap matrix of one indicator": lambda: gap_matrix([indicator], groups, "all", None),
    }
    return {name: median(_seconds(question) for _ in range(rounds)) for name, question in questions.items()}


def _seconds(question: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    question()
    return time.perf_counter() - begun
