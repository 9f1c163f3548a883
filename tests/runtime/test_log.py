"""The log says what happened, a line of JSON each, and never what people wrote."""

import json
import logging

from hub.kit.log import Lines


def line(message: object, *args: object, **more: object) -> dict[str, object]:
    record = logging.LogRecord("hub.test", logging.INFO, __file__, 1, message, args, None)
    record.__dict__.update(more)
    read: dict[str, object] = json.loads(Lines().format(record))
    return read


def test_a_line_has_what_was_said_with_it() -> None:
    said = line("job done", kind="mail", job="01890000")

    assert {name: said[name] for name in ("level", "from", "what", "kind", "job")} == {
        "level": "info", "from": "hub.test", "what": "job done", "kind": "mail", "job": "01890000",
    }  # fmt: skip
    assert str(said["at"]).endswith("+00:00")


def test_arguments_of_a_message_stay_out() -> None:
    assert "geheim" not in json.dumps(line("could not read %s", "een geheim bericht"))


def test_of_an_error_its_kind_and_place_remain() -> None:
    said: dict[str, object] = {}
    try:
        int("een geheim bericht")
    except ValueError as error:
        said = line("failed", exc_info=(type(error), error, error.__traceback__))

    assert said["error"] == "ValueError"
    assert "test_log.py" in json.dumps(said["where"])
    assert "geheim" not in json.dumps(said)
