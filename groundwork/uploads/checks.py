from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security)
def private_files_are_not_served(**_options: Any) -> list[Error]:
    """The private folder neither lies in a folder that is served, nor holds one."""
    private = settings.PRIVATE_ROOT.resolve()
    served = [Path(folder).resolve() for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)]
    if any(private.is_relative_to(folder) or folder.is_relative_to(private) for folder in served):
        return [Error("STORAGE_ROOT is in a folder that is served to everybody: name another.", id="uploads.E001")]
    return []
