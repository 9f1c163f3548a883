"""Names of people as they are sorted and looked up."""

import unicodedata


def sort_name(shown: str) -> str:
    """Lower case without accents, spaces folded: what lists sort by and prefix search compares (collations differ).

    Without signs that do not show: two names that look the same are the same, so that an organisation tells them apart.
    """
    plain = unicodedata.normalize("NFKD", shown).casefold()
    seen = (one for one in plain if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")
    return " ".join("".join(seen).split())


def initials(shown: str) -> str:
    """One or two capitals for an avatar: of the first and last word that begin with a letter, else with a digit."""
    first = [part[0] for part in shown.split()]
    found = [one for one in first if one.isalpha()] or [one for one in first if one.isalnum()]
    return "".join(found[:1] + found[1:][-1:]).upper() or "?"
