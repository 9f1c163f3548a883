"""What the log says of who is in a group, and in which role. %(who)s did it, %(what)s is its name."""

from tenants.errors import words

VERBS = {
    "membership.added": words("%(who)s liet %(what)s toe tot “%(why)s”."),
    "membership.asked": words("%(who)s wil %(what)s in “%(why)s”; de beheerder beslist."),
    "membership.confirmed": words("%(who)s vond goed dat %(what)s meedoet."),
    "membership.refused": words("%(who)s vond niet goed dat %(what)s meedoet."),
    "membership.named": words("%(who)s wees %(what)s aan als groepsbeheerder van “%(why)s”."),
    "membership.asked-by-address": words("%(who)s vroeg iemand op werkadres voor “%(what)s”."),
    "membership.address-withdrawn": words("%(who)s trok een verzoek op werkadres voor “%(what)s” in."),
    "offer.sent": words("%(who)s vroeg %(what)s als groepsbeheerder van “%(why)s”."),
    "offer.withdrawn": words("%(who)s trok de vraag aan %(what)s in om “%(why)s” te beheren."),
    "offer.accepted": words("%(what)s werd groepsbeheerder van “%(why)s”."),
    "offer.refused": words("%(what)s wil “%(why)s” niet beheren."),
    "offer.handed-over": words("%(who)s nam “%(why)s” over van %(what)s."),
    "membership.role": words("%(who)s gaf %(what)s een andere rol."),
    "membership.ended": words("%(who)s beëindigde het lidmaatschap van %(what)s in “%(why)s”."),
}
