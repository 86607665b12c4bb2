"""Names of authors: from the strings that sources write to family and given names.

Sources that write "Given Family" do not say where the family name begins; the rules here do, and are wrong for
names of two families without a particle (Spanish, Portuguese), where only the last is taken.
"""

import re
import unicodedata
from collections.abc import Iterable

from research.imports.records import Cleaned, Name
from research.imports.titles import plain_hyphens
from research.models import Contribution

PARTICLE = re.compile(
    r"al|ben|bin|da|dal|das|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|lo|los|st|ten|ter|van|vanden|von|zu",
    re.IGNORECASE,
)
JOINING = {"i", "y"}  # Padró i Miquel
SUFFIX = re.compile(r"(Jr|Sr)\.?|II|III|IV")
DEGREE = re.compile(r"PhD|MD|CNM|MPH|DPhil|MBA")
HONORIFIC = re.compile(r"^(Mr|Mrs|Ms|Miss|Dr|Prof)\.\s+")
ACCENTS = {"v": "\u030c", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", '"': "\u0308", "c": "\u0327"}
LATEX_ACCENT = re.compile(r"\\([v'`^~\"c])\s?\{?(\w)\}?")
ORGANISATION = re.compile(
    r"(The .* (Group|Team|Consortium|Collaboration)|World Bank|OECD|UNESCO|UNICEF"
    r"|(?=.* (of|for|and|the|&|General) ).*\b(Administration|Agency|Association|Bank|Centre|Center|Commission|Committee"
    r"|Council|Department|Foundation|Institute|Ministry|Office|Organi[sz]ation|Union)\b.*)"
)
INITIALS_APART = re.compile(r";\s*((?:\w\.)+)(?=;|$)")  # "Bertoli; P.;" is "Bertoli, P."
AFFILIATION = re.compile(
    r"\b(Universit\w+|(School|College|Department|Faculty|Institute|Academy) (of|for)|Institut national|Business School)"
)


def split_name(text: str) -> Name:
    """ "Barry R Chiswick", "Wilbert van der Klaauw", "Robert F Engle III", "Reserve Bank of India"."""
    if _is_organisation(text):
        return Name(text, role=Contribution.Role.CORPORATE_AUTHOR)
    words = text.split()
    while len(words) > 2 and DEGREE.fullmatch(words[-1]):
        words.pop()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    start = _start_of_family(words)
    return Name(" ".join([*words[start:], suffix]).strip(), " ".join(words[:start]))


def _start_of_family(words: list[str]) -> int:
    last = len(words) - 1
    for position in range(1, last):
        if PARTICLE.fullmatch(words[position]):
            return position
        if words[position] in JOINING and position > 1:
            return position - 1
    if last > 1 and len(words[last]) == 1:  # a second family name cut to its initial
        return last - 1
    return max(last, 0)


def split_family_first(text: str) -> Name:
    """ "Chiswick, Barry R"."""
    family, _, given = (part.strip() for part in text.partition(","))
    return Name(family, given)


def split_authors(text: str) -> Cleaned[tuple[Name, ...]]:
    """Names separated by ";" or "&", each "Given Family" or "Family, Given"; a list can mix in "A B, C D".

    Names that run into the authors' affiliations cannot be told apart and are left out.
    """
    text = plain_hyphens(text)
    if AFFILIATION.search(text):
        return Cleaned((), ("authors: run together with affiliations, left out",))
    repairs = []
    parts = [part.strip() for part in re.split(r";|\s&\s", INITIALS_APART.sub(r", \1", text)) if part.strip()]
    family_first = bool(parts) and all("," in part for part in parts) and not _is_list(parts)
    if not family_first and any("," in part for part in parts):
        parts = [piece.strip() for part in parts for piece in part.split(",") if piece.strip()]
        repairs.append("authors: two names in one place parted")
    names = []
    for part in parts:
        plain = HONORIFIC.sub("", part)
        calm = _lower_capitals(plain)
        repairs += ["authors: title before a name removed"] * (plain != part)
        repairs += ["authors: capitals lowered"] * (calm != plain)
        names.append(split_family_first(calm) if family_first else split_name(calm))
    unique = once_each(names)
    repairs += ["authors: named twice, kept once"] * (len(unique) != len(names))
    return Cleaned(unique, tuple(dict.fromkeys(repairs)))


def _is_list(parts: list[str]) -> bool:
    """One part like "Chia-Wen Chen, Jian-Da Zhu": two full names, no family name with given names after it."""
    if len(parts) > 1:
        return False
    sides = [side.split() for side in parts[0].split(",")]
    return all(len(side) > 1 and not PARTICLE.fullmatch(side[0]) for side in sides)


def names_from_parts(parts: Iterable[dict[str, str | None]]) -> Cleaned[tuple[Name, ...]]:
    """From objects with `family` and `given` that a program has split, not always well."""
    names: list[Name] = []
    repairs: list[str] = []
    for part in parts:
        family, given = (part.get("family") or "").strip(), (part.get("given") or "").strip()
        if SUFFIX.fullmatch(family) and not given and names:  # "Adams, Richard H." and then "Jr."
            names[-1] = Name(f"{names[-1].family} {family}", names[-1].given)
            repairs.append("authors: Jr. or III joined to its name")
            continue
        found, repaired = _from_part(family, given)
        names += found
        repairs += repaired
    unique = once_each(names)
    return Cleaned(unique, tuple(dict.fromkeys(repairs)))


def _from_part(family: str, given: str) -> tuple[list[Name], list[str]]:
    family, given = _set_accents(family), _set_accents(given)
    plain = re.sub(r"\d+$", "", family)
    if plain == "Others" or not re.search(r"[^\W\d_]", plain):
        return [], ["authors: “?” or “others” left out"]
    if SUFFIX.fullmatch(plain) and given:  # family "III", given "Roberton C. Williams"
        return [split_name(f"{given} {plain}")], ["authors: Jr. or III joined to its name"]
    whole = f"{given} {plain}".strip()
    if _is_organisation(whole) and len(given.split()) != 1:
        return [Name(whole, role=Contribution.Role.CORPORATE_AUTHOR)], ["authors: organisation put together"] * bool(
            given
        )
    if " and " in f" {given} ":  # given "David Robalino and Michal", family "Rutkowski"; or given "and Waly"
        both = [part.strip() for part in f" {whole}".split(" and ") if part.strip()]
        return [split_name(part) for part in both], ["authors: two names in one place parted"]
    cut = re.sub(r"^Jr\.?\s+", "", given)
    return [Name(plain, cut)], ["authors: stray figure or Jr. removed"] * ((plain, cut) != (family, given))


def _set_accents(text: str) -> str:
    """LaTeX accents: `\\v c` is č."""
    return LATEX_ACCENT.sub(lambda found: unicodedata.normalize("NFC", found[2] + ACCENTS[found[1]]), text)


def once_each(names: Iterable[Name]) -> tuple[Name, ...]:
    """In order, each once: "Bown, Chad" and "Bown, Chad P." are one, and the longer stays."""
    kept: list[Name] = []
    for name in names:
        same = next((old for old in kept if _same_person(old, name)), None)
        if same is None:
            kept.append(name)
        elif len(name.given) > len(same.given):
            kept[kept.index(same)] = name
    return tuple(kept)


def _same_person(one: Name, other: Name) -> bool:
    if one.family != other.family:
        return False
    short, long = sorted((one.given, other.given), key=len)
    return long == short or (bool(short) and long.startswith(f"{short} "))


def _is_organisation(text: str) -> bool:
    return bool(ORGANISATION.fullmatch(text))


def _lower_capitals(text: str) -> str:
    """A name in capitals, "ANDRÉS VELASCO", or its family name, "DIALLO, Ibrahima", as names are written."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    family = text.split(",", maxsplit=1)[0]
    all_in_capitals = len(words) > 1 and text == text.upper()
    if _is_organisation(text) or not (
        all_in_capitals or ("," in text and len(family) > 2 and family == family.upper())
    ):
        return text
    return re.sub(r"[^\W\d_]{2,}", lambda word: word[0].capitalize(), text)
