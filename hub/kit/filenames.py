"""Names of files: as near as possible to what somebody called it, and harmless wherever it is shown or saved."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote

LONGEST = 200
LONGEST_BYTES = 240
"""Disks of Linux and macOS keep names of 255 bytes of UTF-8: with room for " (v12)" or " (2)"."""
MOST_MARKS = 6
"""So many marks on one sign, which is more than any script needs: towers of them cover the lines above."""
NAMELESS = "document"
UNSEEN = re.compile(r"\.|~\$|thumbs\.db$|desktop\.ini$", re.IGNORECASE)
"""How the names begin of what systems and programs leave in folders; who looks into one does not see it."""

# Signs that Windows does not take in a name, and what looks most like them.
_LOOKALIKES = str.maketrans({"/": "-", "\\": "-", ":": "-", "|": "-", "*": "-", "<": "(", ">": ")", '"': "'", "?": ""})
_SAVED_NOWHERE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"(?=[^.]*[A-Za-z])[A-Za-z0-9]{1,10}")  # "docx", "7z"; the ".2" of "versie 1.2" is none
_DRIVE = re.compile(r"[A-Za-z]:(\\.*)?")
_PLAIN = "!#$&+-.^_`|~"  # attr-char of RFC 8187 besides letters and digits
# Invisible joiners that words of some scripts and family emoji need; other such characters turn text round or hide it.
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
# Signs that count as letters or symbols, and show nothing.
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"


def without_path(name: str) -> str:
    """The last part of a path, whatever system it comes from: some programs send where the file lay."""
    return re.split(r"[/\\]", name)[-1]


def clean(name: str) -> str:
    """A name without control or direction characters that every system can save; '' when nothing is left of it."""
    whole = unicodedata.normalize("NFC", name)
    seen = "".join(" " if one.isspace() else one for one in _untowered(whole) if one.isspace() or _is_shown(one))
    tidy = " ".join(seen.translate(_LOOKALIKES).split()).rstrip(". ")
    if _SAVED_NOWHERE.fullmatch(tidy):
        tidy = f"_{tidy}"
    stem, suffix = split(tidy)
    if not any(_is_seen(one) for one in stem):
        return NAMELESS + suffix if suffix else ""
    return _cut(stem, LONGEST - len(suffix), LONGEST_BYTES - len(suffix)) + suffix


def folders(way: str) -> tuple[str, ...] | None:
    """The folders that a file came with, outermost first, as clean names; None where one cannot be made of this.

    The way goes down and nowhere else: "..", an empty part, a drive, a name of no signs or of too many are refused.
    """
    parts = way.split("/") if way else []
    if any(len(part) > LONGEST for part in parts) or _DRIVE.fullmatch(way.partition("/")[0]):
        return None
    names = tuple(clean(part) for part in parts)
    return names if all(names) else None


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
    return _cut(stem if own else name, LONGEST - len(suffix), LONGEST_BYTES - len(suffix)) + suffix


def shortened(name: str, most: int) -> str:
    """The name in at most so many signs (of its suffix none is lost); unchanged when it is no longer than that."""
    if len(name) <= most:
        return name
    stem, suffix = split(name)
    return (_cut(stem, max(1, most - len(suffix)), LONGEST_BYTES) or NAMELESS[:1]) + suffix


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


def _cut(name: str, signs: int, octets: int) -> str:
    """The beginning that has so many signs, and so many bytes in UTF-8; no system drops what it ends with."""
    return name[:signs].encode()[:octets].decode(errors="ignore").rstrip(". " + _JOINERS)


def _untowered(name: str) -> Iterator[str]:
    marks = 0
    for sign in name:
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            yield sign


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANKS


def _is_shown(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
