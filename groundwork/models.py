"""Tables that several floors stand on, each in the module of its noun."""

from groundwork.data_version import Change
from groundwork.places import Area

__all__ = ["Area", "Change"]
