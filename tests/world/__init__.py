"""The cast: organisations, people and places that every test of access is played with.

Each person differs from another in one clause of the one rule, so that a clause that is forgotten gives somebody sight
(tests/clauses.py adds one for every clause).
"""

from tests.world.cast import build
from tests.world.making import CLOCK, FOREVER, ISSUER, Someone, World

__all__ = ["CLOCK", "FOREVER", "ISSUER", "Someone", "World", "build"]
