"""Search in the workplace's lists with the site's own folding: case, accents, ligatures, apostrophes do not matter."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Lookup

from groundwork.folding import LIGATURES, fold

# `fold` in SQL; apostrophes are spaces wherever they stand
FOLD = (
    "translate(regexp_replace(normalize(lower(({text})::text), NFKD), '[\u0300-\u036f]', '', 'g'), '’ʼ`´''', '     ')"
)
for _ligature, _letters in LIGATURES.items():
    FOLD = f"replace({FOLD}, '{chr(_ligature)}', '{_letters}')"
FOLD = f"regexp_replace({FOLD}, '\\s+', ' ', 'g')"
# Most text has nothing to fold but its case; to see that is a ninth of the work of folding it
FOLD = (
    "CASE WHEN octet_length(({text})::text) = length(({text})::text) AND ({text})::text !~ '\\s\\s|[\\t\\n\\r''`]' "
    f"THEN lower(({{text}})::text) ELSE {FOLD} END"
)
APOSTROPHES = str.maketrans("'’ʼ`´", "     ")


@models.CharField.register_lookup
@models.TextField.register_lookup
@ArrayField.register_lookup
class FoldedContains(Lookup):
    """`title__folded="securite"` finds “Sécurité”."""

    lookup_name = "folded"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [" ".join(fold(str(value)).translate(APOSTROPHES).split())]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        text, parameters = self.process_lhs(compiler, connection)
        words, more = self.process_rhs(compiler, connection)
        folded = FOLD.replace("{text}", text)
        return f"strpos({folded}, {words}) > 0", [*list(parameters) * FOLD.count("{text}"), *more]


def folded_fields(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """Django's search fields, those of words with folding; `^`, `=` and other lookups as they are."""
    return [f"{name}__folded" if _holds_words(model, name) else name for name in names]


def _holds_words(model: type[models.Model], path: str) -> bool:
    field: Any = None
    for step in path.split("__"):
        try:
            field = (field.related_model if field else model)._meta.get_field(step)
        except (FieldDoesNotExist, AttributeError):
            return False
    return isinstance(field, models.CharField | models.TextField | ArrayField)
