"""The workplace: Django's admin, in which everybody sees and does what the access table says, and nothing else."""

from groundwork.workplace.columns import plain_number
from groundwork.workplace.filters import BrokenLinkFilter, SeenRelatedFilter
from groundwork.workplace.publishing import PublishableAdmin, StateActions
from groundwork.workplace.scoped import ScopedAdmin, ScopedStackedInline, ScopedTabularInline
from groundwork.workplace.staging import StagedFileAdmin, StagedRowAdmin, StageForm
from groundwork.workplace.uploading import UploadAdmin
from groundwork.workplace.versioned import VersionedAdmin

__all__ = [
    "BrokenLinkFilter",
    "PublishableAdmin",
    "ScopedAdmin",
    "ScopedStackedInline",
    "ScopedTabularInline",
    "SeenRelatedFilter",
    "StageForm",
    "StagedFileAdmin",
    "StagedRowAdmin",
    "StateActions",
    "UploadAdmin",
    "VersionedAdmin",
    "plain_number",
]
