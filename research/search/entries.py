"""Search entries: what the search over everything knows of all that is no publication.

Which things there are is for the composition to say: it registers a Kind for each (sector_portal/everything.py), since
some stand on floors above. An entry is taken away by a trigger, in the transaction that changes what it was made from,
whichever way that is written; the next search writes what it finds missing before it answers. So no search misses a
committed change, and nobody who writes has to think of it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import translation
from django.utils.functional import Promise

from research.models import SearchEntry
from research.search import vocabulary
from research.search.words import configuration, words

BATCH = 1_000
LONGEST_TEXT = 20_000  # characters
COLUMNS = {
    **dict.fromkeys(("kind", "model"), "text"),
    "object_id": "bigint",
    **dict.fromkeys(("made_from", "language", "configuration", "path", "title", "detail", "text", "names"), "text"),
    **dict.fromkeys(("folded_title", "folded_text"), "text"),
}
INSERT = f"""
INSERT INTO research_searchentry (kind, model, object_id, made_from, language, configuration, path, title, detail, text,
                                  names, title_words, all_words)
SELECT kind, model, object_id, made_from::text[], language, configuration, path, title, detail, text, names::text[],
       title_words, setweight(title_words, 'A') || setweight(to_tsvector(configuration::regconfig, folded_text), 'D')
FROM unnest({", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())}) AS given({", ".join(COLUMNS)}),
     to_tsvector(configuration::regconfig, folded_title) AS title_words
ON CONFLICT DO NOTHING
"""  # noqa: S608 - the columns are those above
FORGET = """
CREATE OR REPLACE TRIGGER research_forget_entry AFTER UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION research_forget_entry('{model}')
"""
FORGET_JOINED = """
CREATE OR REPLACE TRIGGER research_forget_joined AFTER INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION research_forget_joined('{model}', '{column}')
"""


@dataclass(frozen=True)
class Kind:
    """A kind of thing: a model, which of its columns name and describe it, and what stands beside its title.

    `title` and `text` are names of columns, in each language where they are translated; "sector__name" is a column of
    a row that it points to. `made_from` are all the rows it points to that its title, detail or address speak of;
    `joined` are relations to many, whose names belong to its text; `names` gives what else it is called.
    """

    code: str
    label: str | Promise
    model: type[models.Model]
    title: str
    text: Sequence[str] = ()
    made_from: Sequence[str] = ()
    joined: Sequence[str] = ()
    detail: Callable[[Any], str] = lambda _item: ""
    names: Callable[[Any], Iterable[str]] = lambda _item: ()
    address: Callable[[Any], str] = lambda item: item.get_absolute_url()
    rows: Callable[[QuerySet], QuerySet] = field(default=lambda rows: rows)

    @property
    def model_label(self) -> str:
        return self.model._meta.label_lower

    def visible_to(self, user: Any) -> QuerySet:
        return self.rows(self.model.objects.visible_to(user)).order_by()


KINDS: list[Kind] = []  # in the order of the page; two may have one code


def visible_entries(user: Any) -> QuerySet[SearchEntry]:
    """Entries of what this user may see, by the rule of each model."""
    seen = Q()
    for kind in KINDS:
        seen |= Q(model=kind.model_label, object_id__in=kind.visible_to(user).values("pk"))
    return SearchEntry.objects.filter(seen) if seen else SearchEntry.objects.none()


def write_missing() -> int:
    """Write the entries that are not there, of what anyone may see; one query where none is missing.

    Returns the number of things that got theirs.
    """
    missing: dict[str, list[int]] = {}
    for key, model in _missing():
        missing.setdefault(model, []).append(key)
    for kind in KINDS:
        keys = sorted(missing.get(kind.model_label, ()))
        for start in range(0, len(keys), BATCH):
            _write(kind, keys[start : start + BATCH])
    return sum(map(len, missing.values()))


def _missing() -> list[tuple[int, str]]:
    there = SearchEntry.objects.filter(object_id=OuterRef("pk"))
    rows = [kind.visible_to(None).filter(~Exists(there.filter(model=kind.model_label))) for kind in KINDS]
    # As plain rows: those with translated fields give their columns in an order of chance, and a union needs one
    asked = [
        QuerySet(kind.model, some.query.chain()).values_list("pk", Value(kind.model_label))
        for kind, some in zip(KINDS, rows, strict=True)
    ]
    return list(asked[0].union(*asked[1:], all=True)) if asked else []


@transaction.atomic
def _write(kind: Kind, keys: list[int]) -> None:
    """The rows are locked first, so that who changes one at the same time takes the new entry away again."""
    _lock(kind.model, keys, no_key=not kind.joined)  # a new row of a relation to many waits for the key
    for relation in kind.joined:
        link = kind.model._meta.get_field(relation)
        joined = link.remote_field.through.objects.filter(**{f"{link.m2m_field_name()}__in": keys})
        _lock(_far_model(kind.model, relation), joined.values_list(link.m2m_reverse_field_name(), flat=True))
        list(joined.order_by("pk").select_for_update().values_list("pk"))
    for relation in kind.made_from:
        far = kind.model.objects.filter(pk__in=keys).values_list(relation, flat=True)
        _lock(_far_model(kind.model, relation), far)
    items = kind.visible_to(None).filter(pk__in=keys).select_related(*kind.made_from).prefetch_related(*kind.joined)
    rows = [row for item in items for row in _rows(kind, item)]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [[row[column] for row in rows] for column in COLUMNS])
        vocabulary.note(f"{row['title']} {row['text']}" for row in rows)


def _lock(model: type[models.Model], keys: Iterable[int | None], *, no_key: bool = True) -> None:
    rows = model.objects.filter(pk__in={key for key in keys if key}).order_by("pk")
    list(rows.select_for_update(no_key=no_key).values_list("pk"))


def _rows(kind: Kind, item: models.Model) -> Iterator[dict[str, Any]]:
    """One for each language in which it has a title; at least one."""
    joined = [other for relation in kind.joined for other in getattr(item, relation).all()]
    made_from = [item, *filter(None, (_value(item, relation) for relation in kind.made_from)), *joined]
    with translation.override(settings.LANGUAGE_CODE):
        path = kind.address(item)
    for language, title in _titles(kind, item):
        with translation.override(language):
            detail = str(kind.detail(item))
        texts = [_text(item, name, language) for name in kind.text] + [_text(one, "name", language) for one in joined]
        text = " ".join(filter(None, texts))[:LONGEST_TEXT]
        names = [name for name in kind.names(item) if name]
        yield {
            "kind": kind.code,
            "model": kind.model_label,
            "object_id": item.pk,
            "made_from": _array(f"{one._meta.label_lower}:{one.pk}" for one in made_from),
            "language": language,
            "configuration": configuration(language),
            "path": path,
            "title": title,
            "detail": detail,
            "text": text,
            "names": _array(words(name) for name in (title, *names)),
            "folded_title": words(" ".join([title, *names])),
            "folded_text": words(text),
        }


def _titles(kind: Kind, item: models.Model) -> list[tuple[str, str]]:
    codes = [code for code, _name in settings.LANGUAGES]
    titles = [(code, _value(item, f"{kind.title}_{code}")) for code in codes]
    if titles := [(code, title) for code, title in titles if title]:
        return titles
    only = _value(item, kind.title) or str(item)
    is_in_all = kind.joined or any(_column(item, name, codes[0]) != name for name in kind.text)
    return [(code, only) for code in codes] if is_in_all else [(_own_language(item), only)]


def _own_language(item: models.Model) -> str:
    return getattr(item, "language", "") or settings.LANGUAGE_CODE


def _text(item: models.Model, column: str, language: str) -> str:
    """In this language alone, where the column is translated: no other language may stand in for it."""
    return _value(item, _column(item, column, language)) or ""


def _column(item: models.Model, column: str, language: str) -> str:
    """The column of a language, where it is translated; of the item or of a row that it points to."""
    *steps, last = column.split("__")
    owner = _value(item, "__".join(steps)) if steps else item
    return f"{column}_{language}" if hasattr(owner, f"{last}_{language}") else column


def _value(item: Any, path: str) -> Any:
    """What a path of attributes leads to; nothing where one of them is not there."""
    for step in path.split("__"):
        item = getattr(item, step, None)
    return item


def _far_model(model: type[models.Model], relation: str) -> type[models.Model]:
    for step in relation.split("__"):
        model = model._meta.get_field(step).related_model
    return model


def _array(texts: Iterable[str]) -> str:
    """As PostgreSQL writes an array of texts."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


def forget_changed(sender: AppConfig, **_signal: Any) -> None:
    """After each migration: the tables that entries are made from have their trigger."""
    if SearchEntry._meta.db_table not in connection.introspection.table_names():
        return  # migrated back to before there was one
    with connection.cursor() as cursor:
        for model in _made_from(sender.label):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(FORGET.format(table=table, model=model._meta.label_lower))
        for kind in KINDS:
            for relation in kind.joined if kind.model._meta.app_label == sender.label else ():
                link = kind.model._meta.get_field(relation)
                table = connection.ops.quote_name(link.m2m_db_table())
                column = link.m2m_column_name()
                cursor.execute(FORGET_JOINED.format(table=table, model=kind.model_label, column=column))


def _made_from(app: str) -> set[type[models.Model]]:
    there = {kind.model for kind in KINDS}
    for kind in KINDS:
        there |= {_far_model(kind.model, relation) for relation in kind.made_from}
    return {model for model in there if model._meta.app_label == app}
