"""Tables of the statistics, split by noun."""

from indicators.models.activities import ActivityCode, ActivityMapping
from indicators.models.gaps import DataGap
from indicators.models.indicators import Indicator
from indicators.models.observations import Coverage, Observation
from indicators.models.staging import StagedStatistics
from indicators.models.vintages import Series, Vintage

__all__ = [
    "ActivityCode",
    "ActivityMapping",
    "Coverage",
    "DataGap",
    "Indicator",
    "Observation",
    "Series",
    "StagedStatistics",
    "Vintage",
]
