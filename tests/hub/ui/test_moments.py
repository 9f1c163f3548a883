"""Time is said the way people say it here."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from hub.kit import moments
from hub.kit.drawing import size, tint

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)  # 10.30 uur on the wall


@pytest.fixture(autouse=True)
def app() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app, default_locale="nl")
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "zojuist"),
        (timedelta(minutes=35), "35 min geleden"),
        (timedelta(hours=1, minutes=5), "1 uur geleden"),
        (timedelta(hours=8), "vandaag 02.30 uur"),
        (timedelta(hours=11), "gisteren 23.30 uur"),
        (timedelta(days=4), "18 november"),
        (timedelta(days=400), "18 oktober 2025"),
        (timedelta(hours=-26), "morgen 12.30 uur"),
        (timedelta(hours=-2), "vandaag 12.30 uur"),
    ],
)
def test_how_long_ago_is_said_as_short_as_is_clear(passed: timedelta, said: str) -> None:
    assert moments.ago(NOW - passed, NOW) == said


@pytest.mark.parametrize(
    ("passed", "said"),
    [(timedelta(minutes=9), "minder dan een uur"), (timedelta(hours=5), "5 uur"), (timedelta(days=2), "2 dagen")],
)
def test_how_long_something_waits(passed: timedelta, said: str) -> None:
    assert moments.open_for(NOW - passed, NOW) == said


def test_a_date_is_said_in_full() -> None:
    assert moments.day(date(2026, 11, 24)) == "24 november 2026"
    assert moments.moment_in_full(NOW) == "22 november 2026, 10.30 uur"


def test_in_english_the_clock_has_a_colon() -> None:
    with force_locale("en"):
        assert moments.moment_in_full(NOW) == "22 November 2026, 10:30"


def test_a_machine_reads_the_moment_too() -> None:
    tag = moments.time_tag(NOW, "zojuist <b>")

    assert tag == (
        '<time datetime="2026-11-22T09:30:00+00:00" title="22 november 2026, 10.30 uur">zojuist &lt;b&gt;</time>'
    )


@pytest.mark.parametrize(
    ("octets", "said"), [(0, "0 B"), (999, "999 B"), (84_000, "84 kB"), (1_240_000, "1,2 MB"), (52_000_000, "52 MB")]
)
def test_a_size_is_said_as_people_buy_it(octets: int, said: str) -> None:
    assert size(octets).replace("\N{NO-BREAK SPACE}", " ") == said


def test_the_same_name_has_the_same_tint() -> None:
    assert tint("Zandwijk") == tint("Zandwijk")
