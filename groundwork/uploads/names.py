"""Names of files as people see them. On disk a file has a name of its own that says nothing."""

import re
import unicodedata

from groundwork.cleaning import clean_line

LONGEST = 120  # characters, with the extension
FOLDERS = re.compile(r".*[/\\]", re.DOTALL)
UNFIT = re.compile(r'[<>:"|?*]')  # what Windows does not have in names


def clean_name(declared: str, extensions: tuple[str, ...]) -> str:
    """The sender's name for a file, fit to show and to save under, with an extension that its content has.

    Control characters go, and with them those that turn the direction of writing: a name like "annexe[U+202E]fdp.exe"
    shows as "annexeexe.pdf".
    """
    name = unicodedata.normalize("NFC", FOLDERS.sub("", declared))
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    name = UNFIT.sub("_", clean_line(name))
    extension = next((usual for usual in extensions if name.lower().endswith(usual)), "")
    stem, extension = name.removesuffix(name[-len(extension) :]) if extension else name, extension or extensions[0]
    return f"{stem[: LONGEST - len(extension)].strip(' .') or 'file'}{extension}"
