"""What the log says of documents and folders. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
    "document.added": words("%(who)s voegde een document toe."),
    "document.edited": words("%(who)s bewerkte de tekst bij een document."),
    "document.renamed": words("%(who)s gaf een document een andere naam."),
    "document.version_added": words("%(who)s voegde een versie van een document toe."),
    "document.version_set_back": words("%(who)s zette een oudere versie van een document terug."),
    "document.downloaded": words("%(who)s downloadde een document."),
    "document.deleted": words("%(who)s verwijderde een document."),
    "document.restored": words("%(who)s zette een document terug."),
    "document.copied": words("%(who)s kopieerde een document naar een andere plek."),
    "document.filed": words("%(who)s legde een document in een andere map."),
    "folder.moved": words("%(who)s legde een map in een andere map."),
    "folder.copied": words("%(who)s kopieerde een map naar een andere plek."),
    "folder.added": words("%(who)s maakte een map."),
    "folder.renamed": words("%(who)s gaf een map een andere naam."),
    "folder.deleted": words("%(who)s verwijderde een map."),
    "folder.restored": words("%(who)s zette een map terug."),
}
