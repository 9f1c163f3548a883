"""What became of a sign-in or a sign-out, for the pages to tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Arrived:
    """Signed in: the secret for the browser's cookie, and where to go on."""

    secret: str = field(repr=False)
    return_to: str


@dataclass(frozen=True, slots=True)
class NoPlace:
    """The issuer says who it is, and nothing here is for that person."""

    title: str


@dataclass(frozen=True, slots=True)
class Returning:
    """Access ended here earlier: administrators of these organisations have the request to open it again."""

    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Linking:
    """A second sign-in of who is signed in already: it waits in that session for the person's word."""

    return_to: str


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """A silent sign-in that can't be silent: the old session is over, sign in on the page."""

    return_to: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """What to post where, to sign out at the issuer too; nothing when there is nobody to tell."""

    title: str = ""
    url: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
