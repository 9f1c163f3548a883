"""Whoever watches hears whether we live and whether we can serve, and nothing else."""

from flask import Flask

from hub.kit.health import answer_watchers


def gone() -> None:
    raise ConnectionError("db-server-3.internal refused plein_app")


def test_alive_says_nothing_about_what_we_stand_on() -> None:
    app = Flask(__name__)
    answer_watchers(app, {"database": gone})

    answer = app.test_client().get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "alive"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_ready_names_what_fails_and_not_why() -> None:
    app = Flask(__name__)
    answer_watchers(app, {"database": gone, "redis": lambda: None})

    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json) == (503, {"status": "not ready", "failing": ["database"]})
    assert b"internal" not in answer.data


def test_ready_when_everything_answers() -> None:
    app = Flask(__name__)
    answer_watchers(app, {"database": lambda: None})

    assert app.test_client().get("/readyz").status_code == 200
