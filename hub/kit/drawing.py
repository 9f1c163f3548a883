"""What every template may use besides its own words: addresses of files, time in words, sizes, tints."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4
from zlib import crc32

from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import get_locale
from markupsafe import Markup

from hub.kit import moments
from hub.kit.assets import asset
from tenants.clock import last_day
from tenants.db import NoActor, session
from tenants.names import initials

TINTS = 8
KILO = 1000


def prepare(app: Flask, *, now: Callable[[], datetime]) -> None:
    """Teach the templates their words; `now` is the one clock, asked once by a page that prints times."""

    def this_moment() -> datetime:
        if "now" not in g:
            g.now = now()
        moment: datetime = g.now
        return moment

    def ago(moment: datetime) -> Markup:
        return moments.time_tag(moment, moments.ago(moment, this_moment()))

    def open_for(moment: datetime) -> Markup:
        return moments.time_tag(moment, moments.open_for(moment, this_moment()))

    app.jinja_env.globals.update(asset=asset, new_once=uuid4, acting=acting, locale=lambda: str(get_locale() or "nl"))
    app.jinja_env.filters.update(
        ago=ago,
        open_for=open_for,
        day=day_tag,
        moment=in_full,
        last_day=last_day,
        size=size,
        number=number,
        tint=tint,
        initials=initials,
    )


def acting() -> str:
    """Give the id of the affiliation that the person acts as, for forms; nothing for who has only one."""
    try:
        who = session().who
    except NoActor:
        return ""
    several = sum(one.active for one in who.standings) > 1
    return str(who.acting.id) if several and who.acting else ""


def day_tag(when: date | datetime) -> Markup:
    """Print a date in full: "24 november 2026"."""
    return Markup('<time datetime="{}">{}</time>').format(when.isoformat(), moments.day(when))


def in_full(moment: datetime) -> Markup:
    """Print date and time in full."""
    return moments.time_tag(moment, moments.moment_in_full(moment))


def size(octets: int) -> str:
    """Say how large a file is: "84 kB", "1,2 MB" (decimal, as people buy it)."""
    value, unit = float(octets), "B"
    for larger in ("kB", "MB", "GB"):
        if value < KILO:
            break
        value, unit = value / KILO, larger
    shown = round(value, 1) if unit in {"MB", "GB"} and value < 10 else round(value)  # noqa: PLR2004 - one decimal helps below ten
    return f"{format_decimal(shown, locale=get_locale() or 'nl')}\N{NO-BREAK SPACE}{unit}"


def number(value: int) -> str:
    """Give a number as it is written here: "1.204"."""
    return str(format_decimal(value, locale=get_locale() or "nl"))


def tint(name: str) -> str:
    """Give the class of the soft colour that goes with a name: the same name, the same colour."""
    return f"hub-tint-{crc32(name.encode()) % TINTS}"
