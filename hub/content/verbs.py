"""What the log says of what every kind of item shares. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
    "comment.added": words("%(who)s schreef een reactie."),
    "comment.edited": words("%(who)s bewerkte een reactie."),
    "comment.deleted": words("%(who)s verwijderde een reactie."),
    "comment.restored": words("%(who)s zette een reactie terug."),
    "attachment.added": words("%(who)s voegde een bestand toe aan een tekst."),
    "attachment.removed": words("%(who)s haalde een bestand uit een tekst."),
    "attachment.downloaded": words("%(who)s downloadde een bestand uit een tekst."),
}
