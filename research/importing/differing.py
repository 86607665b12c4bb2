"""In which fields a record says other than the publication that it is of. What it leaves unsaid is no difference."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

from research.imports.records import Name, Record
from research.models import Contribution, Publication
from research.models.identifiers import isbn_forms

LINES = (
    *("title", "abstract", "kind", "kind_as_given", "date", "language", "container", "volume", "issue", "pages"),
    *("series", "publisher", "symbol", "doi", "isbn", "handle", "url", "licence", "access", "keywords"),
)
UNSAID = {"kind": Publication.Kind.OTHER, "access": Publication.Access.UNKNOWN}
LONGEST_SHOWN = 300


def of_stored(keys: Iterable[int]) -> dict[int, Any]:
    """By key, the fields of stored publications with their `authors`; in two queries."""
    rows = Publication.objects.in_bulk(list(keys))
    names = defaultdict(list)
    found = Contribution.objects.filter(publication__in=rows).order_by("order", "pk")
    for pk, family, given, role in found.values_list(
        "publication", "contributor__family", "contributor__given", "role"
    ):
        names[pk].append(Name(family, given, role))
    return {
        pk: SimpleNamespace(pk=pk, authors=tuple(names[pk]), **{name: getattr(row, name) for name in LINES})
        for pk, row in rows.items()
    }


def differences(record: Record, stored: Any, *, only_missing: bool = False) -> list[list[str]]:
    """Names of fields with their values before and after, as people read them; fields that differ alone."""
    found = []
    for name in (*LINES, "authors"):
        new, old = getattr(record, name), getattr(stored, name)
        if is_said(name, new) and not _alike(name, new, old) and not (only_missing and is_said(name, old)):
            found.append([name, _shown(old), _shown(new)])
    return found


def is_said(name: str, value: Any) -> bool:
    return bool(value) and value != UNSAID.get(name)


def _alike(name: str, new: Any, old: Any) -> bool:
    return COMPARED.get(name, _same_line)(new, old)


def _same_line(new: str, old: str | None) -> bool:
    return " ".join(str(new).split()) == " ".join(str(old or "").split())


def _same_date(new: Any, old: Any) -> bool:
    """What is less exact is no other date."""
    return str(old or "").startswith(str(new))


def _same_isbn(new: str, old: str) -> bool:
    return new == old or bool({*isbn_forms(new)} & {*isbn_forms(old)})


def _same_address(new: str, old: str) -> bool:
    """Braces may be in the code of addresses, as in BibTeX they must be."""
    return unquote(new) == unquote(old)


def _same_names(new: Iterable[Name], old: Iterable[Name]) -> bool:
    """Authors in their order, editors in theirs; whether a name without given names is an organisation's is a guess."""
    return _by_role(new) == _by_role(old)


def _by_role(names: Iterable[Name]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    names = list(names)
    editors = [(name.family, name.given) for name in names if name.role == Contribution.Role.EDITOR]
    return [(name.family, name.given) for name in names if name.role != Contribution.Role.EDITOR], editors


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "date": _same_date,
    "isbn": _same_isbn,
    "url": _same_address,
    "authors": _same_names,
    "keywords": lambda new, old: list(new) == list(old),
}


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        text = "; ".join(
            f"{one.family}, {one.given}".strip(", ") if isinstance(one, Name) else str(one) for one in value
        )
    else:
        text = str(value or "")
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
