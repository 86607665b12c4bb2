"""The explorer's own words; what it shows is proved with its page in test_views.py."""

from django.test import RequestFactory
from django.utils import translation

from groundwork.models import Area
from indicators.explorer import Explorer, citation, explorer_address
from indicators.filters import ExplorerFilterSet
from indicators.models import Observation
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import observed


def explorer(query: str = "") -> Explorer:
    request = RequestFactory().get(f"/statistics/?{query}")
    request.user = None
    rows = Observation.objects.all()
    return Explorer(ExplorerFilterSet(request.GET, queryset=rows, request=request).checked(), None)


def test_address_of_a_view_is_whole(hours):
    assert explorer("sector=construction&from=2020").url("statistics") == (
        "/statistics/?indicator=HOW&sector=construction&country=mex&from=2020"
    )


def test_world_is_shown_first_where_the_source_has_it(hours):
    world = AreaFactory(code="001", kind=Area.Kind.WORLD, name="World")
    observed(hours.series, world, hours.total, {2023: 42.0})
    assert [area.name for area in explorer().areas] == ["World"]
    assert [place.area.name for place in explorer().places] == ["World", "Mexico"]


def test_citation_names_source_version_licence_and_address(hours):
    assert citation(explorer(), "https://portal.test/statistics/") == (
        "Bureau of Numbers, 2026. Mean weekly hours. Dec 2024. CC BY 4.0. https://portal.test/statistics/"
    )


def test_address_for_other_pages_leaves_out_what_is_empty():
    with translation.override("fr"):
        assert explorer_address(indicator="HOW", sector=["a", "b"], country="") == (
            "/fr/statistics/?indicator=HOW&sector=a&sector=b"
        )
