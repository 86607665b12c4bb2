"""LaTeX in the values of BibTeX as plain text.

What each command stands for is pylatexenc's table. Its parser is not used: it never ends with some broken texts, and
a file of a stranger must not hold a worker. Here each sign is looked at once.
"""

import re
import unicodedata
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

from groundwork.cleaning import clean_line

MARKED = re.compile(r"[\\${}~]|--|``|''|[?!]`")
ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
    "H": "\u030b",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
}
TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)\*?[ \t]*|\\(?P<sign>.)|(?P<maths>\$(?:[^$\\]|\\.)*\$)"
    r"|(?P<brace>[{}])|(?P<joined>---?|``|''|[?!]`|~)|(?P<text>[^\\${}~`'?!-]+|.)",
    re.DOTALL,
)
JOINED = {"---": "—", "--": "–", "``": "“", "''": "”", "?`": "¿", "!`": "¡", "~": " "}
SIGNS = {"\\": " ", " ": " ", "-": "", "/": "", "@": "", ",": " ", ";": " ", ":": " ", "!": ""}
WORDS = {"LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "textasciicircum": "^", "textasciitilde": "~", "par": " "}
FORMS = {  # that change how a text looks and nothing else
    *("em", "it", "bf", "tt", "sc", "rm", "sf", "sl", "itshape", "bfseries", "scshape", "small", "large", "normalsize"),
    *("emph", "textit", "textbf", "texttt", "textsc", "textrm", "textsf", "textsl", "textup", "mbox", "text", "url"),
    *("uppercase", "lowercase", "relax", "protect", "enquote", "mkbibquote", "mkbibemph", "underline", "ensuremath"),
}


def plain(text: str) -> str:
    """A value as one line of text: accents set, braces and commands gone; formulas stay as they are written."""
    return clean_line(_read(text)) if MARKED.search(text) else clean_line(text)


def _read(text: str) -> str:
    out: list[str] = []
    waiting = ""  # accents for the letter that comes
    for token in TOKEN.finditer(text):
        if token["brace"]:
            if waiting and token["brace"] == "}":  # as in \^{}
                out.append(_alone(waiting))
                waiting = ""
            continue
        accent = token["word"] or token["sign"]
        if accent in ACCENTS:
            waiting = ACCENTS[accent] + waiting
            continue
        found = _meant(token)
        if waiting and found:
            found = {"ı": "i", "ȷ": "j"}.get(found, found)
            found = unicodedata.normalize("NFC", found[0] + waiting) + found[1:]
            waiting = ""
        out.append(found)
    return "".join([*out, _alone(waiting) if waiting else ""])


def _alone(accents: str) -> str:
    """The sign for accents that stand over nothing."""
    return "".join(next(sign for sign, accent in ACCENTS.items() if accent == one) for one in accents)


def _meant(token: re.Match) -> str:
    if token["word"]:
        word = token["word"]
        return "" if word in FORMS else WORDS.get(word) or _symbols().get(word, word)
    if token["sign"]:
        return SIGNS.get(token["sign"], token["sign"])
    return JOINED.get(token["joined"] or "") or token["maths"] or token["text"] or token["joined"]


@cache
def _symbols() -> dict[str, str]:
    """By command, the one text that it stands for."""
    specs = get_default_latex_context_db().iter_macro_specs(categories=["latex-base", "latex-approximations"])
    return {spec.macroname: spec.simplify_repl for spec in specs if _is_symbol(spec.simplify_repl)}


def _is_symbol(meaning: object) -> bool:
    return isinstance(meaning, str) and "%" not in meaning
