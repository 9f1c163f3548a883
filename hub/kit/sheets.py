"""Tables as files for a spreadsheet, in which nothing runs: each cell is text, whatever somebody called himself.

Decided: UTF-8 with a byte order mark, semicolons and CRLF, every cell in quotes (RFC 4180 but for the semicolon). Excel
with Dutch settings opens that in columns by a double click; LibreOffice and scripts read it as well.
"""

from collections.abc import Iterable
from datetime import date, datetime

from hub.kit import filenames
from tenants.clock import WALL_CLOCK

MEDIA_TYPE = "text/csv; charset=utf-8"
START = "\N{BYTE ORDER MARK}"

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), and the full-width forms of it.
_RUNS = frozenset("=+-@\t\r\n＝＋－＠|%")  # noqa: RUF001 - the very signs that are meant
_SHIELD = "'"

Cell = str | int | bool | date | datetime | None


def line(cells: Iterable[Cell]) -> str:
    """One row of the file, with its end."""
    return ";".join(_quoted(cell) for cell in cells) + "\r\n"


def text(cell: Cell) -> str:
    """What stands in a cell: days as 2026-11-24, moments on the clock on the wall, and no formula."""
    if isinstance(cell, datetime):
        return cell.astimezone(WALL_CLOCK).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(int(cell))
    return _SHIELD + cell if _would_run(cell) else cell


def headers(name: str) -> dict[str, str]:
    """The headers of such a file: to be saved under this name, never opened in our pages."""
    return {
        "Content-Type": MEDIA_TYPE,
        "Content-Disposition": filenames.attachment(name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }


def _quoted(cell: Cell) -> str:
    return '"' + text(cell).replace('"', '""') + '"'


def _would_run(words: str) -> bool:
    """Whether a program might read this as a formula; some skip blanks and invisible signs before it."""
    if words[:1] in {"\t", "\r", "\n"}:
        return True
    first = next((one for one in words if not one.isspace() and (one.isprintable())), "")
    return first in _RUNS
