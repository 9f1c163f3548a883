"""What the spine says of each kind of item, in the words of the feature whose it is: each registers its own."""

from collections.abc import Iterable

from hub.kit.feature import Kind

_KINDS: dict[str, Kind] = {}


def register(kinds: Iterable[Kind]) -> None:
    """Let a feature say how its kinds of item are called and where they are shown."""
    _KINDS.update({kind.name: kind for kind in kinds})


def of(name: str) -> Kind:
    """What is said of a kind that items have."""
    return _KINDS[name]


def paths() -> frozenset[str]:
    """The folders of the pages of all kinds."""
    return frozenset(kind.path for kind in _KINDS.values() if kind.path)
