"""Harvest a running portal into a second database, compare every record, and hold each against its schema.

docs/harvesting.md has the command.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator

import django
from tqdm import tqdm

HERE = "127.0.0.1"
MODS = "{http://www.loc.gov/mods/v3}"


def main(address: str) -> int:
    """Exit code 0 if all records are equal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sector_portal.settings")
    django.setup()
    from django.core.management import call_command

    from research import harvesting
    from research.models import OaiProvider, Publication, Source

    call_command("migrate", interactive=False, verbosity=0)
    for loader in ("load_places", "load_activities", "load_sectors", "load_themes"):
        call_command(loader, verbosity=0)
    source, _made = Source.objects.get_or_create(slug="first-portal", defaults={"name": "The first portal"})
    provider, _made = OaiProvider.objects.get_or_create(
        address=address, prefix="mods", defaults={"source": source, "state_of_new": "published"}
    )
    begun = time.monotonic()
    with tqdm(unit=" records", file=sys.stderr) as bar:
        for run in harvesting.harvest(provider, network=network_of(address)):
            bar.total = run.size
            bar.update(run.read - bar.n)
    seconds = time.monotonic() - begun
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counts = {name: getattr(run, name) for name in ("read", "new", "changed", "unchanged", "refused", "deleted")}
    sys.stdout.write(f"{counts} in {seconds:.0f} s, {megabytes} MB at the most\n")
    compared = different = 0
    for identifier, theirs, ours in both(provider, address):
        compared += 1
        if theirs != ours:
            different += 1
            if different <= 10:
                sys.stdout.write(f"{identifier}\n  there {theirs.decode()}\n  here  {ours.decode()}\n")
    published = Publication.objects.published().count()
    sys.stdout.write(f"{compared} compared, {different} different, {published} published here\n")
    invalid = sum(invalid_records(address, prefix) for prefix in ("oai_dc", "mods"))
    return int(bool(different or invalid) or compared != published)


def network_of(address: str):
    """The internet, with this one port of this machine."""
    from urllib.parse import urlsplit

    from groundwork.outbound import Network
    from groundwork.outbound.addresses import is_public

    return Network(ports=frozenset({urlsplit(address).port or 80}), permits=lambda one: is_public(one) or one == HERE)


def both(provider, address: str) -> Iterator[tuple[str, bytes, bytes]]:
    """Each record as the first portal gives it, and as the second would, without number and own address."""
    from django.utils.translation import override

    from research.models import Publication
    from research.oai.mods import mods

    for headers in pages(address, "mods"):
        keys = dict(
            provider.records.filter(identifier__in=[one.identifier for one in headers]).values_list(
                "identifier", "publication"
            )
        )
        found = Publication.objects.published().with_parts(None).in_bulk(list(keys.values()))
        with override("en"):
            for one in headers:
                ours = found.get(keys.get(one.identifier))
                yield one.identifier, plain(one.metadata), plain(mods(ours, str)) if ours else b""


def pages(address: str, prefix: str) -> Iterator[list]:
    """The headers of the records that are not deleted, page by page."""
    from research.harvesting.asking import Client

    client = Client(address, network_of(address))
    page = client.first_page(prefix, "", "")
    while True:
        yield [header for header in page.headers if header.metadata is not None]
        if not page.token:
            return
        page = client.next_page(page.token)


def invalid_records(address: str, prefix: str) -> int:
    """How many records are not as the schema of their format wants them; the first ten are told."""
    from tests.schemas import schema_of

    number = invalid = 0
    for header in (header for headers in pages(address, prefix) for header in headers):
        number, schema = number + 1, schema_of(header.metadata)
        if not schema.validate(header.metadata):
            invalid += 1
            if invalid <= 10:
                sys.stdout.write(f"{header.identifier}\n  {schema.error_log.last_error}\n")
    sys.stdout.write(f"{number} in {prefix}, {invalid} not valid by its schema\n")
    return invalid


def plain(record) -> bytes:
    """Subjects and countries in the order of the alphabet, since each portal numbers its tags by itself."""
    from lxml import etree

    for own in record.xpath("*[local-name()='recordInfo'] | *[*[@usage='primary']]"):
        record.remove(own)
    lines = [etree.tostring(child, method="c14n", exclusive=True) for child in record]
    is_subject = [child.tag == f"{MODS}subject" for child in record]
    subjects = sorted({line for line, yes in zip(lines, is_subject, strict=True) if yes})
    return b"\n".join([*(line for line, yes in zip(lines, is_subject, strict=True) if not yes), *subjects])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
