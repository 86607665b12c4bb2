from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroundworkConfig(AppConfig):
    name = "groundwork"
    verbose_name = _("Groundwork")
