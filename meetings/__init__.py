"""Meetings, reviews, outcomes and their follow-up."""
