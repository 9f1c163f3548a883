"""What the pages of questions share: their blueprint, and the ways to look at a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, request

from tenants.errors import Missing

pages = Blueprint("questions", "hub.questions", template_folder="templates")

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True)
class Pill:
    """One of the ways to look at a list, as templates/parts/page.html draws it."""

    title: str
    url: str
    current: bool


def chosen(name: str, otherwise: Choice, allowed: Sequence[Choice]) -> Choice:
    """Which of the ways the address names; one that there is not is Missing."""
    sent = request.args.get(name, otherwise.value)
    for one in allowed:
        if one.value == sent:
            return one
    raise Missing
