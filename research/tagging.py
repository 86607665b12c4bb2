"""Tags of new publications: what the source states, and what the title suggests beside it."""

from collections.abc import Iterable

from groundwork.places import Area
from research.imports.records import Record
from research.imports.suggestions import Vocabulary, Words, read_vocabulary, words_of
from research.models import AreaTag, Provenance, Publication, SectorTag, ThemeTag
from research.models.tags import Tag
from sectors.models import Sector, Theme

SUGGESTED, STATED = Provenance.SUGGESTED, Provenance.SOURCE


def sector_codes(record: Record, words: Words, vocabulary: Vocabulary) -> dict[str, Provenance]:
    """Slugs of sectors with their provenance; a record that concerns all sectors gets none."""
    if record.all_sectors:
        return {}
    return _codes(record.sectors, record.suggested_sectors, vocabulary.suggest(words))


def theme_codes(record: Record, words: Words, vocabulary: Vocabulary) -> dict[str, Provenance]:
    return _codes(record.themes, record.suggested_themes, vocabulary.suggest(words))


def area_codes(_record: Record, words: Words, vocabulary: Vocabulary) -> dict[str, Provenance]:
    return _codes((), (), vocabulary.suggest(words))


def _codes(stated: Iterable[str], broader: Iterable[str], found: Iterable[str]) -> dict[str, Provenance]:
    return dict.fromkeys([*broader, *found], SUGGESTED) | dict.fromkeys(stated, STATED)


class Tagger:
    """Makes tag rows. Reads the tables of phrases and the numbers of what they stand for once."""

    def __init__(self) -> None:
        self.kinds = (
            (SectorTag, "sector_id", _numbers(Sector, "slug"), sector_codes, read_vocabulary("sectors")),
            (ThemeTag, "theme_id", _numbers(Theme, "slug"), theme_codes, read_vocabulary("themes")),
            (AreaTag, "area_id", _numbers(Area, "code"), area_codes, read_vocabulary("areas")),
        )

    def tags(self, publication: Publication, record: Record) -> list[Tag]:
        """Unsaved rows. A code that is not in the taxonomy, as an editor may have removed it, gets none."""
        words = words_of(record.title)
        return [
            model(publication=publication, provenance=provenance, **{column: numbers[code]})
            for model, column, numbers, codes_of, vocabulary in self.kinds
            for code, provenance in codes_of(record, words, vocabulary).items()
            if code in numbers
        ]


def _numbers(model: type[Sector | Theme | Area], key: str) -> dict[str, int]:
    return dict(model.objects.values_list(key, "pk"))
