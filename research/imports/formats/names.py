"""Names in formats that write "Family, Given", sometimes "Given Family", and organisations without a mark."""

import re
from collections.abc import Iterable

from research.imports.names import SUFFIX, split_family_first, split_name
from research.imports.records import Name
from research.models import Contribution

Role = Contribution.Role
ORGANISATION = re.compile(
    r"\b(Administration|Agency|Alliance|Association|Authority|Bank|Bureau|Cent(?:re|er)|Coalition|Commission|Committee"
    r"|Confederation|Congress|Consortium|Collaborati(?:on|ve)|Council|Department|Division|Federation|Forum|Foundation"
    r"|Fund|Group|Inc|Institut[eo]?|Institution|Instituto|International|Laboratory|Ltd|Ministry|Ministère|Ministerio"
    r"|Nations|Network|Office|Organi[sz]ations?|Organisation|Organización|Oficina|Panel|Partners(?:hip)?|Programme"
    r"|Project|School|Secretariat|Service|Services|Society|Staff|Statistics|Team|Union|Universit[yéà]\w*|Université"
    r"|Universidad|Unit|Workers|World)\b",
    re.IGNORECASE,
)
MOST_WORDS = 5  # that a person's name without a comma may have
WITH_INITIALS = re.compile(  # "Smith J", "van der Berg JA", "Abbas C.C.", "Schmid J.-P."
    r"(?P<family>[^,;]*[^\W\d_]{2}) (?P<initials>[^\W\d_a-zà-öø-ÿ](?:\.?[ -]?[^\W\d_a-zà-öø-ÿ]){0,2}\.?)"
)
UNKNOWN = re.compile(r"\[(?:No author|Anonymous).*\]|et al\.?|n\.?\s?d\.?", re.IGNORECASE)


def name_of(text: str, role: str = Role.AUTHOR) -> Name:
    """ "Marx, Karl", "Karl Marx", "Smith, John, Jr.", "Acme Widgets," (EndNote's mark of an organisation)."""
    text = " ".join(text.split())
    if text.endswith(",") and text.count(",") == 1:
        return whole(text[:-1], role)
    if "," in text:
        family, *rest = (part.strip() for part in text.split(","))
        if len(rest) > 1 and (suffix := next((part for part in rest if SUFFIX.fullmatch(part)), "")):
            return Name(f"{family} {suffix}", " ".join(part for part in rest if part != suffix), role)
        name = split_family_first(text)
        return Name(name.family, name.given, role)
    if name := with_initials(text, role):
        return name
    if is_whole(text):
        return whole(text, role)
    name = split_name(text)
    return Name(name.family, name.given, role if name.role == Role.AUTHOR else _corporate(role))


def with_initials(text: str, role: str = Role.AUTHOR) -> Name | None:
    """ "Smith JA" as PubMed and Scopus write it; None for "John Smith II", "ILO", "UNITED NATIONS"."""
    found = WITH_INITIALS.fullmatch(text)
    if not found or SUFFIX.fullmatch(found["initials"]) or ORGANISATION.search(text):
        return None
    is_shouted = found["family"].isupper() and len(found["initials"]) > 1 and "." not in found["initials"]
    return None if is_shouted else Name(found["family"], found["initials"], role)


def whole(text: str, role: str = Role.AUTHOR) -> Name:
    """A name that must not be taken apart."""
    return Name(text.strip(), role=_corporate(role))


def is_whole(text: str) -> bool:
    words = text.split()
    return len(words) < 2 or len(words) > MOST_WORDS or bool(ORGANISATION.search(text)) or bool(re.search(r"\d", text))


def names_of(texts: Iterable[str], role: str = Role.AUTHOR) -> list[Name]:
    return [name_of(text, role) for text in texts if text.strip(" ,") and not UNKNOWN.fullmatch(text.strip(" ,"))]


def _corporate(role: str) -> str:
    return role if role == Role.EDITOR else Role.CORPORATE_AUTHOR
