"""How folders and files look, as functions that name what is wrong."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.meta.code import FLOORS, files

MOST_LINES = 400
NO_FEATURES = {"kit", "runtime", "static", "templates", "translations"}
# The ground that features stand on also says what features may plug into it.
GROUND = {"content": {"cards", "kinds"}, "desk": {"acts", "lists", "tabs"}, "groups": {"audience", "tabs"}}
EDGES = {"api", "jobs", "views"}
FEATURE_FILES = {
    "__init__",
    "feature",
    "models",
    "policy",
    "schemas",
    "service",
    "templates",
    "translations",
    "verbs",
} | EDGES


def strange_names(root: Path) -> Iterator[str]:
    """Files in a feature's folder that are not called as in every feature."""
    for feature in sorted(path for path in (root / "hub").iterdir() if path.is_dir()):
        if feature.name in NO_FEATURES | {"__pycache__"}:
            continue
        for path in sorted(feature.iterdir()):
            if path.stem not in FEATURE_FILES | GROUND.get(feature.name, set()) | {"__pycache__"}:
                yield f"{path.relative_to(root)}: no feature has a file of this name"
        for path in sorted((feature / "templates").glob("*")):
            if path.name != feature.name:
                yield f"{path.relative_to(root)}: the templates of {feature.name} lie in templates/{feature.name}/"


def unlisted_features(root: Path) -> Iterator[str]:
    """Features that stand in no list, and so do not exist."""
    listed = (root / "hub" / "features.py").read_text(encoding="utf-8")
    for face in sorted((root / "hub").glob("*/feature.py")):
        if face.parent.name not in NO_FEATURES and not re.search(rf"\b{face.parent.name}\b", listed):
            yield f"{face.relative_to(root)}: not listed in hub/features.py, so it does not exist"


def long_files(root: Path) -> Iterator[str]:
    """Files that outgrew their room. SQL of a migration may be longer: it is history, read once from top to bottom."""
    for path in files(".py", ".html", ".css", ".js", root=root):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_LINES:
            yield f"{path.relative_to(root)}: {lines} lines; past {MOST_LINES} a file becomes a folder of that name"


def unexplained_files(root: Path) -> Iterator[str]:
    """Files that do not open with what they are for."""
    for path in files(".py", root=root):
        if not (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").strip():
            yield f"{path.relative_to(root)}: opens without a sentence that says what it is for"
    for path in files(".sql", folders=("migrations", *FLOORS), root=root):
        if not path.read_text(encoding="utf-8").startswith("-- "):
            yield f"{path.relative_to(root)}: opens without a comment that says what it is for"


def start_of_transaction(root: Path) -> Iterator[str]:
    """SQL that reads now() and its like, the start of the transaction, where moment() is meant."""
    wrong = re.compile(r"\bnow\s*\(\s*\)|\bcurrent_(?:timestamp|date|time)\b|\btransaction_timestamp\b", re.IGNORECASE)
    for path in files(".sql", folders=("migrations", *FLOORS), root=root):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if wrong.search(line.split("--")[0]):
                yield f"{path.relative_to(root)}:{number}: now() is the start of the transaction; ask plein.moment()"


def unheard(root: Path, jobs: set[str]) -> Iterator[str]:
    """Kinds of outbox row that no feature does: what was promised would be lost."""
    put = re.compile(r"\bput\(\s*[\"']([a-z_]+\.[a-z_]+)[\"']")
    for path in files(".py", ".sql", folders=("migrations", *FLOORS), root=root):
        for kind in put.findall(path.read_text(encoding="utf-8")):
            if kind not in jobs:
                yield f"{path.relative_to(root)}: nobody does {kind!r}; a feature's jobs name what it does"
