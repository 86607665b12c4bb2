"""Asking a provider: one page of its list at a time, checked before any of it is used."""

import datetime as dt
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from lxml import etree

from groundwork.cleaning import clean_line
from groundwork.outbound import INTERNET, Answer, Limits, Network, OutboundError, fetch
from groundwork.safe_xml import SAFE, declares_type
from research.harvesting.errors import HarvestError, TokenRefusedError

OAI = "{http://www.openarchives.org/OAI/2.0/}"
LIMITS = Limits(seconds=60, bytes=16_000_000)  # of one page; providers give a hundred records, some a thousand
PATIENCE = 60  # seconds that a provider may ask us to wait, three times for a page
LONGEST = 500  # characters of an identifier; of a token ten times as many


@dataclass(frozen=True)
class Header:
    identifier: str
    datestamp: str
    is_deleted: bool
    metadata: etree._Element | None = None


@dataclass(frozen=True)
class Page:
    at: dt.datetime  # by the provider's clock
    headers: list[Header] = field(default_factory=list)
    token: str = ""  # where the list goes on; empty: it is over
    size: int | None = None  # of the whole list, if the provider says so


@dataclass(frozen=True)
class Client:
    """`network` is another than the internet in tests alone."""

    address: str
    network: Network = INTERNET
    limits: Limits = LIMITS

    def has_seconds(self) -> bool:
        """Whether it tells times to the second, or days only. Raises HarvestError if it is no provider of 2.0."""
        root = self._asked(verb="Identify")
        version = root.findtext(f"{OAI}Identify/{OAI}protocolVersion", "").strip()
        if version != "2.0":
            raise HarvestError(f"It speaks OAI-PMH “{clean_line(version)[:20]}”; 2.0 is read here.")
        return "ss" in root.findtext(f"{OAI}Identify/{OAI}granularity", "")

    def first_page(self, prefix: str, set_spec: str, since: str) -> Page:
        asked = {"verb": "ListRecords", "metadataPrefix": prefix, "set": set_spec, "from": since}
        return self._page(**{name: value for name, value in asked.items() if value})

    def next_page(self, token: str) -> Page:
        return self._page(verb="ListRecords", resumptionToken=token)

    def _page(self, **arguments: str) -> Page:
        root = self._asked(**arguments)
        at = _moment(root.findtext(f"{OAI}responseDate", ""))
        found = root.find(f"{OAI}ListRecords")
        if found is None:  # nothing is in this set and this time
            return Page(at)
        token = found.find(f"{OAI}resumptionToken")
        size = token.get("completeListSize", "") if token is not None else ""
        going_on = (token.text or "").strip() if token is not None else ""
        if len(going_on) > 10 * LONGEST:
            raise HarvestError("Its resumption token is longer than is read.")
        headers = [_header(record) for record in found.iterfind(f"{OAI}record")]
        return Page(at, headers, going_on, int(size) if size.isascii() and size.isdigit() and len(size) < 10 else None)

    def _asked(self, **arguments: str) -> etree._Element:
        """The answer's root. Raises HarvestError for what is no answer of the protocol, or one of its errors."""
        root = _parsed(self._fetched(f"{self.address}?{urlencode(arguments)}").body)
        if root.tag != f"{OAI}OAI-PMH":
            raise HarvestError("It does not answer as OAI-PMH 2.0 does.")
        for error in root.iterfind(f"{OAI}error"):
            code = error.get("code", "")
            said = f"It answered {clean_line(code)[:40]}: {clean_line(error.text or '')[:200]}"
            if code == "badResumptionToken":
                raise TokenRefusedError(said)
            if code != "noRecordsMatch":
                raise HarvestError(said)
        return root

    def _fetched(self, url: str) -> Answer:
        for _attempt in range(3):
            try:
                answer = fetch(url, headers={"Accept": "text/xml"}, limits=self.limits, network=self.network)
            except OutboundError as error:
                raise HarvestError(str(error)) from error
            wait = answer.headers.get("retry-after", "")
            if answer.status != 503 or not (wait.isascii() and wait.isdigit() and int(wait[:6]) <= PATIENCE):
                break
            time.sleep(int(wait))
        if answer.status != 200:
            raise HarvestError(f"It answered with HTTP status {answer.status}.")
        return answer


def _parsed(body: bytes) -> etree._Element:
    """XML without a document type. Depth is capped by libxml2, size by what is fetched, entities are not replaced."""
    try:
        root = etree.fromstring(body, etree.XMLParser(**SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise HarvestError(f"Its answer is no XML that can be read: {clean_line(str(error))[:150]}") from error
    if declares_type(root):
        raise HarvestError("Its answer declares a document type, which may hide harm.")
    return root


def _header(record: etree._Element) -> Header:
    header = record.find(f"{OAI}header")
    identifier = clean_line(header.findtext(f"{OAI}identifier", "")) if header is not None else ""
    if not identifier or len(identifier) > LONGEST:
        raise HarvestError("A record of its list has no identifier, or one that is longer than is read.")
    metadata = record.find(f"{OAI}metadata")
    return Header(
        identifier,
        clean_line(header.findtext(f"{OAI}datestamp", ""))[:20],
        header.get("status") == "deleted",
        next(iter(metadata), None) if metadata is not None else None,
    )


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise HarvestError("Its answer does not say when it was given.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
