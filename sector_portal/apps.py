from django.apps import AppConfig


class SectorPortalConfig(AppConfig):
    name = "sector_portal"
