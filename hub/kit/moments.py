"""Time in words, the way people say it here: "35 min", "gisteren 16.40 uur", "24 november 2026"."""

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_time
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from tenants.clock import WALL_CLOCK

HOURS_AS_HOURS = 6
"""So long, "3 uur" says more than "vandaag 09.12 uur"."""


def ago(moment: datetime, now: datetime) -> str:
    """Say when something happened, seen from now: as short as it can be and still be clear."""
    passed = now - moment
    here, today = moment.astimezone(WALL_CLOCK), now.astimezone(WALL_CLOCK).date()
    if timedelta(0) <= passed < timedelta(minutes=1):
        return _("zojuist")
    if timedelta(0) <= passed < timedelta(hours=1):
        return _("%(count)s min geleden", count=int(passed.total_seconds() // 60))
    if timedelta(0) <= passed < timedelta(hours=HOURS_AS_HOURS) and here.date() == today:
        return _("%(count)s uur geleden", count=int(passed.total_seconds() // 3600))
    named = {0: _("vandaag"), -1: _("gisteren"), 1: _("morgen")}.get((here.date() - today).days)
    return f"{named} {clock(moment)}" if named else day(here.date(), year=here.year != today.year)


def open_for(moment: datetime, now: datetime) -> str:
    """Say how long something has been waiting: "3 uur", "2 dagen"."""
    hours = int((now - moment).total_seconds() // 3600)
    if hours < 1:
        return _("minder dan een uur")
    if hours < 24:  # noqa: PLR2004 - a day
        return ngettext("%(num)s uur", "%(num)s uur", hours)
    return ngettext("%(num)s dag", "%(num)s dagen", hours // 24)


def clock(moment: datetime) -> str:
    """Give the time of day: "16.40 uur", "16:40"."""
    here = moment.astimezone(WALL_CLOCK)
    return format_time(here.time(), "HH.mm 'uur'" if _language() == "nl" else "HH:mm", locale=_language())


def day(when: date | datetime, *, year: bool = True) -> str:
    """Give a date in full: "24 november 2026"; without the year where that is clear."""
    if isinstance(when, datetime):
        when = when.astimezone(WALL_CLOCK).date()
    return format_date(when, "d MMMM y" if year else "d MMMM", locale=_language())


def moment_in_full(moment: datetime) -> str:
    """Give date and time: "24 november 2026, 16.40 uur"."""
    return f"{day(moment)}, {clock(moment)}"


def time_tag(moment: datetime, words: str) -> Markup:
    """Wrap words in the element that machines read, with the moment in full for who points at it."""
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        moment.isoformat(timespec="seconds"), moment_in_full(moment), words
    )


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "nl"
