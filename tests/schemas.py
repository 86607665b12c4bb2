"""What leaves the portal, held against the published XML schemas in tests/xsd/ (its README says whence they are)."""

from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).with_name("xsd")
FILES = {
    "{http://www.openarchives.org/OAI/2.0/}OAI-PMH": "OAI-PMH.xsd",
    "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc": "oai_dc.xsd",
    "{http://www.loc.gov/mods/v3}mods": "mods-3-4.xsd",
    "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset": "siteindex.xsd",
    "{http://www.sitemaps.org/schemas/sitemap/0.9}sitemapindex": "siteindex.xsd",
}
METADATA = "{http://www.openarchives.org/OAI/2.0/}metadata"


class OwnCopies(etree.Resolver):
    """A schema that another imports is the file of its name here, wherever it is published."""

    def resolve(self, address, _public, context):
        return self.resolve_filename(str(FOLDER / address.rpartition("/")[2]), context)


def schema_of(element: etree._Element) -> etree.XMLSchema:
    return _schema(FILES[element.tag])


@cache
def _schema(file: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(OwnCopies())
    return etree.XMLSchema(etree.parse(FOLDER / file, parser))


def assert_valid(answer: bytes) -> None:
    """By the schema of its root; of an answer of OAI-PMH each record's metadata too, by theirs."""
    root = etree.fromstring(answer)
    for element in (root, *(inside for metadata in root.iter(METADATA) for inside in metadata)):
        schema_of(element).assertValid(element)
