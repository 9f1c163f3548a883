"""Names of people as they are sorted and looked up."""

import unicodedata


def sort_name(shown: str) -> str:
    """Lower case without accents, spaces folded: what lists sort by and prefix search compares (collations differ)."""
    plain = unicodedata.normalize("NFKD", shown).casefold()
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


def initials(shown: str) -> str:
    """One or two capitals for an avatar: of the first and last word that begin with a letter, else with a digit."""
    first = [part[0] for part in shown.split()]
    found = [one for one in first if one.isalpha()] or [one for one in first if one.isalnum()]
    return "".join(found[:1] + found[1:][-1:]).upper() or "?"
