from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GroundworkConfig(AppConfig):
    name = "groundwork"
    verbose_name = _("Running the portal")

    def ready(self) -> None:
        import groundwork.uploads.checks  # noqa: F401, PLC0415 - models are there only now
        from groundwork import translating  # noqa: PLC0415 - the same
        from groundwork.data_version import watch_tables  # noqa: PLC0415 - the same

        translating.watch()
        post_migrate.connect(watch_tables, dispatch_uid="groundwork.watch_tables")
