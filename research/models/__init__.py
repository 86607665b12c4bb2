"""Tables of the research floor, split by noun."""

from research.models.contributors import Contribution, Contributor
from research.models.files import FilePage, PublicationFile
from research.models.harvests import HarvestedRecord, HarvestRun, OaiProvider
from research.models.likeness import DuplicatePair, MatchKey, Merger, OtherIdentifier
from research.models.publications import Publication
from research.models.record_stamp import RecordStamp
from research.models.search_change import SearchChange
from research.models.search_entry import SearchEntry
from research.models.search_row import SearchRow
from research.models.search_word import SearchWord
from research.models.sources import Source, SourceRecord
from research.models.staging import StagedRecord, StagedRecords
from research.models.tags import AreaTag, Provenance, SectorTag, ThemeTag

__all__ = [
    "AreaTag",
    "Contribution",
    "Contributor",
    "DuplicatePair",
    "FilePage",
    "HarvestRun",
    "HarvestedRecord",
    "MatchKey",
    "Merger",
    "OaiProvider",
    "OtherIdentifier",
    "Provenance",
    "Publication",
    "PublicationFile",
    "RecordStamp",
    "SearchChange",
    "SearchEntry",
    "SearchRow",
    "SearchWord",
    "SectorTag",
    "Source",
    "SourceRecord",
    "StagedRecord",
    "StagedRecords",
    "ThemeTag",
]
