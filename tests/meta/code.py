"""Where the code lies that the tests about the code read."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("hub", "sso", "tenants")
OURS = (*FLOORS, "migrations", "tests")


def files(*suffixes: str, folders: tuple[str, ...] = OURS, root: Path = ROOT) -> Iterator[Path]:
    """Every file of ours that ends so, in a fixed order; what a build made is not ours."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in suffixes and not {"build", "node_modules", "__pycache__"} & set(path.parts):
                yield path


def name(path: Path) -> str:
    """How a file is called in a message: from the root of the project."""
    return str(path.relative_to(ROOT))


def template_folders(root: Path = ROOT) -> list[Path]:
    """Every folder that templates are found in: the layout's, and one per feature."""
    return [folder for floor in FLOORS for folder in sorted((root / floor).rglob("templates")) if folder.is_dir()]
