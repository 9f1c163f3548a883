"""What a page may weigh, as it comes over the wire, packed: home, a group, a question, cold.

Without the pictures that people sent, which are as large as they are and come last, when one gets to them.
"""

import gzip
import re

import pytest
from playwright.sync_api import Response

from tests.e2e.conftest import Doorman
from tests.e2e.names import NAMES
from tests.e2e.stack import Stack

KB = 1024
BUDGETS = {"stylesheet": 30, "script": 30, "document": 20}
ALL_TOGETHER = 120
SENT_BY_PEOPLE = r"/bijlagen/[0-9a-f-]{36}/"
PACKED_ALREADY = {"font", "image"}


@pytest.mark.parametrize("path", ["/", "/groepen/{visie}", "/vragen/{vraag}"])
def test_a_page_is_light(doorman: Doorman, stack: Stack, path: str) -> None:
    names = {name: stack.one(NAMES[name]) for name in ("visie", "vraag")}
    answers: list[Response] = []
    with doorman.context("fatima") as context:
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright takes no builtin
        page.goto(path.format(**names), wait_until="networkidle")
        weights = dict.fromkeys([*BUDGETS, *PACKED_ALREADY], 0)
        for answer in answers:
            if re.search(SENT_BY_PEOPLE, answer.url):
                continue
            kind, body = answer.request.resource_type, answer.body()
            packed = len(body) if answer.url.endswith(".woff2") else len(gzip.compress(body, 9))
            weights[kind] = weights.get(kind, 0) + packed

    print({kind: f"{weight / KB:.1f} KB" for kind, weight in weights.items()})
    assert [kind for kind, most in BUDGETS.items() if weights[kind] > most * KB] == []
    assert sum(weights.values()) <= ALL_TOGETHER * KB
