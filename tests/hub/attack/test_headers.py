"""What surrounds every kind of answer: nothing private is kept by a cache, framed, sniffed or run elsewhere."""

from collections.abc import Iterator
from io import BytesIO
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from hub.kit.assets import asset
from hub.kit.edge import Hub
from tests.hub.attack.conftest import Send
from tests.hub.conftest import Client
from tests.hub.matrix.sight import PLAIN
from tests.world import World


@pytest.fixture
def file(world: World, send: Send) -> str:
    """A file in the tender, by its address."""
    made = send(
        "sanne",
        f"/groepen/{world.spaces['tender']}/documenten",
        files=(BytesIO(b"<script>alert(1)</script>"), f"{uuid4()}.html"),
    )
    return f"{made.location}/versies/1"


def _answers(app: Hub, world: World, client: Client, file: str) -> Iterator[tuple[str, TestResponse]]:
    """One of every kind: pages, refusals of all sorts, redirects, files, static ones, for somebody and nobody."""
    fatima, nobody, space = client("fatima"), client(""), world.spaces["tender"]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static"):
            values = {name: PLAIN.get(name, space) for name in rule.arguments}
            path = rule.build(values, append_unknown=False)
            assert path is not None
            yield f"GET {path[1]}", fatima.get(path[1])
            yield f"GET {path[1]} as nobody", nobody.get(path[1])
    tag = fatima.get(file).headers["ETag"]
    yield "304", fatima.get(file, headers={"If-None-Match": tag})
    yield "206", fatima.get(file, headers={"Range": "bytes=0-3"})
    yield "416", fatima.get(file, headers={"Range": "bytes=900-"})
    yield "HEAD", fatima.head(file)
    yield "401", nobody.post(f"/groepen/{space}/berichten", data={"text": "x"})
    yield "403", fatima.post("/voorkeuren", headers={"Sec-Fetch-Site": "cross-site"})
    yield "404", fatima.get("/bestaat-niet")
    yield "404 of a file", client("karin").get(file)
    yield "405", fatima.delete("/groepen")
    yield "OPTIONS", fatima.options("/groepen")
    yield "413", fatima.post("/voorkeuren", data={"back": "x" * 3_000_000})
    yield "422", fatima.post(f"/groepen/{space}/berichten", data={"text": ""})
    yield "static", nobody.get(asset("app.css"))
    yield "absent static", nobody.get("/static/weg.css")


def test_every_kind_of_answer_is_private_and_fenced(app: Hub, world: World, client: Client, file: str) -> None:
    wrong, kinds = [], set[int]()
    for what, answer in _answers(app, world, client, file):
        headers, policy = answer.headers, answer.headers.get("Content-Security-Policy", "")
        kinds.add(answer.status_code)
        cached = headers.get("Cache-Control", "")
        is_ours = what == "static" or "/thema/" in what
        checks = {
            "no policy": "default-src 'none'" in policy,
            "may be framed": "frame-ancestors 'none'" in policy or policy.startswith("sandbox"),
            "inline scripts": "unsafe" not in policy,
            "sniffed": headers.get("X-Content-Type-Options") == "nosniff",
            "referrer": headers.get("Referrer-Policy") == "same-origin",
            f"kept by a cache ({cached})": is_ours or "no-store" in cached or what in {"GET /healthz", "GET /readyz"},
            "a cookie on a static file": "static" not in what or "Set-Cookie" not in headers,
            "speaks of its server": "Server" not in headers and "X-Powered-By" not in headers,
            "for every origin": "Access-Control-Allow-Origin" not in headers,
        }
        wrong += [f"{what} ({answer.status_code}): {name}" for name, is_right in checks.items() if not is_right]
    assert not wrong, "\n".join(wrong)
    assert kinds >= {200, 206, 303, 304, 401, 403, 404, 405, 413, 416, 422}


def test_a_page_made_of_somebodys_file_is_never_drawn_as_ours(client: Client, file: str) -> None:
    answer = client("sanne").get(file)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"].split(";")[0] not in {"text/html", "image/svg+xml", "application/xhtml+xml"}
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(
    "name",
    [
        "a\r\nSet-Cookie: x=1.txt",
        'a"; filename="b.exe',
        "\u202egnp.exe",
        "../../x",
        "é" * 150 + ".txt",
        "a;b=c.txt",
        "👩‍👩‍👧.txt",
        "%0d%0aX: y.txt",
    ],
)
def test_a_name_of_a_file_makes_no_header(world: World, client: Client, send: Send, name: str) -> None:
    made = send("sanne", f"/groepen/{world.spaces['visie']}/documenten", files=(BytesIO(b"x"), "rustig.txt"))
    assert send("sanne", f"{made.location}/naam", name=name).status_code == 303
    answer = client("sanne").get(f"{made.location}/versies/1")
    told = answer.headers["Content-Disposition"]
    assert answer.headers.getlist("Set-Cookie") == []
    assert told.count('"') == 2
    assert told.startswith('attachment; filename="')
    assert "\u202e" not in told
    assert told.isascii()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World, client: Client, send: Send) -> None:
    answer = send("sanne", f"/groepen/{world.spaces['visie']}/berichten", text="Met een melding.")
    for cookie in [
        *answer.headers.getlist("Set-Cookie"),
        *client("").post("/inloggen", data={"address": "a@zandwijk.example"}).headers.getlist("Set-Cookie"),
    ]:
        assert "HttpOnly" in cookie, cookie
        assert "SameSite=Lax" in cookie, cookie
        assert "Domain" not in cookie, cookie


def test_a_toast_is_read_by_whom_it_was_for(world: World, client: Client) -> None:
    """Given a shared computer, when one signs out before a toast was shown, then the next person does not read it."""
    browser = client("fatima")
    made = browser.post("/groepen", data={"title": "Geheim overleg", "readers": "closed"})
    assert made.status_code == 303
    browser.post("/uitloggen")
    browser.set_cookie("plein", world["olga"].secret)
    assert "Geheim overleg" not in browser.get("/groepen").get_data(as_text=True)
