"""One address for each kind of page, found as a person would: by following links."""

import re
import urllib.request
from html import unescape
from typing import TypedDict


class Kinds(TypedDict):
    home: str
    sectors: str
    sectors_by_name: str
    sectors_by_isic: str
    sector: str
    branch: str
    instruments: str
    instrument: str
    practices: str
    practice: str
    practices_print: str
    countries: str
    country: str
    themes: str
    theme: str
    search: str
    results: str
    filtered: str
    corrected: str
    nothing: str
    gaps: str
    record: str
    reading_list: str
    meetings: str
    meeting: str
    follow_up: str
    outcome: str
    follow_up_definition: str
    governing_body_table: str
    statistics: str
    statistics_bars: str
    people: str
    contact: str
    data_gaps: str
    data_gap: str
    beside_research: str
    review: str
    programme: str
    about: str
    accessibility: str
    privacy: str
    search_help: str
    api_docs: str
    everything: str
    nothing_at_all: str
    not_found: str
    bad_input: str


NAMES = tuple(Kinds.__annotations__)


def first_link(address: str, pattern: str) -> str:
    """The first link of a page whose address matches, as an address on this server."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        html = answer.read().decode()
    found = re.search(rf'href="({pattern})"', html)
    assert found, f"{address} has no link like {pattern}"
    return unescape(found[1])


def kinds_of(portal: str) -> Kinds:
    return Kinds(
        home="/",
        sectors="/sectors/",
        sectors_by_name="/sectors/?by=name",
        sectors_by_isic="/sectors/?by=isic",
        sector="/sectors/mining/",
        branch=first_link(f"{portal}/sectors/shipping-ports-fisheries/", r"/sectors/(?!shipping-ports)[\w-]+/"),
        instruments="/instruments/",
        instrument="/instruments/c188/",
        practices="/practices/",
        practice="/practices/thailand-fishing-reforms/",
        practices_print="/practices/print/",
        countries="/countries/",
        country="/countries/tha/",
        themes="/themes/",
        theme=first_link(f"{portal}/themes/", r"/themes/[\w-]+/"),
        search="/research/",
        results="/research/?q=mining",
        filtered="/research/?q=mining&year_from=2006&type=working-paper&type=journal-article",
        corrected="/research/?q=minig+safty",
        nothing="/research/?q=qwertzuiop",
        gaps="/research/gaps/",
        record=first_link(f"{portal}/research/?q=mining", r"/research/\d+/"),
        reading_list="/research/list/?list=1,2,3",
        meetings="/meetings/",
        meeting=first_link(f"{portal}/meetings/", r"/meetings/[\w-]+/"),
        follow_up="/follow-up/",
        outcome=first_link(f"{portal}/follow-up/", r"/follow-up/\d+/"),
        follow_up_definition="/follow-up/definition/",
        governing_body_table="/follow-up/tables/2012-independent-evaluation/",
        statistics="/statistics/?indicator=HOW_TEMP_SEX_ECO_NB&sector=commerce&sector=construction&sector=mining&country=mex",
        statistics_bars="/statistics/?indicator=EMP_TEMP_SEX_ECO_NB&sector=construction&country=mex&country=chl&sex=F&sex=M",
        people="/people/",
        contact="/contact/?kind=mistake&about=/sectors/mining/",
        data_gaps="/statistics/gaps/",
        data_gap="/statistics/gaps/mining/HOW_TEMP_SEX_ECO_NB/",
        beside_research="/statistics/gaps/research/",
        review="/reviews/2012-independent-evaluation/",
        programme="/meetings/programme/",
        about="/about/",
        accessibility="/accessibility/",
        privacy="/privacy/",
        search_help="/search/help/",
        api_docs="/api/docs/",
        everything="/search/?q=mining",
        nothing_at_all="/search/?q=qwertzuiop",
        not_found="/no-such-page/",
        bad_input="/research/?year_from=abc",
    )
