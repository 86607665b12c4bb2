"""The languages that papers and adopted texts may be in: those of the portal first."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

LANGUAGES = [
    *settings.LANGUAGES,
    *(("ar", _("Arabic")), ("zh", _("Chinese")), ("de", _("German")), ("pt", _("Portuguese")), ("ru", _("Russian"))),
]
