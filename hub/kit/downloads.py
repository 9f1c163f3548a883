"""How a kept file goes out over HTTP: whole or from where it broke off, to be saved and never run in our pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from flask import Response, request
from werkzeug.http import http_date, is_resource_modified, parse_range_header

from hub.kit import filenames
from hub.kit.media import UNKNOWN
from hub.kit.storage import Outgoing

CHUNK = 1024 * 1024
POLICY = "sandbox; default-src 'none'"
RUNS = re.compile(r".*(?:/|\+)(?:x?html|xml|svg.*|(?:x-)?(?:java|ecma)script|x-shockwave-flash)", re.IGNORECASE)
"""Types that a browser would run or draw as a page; they go out as bytes of no kind."""


@dataclass(frozen=True)
class Part:
    """Which bytes were asked for: from `start` up to and without `stop`."""

    start: int
    stop: int
    whole: bool


def send(found: Outgoing) -> Response:
    """A file as the answer to this request: 200, 206, 304 or 416 (RFC 9110, sections 13, 14); read while it is sent."""
    part = _asked_for(found)
    headers = {
        "Content-Disposition": filenames.attachment(found.name),
        "Content-Security-Policy": POLICY,
        "Accept-Ranges": "bytes",
        "ETag": _tag(found.digest),
        "Last-Modified": http_date(found.modified),
    }
    if not is_resource_modified(request.environ, etag=found.digest, last_modified=found.modified):
        found.file.close()
        return Response(status=304, headers=headers)
    if part is None:
        found.file.close()
        return Response(status=416, headers=headers | {"Content-Range": f"bytes */{found.size}"})
    if not part.whole:
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{found.size}"
    response = Response(
        _octets(found.file, part),
        status=200 if part.whole else 206,
        headers=headers,
        mimetype=UNKNOWN if RUNS.fullmatch(found.media_type) else found.media_type,
        direct_passthrough=True,
    )
    response.content_length = part.stop - part.start
    response.call_on_close(found.file.close)
    return response


def show(file: BinaryIO, *, digest: str, media_type: str = "image/webp") -> Response:
    """A picture that our own process drew, to stand in a page; asked for again each time, so that sight can end."""
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": "inline",
        "ETag": _tag(digest),
    }
    if not is_resource_modified(request.environ, etag=digest):
        file.close()
        return Response(status=304, headers=headers)
    size = file.seek(0, 2)
    response = Response(
        _octets(file, Part(0, size, whole=True)), headers=headers, mimetype=media_type, direct_passthrough=True
    )
    response.content_length = size
    response.call_on_close(file.close)
    return response


def gives_away(response: Response) -> bool:
    """Whether this answer hands out bytes of the file."""
    return request.method == "GET" and response.status_code in {200, 206}


def _asked_for(found: Outgoing) -> Part | None:
    """The part that this request wants; None when the file has no such bytes.

    Several ranges at once, and what is no range of bytes, are answered with the whole file (RFC 9110, section 14.2: a
    server may ignore the header).
    """
    whole = Part(0, found.size, whole=True)
    wanted = parse_range_header(request.headers.get("Range"))
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return whole
    unless_changed = request.headers.get("If-Range")
    if unless_changed is not None and unless_changed.strip() not in {_tag(found.digest), http_date(found.modified)}:
        return whole  # what the other side has is of another version
    start, stop = wanted.ranges[0]
    if start < 0:
        start = max(0, found.size + start)
    stop = found.size if stop is None else min(stop, found.size)
    return Part(start, stop, whole=False) if start < stop else None


def _tag(digest: str) -> str:
    return f'"{digest}"'


def _octets(file: BinaryIO, part: Part) -> Iterator[bytes]:
    file.seek(part.start)
    left = part.stop - part.start
    while left and (octets := file.read(min(CHUNK, left))):
        left -= len(octets)
        yield octets
