from django.apps import AppConfig
from django.contrib.admin import apps as admin


class SectorPortalConfig(AppConfig):
    name = "sector_portal"
    default = True


class WorkplaceConfig(admin.AdminConfig):
    """Django's admin, with a site of our own."""

    default = False
    default_site = "groundwork.workplace.site.Workplace"
