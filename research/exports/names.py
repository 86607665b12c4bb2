"""Who made a publication, as reference managers take it. Reads publications with_parts."""

from collections.abc import Iterable

from research.models import Contribution, Contributor, Publication

Role = Contribution.Role


def authors(publication: Publication) -> list[Contribution]:
    """People and organisations, in the order of the title page."""
    return [one for one in publication.contributions.all() if one.role != Role.EDITOR]


def editors(publication: Publication) -> list[Contribution]:
    return [one for one in publication.contributions.all() if one.role == Role.EDITOR]


def is_whole(contribution: Contribution) -> bool:
    """Whether the name must not be taken apart: an organisation's, or one without given names."""
    return contribution.role == Role.CORPORATE_AUTHOR or not contribution.contributor.given


def inverted(contributor: Contributor) -> str:
    """ "Núñez, Ana"; what has no given names is written as it is."""
    return f"{contributor.family}, {contributor.given}" if contributor.given else contributor.family


def in_one_cell(contributions: Iterable[Contribution]) -> str:
    return "; ".join(inverted(one.contributor) for one in contributions)
