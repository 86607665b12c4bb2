"""The answer to each verb, as elements of the protocol's namespace."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from lxml import etree
from lxml.builder import ElementMaker

from research.exports.csl import Absolute
from research.models import Publication, RecordStamp
from research.oai import mods, oai_dc
from research.oai.arguments import period
from research.oai.errors import OaiError
from research.oai.sets import all_sets, set_of, specs_by_code
from research.oai.tokens import Place

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
IDENTIFIER_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"
PER_PAGE = 100
DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+")  # as the schema of identifiers wants it
NUMBER = re.compile(r"[1-9][0-9]{0,17}")
E = ElementMaker(namespace=NAMESPACE)

Element = etree._Element
Arguments = Mapping[str, str]


class MetadataFormat(NamedTuple):
    schema: str
    namespace: str
    written: Callable[[Publication, Absolute], Element]


FORMATS = {
    "oai_dc": MetadataFormat(oai_dc.SCHEMA, oai_dc.NAMESPACE, oai_dc.dublin_core),
    "mods": MetadataFormat(mods.SCHEMA, mods.NAMESPACE, mods.mods),
}


def in_utc(moment: dt.datetime) -> str:
    """To the second, as the protocol writes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def identify(_arguments: Arguments, absolute: Absolute) -> Iterator[Element]:
    earliest = RecordStamp.objects.visible_to(None).aggregate(first=Min("changed_at"))["first"]
    yield E.repositoryName("SECTOR: research on 22 economic sectors")
    yield E.baseURL(absolute("/oai"))
    yield E.protocolVersion("2.0")
    yield E.adminEmail(settings.OAI_ADMIN_EMAIL)
    yield E.earliestDatestamp(in_utc(earliest or timezone.now()))
    yield E.deletedRecord("persistent")
    yield E.granularity("YYYY-MM-DDThh:mm:ssZ")
    if DOMAIN.fullmatch(settings.OAI_HOST):
        yield E.description(_identifier_scheme())


def _identifier_scheme() -> Element:
    make = ElementMaker(namespace=IDENTIFIER, nsmap={None: IDENTIFIER, "xsi": oai_dc.XSI})
    scheme = make(
        "oai-identifier",
        make.scheme("oai"),
        make.repositoryIdentifier(settings.OAI_HOST),
        make.delimiter(":"),
        make.sampleIdentifier(identifier_of(1)),
    )
    scheme.set(f"{{{oai_dc.XSI}}}schemaLocation", f"{IDENTIFIER} {IDENTIFIER_SCHEMA}")
    return scheme


def list_metadata_formats(arguments: Arguments, _absolute: Absolute) -> Iterator[Element]:
    if "identifier" in arguments:
        _stamp(arguments["identifier"])
    for prefix, form in FORMATS.items():
        yield E.metadataFormat(E.metadataPrefix(prefix), E.schema(form.schema), E.metadataNamespace(form.namespace))


def list_sets(arguments: Arguments, _absolute: Absolute) -> Iterator[Element]:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "The sets are all given at once, without a token.")
    for one in all_sets():
        yield E.set(E.setSpec(one.spec), E.setName(one.name))


def get_record(arguments: Arguments, absolute: Absolute) -> Iterator[Element]:
    form = _format(arguments)
    stamp = _stamp(arguments["identifier"])
    yield from _records([stamp], form, absolute)


def list_identifiers(arguments: Arguments, absolute: Absolute) -> Iterator[Element]:
    return _listed("ListIdentifiers", arguments, absolute)


def list_records(arguments: Arguments, absolute: Absolute) -> Iterator[Element]:
    return _listed("ListRecords", arguments, absolute)


def _listed(verb: str, arguments: Arguments, absolute: Absolute) -> Iterator[Element]:
    """A page of the list: at most PER_PAGE records, in a constant number of queries; then where it goes on."""
    token = arguments.get("resumptionToken")
    place = Place.read(token, verb) if token is not None else Place(verb, dict(arguments))
    form, sets = _format(place.arguments), all_sets()
    stamps = RecordStamp.objects.visible_to(None).changed_between(*period(place.arguments))
    if "set" in place.arguments:
        stamps = stamps.filter(facets__overlap=list(set_of(place.arguments["set"], sets).codes))
    size = place.size if place.size is not None else stamps.count()
    found = list(stamps.filter(number__gt=place.after).order_by("number")[: PER_PAGE + 1])
    page, more = found[:PER_PAGE], len(found) > PER_PAGE
    if not page:  # with a token too: the rest has left the set or the time, and the schema has no empty list
        raise OaiError("noRecordsMatch", f"No {'further ' if token else ''}record is in this set and this time.")
    specs = specs_by_code(sets)
    yield from _records(page, form, absolute, specs) if verb == "ListRecords" else (_header(one, specs) for one in page)
    if more or token is not None:
        given = place.cursor + len(page)
        going_on = place.next(after=page[-1].number, cursor=given, size=size).token if more else ""
        yield E.resumptionToken(going_on, completeListSize=str(max(size, given)), cursor=str(place.cursor))


def _records(
    stamps: Iterable[RecordStamp], form: MetadataFormat, absolute: Absolute, specs: Mapping[int, str] | None = None
) -> Iterator[Element]:
    specs = specs_by_code(all_sets()) if specs is None else specs
    keys = [stamp.number for stamp in stamps if not stamp.is_deleted]
    found = Publication.objects.visible_to(None).with_parts(None).in_bulk(keys)
    for stamp in stamps:
        publication = found.get(stamp.number)
        header = _header(stamp, specs, is_deleted=publication is None)
        yield E.record(header, E.metadata(form.written(publication, absolute))) if publication else E.record(header)


def _header(stamp: RecordStamp, specs: Mapping[int, str], *, is_deleted: bool | None = None) -> Element:
    deleted = stamp.is_deleted if is_deleted is None else is_deleted
    return E.header(
        E.identifier(identifier_of(stamp.number)),
        E.datestamp(in_utc(stamp.changed_at)),
        *(E.setSpec(spec) for spec in sorted({specs[code] for code in stamp.facets if code in specs})),
        **({"status": "deleted"} if deleted else {}),
    )


def identifier_of(number: int) -> str:
    return f"oai:{settings.OAI_HOST}:publication/{number}"


def _stamp(identifier: str) -> RecordStamp:
    """The stamp of the record of an identifier. Raises OaiError."""
    number = identifier.removeprefix(identifier_of(0)[:-1])
    stamp = None
    if number != identifier and NUMBER.fullmatch(number):
        stamp = RecordStamp.objects.visible_to(None).filter(number=number).first()
    if stamp is None:
        raise OaiError("idDoesNotExist", f"No record has this identifier. They are like {identifier_of(1)}.")
    return stamp


def _format(arguments: Arguments) -> MetadataFormat:
    prefix = arguments["metadataPrefix"]
    if prefix not in FORMATS:
        raise OaiError("cannotDisseminateFormat", f"Records are given as {' and '.join(FORMATS)}.")
    return FORMATS[prefix]


ANSWERS: dict[str, Callable[[Arguments, Absolute], Iterable[Element]]] = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "ListIdentifiers": list_identifiers,
    "ListRecords": list_records,
    "GetRecord": get_record,
}
