"""What each kind of page costs a visitor and the database: the figures that the papers of the portal name."""

import gzip
import json
from pathlib import Path
from typing import TypedDict

import brotli
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundwork.places import Area
from meetings.models import Meeting, Outcome, Review
from research.models import Publication
from sectors.models import GoodPractice, Instrument, Sector, Theme

ASSETS = ("css/portal.css", "fonts/sector-sans.woff2", "fonts/sector-serif.woff2", "icons.svg", "icon.svg")


class Cost(TypedDict):
    """Bytes are those on the wire, compressed by brotli where that pays."""

    address: str
    status: int
    queries: int
    html_bytes: int
    first_view_bytes: int


def addresses() -> dict[str, str]:
    """An address for each kind of page; of the newest row, where a page is about one."""
    lists = (
        "home",
        "sectors",
        "instruments",
        "practices",
        "practices-print",
        "themes",
        "countries",
        "research",
        "meetings",
        "programme",
        "follow-up",
        "follow-up-definition",
        "follow-up-tables",
        "statistics",
        "people",
        "contact",
        "statistics-gaps",
        "about",
    )
    kinds = {name: reverse(name) for name in lists}
    rows: dict[str, Model | None] = {
        "sector": Sector.objects.visible_to(None).main().order_by("name").first(),
        "branch": Sector.objects.visible_to(None).branches().order_by("name").first(),
        "instrument": Instrument.objects.visible_to(None).first(),
        "practice": GoodPractice.objects.visible_to(None).first(),
        "country": Area.objects.visible_to(None).countries().first(),
        "theme": Theme.objects.visible_to(None).first(),
        "record": Publication.objects.visible_to(None).exclude(abstract="").newest().first(),
        "meeting": Meeting.objects.visible_to(None).newest().first(),
        "review": Review.objects.visible_to(None).first(),
        "outcome": Outcome.objects.visible_to(None).first(),
    }
    kinds |= {name: row.get_absolute_url() for name, row in rows.items() if row}
    kinds |= {f"sectors by {view}": f"{kinds['sectors']}?by={view}" for view in ("name", "isic")}
    return kinds | {"results": f"{reverse('research')}?q=work", "nothing found": f"{reverse('research')}?q=qwertzuiop"}


def page_costs() -> dict[str, Cost]:
    """The cost of one anonymous request of each kind."""
    client, shared = visitor(), sum(wire_bytes(asset(name)) for name in ASSETS)
    return {kind: _cost(client, address, shared) for kind, address in addresses().items()}


def visitor() -> Client:
    """Somebody who asks by a name that the portal answers to."""
    name = next((host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))), "localhost")
    return Client(SERVER_NAME=name)


def _cost(client: Client, address: str, shared: int) -> Cost:
    https = settings.SECURE_SSL_REDIRECT
    client.get(address, secure=https)  # what a process asks once in its life
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, secure=https)
    html = wire_bytes(response.content)
    return Cost(
        address=address,
        status=response.status_code,
        queries=len(queries),
        html_bytes=html,
        first_view_bytes=html + shared,
    )


def asset(name: str) -> bytes:
    """A file as it is served: from what collectstatic wrote."""
    manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())
    return (Path(settings.STATIC_ROOT) / manifest["paths"][name]).read_bytes()


def wire_bytes(content: bytes) -> int:
    return min(len(content), len(brotli.compress(content)), len(gzip.compress(content)))
