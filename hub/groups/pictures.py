"""The drawings that a group can have as its picture, and how each is called; one without has the letters of its title.

A fixed set instead of an upload: nothing of a visitor's making is decoded or served, and the page stays light.
"""

from tenants.errors import words

TINTS = 8

PICTURES: dict[str, str] = {
    "users": words("Mensen"),
    "landmark": words("Bestuur"),
    "house": words("Wonen"),
    "building-2": words("Gebouwen"),
    "construction": words("Werk in uitvoering"),
    "wrench": words("Beheer en onderhoud"),
    "tree-pine": words("Groen"),
    "leaf": words("Milieu"),
    "waves": words("Water"),
    "recycle": words("Afval"),
    "zap": words("Energie"),
    "bike": words("Fiets"),
    "train-front": words("Vervoer"),
    "map": words("Kaart"),
    "school": words("Onderwijs"),
    "heart-pulse": words("Zorg"),
    "hand-heart": words("Hulp"),
    "handshake": words("Samenwerken"),
    "megaphone": words("Communicatie"),
    "calendar": words("Agenda"),
    "list-checks": words("Taken"),
    "scroll-text": words("Regels"),
    "shield": words("Veiligheid"),
    "compass": words("Verkenning"),
}
