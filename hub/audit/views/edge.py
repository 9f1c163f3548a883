"""The edge of the log: which rows an address asks for."""

from urllib.parse import urlencode

from flask import Blueprint, request

from hub.audit import service
from hub.audit.schemas import Sought
from hub.kit import verbs
from hub.kit.pages import read

pages = Blueprint("audit", __name__, template_folder="../templates")

FIELDS = ("q", "soort", "van", "tot", "wie", "wat")


def typed() -> dict[str, str]:
    """What the address asks for, as it stands there."""
    return {name: request.args.get(name, "").replace("\0", "").strip() for name in FIELDS}


def asked(said: dict[str, str]) -> service.Asked:
    """The rows that are meant; Invalid names the field that is wrong."""
    sought = read(Sought(), dict(said))
    text = sought["q"]
    return service.Asked(
        group=sought["soort"],
        text=text,
        verbs=tuple(verbs.saying(text)) if text else (),
        period=service.Range(sought["van"], sought["tot"]),
        affiliation_id=sought["wie"],
        thing_id=sought["wat"],
    )


def in_short(said: dict[str, str]) -> str:
    """What was asked for, as the log keeps it: the filled fields of the address."""
    return urlencode({name: value for name, value in said.items() if value})
