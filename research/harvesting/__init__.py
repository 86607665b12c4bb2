"""Records of other repositories, taken by OAI-PMH 2.0: docs/decisions/0029-harvesting.md."""

from research.harvesting.deletions import carry_out, keep
from research.harvesting.errors import HarvestError
from research.harvesting.offers import leave, take
from research.harvesting.runs import BusyError, harvest
from research.harvesting.writing import undecided

__all__ = ["BusyError", "HarvestError", "carry_out", "harvest", "keep", "leave", "take", "undecided"]
