"""What kind of file something is, by what is in it. What a name or a browser says of it is not believed."""

import codecs
import re
from contextlib import suppress
from typing import Protocol

import puremagic

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
ZIP = "application/zip"
PROGRAM = "application/vnd.microsoft.portable-executable"
LOOKED_AT = 8192
PLAIN, MOSTLY = 0x80, 0.8
"""In text of Windows in our language, so much is plain ASCII."""
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"

_ZIP_MARK = b"PK\x03\x04"
_OOXML = "application/vnd.openxmlformats-officedocument"
# The folder that the parts of an Office file lie in (ECMA-376, part 2: the names stand uncompressed in the zip).
_OFFICE = {
    b"word/": f"{_OOXML}.wordprocessingml.document",
    b"xl/": f"{_OOXML}.spreadsheetml.sheet",
    b"ppt/": f"{_OOXML}.presentationml.presentation",
}
# An OpenDocument or EPUB file begins with its own type, uncompressed (OpenDocument 1.3, part 2, section 3.3).
_DECLARED = re.compile(rb"mimetype(application/(?:vnd\.oasis\.opendocument\.[a-z-]+|epub\+zip))")
_TYPE = re.compile(r"[a-z0-9]+/[a-z0-9][a-z0-9.+-]{0,126}")


class Readable(Protocol):
    """A file to look into."""

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go elsewhere."""


def media_type(file: Readable, size: int) -> str:
    """The media type of a file of so many bytes, by its first and last kilobytes; nothing is unpacked. Rewinds it."""
    file.seek(0)
    head = file.read(LOOKED_AT)
    file.seek(max(0, size - LOOKED_AT))
    tail = file.read(LOOKED_AT)
    file.seek(0)
    if head.startswith(_ZIP_MARK):
        return _of_zip(head, tail)
    if _is_program(head):
        return PROGRAM
    with suppress(puremagic.PureError, ValueError):
        found = puremagic.from_string(head, mime=True)
        if _TYPE.fullmatch(found):
            return found
    return TEXT if _reads_as_text(head) else UNKNOWN


def _of_zip(head: bytes, tail: bytes) -> str:
    declared = _DECLARED.match(head[30:])
    if declared:
        return declared[1].decode()
    if b"[Content_Types].xml" in head + tail:
        return next((kind for folder, kind in _OFFICE.items() if folder in tail or folder in head), ZIP)
    return ZIP


def _is_program(head: bytes) -> bool:
    """Whether it is a program of Windows or DOS (PE format, "MS-DOS stub"): it says where its second header begins."""
    start = int.from_bytes(head[60:64], "little")
    return head.startswith(b"MZ") and (head[start : start + 4] == b"PE\0\0" or b"DOS mode" in head[:512])


def _reads_as_text(head: bytes) -> bool:
    """Whether this is text: in UTF-8, in UTF-16 that says so, or in what Windows wrote before them."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _is_legible(head[: len(head) // 2 * 2].decode("utf-16", "replace"))
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # a sign of several bytes may be cut off at the end
            return sum(octet < PLAIN for octet in head) > len(head) * MOSTLY and _is_of_windows(head)
        text = head[: error.start].decode()
    return _is_legible(text)


def _is_of_windows(head: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        return _is_legible(head.decode("cp1252"))
    return False


def _is_legible(text: str) -> bool:
    return all(sign.isprintable() or sign.isspace() or sign == BOM for sign in text)
