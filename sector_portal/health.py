"""For load balancers and `make demo`: alive, and ready."""

from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sector_portal.conditional import asks_no_database


def _plain(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text + "\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response


@asks_no_database
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The process answers. Asks nothing of the database."""
    return _plain("ok")


@asks_no_database
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The database answers and has every migration; else 503 with a word on what is missing."""
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return _plain("database away", status=503)
    return _plain("migrations waiting", status=503) if waiting else _plain("ready")
