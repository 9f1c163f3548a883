"""What the audit log says of copies."""

from tenants.errors import words

VERBS = {
    "copy.asked": words("%(who)s vroeg een kopie van de eigen stukken uit %(what)s."),
    "copy.downloaded": words("%(who)s downloadde een kopie van de eigen stukken uit %(what)s."),
}
