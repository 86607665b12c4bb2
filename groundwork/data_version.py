"""The version of all content: it changes with each committed write to any content table, in any process.

A statement trigger on each table notes the transaction that wrote. A reader sees a note just when it sees the
write, since both commit together; so a page made under a version is never older than that version. A counter in
a single row would say the same but make writers wait for each other, as long as an import takes.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, models
from django.db.models.functions import Now

from groundwork.access import AccessQuerySet

KEPT = timedelta(hours=1)  # notes older than this are forgotten

MAKE_TRIGGER = """
CREATE OR REPLACE TRIGGER groundwork_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION groundwork_note_change()
"""


class Change(models.Model):
    """That a transaction wrote content."""

    changes_pages = False

    transaction = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=Now())

    objects = AccessQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.transaction)


def data_version() -> str:
    """The present version, in one query. Two are equal just when no content was written between them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(transaction), sum(transaction) FROM groundwork_change")
        return "-".join(str(part or 0) for part in cursor.fetchone())


def forget_old_changes() -> int:
    """Drop old notes, which changes the version once. Returns how many went."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM groundwork_change WHERE at < now() - %s", [KEPT])
        gone = cursor.rowcount
        if gone:
            cursor.execute(  # unless the transaction has one already
                "INSERT INTO groundwork_change SELECT pg_current_xact_id()::text::bigint, now() ON CONFLICT DO NOTHING"
            )
        return gone


def content_tables(app: AppConfig) -> Iterator[str]:
    """Tables of an app whose rows a page may show: all that somebody reads, unless the model says otherwise."""
    for model in app.get_models(include_auto_created=True):
        owner = model._meta.auto_created or model
        is_read = isinstance(owner._default_manager.get_queryset(), AccessQuerySet)
        if is_read and getattr(owner, "changes_pages", True):
            yield model._meta.db_table


def watch_tables(sender: AppConfig, **_signal: Any) -> None:
    """After each migration: every content table has its trigger, so that a new model needs no thought of it."""
    if Change._meta.db_table not in connection.introspection.table_names():
        return  # migrated back to before there was one
    with connection.cursor() as cursor:
        for table in content_tables(apps.get_app_config(sender.label)):
            cursor.execute(MAKE_TRIGGER.format(table=connection.ops.quote_name(table)))
