"""Sectors, themes and countries as a source names them, and the tags here that say so."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Model, Q

from groundwork.places import Area
from research.harvesting.fields import SUBJECTS
from research.harvesting.reading import Said
from research.models import AreaTag, Provenance, Publication, SectorTag, ThemeTag
from research.models.tags import Tag
from sectors.models import Sector, Theme

TAGS: dict[str, tuple[type[Tag], type[Model]]] = {
    "sectors": (SectorTag, Sector),
    "themes": (ThemeTag, Theme),
    "areas": (AreaTag, Area),
}


class Names:
    """Our own name of what a source names in any of our languages; read when the first is asked for."""

    def __init__(self) -> None:
        self.read: dict[str, dict[str, str]] = {}

    def of(self, said: Said) -> dict[str, list[str] | None]:
        """The subjects of a record by our names, sorted; what we have no tag for is left out."""
        return {name: self._known(name, said[name]) for name in SUBJECTS if name in said}

    def _known(self, name: str, given: Sequence[str]) -> list[str] | None:
        if name not in self.read:
            columns = [f"name_{code}" for code, _name in settings.LANGUAGES]
            rows = TAGS[name][1].objects.values(*columns)
            self.read[name] = {one: row["name_en"] for row in rows for one in row.values() if one}
        return sorted({self.read[name][one] for one in given if one in self.read[name]}) or None


def of_an_editor(publication: Publication, written: Said) -> list[str]:
    """Those of the subjects to be written that would take away what an editor has tagged."""
    return [name for name in SUBJECTS if name in written and _editors(publication, name) - set(written[name] or ())]


def _editors(publication: Publication, name: str) -> set[str]:
    tags = getattr(publication, f"{name[:-1]}_tags").all()
    return {getattr(tag, name[:-1]).name_en for tag in tags if tag.provenance == Provenance.EDITOR}


def write_subjects(changes: Iterable[tuple[Publication, Said]]) -> None:
    """Let the tags be those named, for each of SUBJECTS that is a key. Suggestions stay, unless they are named."""
    changes = list(changes)
    for name, (tag, model) in TAGS.items():
        chosen = [(publication, said[name] or ()) for publication, said in changes if name in said]
        if not chosen:
            continue
        numbers, column = dict(model.objects.values_list("name_en", "pk")), f"{name[:-1]}_id"
        added, gone = [], Q(pk__in=[])
        for publication, names in chosen:
            keys = [numbers[one] for one in names if one in numbers]
            added += (tag(publication=publication, provenance=Provenance.SOURCE, **{column: key}) for key in keys)
            is_named, is_suggested = Q(**{f"{column}__in": keys}), Q(provenance=Provenance.SUGGESTED)
            gone |= Q(publication=publication) & ((is_named & is_suggested) | (~is_named & ~is_suggested))
        tag.objects.filter(gone).delete()
        tag.objects.bulk_create(added, ignore_conflicts=True)
