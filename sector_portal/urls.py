"""Every address of the portal. English has no prefix; /fr/ and /es/ are the same pages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from research.oai.views import oai
from sector_portal import health
from sector_portal.api.views import api_docs
from sector_portal.feeds import (
    CountryFeed,
    FollowUpFeed,
    NewsFeed,
    OutcomeFeed,
    SearchFeed,
    SectorFeed,
    ThemeFeed,
    VintageFeed,
)
from sector_portal.pages.contact import Contact, contact_received
from sector_portal.pages.country import countries, country
from sector_portal.pages.home import home
from sector_portal.pages.instrument import instrument
from sector_portal.pages.papers import PAPERS, SEARCH_HELP, paper
from sector_portal.pages.practice import practice
from sector_portal.pages.preview import preview
from sector_portal.pages.record import record, record_links
from sector_portal.pages.search import SearchEverything
from sector_portal.pages.sector import sector
from sector_portal.pages.statistics import statistics_beside_research
from sector_portal.pages.theme import theme, themes
from sector_portal.sitemaps import SITEMAPS
from sectors.views import following_successions

OPEN_SEARCH = TemplateView.as_view(
    template_name="opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8"
)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("oai", oai, name="oai"),
    path("api/", include("sector_portal.api.urls")),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}, name="sitemap-index"),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]

urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("feed/", require_safe(NewsFeed()), name="feed"),
    path("", include("sectors.urls")),
    path("sectors/<slug:slug>/", sector, name="sector"),
    path("sectors/<slug:slug>/feed/", require_safe(following_successions(SectorFeed())), name="sector-feed"),
    path("instruments/<slug:slug>/", instrument, name="instrument"),
    path("practices/<slug:slug>/", practice, name="practice"),
    path("countries/", countries, name="countries"),
    path("countries/<slug:code>/", country, name="country"),
    path("countries/<slug:code>/feed/", require_safe(CountryFeed()), name="country-feed"),
    path("themes/", themes, name="themes"),
    path("themes/<slug:slug>/", theme, name="theme"),
    path("themes/<slug:slug>/feed/", require_safe(ThemeFeed()), name="theme-feed"),
    path("statistics/feed/", require_safe(VintageFeed()), name="statistics-feed"),
    path("statistics/gaps/research/", statistics_beside_research, name="statistics-research-gaps"),
    path("statistics/", include("indicators.urls")),
    path("research/", include("research.urls")),
    path("research/feed/", require_safe(SearchFeed()), name="research-feed"),
    path("research/<int:pk>/", record, name="record"),
    path("research/<int:pk>.linkset.json", record_links, name="record-links"),
    path("api/docs/", api_docs, name="api-docs"),
    path("opensearch.xml", OPEN_SEARCH, name="opensearch"),
    path("follow-up/feed/", require_safe(FollowUpFeed()), name="follow-up-feed"),
    path("follow-up/<int:pk>/feed/", require_safe(OutcomeFeed()), name="outcome-feed"),
    path("", include("meetings.urls")),
    path("search/", SearchEverything.as_view(), name="search"),
    path("preview/<str:token>/", preview, name="preview"),
    path("contact/", Contact.as_view(), name="contact"),
    path("contact/received/<slug:receipt>/", contact_received, name="contact-received"),
    path("search/help/", paper, {"name": SEARCH_HELP}, name=SEARCH_HELP),
    *(path(f"{name}/", paper, {"name": name}, name=name) for name in PAPERS),
    path("account/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)

handler400 = "sector_portal.errors.bad_request"
handler403 = "sector_portal.errors.forbidden"
handler404 = "sector_portal.errors.not_found"
handler500 = "sector_portal.errors.failed"
