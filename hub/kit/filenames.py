"""Names of files: as near as possible to what somebody called it, and harmless wherever it is shown or saved."""

import re
import unicodedata
from urllib.parse import quote

LONGEST = 200
NAMELESS = "document"

# Signs that Windows does not take in a name, and what looks most like them.
_LOOKALIKES = str.maketrans({"/": "-", "\\": "-", ":": "-", "|": "-", "*": "-", "<": "(", ">": ")", '"': "'", "?": ""})
_SAVED_NOWHERE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"(?=[^.]*[A-Za-z])[A-Za-z0-9]{1,10}")  # "docx", "7z"; the ".2" of "versie 1.2" is none
_PLAIN = "!#$&+-.^_`|~"  # attr-char of RFC 8187 besides letters and digits
# Invisible joiners that words of some scripts and family emoji need; other such characters turn text round or hide it.
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


def without_path(name: str) -> str:
    """The last part of a path, whatever system it comes from: some programs send where the file lay."""
    return re.split(r"[/\\]", name)[-1]


def clean(name: str) -> str:
    """A name without control or direction characters that every system can save; '' when nothing is left of it."""
    whole = unicodedata.normalize("NFC", name)
    seen = "".join(" " if one.isspace() else one for one in whole if one.isspace() or _is_shown(one))
    tidy = " ".join(seen.translate(_LOOKALIKES).split()).rstrip(". ")
    if _SAVED_NOWHERE.fullmatch(tidy):
        tidy = f"_{tidy}"
    stem, suffix = split(tidy)
    return stem[: LONGEST - len(suffix)].rstrip() + suffix


def split(name: str) -> tuple[str, str]:
    """The name and its suffix with the dot ('' when it has none)."""
    stem, dot, suffix = name.rpartition(".")
    if not stem.strip(". ") or not dot or not _SUFFIX.fullmatch(suffix):
        return name, ""
    return stem, f".{suffix}"


def with_suffix_of(name: str, other: str) -> str:
    """The name with the suffix of the other: what a document is called says what its newest version is."""
    suffix = split(other)[1]
    stem, own = split(name)
    if not suffix or own.lower() == suffix.lower():
        return name
    return (stem if own else name)[: LONGEST - len(suffix)] + suffix


def attachment(name: str) -> str:
    """Content-Disposition for a file to be saved under this name, never to be opened in our pages.

    RFC 6266, section 4.1 and RFC 8187: the name in ASCII for old programs, and in full, percent-encoded, for others.
    """
    safe = clean(name) or NAMELESS
    stem, suffix = split(safe)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    if len(plain) < len(stem) / 2:  # another script than ours: better a plain name than the few signs that are left
        plain = NAMELESS
    plain = re.sub(r"[^A-Za-z0-9 ._()'&+,=@-]", "_", plain + suffix)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe=_PLAIN)}"


def _is_shown(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
