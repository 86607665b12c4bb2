from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate


class SectorPortalConfig(AppConfig):
    name = "sector_portal"
    default = True

    def ready(self) -> None:
        from research.search import entries  # noqa: PLC0415 - models are there only now
        from sector_portal.everything import kinds  # noqa: PLC0415 - the same

        entries.KINDS[:] = kinds()
        post_migrate.connect(entries.forget_changed, dispatch_uid="research.forget_changed")


class WorkplaceConfig(admin.AdminConfig):
    """Django's admin, with a site of our own."""

    default = False
    default_site = "groundwork.workplace.site.Workplace"
