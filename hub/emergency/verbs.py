"""What the audit log says of emergency access."""

from tenants.errors import words

VERBS = {
    "emergency.asked": words("%(who)s vroeg noodtoegang tot “%(what)s”: %(why)s"),
    "emergency.confirmed": words("%(who)s ging akkoord met noodtoegang tot “%(what)s”."),
    "emergency.refused": words("%(who)s weigerde noodtoegang tot “%(what)s”."),
    "emergency.withdrawn": words("Het verzoek om noodtoegang tot “%(what)s” werd ingetrokken door %(who)s."),
    "emergency.needless": words("Noodtoegang tot “%(what)s” was niet meer nodig: wie het vroeg, was al lid."),
    "emergency.began": words("%(who)s kreeg noodtoegang tot “%(what)s”: %(why)s"),
    "emergency.ended": words("%(who)s beëindigde de noodtoegang tot “%(what)s”."),
    "emergency.read": words("%(who)s bekeek iets in “%(what)s” met noodtoegang."),
}
