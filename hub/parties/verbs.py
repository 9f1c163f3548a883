"""What the audit log says of parties, proposals and charters; `why` is the organisation that a proposal is about."""

from tenants.errors import words

VERBS = {
    "party.proposed": words("%(who)s stelde %(why)s voor als deelnemer van “%(what)s”."),
    "party.agreed": words("%(who)s ging akkoord met %(why)s in “%(what)s”."),
    "party.began": words("%(why)s doet mee aan “%(what)s”; %(who)s gaf het laatste akkoord."),
    "party.refused": words("%(who)s weigerde het voorstel voor %(why)s in “%(what)s”."),
    "party.withdrawn": words("%(who)s trok het voorstel voor %(why)s in “%(what)s” in."),
    "party.left": words("%(who)s haalde de eigen organisatie uit “%(what)s”."),
    "party.narrowed": words("%(who)s bepaalde dat van %(why)s alleen nog genoemde mensen meedoen aan “%(what)s”."),
    "space.narrowed": words("%(who)s maakte “%(what)s” vindbaar in plaats van open."),
    "space.closed": words("%(who)s maakte “%(what)s” besloten."),
    "proposal.role-proposed": words("%(who)s stelde een andere rol voor %(why)s voor in “%(what)s”."),
    "proposal.role-agreed": words("%(who)s ging akkoord met een andere rol voor %(why)s in “%(what)s”."),
    "proposal.role-began": words("%(why)s heeft een andere rol in “%(what)s”; %(who)s gaf het laatste akkoord."),
    "proposal.role-refused": words("%(who)s weigerde een andere rol voor %(why)s in “%(what)s”."),
    "proposal.role-withdrawn": words("%(who)s trok het voorstel over de rol van %(why)s in “%(what)s” in."),
    "proposal.reach-proposed": words("%(who)s stelde voor dat alle medewerkers van %(why)s meedoen aan “%(what)s”."),
    "proposal.reach-agreed": words("%(who)s ging akkoord met alle medewerkers van %(why)s in “%(what)s”."),
    "proposal.reach-began": words(
        "Alle medewerkers van %(why)s doen mee aan “%(what)s”; %(who)s gaf het laatste akkoord."
    ),
    "proposal.reach-refused": words("%(who)s weigerde alle medewerkers van %(why)s in “%(what)s”."),
    "proposal.reach-withdrawn": words("%(who)s trok het voorstel over alle medewerkers van %(why)s in “%(what)s” in."),
    "proposal.form-proposed": words("%(who)s stelde voor “%(what)s” wijder open te zetten."),
    "proposal.form-agreed": words("%(who)s ging akkoord met het wijder openzetten van “%(what)s”."),
    "proposal.form-began": words("“%(what)s” staat wijder open; %(who)s gaf het laatste akkoord."),
    "proposal.form-refused": words("%(who)s weigerde “%(what)s” wijder open te zetten."),
    "proposal.form-withdrawn": words("%(who)s trok het voorstel om “%(what)s” wijder open te zetten in."),
    "proposal.out-proposed": words("%(who)s stelde voor dat %(why)s stopt met “%(what)s”."),
    "proposal.out-agreed": words("%(who)s ging akkoord met het stoppen van %(why)s met “%(what)s”."),
    "proposal.out-began": words("%(why)s doet niet meer mee aan “%(what)s”; %(who)s gaf het laatste akkoord."),
    "proposal.out-refused": words("%(who)s weigerde dat %(why)s stopt met “%(what)s”."),
    "proposal.out-withdrawn": words("%(who)s trok het voorstel dat %(why)s stopt met “%(what)s” in."),
    "proposal.charter-proposed": words("%(who)s legde groepsafspraken voor “%(what)s” voor aan de eigenaren."),
    "proposal.charter-agreed": words("%(who)s ging akkoord met de groepsafspraken van “%(what)s”."),
    "proposal.charter-began": words("De groepsafspraken van “%(what)s” gelden; %(who)s gaf het laatste akkoord."),
    "proposal.charter-refused": words("%(who)s weigerde de groepsafspraken van “%(what)s”."),
    "proposal.charter-withdrawn": words("%(who)s trok de voorgelegde groepsafspraken van “%(what)s” in."),
    "charter.written": words("%(who)s begon nieuwe groepsafspraken voor “%(what)s”."),
    "charter.read": words("%(who)s las de groepsafspraken van “%(what)s”."),
}
