"""What the log says of what every kind of item shares. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
    "comment.added": words("%(who)s schreef een reactie."),
    "comment.edited": words("%(who)s bewerkte een reactie."),
    "comment.deleted": words("%(who)s verwijderde een reactie."),
    "comment.restored": words("%(who)s zette een reactie terug."),
}
