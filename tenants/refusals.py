"""From what the database says to a Refusal: the doors' reasons, broken constraints, and rows that policies hide.

Driver texts print keys and rows, so none of them is ever shown.
"""

import psycopg

from tenants.errors import Conflict, Forbidden, Invalid, Missing, Refusal, words

# The reasons that doors give, with the form field they belong to where there is one.
REASONS: dict[str, tuple[str, str]] = {
    "founding-staff": ("", words("Alleen medewerkers van een organisatie kunnen een groep beginnen.")),
    "founding-policy": ("", words("In jouw organisatie beginnen alleen beheerders een groep. Vraag het je beheerder.")),
    "copy-member": (
        "",
        words("Een kopie is voor medewerkers die hier lid zijn namens hun organisatie. Word eerst lid."),
    ),
    "end-passed": ("ends_on", words("Deze datum is al voorbij. Kies een dag na vandaag.")),
    "steward-only": ("", words("Alleen een groepsbeheerder kan dit doen.")),
    "archived": ("", words("Deze groep is gearchiveerd. Je kunt er nog lezen, niet meer schrijven.")),
    "group-archived": ("", words("De groep van deze kamer is gearchiveerd. Neem eerst de groep weer in gebruik.")),
    "no-owner": ("", words("Deze groep heeft geen eigenaar meer. Begin een nieuwe groep.")),
    "tags": ("tags", words("Gebruik hooguit acht labels van 2 tot 40 tekens.")),
    "picture": ("icon", words("Kies een van de plaatjes.")),
    "word": ("word", words("Gebruik hooguit 500 tekens.")),
    "already-asked": ("", words("Je hebt hier al toegang gevraagd. Een groepsbeheerder antwoordt je.")),
    "request-decided": ("", words("Op dit verzoek is al geantwoord.")),
    "asker-gone": ("", words("Deze persoon kan hier niet meer meedoen: de organisatie doet niet meer mee.")),
    "square": ("", words("Dit kan niet op het plein van een organisatie.")),
    "steward-of-co-owner": (
        "",
        words("Alleen een groepsbeheerder van een organisatie die eigenaar is, kan een organisatie voorstellen."),
    ),
    "already-party": ("organisation", words("Deze organisatie doet al mee.")),
    "already-proposed": (
        "organisation",
        words("Deze organisatie is al voorgesteld. Het voorstel wacht nog op antwoord."),
    ),
    "proposal-decided": ("", words("Over dit voorstel is al beslist.")),
    "proposal-run-out": ("", words("Dit voorstel is verlopen. Vraag de groepsbeheerder om het opnieuw te doen.")),
    "agreement-excludes": (
        "",
        words("Een samenwerkingsafspraak tussen deze organisaties sluit gezamenlijke groepen uit."),
    ),
    "already-waits": ("", words("Zo’n voorstel wacht al op antwoord. Trek dat eerst in.")),
    "already-so": ("", words("Zo is het al. Er valt niets te veranderen.")),
    "no-party": ("", words("Deze organisatie doet niet meer mee.")),
    "party-inactive": ("", words("Deze organisatie kan nu niet meedoen.")),
    "firm-named": (
        "",
        words("Van een bedrijf doen alleen genoemde mensen mee zolang er ook andere organisaties zijn."),
    ),
    "own-party-leaves": ("", words("Je eigen organisatie stapt er zelf uit: haar beheerder doet dat in Beheer.")),
    "two-owners": (
        "",
        words("Van twee eigenaren kan de ene de andere er niet uit zetten. Stap er zelf uit, of archiveer de groep."),
    ),
    "meaning-changed": ("", words("Het voorstel betekent nu iets anders dan toen je het opende. Lees het opnieuw.")),
    "inviters": ("inviters", words("Kies wie externen mag uitnodigen.")),
    "classification": ("classification", words("Kies hoe vertrouwelijk het is.")),
    "charter-waits": ("", words("Er wachten al groepsafspraken op akkoord. Trek die eerst in.")),
    "no-draft": ("", words("Er is geen concept om voor te leggen.")),
    "charter-changed": ("", words("De groepsafspraken zijn intussen veranderd. Lees ze opnieuw.")),
    "last-owner": (
        "",
        words(
            "Jouw organisatie is de enige eigenaar. Archiveer de groep eerst,"
            " of maak een andere organisatie mede-eigenaar."
        ),
    ),
    "ended-by-other": (
        "",
        words(
            "Een beheerder heeft jouw lidmaatschap hier beëindigd. Vraag een groepsbeheerder om je weer toe te laten."
        ),
    ),
    "ended-by-administrator": (
        "",
        words("De beheerder van diens organisatie heeft dit lidmaatschap beëindigd. Alleen die kan het herstellen."),
    ),
    "ended-by-steward": (
        "",
        words("Een groepsbeheerder heeft dit lidmaatschap beëindigd. Alleen die kan het herstellen."),
    ),
    "ended-by-other-steward": (
        "",
        words(
            "Een groepsbeheerder van een andere organisatie heeft dit lidmaatschap beëindigd. "
            "Alleen die kan het herstellen, of een groepsbeheerder van een organisatie die eigenaar is."
        ),
    ),
    "other-login": (
        "",
        words("Je hebt hier al toegang met een ander account. Log daarmee in om de uitnodiging aan te nemen."),
    ),
    "role": ("role", words("Kies een van de rollen uit de lijst.")),
    "not-addable": (
        "affiliation",
        words("Deze persoon kun je hier niet toevoegen. Kies een collega van een deelnemende organisatie."),
    ),
    "already-member": ("affiliation", words("Deze persoon is al lid.")),
    "already-steward": ("", words("Deze persoon is al groepsbeheerder.")),
    "already-offered": ("", words("Deze persoon is al gevraagd. Wacht op antwoord, of trek die vraag eerst in.")),
    "steward-is-staff": (
        "",
        words("Alleen een medewerker van een deelnemende organisatie kan groepsbeheerder worden."),
    ),
    "offer-decided": ("", words("Op deze vraag is al antwoord gegeven, of ze is ingetrokken.")),
    "offer-lapsed": ("", words("Deze vraag geldt niet meer. Laat een groepsbeheerder het opnieuw vragen.")),
    "has-steward": ("", words("Er is al een groepsbeheerder. Die kan een collega vragen om het ook te worden.")),
    "not-nameable": ("affiliation", words("Kies een collega van jouw organisatie die hier lid is.")),
    "not-yourself": ("affiliation", words("Je kunt jezelf niet aanwijzen. Kies een collega die hier lid is.")),
    "not-yourself-in": (
        "affiliation",
        words("Je kunt jezelf niet toelaten. Vraag het een groepsbeheerder of een andere beheerder."),
    ),
    "address": ("address", words("Vul een werkadres in zoals naam@gemeente.nl.")),
    "address-too-often": (
        "address",
        words("Je hebt vandaag al veel adressen gevraagd. Probeer het morgen weer, of zoek op naam."),
    ),
    "address-asked": ("address", words("Dit adres is hier al gevraagd. Je verzoek loopt nog.")),
    "address-decided": ("", words("Over dit verzoek is al beslist, of het is ingetrokken.")),
    "address-lapsed": ("", words("Dit verzoek geldt niet meer: wie het deed, beheert deze groep niet meer.")),
    "other-steward": ("", words("Een groepsbeheerder van een andere organisatie kun je dit niet afnemen.")),
    "last-steward": (
        "",
        words("Je bent hier de enige groepsbeheerder. Vraag eerst een collega om het te worden."),
    ),
    "last-steward-of-room": (
        "",
        words("Je bent de enige groepsbeheerder van een kamer in deze groep. Vraag daar eerst een collega."),
    ),
    "sponsor": ("", words("Je kunt hier alleen iemand uitnodigen als je zelf lid bent.")),
    "access-until-passed": ("access_until", words("Deze datum is al voorbij. Kies een dag na vandaag.")),
    "access-until-too-late": (
        "access_until",
        words("Dat is langer dan jouw organisatie toestaat. Kies een eerdere dag."),
    ),
    "address-is-colleague": (
        "address",
        words("Dit is een adres van je eigen organisatie. Een collega kan zelf inloggen en lid worden."),
    ),
    "already-invited": (
        "address",
        words("Dit adres is hier al uitgenodigd. Je kunt die uitnodiging opnieuw versturen."),
    ),
    "invitation-decided": ("", words("Over deze uitnodiging is al beslist.")),
    "invitation-run-out": ("", words("Deze uitnodiging is verlopen. Stuur een nieuwe.")),
    "already-staff": (
        "",
        words("Je werkt bij de organisatie die je uitnodigt. Word lid als medewerker; een gastaccount is niet nodig."),
    ),
    "access-ended": ("", words("Deze toegang is al beëindigd. Stuur een nieuwe uitnodiging.")),
    "terms-empty": ("text", words("Schrijf de voorwaarden op. Zonder tekst is er niets om te aanvaarden.")),
    "terms-long": ("text", words("Dit is te lang. Gebruik hoogstens 20.000 tekens.")),
    "terms-changed": ("", words("Er is intussen een nieuwe versie. Lees die eerst.")),
    "inviter-gone": (
        "",
        words("Wie uitnodigde, doet hier niet meer mee. Trek deze uitnodiging in en stuur een nieuwe."),
    ),
    "takeover-who": ("affiliation", words("Kies een collega van dezelfde organisatie die hier lid is.")),
    "takeover-asked": ("", words("Er is al iemand gevraagd. Trek die vraag eerst in.")),
    "takeover-decided": ("", words("Deze vraag is al beantwoord of verlopen.")),
    "takeover-place": ("", words("Je kunt dit alleen overnemen zolang je hier zelf lid bent en de toegang loopt.")),
    "sponsor-gone": ("", words("De contactpersoon is hier geen lid meer. Laat een andere collega het overnemen.")),
    "last-administrator": ("", words("Dit is de laatste beheerder van de organisatie. Benoem eerst een andere.")),
    "administrator-term": (
        "",
        words("De andere beheerders vertrekken eerder. Benoem eerst iemand die minstens zo lang beheerder blijft."),
    ),
    "affiliation-ended": ("", words("Deze toegang is al beëindigd. Heropen haar eerst.")),
    "term-passed": ("last_day", words("Deze dag is al voorbij. Kies een dag na vandaag.")),
    "term-needed": ("last_day", words("Wie op uitnodiging hier werkt, heeft altijd een einddatum. Kies een dag.")),
    "already-here": ("", words("Deze persoon heeft al toegang tot jouw organisatie.")),
    "login-is-own": ("", words("Deze aanmelding is al van jou.")),
    "login-clash": (
        "",
        words(
            "Met beide aanmeldingen heb je een plek bij dezelfde organisatie."
            " Vraag de beheerder daar om er eerst een te beëindigen."
        ),
    ),
    "login-this": ("", words("Met deze aanmelding ben je nu ingelogd. Log in met een andere om deze los te maken.")),
    "login-needed": (
        "",
        words(
            "Met deze aanmelding hoor je ergens bij waar je huidige aanmelding niet geldt."
            " Vraag daar eerst of die ook mag."
        ),
    ),
    "login-same": (
        "",
        words("Losmaken kan niet: deze aanmelding is van een organisatie waar je werkt of hebt gewerkt."),
    ),
    "login-request-decided": ("", words("Over dit verzoek is al beslist.")),
    "only-login": ("", words("Dit is de enige aanmelding. Zonder aanmelding kan niemand meer inloggen.")),
    "return-answer": ("", words("Kies een van de mogelijkheden.")),
    "address-signs-in": (
        "address",
        words("Dit is een adres van jouw organisatie. Deze collega logt zelf in; een uitnodiging is niet nodig."),
    ),
    "address-is-staff": ("address", words("Iemand met dit adres werkt hier al.")),
    "works-here": ("", words("Je werkt al bij deze organisatie. Je hoeft niets te doen.")),
    "organisations": ("organisations", words("Kies minstens één andere organisatie uit de lijst.")),
    "agreement-decided": ("", words("Over deze afspraak is al beslist.")),
    "proposer-only": ("", words("Alleen de organisatie die het voorstel deed, kan het intrekken.")),
    "form": ("form", words("Kies open, vindbaar of besloten.")),
    "reach": ("reach", words("Kies alle medewerkers, of alleen wie met naam wordt toegevoegd.")),
    "emergency-owner": (
        "",
        words("Noodtoegang is er alleen voor een organisatie die eigenaar van de groep is, en niet voor een bedrijf."),
    ),
    "emergency-room": (
        "",
        words("In een kamer van een groep met meer eigenaren is geen noodtoegang mogelijk."),
    ),
    "emergency-sees": ("", words("Je leest hier al mee. Noodtoegang is niet nodig.")),
    "emergency-reason": ("reason", words("Schrijf in een paar woorden waarom dit nodig is, hoogstens 1000 tekens.")),
    "emergency-hours": ("hours", words("Kies een van de mogelijkheden.")),
    "emergency-asked": ("", words("Je hebt dit al gevraagd. Het wacht op een andere beheerder.")),
    "emergency-decided": ("", words("Over deze noodtoegang is al beslist, of zij is voorbij.")),
    "emergency-run-out": ("", words("Dit verzoek is verlopen. Vraag het opnieuw als het nog nodig is.")),
    "emergency-own": ("", words("Je eigen verzoek kun je niet bevestigen. Dat doet een andere beheerder.")),
    "emergency-twice": (
        "",
        words("Je ging hier al akkoord voor een organisatie. Voor een andere organisatie doet iemand anders dat."),
    ),
    "emergency-agreed": ("", words("Jouw organisatie is al akkoord.")),
    "emergency-reader": (
        "",
        words("Deze persoon leest mee door noodtoegang en krijgt zo geen rol. Noodtoegang eindigt vanzelf."),
    ),
    "emergency-asker": ("", words("Wie dit vroeg, is geen beheerder meer van een organisatie die eigenaar is.")),
    "check-recent": ("", words("De afscherming is net gecontroleerd. Over een minuut kan het weer.")),
    "author-elsewhere": (
        "",
        words("Iemand die hierin schreef of reageerde, is geen lid van de plek waar het heen gaat. Het blijft hier."),
    ),
    "move-binned": ("", words("Dit is verwijderd. Zet het eerst terug.")),
    "move-writes": ("", words("Je verplaatst alleen tussen plekken waar je zelf schrijft.")),
    "move-group": ("", words("Verplaatsen kan alleen binnen dezelfde groep.")),
    "turn-kind": ("", words("Alleen een bericht wordt een vraag, en een vraag een bericht.")),
    "step": ("", words("Kies een van de mogelijkheden.")),
    "agreement-domain": (
        "domains",
        words("Vul het maildomein van een andere organisatie in, het deel achter het apenstaartje."),
    ),
    "party-domain": (
        "domain",
        words("Vul het maildomein van een andere organisatie in, het deel achter het apenstaartje."),
    ),
    "agreement-empty": ("joint_groups", words("Kies minstens één ding dat jullie afspreken.")),
    "resume-waits": ("", words("Jouw organisatie wil al hervatten. Het wacht op de andere.")),
    "guest-days": ("guest_days", words("Vul een aantal dagen in van 1 tot en met 1096.")),
    "forget-days": ("forget_days", words("Vul een aantal dagen in van 1 tot en met 3650.")),
    "founders": ("founders", words("Kies een van de mogelijkheden.")),
    "brand": ("brand", words("Kies een kleur, als # met zes cijfers of letters a tot en met f.")),
    "folder-circle": ("", words("Een map kan niet in zichzelf liggen. Kies een andere plek.")),
    "folder-depth": ("", words("Mappen gaan hier hoogstens 20 diep. Kies een plek die minder diep ligt.")),
    "folder-gone": ("", words("Deze map is er niet meer. Kies een andere plek.")),
    "folder-in-bin": ("", words("De map waar dit in lag, is ook verwijderd. Zet eerst die map terug.")),
    "folder-name-taken": (
        "",
        words("Er is intussen een andere map met deze naam. Geef die eerst een andere naam."),
    ),
    "folder-others": (
        "",
        words(
            "In deze map ligt ook iets van een ander. Alleen een groepsbeheerder kan dat mee verwijderen."
            " Verplaats het eerst, of vraag een groepsbeheerder."
        ),
    ),
    "folder-too-full": (
        "",
        words("In deze map ligt meer dan 500 stuks. Verwijder eerst een deel, of de mappen die erin liggen."),
    ),
    "folder-why": ("why", words("In deze map ligt ook iets van een ander. Zeg kort waarom je het verwijdert.")),
    "merge-steward": ("", words("Alleen een groepsbeheerder voegt vragen samen.")),
    "merge-target": ("doel", words("Met deze vraag kun je niet samenvoegen. Kies een andere.")),
    "merge-chain": (
        "",
        words("Met deze vraag is al een andere samengevoegd. Voeg de nieuwe vraag hiermee samen, niet andersom."),
    ),
    "move-merged": ("", words("Deze vraag is samengevoegd met een andere. Haal ze eerst uit elkaar.")),
    "asked-for": ("voor", words("Deze persoon is hier geen lid. Vul alleen de naam in, of kies iemand anders.")),
    "asked-for-other": (
        "voor",
        words("Alleen wie de vraag stelde, zegt voor wie die is. Je kunt de naam wel weghalen."),
    ),
    "asked-for-elsewhere": (
        "",
        words(
            "De vraag is gesteld voor iemand die geen lid is van de plek waar die heen gaat. Verander eerst de naam."
        ),
    ),
    "nobody-chosen": ("", words("Vink eerst aan voor wie dit geldt.")),
    "too-many-chosen": ("", words("Kies er hoogstens 500 tegelijk.")),
}

# A sign that no text can have (psycopg refuses NUL itself, without a state), a number or a moment out of range.
UNKEEPABLE = frozenset({"", "22003", "22008", "22021", "22P05"})
NOT_KEPT = words(
    "Hier staat iets in dat niet bewaard kan worden, zoals een onzichtbaar teken of een veel te groot getal."
)

_KINDS: dict[str, type[Refusal]] = {"PL404": Missing, "PL403": Forbidden, "PL409": Conflict}


class Fenced(Missing):
    """Row-level security refused what the rules let through: Missing to the person, a fault of ours to the log."""


def from_database(error: BaseException | None) -> Refusal | None:
    """The refusal behind a driver's error, or None when it is no refusal but a fault."""
    state = getattr(error, "sqlstate", None) or ""
    if state.startswith("PL") and isinstance(error, psycopg.Error):
        return _from_door(state, error.diag.message_primary or "")
    if isinstance(error, psycopg.DataError) and state in UNKEEPABLE:
        return Invalid({"": NOT_KEPT}, NOT_KEPT)
    match state:
        case "42501":
            return Fenced()
        case "25006":  # who looks as somebody else writes nothing
            return Forbidden(words("Je kijkt mee als een externe. Daarom kan dit nu niet."))
        case "23505" | "23503" | "23514" | "23502" | "40001" | "40P01" | "55P03":
            return Conflict()
        case _:
            return None


def _from_door(state: str, reason: str) -> Refusal:
    field, sentence = REASONS.get(reason, ("", ""))
    if state == "PL422":
        return Invalid({field: sentence or Invalid.default})
    return _KINDS.get(state, Conflict)(sentence)
