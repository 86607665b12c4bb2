from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from sector_portal.api import views

VIEW_SETS = {
    "sectors": views.SectorViewSet,
    "branches": views.BranchViewSet,
    "themes": views.ThemeViewSet,
    "countries": views.CountryViewSet,
    "instruments": views.InstrumentViewSet,
    "practices": views.PracticeViewSet,
    "publications": views.PublicationViewSet,
    "meetings": views.MeetingViewSet,
    "documents": views.DocumentViewSet,
    "outcomes": views.OutcomeViewSet,
    "actions": views.ActionViewSet,
    "indicators": views.IndicatorViewSet,
    "vintages": views.VintageViewSet,
    "observations": views.ObservationViewSet,
}
router = SimpleRouter(use_regex_path=False)
for name, view_set in VIEW_SETS.items():
    router.register(name, view_set, basename=f"api-{name}")

urlpatterns = [
    path("v1/", include(router.urls)),
    path("schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
]
