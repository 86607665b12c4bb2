"""Static files: many small stylesheets for those who write them, one for those who read (docs/decisions/0003)."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_STYLESHEETS = "css/"
IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")


class JoinedStylesheetsStorage(CompressedManifestStaticFilesStorage):
    """Joins each of our stylesheets with those it imports, before whitenoise hashes and compresses it."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[tuple]:
        if not dry_run:
            paths = {name: self._joined(name, paths) for name in paths}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _joined(self, name: str, paths: dict[str, Any]) -> tuple[Any, str]:
        """Where to read the file from: its source, or here once it has been joined."""
        if not (name.startswith(OUR_STYLESHEETS) and name.endswith(".css")):
            return paths[name]
        text = _source(name, paths)
        if not IMPORT.search(text):
            return paths[name]
        text = IMPORT.sub(lambda found: _source(OUR_STYLESHEETS + found[1], paths), text)
        self.delete(name)
        self._save(name, ContentFile(SPACE.sub(" ", COMMENT.sub("", text)).encode()))
        return self, name


def _source(name: str, paths: dict[str, Any]) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
