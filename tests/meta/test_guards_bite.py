"""Every house rule is broken once on purpose and seen to fail; what is right passes, so that none barks at all."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.meta import layout_rules, template_rules
from tests.meta.code import ROOT

TOOLS = Path(sys.executable).parent
SETTINGS = ("pyproject.toml", "sgconfig.yml", "rules", ".editorconfig")


@dataclass(frozen=True)
class House:
    """A small product with the real one's rules, to break them in."""

    root: Path

    def put(self, path: str, text: str) -> None:
        """Write a file, and make every folder on the way a package."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".py":
            for folder in file.relative_to(self.root).parents[:-1]:
                package = self.root / folder / "__init__.py"
                if not package.exists():
                    package.write_text('"""A package."""\n')
        file.write_text(text)

    def run(self, tool: str, *arguments: str) -> tuple[int, str]:
        """Let one of the tools of `make check` look at it: exit status, and what it said."""
        done = subprocess.run([TOOLS / tool, *arguments], cwd=self.root, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> House:
    """An empty house under the rules of this one."""
    for setting in SETTINGS:
        source = ROOT / setting
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / setting)
    house = House(tmp_path)
    for path in (
        "sso",
        "tenants",
        "hub/app",
        "hub/cli",
        "hub/worker",
        "hub/wsgi",
        "hub/kit/text",
        "hub/groups/service",
    ):
        house.put(f"{path}.py" if path.count("/") else f"{path}/__init__.py", '"""A module."""\n')
    return house


SHAPES = {
    "one-transaction-one-commit": ("hub/posts/service.py", "session().commit()"),
    "one-engine": ("hub/posts/service.py", "engine = create_engine(url)"),
    "the-app-connects-through-its-engine": ("sso/service.py", "psycopg.connect(url)"),
    "edges-hold-no-sql": ("hub/posts/views.py", "from sqlalchemy import select"),
    "no-sql-by-string-formatting": ("hub/posts/service.py", 'session().execute(text(f"SELECT {name}"))'),
    "markup-has-one-door": ("hub/posts/views.py", "Markup(body)"),
    "one-clock": ("tenants/audit.py", "at = datetime.now(UTC)"),
    "one-clock-in-seconds": ("hub/posts/service.py", "age = time.time() - then"),
    "no-print": ("hub/posts/jobs.py", "print(post)"),
    "migrations-know-no-application": ("migrations/versions/0002_more.py", "from hub.posts.models import Post"),
}


def test_every_rule_about_shape_is_broken_here() -> None:
    declared = {
        line.split()[1]
        for file in (ROOT / "rules").glob("*.yml")
        for line in file.read_text().splitlines()
        if line.startswith("id:")
    }

    assert declared == set(SHAPES)


@pytest.mark.parametrize("rule", SHAPES)
def test_a_forbidden_shape_is_found(house: House, rule: str) -> None:
    path, line = SHAPES[rule]
    house.put(path, f"{line}\n")

    status, said = house.run("ast-grep", "scan", "--report-style=short")

    assert status == 1, said
    assert f"error[{rule}]" in said


@pytest.mark.parametrize(
    "line",
    [
        'session().execute(text("SELECT " + name))',
        'session().execute(text("SELECT %s" % name))',
        'session().execute(text("SELECT {}".format(name)))',
        'connection.exec_driver_sql(f"SELECT {name}")',
        'connection.execute("SELECT " f"{name}", {})',
    ],
)
def test_sql_put_together_in_any_way_is_found(house: House, line: str) -> None:
    house.put("hub/posts/service.py", f"{line}\n")

    assert "error[no-sql-by-string-formatting]" in house.run("ast-grep", "scan", "--report-style=short")[1]


def test_a_right_shape_passes(house: House) -> None:
    house.put("tenants/db.py", "engine = create_engine(url)\nsession.commit()\n")
    house.put("tenants/clock.py", "datetime.now(UTC)\n")
    house.put(
        "hub/posts/service.py", 'session().execute(text("SELECT :a"), {"a": 1})\nMarkup("<b>{}</b>").format(name)\n'
    )
    house.put("hub/kit/text.py", "Markup(clean(html))\n")
    house.put("hub/cli.py", "print(link)\n")

    assert house.run("ast-grep", "scan", "--report-style=short")[0] == 0


CONTRACTS = {
    "Three floors, never back up": ("tenants/audit.py", "import hub.kit"),
    "Features are deaf to one another": ("hub/questions/service.py", "import hub.posts"),
    "The following modules are not listed as layers": ("hub/wiki/service.py", ""),
    "Edges ask services": ("hub/posts/service.py", "import hub.posts.views"),
    "No HTTP below the edge": ("hub/posts/policy.py", "import flask"),
    "Signing in knows HTTP at its edges only": ("sso/claims.py", "import werkzeug"),
    "Only sso knows how one signs in": ("hub/kit/rest.py", "import authlib"),
    "Only sso/keycloak.py speaks to Keycloak": ("sso/service.py", "import keycloak"),
    "Only what starts the product imports": ("hub/posts/jobs.py", "import hub.app"),
}


@pytest.mark.parametrize("contract", CONTRACTS)
def test_a_forbidden_import_is_found(house: House, contract: str) -> None:
    house.put("hub/posts/views.py", '"""Edges."""\n')
    path, line = CONTRACTS[contract]
    house.put(path, f'"""A module."""\n\n{line}\n')

    status, said = house.run("lint-imports", "--no-cache", "--no-logo")

    assert status == 1, said
    assert f"{contract}" in said.split("Broken contracts")[-1]


def test_http_through_the_kit_is_found_too(house: House) -> None:
    house.put("hub/kit/pages.py", '"""Pages."""\n\nimport flask\n')
    house.put("hub/posts/service.py", '"""A service."""\n\nimport hub.kit.pages\n')

    assert "hub.posts.service is not allowed to import flask" in house.run("lint-imports", "--no-cache", "--no-logo")[1]


def test_permitted_imports_pass(house: House) -> None:
    house.put(
        "hub/posts/views.py", '"""Edges."""\n\nimport flask\n\nimport hub.groups.service\nimport hub.posts.service\n'
    )
    house.put("hub/posts/service.py", '"""Steps."""\n\nimport tenants.audit\n')
    house.put("tenants/audit.py", '"""Audit."""\n')
    house.put("hub/wsgi.py", '"""Starts."""\n\nimport hub.app\n')
    house.put("sso/views.py", '"""Pages."""\n\nimport flask\n\nimport sso.claims\n')
    house.put("sso/claims.py", '"""Claims."""\n')
    house.put("sso/keycloak.py", '"""The one."""\n\nimport keycloak\n')

    status, said = house.run("lint-imports", "--no-cache", "--no-logo")

    assert status == 0, said


PAGES = {
    '<p style="color: red">x</p>': "no style attribute",
    "<style>p { color: red }</style>": "no <style>",
    "<script>alert(1)</script>": "no inline <script>",
    '<button onclick="go()">x</button>': "no onclick handler",
    '<a href="javascript:go()">x</a>': "holds a script",
    '<a href="/x" hx-on:click="go()">x</a>': "needs eval",
    '<a href="/x" data-hx-on--after-swap="go()">x</a>': "needs eval",
    '<p hx-live="x = 1">x</p>': "needs eval",
    '<p hx-vals="js:{a: 1}">x</p>': "holds a script",
    """<p hx-vals:inherited='javascript:{"a": 1}'>x</p>""": "holds a script",
    '<p hx-get="/x" hx-trigger="click[ctrlKey]">x</p>': "a filter in hx-trigger",
    '<img src="/x.png">': "a picture without alt",
    '<img alt="" src="https://elsewhere.example/x.png">': "nothing is loaded from elsewhere",
    '<form method="post" action="/x"><button>x</button></form>': "has once()",
    "<form action=\"{{ url_for('x') if a > b }}\"\n method=POST>{{ csrf }}</form>": "has once()",
    "<p class='x'>{{ post_button(_('Stop'), '/x') }}</p>": "a form ends the <p>",
    "{{ body|safe }}": "text stays escaped",
    "{{ body | upper | safe }}": "text stays escaped",
    "{% autoescape false %}{{ body }}{% endautoescape %}": "text stays escaped",
}
GOOD_PAGE = """\
{# style="x" in a comment, and body|safe #}
<form method="post" action="{{ url_for('posts.add', id=space.id) }}"{% if a > b %} class="x"{% endif %}>
  {{ once() }}<img src="/x.png" alt="{{ _('Foto van %(name)s', name="<'>") }}">
</form>
<form method="post" action="/uitloggen">{# no once: signing out twice is signing out #}</form>
<form method="get" action="/zoek" hx-get="/zoek" hx-trigger="input delay:200ms"></form>
<script src="{{ asset('app.js') }}" defer></script>
"""


@pytest.mark.parametrize("page", PAGES)
def test_a_template_that_breaks_a_rule_is_found(page: str) -> None:
    found = list(template_rules.faults(page))

    assert len(found) == 1
    assert PAGES[page] in found[0]


def test_a_good_template_passes() -> None:
    assert list(template_rules.faults(GOOD_PAGE)) == []


def test_the_addresses_of_a_template_are_read() -> None:
    page = '<a href="/privacy#x">x</a><a href="/groepen/{{ id }}">x</a><form method="post" action="/uitloggen"></form>'

    assert list(template_rules.addresses(page)) == [("GET", "/privacy"), ("POST", "/uitloggen")]


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{% if %}", "one.html: Expected an expression"),
        ("{{ x|nonsense }}", "No filter named 'nonsense'"),
        ("{% extends 'gone.html' %}", "takes gone.html, which is not there"),
        ("{% include 'gone.html' %}", "takes gone.html, which is not there"),
        ("{% from 'parts.html' import gone %}", "takes gone from parts.html, which has no such macro"),
    ],
)
def test_a_template_that_does_not_compile_or_misses_its_parts_is_found(
    tmp_path: Path, template: str, fault: str
) -> None:
    (tmp_path / "one.html").write_text(template)
    (tmp_path / "parts.html").write_text("{% macro here() %}{% endmacro %}")
    (tmp_path / "two.html").write_text("{% from 'parts.html' import here %}{{ x|ago }}")

    found = list(template_rules.unknown_names([tmp_path], {"ago"}, set()))

    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (layout_rules.strange_names, "hub/posts/helpers.py", '"""Things."""\n'),
        (layout_rules.strange_names, "hub/posts/templates/elsewhere/page.html", ""),
        (layout_rules.unlisted_features, "hub/wiki/feature.py", ""),
        (layout_rules.long_files, "hub/posts/service.py", "\n" * 401),
        (layout_rules.unexplained_files, "hub/posts/service.py", "x = 1\n"),
        (layout_rules.unexplained_files, "migrations/sql/0002/more.sql", "SELECT 1;\n"),
        (layout_rules.start_of_transaction, "migrations/sql/0002/more.sql", "-- Why.\nSELECT now();\n"),
        (layout_rules.start_of_transaction, "migrations/sql/0002/more.sql", "-- Why.\nSELECT current_timestamp;\n"),
    ],
)
def test_a_file_out_of_order_is_found(
    house: House, rule: Callable[[Path], Iterator[str]], path: str, text: str
) -> None:
    house.put("hub/posts/templates/posts/page.html", "<p>x</p>")
    house.put("hub/posts/feature.py", '"""Its face."""\n')
    house.put("hub/features.py", '"""Which features there are."""\n\nFEATURES = (posts.FEATURE,)\n')
    house.put("migrations/sql/0001/first.sql", "-- Why: not now() but moment().\nSELECT plein.moment();\n")
    before = list(rule(house.root))
    house.put(path, text)

    assert before == []
    assert len(list(rule(house.root))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("hub/posts/service.py", 'put("posts.mail", post=post.id)\n'),
        ("migrations/sql/0002/more.sql", "-- Why.\nPERFORM plein.put('posts.mail', '{}');\n"),
    ],
)
def test_a_promise_that_nobody_keeps_is_found(house: House, path: str, text: str) -> None:
    house.put(path, text)

    assert list(layout_rules.unheard(house.root, {"posts.mail"})) == []
    assert len(list(layout_rules.unheard(house.root, set()))) == 1


STYLE = {
    "ANN201": '"""A module."""\n\n\ndef close():\n    """Close."""\n',
    "D103": '"""A module."""\n\n\ndef close() -> None:\n    pass\n',
    "DTZ005": '"""A module."""\n\nfrom datetime import datetime\n\nWHEN = datetime.now()\n',
    "F401": '"""A module."""\n\nimport os\n',
    "FIX002": '"""A module."""\n\n# TODO: later\n',
    "PLC0415": '"""A module."""\n\n\ndef close() -> None:\n    """Close."""\n    import os\n\n    os.abort()\n',
    "S608": '"""A module."""\n\n\ndef ask(name: str) -> str:\n    """Ask."""\n    return f"SELECT * FROM {name}"\n',
    "T201": '"""A module."""\n\nprint("x")\n',
}


@pytest.mark.parametrize("rule", STYLE)
def test_a_break_of_style_is_found(house: House, rule: str) -> None:
    house.put("hub/posts/service.py", STYLE[rule])

    status, said = house.run("ruff", "check", "--no-cache", "--output-format=concise", "hub/posts/service.py")

    assert status == 1
    assert rule in said


def test_what_the_formatter_would_change_is_found(house: House) -> None:
    house.put("hub/posts/service.py", "x = {  'a':1 }\n")

    assert house.run("ruff", "format", "--no-cache", "--check", ".")[0] == 1


def test_a_wrong_type_is_found(house: House) -> None:
    house.put(
        "hub/posts/service.py",
        'def close(question):\n    return question\n\n\nSIZE: int = "large"\nclose(1)  # type: ignore\n',
    )

    status, said = house.run("mypy", "--cache-dir", str(house.root / "cache"), "hub/posts/service.py")

    assert status == 1
    for code in ("no-untyped-def", "assignment", "no-untyped-call", "ignore-without-code"):
        assert f"[{code}]" in said, said


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ('<a href="/x" href="/y">x</a>', "H037"),
        ("<div><p>x</div>", "H025"),
        ("{{x}}", "T001"),
    ],
)
def test_a_template_in_disorder_is_found(house: House, page: str, code: str) -> None:
    house.put("hub/posts/templates/posts/page.html", f"{page}\n")

    status, said = house.run("djlint", "hub", "--lint", "--quiet")

    assert status == 1, said
    assert code in said
