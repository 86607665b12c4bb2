"""The catalogues of interface strings: collected, compiled and checked by Babel, so that no system tool is needed."""

import ast
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = ("fr", "es")
DOMAIN = "django"
APPS = ("groundwork", "accounts", "sectors", "indicators", "research", "meetings", "sector_portal", "templates")
CALL = re.compile(r"(?<![\w.])(_|gettext|ngettext|pgettext|npgettext)\(")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
METHODS = [
    ("**/migrations/**.py", "ignore"),
    ("**.py", "python"),
    ("**.html", "sector_portal.catalogues:extract_template"),
    ("**.txt", "sector_portal.catalogues:extract_template"),
]


def extract_template(
    source: BinaryIO,
    keywords: Iterable[str],
    comment_tags: Any,  # noqa: ARG001 - Babel's signature
    options: Any,  # noqa: ARG001 - Babel's signature
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """A Babel extraction method: the strings of a Django template, through Django's own `templatize`."""
    code = templatize(source.read().decode())
    for call in CALL.finditer(code):
        arguments = _string_arguments(code, call.end())
        function = "gettext" if call[1] == "_" else call[1]
        if arguments and function in keywords:
            yield code.count("\n", 0, call.start()) + 1, function, _as_babel(arguments), []


def _string_arguments(code: str, start: int) -> list[str]:
    """The literal strings of the call whose parenthesis opens before `start`; none if it closes nowhere."""
    for closing in re.finditer(r"\)", code[start:]):
        try:
            call = ast.parse(f"f({code[start : start + closing.start()]})", mode="eval").body
        except SyntaxError:
            continue
        constants = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
        return [value for value in constants if isinstance(value, str)]
    return []


def _as_babel(arguments: list[str]) -> str | tuple[str, ...]:
    return arguments[0] if len(arguments) == 1 else tuple(arguments)


def collect(base_dir: Path) -> Catalog:
    """Every string of the code and the templates."""
    catalogue = Catalog(project="Sector Portal", charset="utf-8")
    for folder in APPS:
        found = extract_from_dir(base_dir / folder, METHODS, keywords=KEYWORDS, strip_comment_tags=True)
        for filename, _line, message, comments, context in found:
            catalogue.add(message, None, [(f"{folder}/{filename}", None)], auto_comments=comments, context=context)
    return catalogue


def path_of(base_dir: Path, language: str) -> Path:
    return base_dir / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(base_dir: Path, language: str) -> Catalog:
    path = path_of(base_dir, language)
    if not path.exists():
        return Catalog(locale=language, project="Sector Portal", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def update(base_dir: Path, language: str) -> Catalog:
    """Bring a catalogue to the present strings, keeping its translations; strings that are gone are dropped."""
    catalogue = read(base_dir, language)
    catalogue.update(collect(base_dir), no_fuzzy_matching=True, update_creation_date=False)  # no change, no diff
    catalogue.obsolete.clear()
    path = path_of(base_dir, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=120)
    return catalogue


def compile_all(base_dir: Path) -> None:
    """Write the .mo files that are older than their .po."""
    for language in LANGUAGES:
        source = path_of(base_dir, language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            buffer = BytesIO()
            write_mo(buffer, read(base_dir, language))
            target.write_bytes(buffer.getvalue())


def shortcomings(base_dir: Path, language: str) -> list[str]:
    """What is missing, fuzzy, left over or has other placeholders than the English, one line each."""
    catalogue, present = read(base_dir, language), collect(base_dir)
    known = {(message.id, message.context): message for message in catalogue if message.id}
    wanted = {(message.id, message.context) for message in present if message.id}
    lines = [f"not collected: {key[0]}" for key in wanted - known.keys()]
    lines += [f"left over: {key[0]}" for key in known.keys() - wanted]
    for message in known.values():
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if not all(strings):
            lines.append(f"untranslated: {message.id}")
        elif message.fuzzy:
            lines.append(f"fuzzy: {message.id}")
        else:
            lines += [f"{error}: {message.id}" for error in message.check(catalogue)]
    return sorted(lines)
