"""What the log says of messages. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
    "post.added": words("%(who)s plaatste een bericht."),
    "post.edited": words("%(who)s bewerkte een bericht."),
    "post.deleted": words("%(who)s verwijderde een bericht."),
    "post.restored": words("%(who)s zette een bericht terug."),
}
