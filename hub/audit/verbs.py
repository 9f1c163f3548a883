"""What the audit log says about itself, about the isolation, and about who runs Plein."""

from tenants.errors import words

VERBS = {
    "audit.read": words("%(who)s las dit auditlog."),
    "audit.exported": words("%(who)s haalde een uitvoer van dit auditlog op."),
    "seal.check-asked": words("%(who)s vroeg om de afscherming nu te controleren."),
    "operator.created": words("De beheerder van Plein maakte de organisatie %(what)s aan."),
    "operator.domain": words("De beheerder van Plein koppelde het maildomein %(what)s."),
    "operator.issuer": words("De beheerder van Plein koppelde de inlogdienst %(what)s."),
    "operator.administrator-link": words("De beheerder van Plein maakte een link voor de eerste beheerder."),
    "operator.active": words("De beheerder van Plein zette de organisatie weer aan."),
    "operator.suspended": words("De beheerder van Plein schortte de organisatie op."),
}
