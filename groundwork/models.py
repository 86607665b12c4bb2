"""Tables that several floors stand on, each in the module of its noun."""

from groundwork.audit import AuditEntry
from groundwork.data_version import Change
from groundwork.jobs import FailedJob, JobError
from groundwork.links import LinkCheck
from groundwork.outbox import OutgoingMail
from groundwork.places import Area
from groundwork.staging import StagedFile, StagedRow, StagedTable
from groundwork.translating import OlderTranslation
from groundwork.versions.version import Version

__all__ = [
    "Area",
    "AuditEntry",
    "Change",
    "FailedJob",
    "JobError",
    "LinkCheck",
    "OlderTranslation",
    "OutgoingMail",
    "StagedFile",
    "StagedRow",
    "StagedTable",
    "Version",
]
