"""What a web process has ready before its first visitor."""

import gc

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.translation import gettext, override


def warm_up() -> None:
    """Load the addresses, the templates and the catalogues: the first visitor would wait for them.

    They stay for the life of the process, as does all that is loaded by now. The garbage collector is told so: it would
    look through some half a million objects in the middle of every few dozenth page.
    """
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext("Search")
    for template in page_templates():
        get_template(template)
    gc.collect()
    gc.freeze()


def page_templates() -> list[str]:
    """The names of our own templates."""
    folder = settings.BASE_DIR / "templates"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
