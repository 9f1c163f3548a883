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
    "post.pinned": words("%(who)s zette een bericht bovenaan."),
    "post.unpinned": words("%(who)s haalde een bericht van bovenaan weg."),
    "post.turned": words("%(who)s maakte van een bericht een vraag."),
    "question.pinned": words("%(who)s zette een vraag bovenaan."),
    "question.unpinned": words("%(who)s haalde een vraag van bovenaan weg."),
    "question.turned": words("%(who)s maakte van een vraag een bericht."),
    "document.pinned": words("%(who)s zette een document bovenaan."),
    "document.unpinned": words("%(who)s haalde een document van bovenaan weg."),
    "post.moved": words("%(who)s verplaatste een bericht naar een andere plek in de groep."),
    "question.moved": words("%(who)s verplaatste een vraag naar een andere plek in de groep."),
    "document.moved": words("%(who)s verplaatste een document naar een andere plek in de groep."),
}
