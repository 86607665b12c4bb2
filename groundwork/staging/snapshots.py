"""A row with its parts as JSON, by which it is put back; and a mark of it, by which a change since is seen.

PostgreSQL makes both, so that they hold every column that there is, and a thousand rows cost one query.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

Parts = Sequence[tuple[type[models.Model], str]]


def taken(whole: type[models.Model], parts: Parts, keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    """By key: {"whole": columns, table of a part: [columns, …], …}."""
    pieces = ", ".join(
        f"%s, (SELECT coalesce(jsonb_agg(to_jsonb(part)), '[]') {_of(part, key)})" for part, key in parts
    )
    sql = f"""
        SELECT whole.{_pk(whole)}, jsonb_build_object('whole', to_jsonb(whole){", " if pieces else ""}{pieces})::text
        FROM {_table(whole)} AS whole WHERE whole.{_pk(whole)} = ANY(%s)
    """  # noqa: S608 - names of our own tables
    tables = [part._meta.db_table for part, _key in parts]
    return {key: json.loads(text) for key, text in _rows(sql, [*tables, list(keys)])}


def marks(whole: type[models.Model], parts: Parts, keys: Iterable[int]) -> dict[int, str]:
    """By key, a short text that differs where anything of the row or its parts does."""
    pieces = "".join(
        f" || coalesce((SELECT string_agg(part::text, ',' ORDER BY part.{_pk(part)}) {_of(part, key)}), '')"
        for part, key in parts
    )
    sql = f"""
        SELECT whole.{_pk(whole)}, md5(whole::text{pieces})
        FROM {_table(whole)} AS whole WHERE whole.{_pk(whole)} = ANY(%s)
    """  # noqa: S608 - the same
    return dict(_rows(sql, [list(keys)]))


def put_back(whole: type[models.Model], parts: Parts, snapshots: Iterable[dict[str, Any]]) -> None:
    """Write rows with their parts as they were taken."""
    for snapshot in snapshots:
        columns = [field.column for field in whole._meta.concrete_fields if not field.primary_key]
        names = ", ".join(f'"{column}"' for column in columns)
        key = snapshot["whole"][whole._meta.pk.column]
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {_table(whole)} SET ({names}) = (SELECT {names} "  # noqa: S608 - the same
                f"FROM jsonb_populate_record(NULL::{_table(whole)}, %s::jsonb)) WHERE {_pk(whole)} = %s",
                [json.dumps(snapshot["whole"]), key],
            )
            for part, column in parts:
                table, of_whole = _table(part), part._meta.get_field(column).column
                cursor.execute(f'DELETE FROM {table} WHERE "{of_whole}" = %s', [key])  # noqa: S608 - the same
                cursor.execute(
                    f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",  # noqa: S608
                    [json.dumps(snapshot[part._meta.db_table])],
                )


def _of(part: type[models.Model], key: str) -> str:
    return f'FROM {_table(part)} AS part WHERE part."{part._meta.get_field(key).column}" = whole.id'


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def _pk(model: type[models.Model]) -> str:
    return f'"{model._meta.pk.column}"'


def _rows(sql: str, values: list[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
