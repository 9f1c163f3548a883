"""What the log says of groups and rooms, and of asking to come in. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
    "group.founded": words("%(who)s begon de groep “%(what)s”."),
    "room.created": words("%(who)s maakte de kamer “%(what)s”."),
    "space.renamed": words("%(who)s veranderde titel of doel van “%(what)s”."),
    "space.archived": words("%(who)s archiveerde “%(what)s”."),
    "space.woken": words("%(who)s haalde “%(what)s” uit het archief."),
    "space.ended": words("“%(what)s” ging naar het archief: de einddatum was bereikt."),
    "space.end-set": words("%(who)s zette de laatste dag van “%(what)s” op %(why)s."),
    "space.end-removed": words("%(who)s haalde de einddatum van “%(what)s” weg."),
    "space.tagged": words("%(who)s veranderde de labels van “%(what)s”."),
    "space.pictured": words("%(who)s gaf “%(what)s” een ander plaatje."),
    "request.asked": words("%(who)s vroeg toegang tot “%(what)s”."),
    "request.withdrawn": words("%(who)s trok de vraag om toegang tot “%(what)s” in."),
    "request.admitted": words("%(who)s liet %(what)s toe tot “%(why)s”, na een vraag om toegang."),
    "request.refused": words("%(who)s wees de vraag van %(what)s om toegang tot “%(why)s” af."),
    "membership.joined": words("%(who)s werd lid van “%(what)s”."),
}
