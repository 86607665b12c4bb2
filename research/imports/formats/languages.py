"""Languages as formats write them: codes of two or three letters, tags with a country, names."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from groundwork.folding import fold

CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
THREE_LETTERS = {  # of ISO 639-2, in both of its forms
    "ar": "ara",
    "ca": "cat",
    "cs": "cze ces",
    "da": "dan",
    "de": "ger deu",
    "el": "gre ell",
    "en": "eng",
    "es": "spa",
    "fa": "per fas",
    "fi": "fin",
    "fr": "fre fra",
    "he": "heb",
    "hi": "hin",
    "hr": "hrv",
    "hu": "hun",
    "id": "ind",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "nl": "dut nld",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "rum ron",
    "ru": "rus",
    "sr": "srp",
    "sv": "swe",
    "th": "tha",
    "tr": "tur",
    "uk": "ukr",
    "vi": "vie",
    "zh": "chi zho",
}
TWO_LETTERS = {three: two for two, forms in THREE_LETTERS.items() for three in forms.split()}
NAMED_IN = ("en", "fr", "es", "de")
USUAL = {"american": "en", "british": "en", "usenglish": "en", "ukenglish": "en", "ngerman": "de", "brazilian": "pt"}


def language_code(text: str) -> str:
    """ "en" for "en-GB", "eng", "English", "anglais"; empty for what is no language."""
    text = text.strip()
    if found := CODE.fullmatch(text):
        code = found[1].lower()
        return TWO_LETTERS.get(code, code)
    return _names().get(fold(text), "")


@cache
def _names() -> dict[str, str]:
    names = dict(USUAL)
    for code in THREE_LETTERS:
        for language in (*NAMED_IN, code):
            try:
                name = Locale(code).get_display_name(language)
            except UnknownLocaleError:
                continue
            if name:
                names.setdefault(fold(name), code)
    return names
