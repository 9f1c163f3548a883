"""The process that looks into one file of a stranger: pictures of its pages, its text. It holds nothing worth having.

Run as a script of its own (hub/kit/reading.py does), with the file as standard input: it takes no path, opens no file
to write, has no secret, no database and, where the kernel allows, no network and no files but Python's own; memory and
time are bounded by the kernel, and it ends when who began it ends. What it finds goes to standard output in frames: a
line of JSON, then as many bytes as its `bytes` says.
"""

import codecs
import ctypes
import io
import json
import os
import re
import resource
import signal
import stat
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

from hub.kit import office

NEW_USER, NEW_NET = 0x10000000, 0x40000000  # <sched.h>
END_WITH_PARENT, NO_NEW_PRIVILEGES = 1, 38  # <sys/prctl.h>
# Landlock: the numbers of its calls are alike on every kind of processor (<asm-generic/unistd.h>, <linux/landlock.h>).
MAKE_FENCE, ADD_TO_FENCE, STAND_BEHIND_FENCE = 444, 445, 446
WHICH_LANDLOCK, BENEATH = 1, 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache")  # what Python's own libraries are looked up in
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights over files each version of Landlock knows; from 4 it knows TCP too, from 6 signals and sockets."""
TCP_FROM, SCOPE_FROM = 4, 6
MOST_PIXELS = 100_000_000
MOST_PAGES = 10_000
PAGE_TEXT = 100_000
QUALITY = 80
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
GPS = 0x8825  # the tag of the directory with positions (Exif 2.32, section 4.6.3)
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP", "image/bmp": "BMP",
            "image/tiff": "TIFF"}  # fmt: skip
PDF = "application/pdf"
TEXTS = {"text/plain", "text/csv", "text/markdown"}


@dataclass(frozen=True)
class Confined:
    """What is out of reach: the network, and all files but those that Python is made of."""

    network: bool
    files: bool


def confine(*, memory: int, seconds: int) -> Confined:
    """Give up what reading a file does not need. Says what of it the kernel took away."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if sys.platform != "linux":
        return Confined(network=False, files=False)
    libc = ctypes.CDLL(None, use_errno=True)
    alone = bool(libc.unshare(NEW_USER | NEW_NET) == 0 or libc.unshare(NEW_NET) == 0)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(END_WITH_PARENT, int(signal.SIGKILL), 0, 0, 0)  # after unshare, which forgets it
    return Confined(network=alone, files=_fenced(libc))


def _fenced(libc: ctypes.CDLL) -> bool:
    """Read what Python is made of and no other file, write none, reach no process outside (landlock(7))."""
    version = libc.syscall(MAKE_FENCE, None, ctypes.c_size_t(0), WHICH_LANDLOCK)
    if version < 1:
        return False
    rights = (1 << RIGHTS.get(version, max(RIGHTS.values()))) - 1
    tcp, scope = 3 * (version >= TCP_FROM), 3 * (version >= SCOPE_FROM)
    asked = struct.pack("=QQQ", rights, tcp, scope)[: 24 if scope else 16 if tcp else 8]
    fence = libc.syscall(MAKE_FENCE, asked, ctypes.c_size_t(len(asked)), 0)
    for place in {sys.prefix, sys.base_prefix, *SYSTEM}:
        with suppress(FileNotFoundError):
            handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
            right = READ_FILE | READ_FOLDER * stat.S_ISDIR(os.fstat(handle).st_mode)
            libc.syscall(ADD_TO_FENCE, fence, BENEATH, struct.pack("=Qi", right, handle), 0)
            os.close(handle)
    stands = libc.syscall(STAND_BEHIND_FENCE, fence, 0) == 0
    os.close(fence)
    return bool(stands)


def send(out: BinaryIO, octets: bytes = b"", **said: object) -> None:
    """One frame."""
    out.write(json.dumps({**said, "bytes": len(octets)}).encode() + b"\n" + octets)
    out.flush()


def clean(text: str) -> str:
    """Text without what no database keeps and nobody sees."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:PAGE_TEXT]


def picture(image: Any, width: int) -> tuple[bytes, int, int]:  # noqa: ANN401 - Pillow's
    """A picture of at most this width and four times that height, without anything that stood beside it."""
    image.thumbnail((width, width * 4))
    flat = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    octets = io.BytesIO()
    flat.save(octets, "WEBP", quality=QUALITY, method=4)
    return octets.getvalue(), flat.width, flat.height


def of_picture(file: BinaryIO, kind: str, out: BinaryIO, *, most: int, width: int) -> None:
    """A picture: upright, smaller, without its metadata; and whether the file says where it was taken.

    Of a TIFF each of the first pages, of a moving picture the first frame.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - read in the confined process only

    image = Image.open(file, formats=[PICTURES[kind]])
    pages = min(image.n_frames, MOST_PAGES) if kind == "image/tiff" else 1  # type: ignore[attr-defined] # of a TIFF
    for number in range(1, min(pages, most) + 1):
        image.seek(number - 1)
        if image.width * image.height > MOST_PIXELS:
            raise office.Unreadable
        if number == 1:
            send(out, pages=pages, located=bool(image.getexif().get_ifd(GPS)))
        octets, wide, high = picture(ImageOps.exif_transpose(image), width)
        send(out, octets, number=number, width=wide, height=high, text="")


def of_pdf(file: BinaryIO, out: BinaryIO, *, most: int, width: int) -> None:
    """A PDF: a picture of each of the first pages, and the text of all."""
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - read in the confined process only

    document = pypdfium2.PdfDocument(file)
    send(out, pages=len(document), located=False)
    left = office.MOST_TEXT
    for number in range(1, min(len(document), MOST_PAGES) + 1):
        if number > most and left <= 0:
            break
        page = document[number - 1]
        said = clean(page.get_textpage().get_text_bounded())[: max(0, left)]
        left -= len(said)
        octets, wide, high = b"", 0, 0
        if number <= most:
            across, down = page.get_size()
            scale = min(width / max(across, 1), width * 4 / max(down, 1))
            octets, wide, high = picture(page.render(scale=scale, may_draw_forms=False).to_pil(), width)
        send(out, octets, number=number, width=wide, height=high, text=said)
        page.close()


def of_text(file: BinaryIO, out: BinaryIO) -> None:
    """Text in UTF-8, in UTF-16 that says so, or in what Windows wrote before them."""
    octets = file.read(office.MOST_TEXT * 2)
    is_wide = octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        whole = codecs.getincrementaldecoder("utf-16" if is_wide else "utf-8-sig")().decode(octets)
    except UnicodeDecodeError:
        whole = octets.decode("cp1252", "replace")
    _in_pages(whole, out)


def of_office(file: BinaryIO, kind: str, out: BinaryIO) -> None:
    """The words of a document, sheet or presentation."""
    _in_pages(office.words_of(file, kind), out)


def _in_pages(whole: str, out: BinaryIO) -> None:
    pages = list(_cut(whole[: office.MOST_TEXT]))
    send(out, pages=len(pages), located=False)
    for number, page in enumerate(pages, 1):
        send(out, number=number, width=0, height=0, text=clean(page))


def _cut(whole: str) -> Iterator[str]:
    while whole.strip():
        at = len(whole) if len(whole) <= PAGE_TEXT else (whole.rfind("\n", 1, PAGE_TEXT) + 1 or PAGE_TEXT)
        yield whole[:at].strip("\n")
        whole = whole[at:]


def makes(kind: str) -> bool:
    """Whether this process can make something of a media type."""
    return kind in PICTURES or kind == PDF or kind in TEXTS or any(name in kind for name in office.KINDS)


def main() -> None:
    """Look into what comes in: `reader.py <media type> <memory> <seconds> <pages> <width> <parent>`.

    Bytes of memory, pages to make a picture of, pixels wide. `parent`: the process that began us; when it is gone
    already, there is nobody to read for.
    """
    kind, (memory, seconds, most, width, parent) = sys.argv[1], map(int, sys.argv[2:7])
    out = os.fdopen(os.dup(1), "wb")
    confined = confine(memory=memory, seconds=seconds)
    if os.getppid() != parent:
        return
    send(out, network=not confined.network, files=not confined.files)
    with open(0, "rb", closefd=False) as file:
        if kind in PICTURES:
            of_picture(file, kind, out, most=most, width=width)
        elif kind == PDF:
            of_pdf(file, out, most=most, width=width)
        elif kind in TEXTS:
            of_text(file, out)
        else:
            of_office(file, kind, out)
    send(out, end=True)


if __name__ == "__main__":
    main()
