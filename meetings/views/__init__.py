"""The public pages of meetings and of their follow-up."""
