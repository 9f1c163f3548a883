"""What a row of the audit log says, in a sentence; every verb of the product has one (a test looks)."""

from flask_babel import gettext as _

from tenants.errors import words
from tenants.models import Audit

# %(who)s did it, %(what)s is the thing's name at that moment, %(why)s a title, a role or a reason.
SENTENCES: dict[str, str] = {
    "group.founded": words("%(who)s begon de groep “%(what)s”."),
    "room.created": words("%(who)s maakte de kamer “%(what)s”."),
    "space.renamed": words("%(who)s veranderde titel of doel van “%(what)s”."),
    "space.archived": words("%(who)s archiveerde “%(what)s”."),
    "space.woken": words("%(who)s haalde “%(what)s” uit het archief."),
    "space.ended": words("“%(what)s” ging naar het archief: de einddatum was bereikt."),
    "party.proposed": words("%(who)s stelde %(why)s voor als deelnemer van “%(what)s”."),
    "party.agreed": words("%(who)s ging akkoord met %(why)s in “%(what)s”."),
    "party.began": words("%(why)s doet mee aan “%(what)s”; %(who)s gaf het laatste akkoord."),
    "party.refused": words("%(who)s weigerde het voorstel voor %(why)s in “%(what)s”."),
    "party.withdrawn": words("%(who)s trok het voorstel voor %(why)s in “%(what)s” in."),
    "party.left": words("%(who)s haalde de eigen organisatie uit “%(what)s”."),
    "membership.joined": words("%(who)s werd lid van “%(what)s”."),
    "membership.added": words("%(who)s liet %(what)s toe tot “%(why)s”."),
    "membership.asked": words("%(who)s wil %(what)s in “%(why)s”; de beheerder beslist."),
    "membership.confirmed": words("%(who)s vond goed dat %(what)s meedoet."),
    "membership.refused": words("%(who)s vond niet goed dat %(what)s meedoet."),
    "membership.role": words("%(who)s gaf %(what)s een andere rol."),
    "membership.ended": words("%(who)s beëindigde het lidmaatschap van %(what)s in “%(why)s”."),
    "invitation.sent": words("%(who)s nodigde %(what)s uit voor “%(why)s”."),
    "invitation.sent-again": words("%(who)s stuurde de uitnodiging aan %(what)s opnieuw."),
    "invitation.withdrawn": words("%(who)s trok de uitnodiging aan %(what)s in."),
    "invitation.accepted": words("%(what)s nam een uitnodiging aan."),
    "invitation.refused": words("%(what)s sloeg een uitnodiging af."),
    "invitation.waiting": words("%(what)s nam een uitnodiging aan met een ander adres en wacht op bevestiging."),
    "invitation.confirmed": words("%(who)s bevestigde wie %(what)s is."),
    "invitation.not-confirmed": words("%(who)s liet %(what)s niet toe: het was iemand anders."),
    "external.extended": words("%(who)s verlengde de toegang van %(what)s tot “%(why)s”."),
    "external.shortened": words("%(who)s vervroegde het einde van de toegang van %(what)s tot “%(why)s”."),
    "affiliation.began": words("%(what)s logde voor het eerst in en hoort nu bij de organisatie."),
    "affiliation.ended": words("%(who)s beëindigde de toegang van %(what)s via de organisatie."),
    "administrator.appointed": words("%(what)s werd beheerder, benoemd door %(who)s."),
    "administrator.withdrawn": words("%(what)s is geen beheerder meer, door %(who)s."),
    "agreement.proposed": words("%(who)s stelde de afspraak “%(what)s” voor."),
    "agreement.signed": words("%(who)s tekende de afspraak “%(what)s”."),
    "agreement.refused": words("%(who)s weigerde de afspraak “%(what)s”."),
    "agreement.withdrawn": words("%(who)s trok de afspraak “%(what)s” in."),
    "agreement.ended": words("%(who)s beëindigde de afspraak “%(what)s”."),
    "post.added": words("%(who)s plaatste een bericht."),
    "post.edited": words("%(who)s bewerkte een bericht."),
    "post.deleted": words("%(who)s verwijderde een bericht."),
    "post.restored": words("%(who)s zette een bericht terug."),
    "question.added": words("%(who)s stelde een vraag."),
    "question.edited": words("%(who)s bewerkte een vraag."),
    "question.retitled": words("%(who)s veranderde de titel van een vraag."),
    "question.deleted": words("%(who)s verwijderde een vraag."),
    "question.restored": words("%(who)s zette een vraag terug."),
    "answer.added": words("%(who)s gaf een antwoord."),
    "answer.edited": words("%(who)s bewerkte een antwoord."),
    "answer.deleted": words("%(who)s verwijderde een antwoord."),
    "answer.restored": words("%(who)s zette een antwoord terug."),
    "answer.accepted": words("%(who)s accepteerde een antwoord."),
    "answer.unaccepted": words("%(who)s trok de keuze voor een antwoord in."),
    "comment.added": words("%(who)s schreef een reactie."),
    "comment.edited": words("%(who)s bewerkte een reactie."),
    "comment.deleted": words("%(who)s verwijderde een reactie."),
    "comment.restored": words("%(who)s zette een reactie terug."),
    "document.added": words("%(who)s voegde een document toe."),
    "document.edited": words("%(who)s bewerkte de tekst bij een document."),
    "document.renamed": words("%(who)s gaf een document een andere naam."),
    "document.version_added": words("%(who)s voegde een versie van een document toe."),
    "document.version_set_back": words("%(who)s zette een oudere versie van een document terug."),
    "document.downloaded": words("%(who)s downloadde een document."),
    "document.deleted": words("%(who)s verwijderde een document."),
    "document.restored": words("%(who)s zette een document terug."),
    "audit.read": words("%(who)s las dit auditlog."),
    "operator.created": words("De beheerder van Plein maakte de organisatie %(what)s aan."),
    "operator.domain": words("De beheerder van Plein koppelde het maildomein %(what)s."),
    "operator.issuer": words("De beheerder van Plein koppelde de inlogdienst %(what)s."),
    "operator.administrator-link": words("De beheerder van Plein maakte een link voor de eerste beheerder."),
    "operator.active": words("De beheerder van Plein zette de organisatie weer aan."),
    "operator.suspended": words("De beheerder van Plein schortte de organisatie op."),
}


def sentence(row: Audit) -> str:
    """The row in the reader's language; a verb that is not known says its own name."""
    who = row.actor_shown or _("Plein")
    known = SENTENCES.get(row.verb)
    if known is None:
        return f"{who}: {row.verb}"
    return _(known, who=who, what=row.thing_shown or _("iemand"), why=row.why or "…")
