"""What the log says of externals and their invitations. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
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
    "terms.published": words("%(who)s maakte versie %(what)s van de gebruiksvoorwaarden."),
    "external.left": words("%(what)s beëindigde de eigen toegang."),
    "external.forgotten": words("Van %(what)s is alleen de naam bewaard: de bewaartermijn was voorbij."),
    "sponsorship.asked": words("%(who)s vroeg %(why)s om contactpersoon van %(what)s te worden."),
    "sponsorship.taken": words("%(who)s werd contactpersoon van %(what)s."),
    "sponsorship.refused": words("%(who)s wilde geen contactpersoon van %(what)s worden."),
    "sponsorship.withdrawn": words("%(who)s trok de vraag om contactpersoon van %(what)s te worden in."),
    "sponsorship.assigned": words("%(who)s maakte %(why)s contactpersoon van %(what)s."),
    "terms.accepted": words("%(what)s ging akkoord met versie %(why)s van de gebruiksvoorwaarden."),
}
