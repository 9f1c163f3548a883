"""What the log says of the own people. %(who)s did it, %(what)s is the person, %(why)s another organisation."""

from tenants.errors import words

VERBS = {
    "affiliation.began": words("%(what)s logde voor het eerst in en hoort nu bij de organisatie."),
    "affiliation.ended": words("%(who)s beëindigde de toegang van %(what)s via de organisatie."),
    "affiliation.ran-out": words("De toegang van %(what)s via de organisatie is afgelopen: de einddatum was bereikt."),
    "affiliation.term": words("%(who)s veranderde de einddatum van %(what)s."),
    "affiliation.unlimited": words("%(who)s haalde de einddatum van %(what)s weg."),
    "affiliation.reopened": words("%(who)s gaf %(what)s weer toegang via de organisatie."),
    "affiliation.reopened-elsewhere": words("%(what)s heeft weer toegang bij %(why)s, met een aanmelding van hier."),
    "affiliation.admitted": words("%(who)s liet %(what)s toe als nieuwe medewerker."),
    "login.returned": words("%(what)s logde in na het einde van de toegang en wacht op een beheerder."),
    "login.linked": words("%(what)s koppelde een andere aanmelding."),
    "login.unlinked": words("%(what)s maakte een aanmelding los."),
    "login.asked": words("%(what)s vroeg om een andere aanmelding toe te laten."),
    "login.withdrawn": words("%(what)s trok het verzoek om een andere aanmelding in."),
    "login.accepted": words("%(who)s liet een aanmelding van %(what)s toe."),
    "login.refused": words("%(who)s liet een aanmelding van %(what)s niet toe."),
    "login.taken": words("%(who)s haalde een aanmelding van %(what)s weg."),
    "session.ended": words("%(who)s beëindigde een of meer sessies van %(what)s."),
    "staff.invited": words("%(who)s nodigde %(what)s uit om ook hier te werken."),
    "staff.began": words("%(what)s nam een uitnodiging aan en werkt nu ook hier."),
    "administrator.appointed": words("%(what)s werd beheerder, benoemd door %(who)s."),
    "administrator.withdrawn": words("%(what)s is geen beheerder meer, door %(who)s."),
}
