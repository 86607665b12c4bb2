"""There is no way out but the guarded one."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PACKAGES = ["accounts", "groundwork", "meetings", "research", "sector_portal", "sectors"]
CLIENTS = {"aiohttp", "ftplib", "http.client", "httpcore", "httpx", "requests", "urllib.request", "urllib3"}
ALLOWED = {
    "groundwork/outbound": {"httpcore"},
    "sector_portal/benchmark": {"http.client"},  # asks the servers that it started how quick they are
    "sector_portal/demo_server": {"http.client"},  # asks the server that it started whether it answers
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_nothing_else_imports_a_client():
    found: dict[str, set[str]] = {}
    for package in PACKAGES:
        for path in (settings.BASE_DIR / package).rglob("*.py"):
            folder = str(path.parent.relative_to(settings.BASE_DIR))
            found.setdefault(folder, set()).update(CLIENTS.intersection(imports(path)))
    assert {folder: clients for folder, clients in found.items() if clients} == ALLOWED


def test_nothing_else_makes_a_network_of_its_own():
    makers = {
        path.parent.name
        for package in PACKAGES
        for path in (settings.BASE_DIR / package).rglob("*.py")
        if "Network(" in path.read_text()
    }
    assert makers == {"outbound"}
