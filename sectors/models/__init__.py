"""Tables of the sectors floor, split by noun."""

from sectors.models.activities import Activity, SectorActivity
from sectors.models.countries import CountryPriority, CountryProgramme
from sectors.models.enquiries import Enquiry
from sectors.models.instruments import Instrument
from sectors.models.pages import KeyIssue, Link, SectorPage, Tool, Update
from sectors.models.partners import Partner
from sectors.models.practices import GoodPractice, PracticeSource
from sectors.models.succession import Succession
from sectors.models.taxonomy import Kinship, Sector, SectorGroup
from sectors.models.teams import FocalPoint, TeamMember
from sectors.models.themes import Goal, Theme

__all__ = [
    "Activity",
    "CountryPriority",
    "CountryProgramme",
    "Enquiry",
    "FocalPoint",
    "Goal",
    "GoodPractice",
    "Instrument",
    "KeyIssue",
    "Kinship",
    "Link",
    "Partner",
    "PracticeSource",
    "Sector",
    "SectorActivity",
    "SectorGroup",
    "SectorPage",
    "Succession",
    "TeamMember",
    "Theme",
    "Tool",
    "Update",
]
