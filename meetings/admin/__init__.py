"""The workplace's pages of meetings and of their follow-up."""

from meetings.admin import follow_up, meetings, said  # noqa: F401 - Django looks for the pages here
