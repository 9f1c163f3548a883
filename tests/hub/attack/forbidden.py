"""What each person of the cast may not read anywhere, said by hand: titles and ids of spaces, names, organisations.

The reason for each exception stands beside it; everything that is not excepted is forbidden.
"""

from tests.world import World

TITLES = {
    "visie": "Omgevingsvisie 2040",
    "tender": "Aanbesteding dijk",
    "kamer-a": "Kamer Kade",
    "kamer-b": "Kamer Bouwgroep",
    "intern": "Team Ruimte",
    "elders": "Alleen Oosterdiep",
}
NAMES = {
    "fatima": "Fatima El Idrissi",
    "zara": "Zara Vos",
    "kees": "Kees Prins",
    "sanne": "Sanne Bakker",
    "mehmet": "Mehmet Yildiz",
    "daan": "Daan Kuiper",
    "els": "Els Wiersma",
    "rik": "Rik de Lezer",
    "former": "Frank Vertrokken",
    "gone": "Gerda Uitdienst",
    "joost": "Joost van der Meulen",
    "olga": "Olga Beheer",
    "lars": "Lars Landwijs",
    "peter": "Peter Aalbers",
    "karin": "Karin Kade",
    "bas": "Bas Bouw",
    "ivo": "Ivo Verlopen",
    # Not of the cast: invited into room A by Fatima, and into room B by Sanne.
    "victor": "Victor Vreemd",
    "bea": "Bea Concurrent",
}
MAKES = {
    "karin": "Kade Advies",
    "bas": "Bouwgroep Noord",
    "ivo": "Oud BV",
    "victor": "Vreemd Advies",
    "bea": "Concurrent BV",
}
ORGANISATIONS = {
    "zandwijk": "Zandwijk",
    "meerbergen": "Meerbergen",
    "dienst": "Dienst Midden",
    "oosterdiep": "Oosterdiep",
    "landwijs": "landwijs.example",  # proposed by this domain; its name is Peter's employer besides
}

# Who reads what is written in which space: the members, and staff of open groups' parties.
READS = {
    "fatima": {"visie", "tender", "kamer-a", "intern"},
    "zara": {"visie", "intern"},
    "kees": {"visie", "intern"},
    "sanne": {"visie", "tender", "kamer-b"},
    "mehmet": {"visie"},
    "daan": {"visie"},
    "els": {"visie", "tender", "intern"},
    "rik": {"visie", "tender"},
    "former": {"visie"},
    "gone": set[str](),
    "joost": {"elders"},
    "olga": set[str](),
    "lars": set[str](),
    "peter": {"tender"},
    "karin": {"kamer-a"},
    "bas": {"kamer-b"},
    "ivo": set[str](),
    "sanne-elders": set[str](),
    "": set[str](),
}
# Administrators know titles of groups that their organisation is in, and of rooms where their own people are.
KNOWS_TITLES = {
    "zara": {"tender", "kamer-a"},
    "mehmet": {"tender", "kamer-b"},
    "daan": {"tender"},
    "olga": {"elders"},
}
STAFF = {
    "zandwijk": {"fatima", "zara", "kees", "els"},
    "meerbergen": {"sanne", "mehmet", "rik", "former", "els"},
    "dienst": {"daan", "els"},
    "oosterdiep": {"joost", "olga"},
}
MEMBERS = {
    "visie": {"fatima", "sanne", "els"},
    "tender": {"fatima", "sanne", "rik", "els", "peter"},
    "kamer-a": {"fatima", "karin"},
    "kamer-b": {"sanne", "bas"},
    "intern": {"fatima"},
    "elders": {"joost"},
}
# By another right than a place that is shared.
ALSO = {
    "fatima": {"ivo", "victor", "former"},  # sponsors them; may bring back whom a steward took out
    "sanne": {"bea"},
    "zara": {"peter", "karin", "ivo", "gone", "victor"},  # administers them, ended ones too
    "mehmet": {"bas", "bea"},
}
# Externals find no other organisation than those that read along with them; a room says nothing of its group's.
MEETS = {
    "peter": {"zandwijk", "meerbergen", "dienst"},
    "karin": {"zandwijk"},
    "bas": {"meerbergen"},
    "ivo": {"zandwijk"},  # through which the access was
}
# An unlisted firm's domain: who proposed it, and the administrators who answer; its own people.
KNOWS_FIRM = {"fatima", "sanne", "zara", "mehmet", "lars"}


def people(who: str) -> set[str]:
    """Whose names a person may read."""
    known = {who.removesuffix("-elders")} | ALSO.get(who, set())
    for staff in STAFF.values():
        if who in staff:
            known |= staff
    for space in READS[who]:
        known |= MEMBERS[space]
    return known


def words(world: World, who: str) -> dict[str, str]:
    """The words that no page may show to this person, each with what it would give away."""
    found = {}
    for space, title in TITLES.items():
        if space in READS[who]:
            continue
        found[f"bericht-{space}"] = found[f"vraag-{space}"] = found[f"stuk-{space}"] = f"what is written in {space}"
        found[f"voor {space}"] = f"a text of {space}"
        if space not in KNOWS_TITLES.get(who, set()):
            found[title] = f"the title of {space}"
            found[str(world.spaces[space])] = f"the id of {space}"
    known = people(who)
    for key, name in NAMES.items():
        if key not in known:
            found[name] = f"the name of {key}"
            if key in MAKES:
                found[MAKES[key]] = f"the employer of {key}"
    for key in ("zandwijk", "meerbergen", "dienst", "oosterdiep", "landwijs"):
        if (who in MEETS and key not in MEETS[who]) or (key == "landwijs" and who not in KNOWS_FIRM):
            found[ORGANISATIONS[key]] = f"the organisation {key}"
    return found
