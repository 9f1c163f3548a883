"""The story of the demo: three towns, a shared service, two competing contractors, some twenty people, and what they said."""
# ruff: noqa: E501, ISC004, RUF001 - prose: a sentence stays on its line, with the signs that Dutch has

from dataclasses import dataclass

PASSWORD = "plein"  # noqa: S105 - everybody's, in the demo


@dataclass(frozen=True)
class Town:
    """An organisation of the story; its realm at the development sign-in has the same key."""

    key: str
    name: str
    short: str
    initials: str
    brand: str
    firm: bool = False


@dataclass(frozen=True)
class Human:
    """A person; places: organisation, "organisation:administrator". The first one's realm is where it signs in."""

    key: str
    name: str
    places: tuple[str, ...]
    title: str = ""
    department: str = ""
    note: str = ""
    employer: str = ""


TOWNS = (
    Town("zandwijk", "Gemeente Zandwijk", "Zandwijk", "ZW", "#0b5c8c"),
    Town("meerbergen", "Gemeente Meerbergen", "Meerbergen", "MB", "#2f6b3a"),
    Town("oosterdiep", "Gemeente Oosterdiep", "Oosterdiep", "OD", "#8a3b12"),
    Town("dienst", "Servicedienst Midden", "Dienst Midden", "SM", "#5b3a86"),
    Town("landwijs", "Bureau Landwijs", "Landwijs", "BL", "#5f5a1b", firm=True),
    Town("kade", "Kade Advies", "Kade", "KA", "#9b1d4a", firm=True),
)

HUMANS = (
    Human("fatima", "Fatima El Idrissi", ("zandwijk",), "Adviseur omgevingswet", "Ruimte", "groepsbeheerder"),
    Human(
        "mark",
        "Mark Visser",
        ("zandwijk:administrator",),
        "Informatiemanager",
        "Bedrijfsvoering",
        "beheerder van Zandwijk",
    ),
    Human("kees", "Kees Prins", ("zandwijk",), "Vergunningverlener", "Ruimte"),
    Human("noor", "Noor Haddad", ("zandwijk",), "Griffiemedewerker", "Griffie"),
    Human("tineke", "Tineke de Wit", ("zandwijk",), "Baliemedewerker", "Publiekszaken"),
    Human("sanne", "Sanne Bakker", ("meerbergen",), "Planoloog", "Ruimte", "collega van de andere gemeente"),
    Human(
        "mehmet",
        "Mehmet Yılmaz",
        ("meerbergen:administrator",),
        "Functioneel beheerder",
        "I&A",
        "beheerder van Meerbergen",
    ),
    Human("joke", "Joke van Dam", ("meerbergen",), "Jurist", "Juridische zaken"),
    Human("ruben", "Ruben Smit", ("meerbergen",), "Communicatieadviseur", "Communicatie"),
    Human(
        "olga",
        "Olga Petersen",
        ("oosterdiep:administrator",),
        "Gemeentesecretaris",
        "Directie",
        "beheerder van Oosterdiep",
    ),
    Human("joost", "Joost van der Meulen", ("oosterdiep",), "Beleidsmedewerker wonen", "Ruimte"),
    Human("lisa", "Lisa Jansen", ("oosterdiep",), "Klimaatadviseur", "Duurzaamheid"),
    Human("daan", "Daan Kuiper", ("dienst:administrator",), "Teamleider", "ICT", "beheerder van de servicedienst"),
    Human(
        "els",
        "Els Wiersma",
        ("dienst", "zandwijk", "meerbergen"),
        "Inkoopadviseur",
        "Inkoop",
        "werkt voor drie organisaties",
    ),
    Human("bram", "Bram Post", ("dienst",), "Servicedesk", "ICT"),
    Human("yara", "Yara Blom", ("dienst",), "Privacy officer", "Juridisch"),
    Human("lars", "Lars Holm", ("landwijs:administrator",), "Directeur", "", "beheerder van Bureau Landwijs"),
    Human("karin", "Karin Kade", ("kade:administrator",), "Partner", "", "beheerder van Kade Advies"),
)

# Externals sign in at the guests' realm: key, name, employer, sponsor, space, days left.
GUESTS = (
    ("peter", "Peter Aalbers", "Bureau Landwijs", "fatima", "visie", 90, "externe in één groep"),
    ("ilse", "Ilse Groot", "Bureau Landwijs", "els", "kamer-landwijs", 45, "externe in één kamer"),
    ("victor", "Victor Maas", "Kade Advies", "fatima", "kamer-kade", 12, "externe in de andere kamer"),
)

TERMS = """Fijn dat je met ons meewerkt. Dit spreken we met je af.

- Wat je hier leest, is voor het werk waarvoor je bent uitgenodigd. Deel het niet verder zonder te vragen.
- Zet geen persoonsgegevens neer die er niet hoeven te staan.
- Je account is van jou alleen. Geef je wachtwoord aan niemand.
- Stopt je opdracht eerder? Zeg het je contactpersoon, of beëindig zelf je toegang.

**Wat we van je bewaren**: je naam, je mailadres, voor wie je werkt, wanneer je inlogt, en wat je schrijft. Een jaar na je laatste dag blijft alleen je naam over bij wat je schreef."""

# What became of whom in the last act on many at once: name, and why it did not succeed.
EXTENDED = (
    ("Peter Aalbers", ""),
    ("Wilma Water", "De contactpersoon is hier geen lid meer. Laat een andere collega het overnemen."),
)

# Groups: key, title, purpose, form, parties (owner / participant / participant:named), founder, members.
GROUPS = (
    (
        "visie",
        "Omgevingsvisie Oosterdiep 2040",
        "We schrijven samen de omgevingsvisie voor het Oosterdiepgebied. Vaststelling: juni 2027.",
        "open",
        {"zandwijk": "owner", "meerbergen": "owner", "oosterdiep": "owner", "dienst": "participant"},
        "fatima",
        ("sanne", "joost", "lisa", "els", "kees"),
    ),
    (
        "herindeling",
        "Herindeling Zandwijk en Meerbergen",
        "Alles voor de samenvoeging per 1 januari 2028: wie doet wat, en wat spreken we af.",
        "open",
        {"zandwijk": "owner", "meerbergen": "owner"},
        "mark",
        ("fatima", "sanne", "mehmet", "joke", "noor", "ruben"),
    ),
    (
        "tender",
        "Aanbesteding dijkversterking",
        "Vertrouwelijk. Hier bereiden we de aanbesteding voor; elke inschrijver heeft een eigen kamer.",
        "closed",
        {"zandwijk": "owner", "meerbergen": "owner", "dienst": "participant:named"},
        "fatima",
        ("sanne", "els", "joke"),
    ),
    (
        "ruimte",
        "Team Ruimte",
        "Korte lijnen binnen ons team.",
        "open",
        {"zandwijk": "owner"},
        "fatima",
        ("kees", "tineke"),
    ),
)
ROOMS = (
    ("kamer-landwijs", "tender", "Inschrijving Landwijs", "els", ("fatima",)),
    ("kamer-kade", "tender", "Inschrijving Kade", "fatima", ("joke",)),
)

# Posts: space, author, hours ago, title, text, comments (author, hours ago, text), words (who, word).
POSTS = (
    (
        "visie",
        "joost",
        1,
        "Tweede ronde reacties is binnen: 42 zienswijzen",
        "Vooral over **windenergie langs de dijk** en de bereikbaarheid van de kern. Ik heb ze per thema gebundeld. "
        "Wie pakt hoofdstuk 3 (water en bodem) op? Graag vóór donderdag.",
        (
            ("els", 0.4, "Hoofdstuk 3 neem ik. Ik stem de peilbesluiten eerst af met onze hydroloog."),
            ("peter", 0.2, "De kaarten bij hoofdstuk 3 lever ik woensdag aan."),
        ),
        (("sanne", "useful"), ("fatima", "useful"), ("lisa", "thanks")),
    ),
    (
        "visie",
        "sanne",
        22,
        "Verslag werksessie wonen",
        "Drie varianten blijven over. Volgende week kiezen we in de stuurgroep; de voor- en nadelen staan in het document.",
        (("lisa", 20, "Fijn verslag. Neem je de klimaateffecten per variant nog mee?"),),
        (("joost", "agree"), ("fatima", "useful")),
    ),
    (
        "visie",
        "fatima",
        75,
        "Lees dit eerst: planning en schrijfafspraken",
        "- Eerste concept: 12 december\n- Stuurgroep: 19 december\n- Ter inzage: februari\n\nSchrijf kort, in gewone taal, en noem je bron.",
        (),
        (("kees", "thanks"),),
    ),
    (
        "herindeling",
        "mark",
        5,
        "Kennismaken: koffie in het gemeentehuis van Meerbergen",
        "Dinsdag vanaf 9.30 uur staat de koffie klaar. Neem een collega mee die je tegenhanger zou kunnen zijn.",
        (("mehmet", 4, "Ik zorg voor taart."), ("noor", 3, "Leuk! De griffie komt met drie mensen.")),
        (("sanne", "looking_forward"), ("joke", "looking_forward")),
    ),
    (
        "herindeling",
        "ruben",
        30,
        "Concept: wat vertellen we inwoners en wanneer",
        "In de bijlage bij de vragen staat het communicatieplan. Reageren kan tot vrijdag.",
        (),
        (("noor", "useful"),),
    ),
    (
        "tender",
        "els",
        9,
        "Planning van de aanbesteding",
        "Aankondiging op 7 december, inlichtingen op 5 januari, inschrijven tot 2 februari. "
        "Vragen van inschrijvers komen alleen in hun eigen kamer binnen.",
        (("joke", 8, "Akkoord. Ik bewaak de termijnen."),),
        (("fatima", "agree"),),
    ),
    (
        "kamer-landwijs",
        "ilse",
        6,
        "Vraag over de grondgegevens",
        "Kunnen wij de sonderingen van 2024 inzien?",
        (("els", 5, "Ja, ik zet ze vandaag hier neer."),),
        (),
    ),
    (
        "kamer-kade",
        "victor",
        7,
        "Ontvangst bevestigd",
        "We hebben de stukken ontvangen en komen uiterlijk maandag met vragen.",
        (),
        (),
    ),
    (
        "ruimte",
        "kees",
        3,
        "",
        "Wie heeft de laatste versie van het handhavingsprotocol?",
        (("tineke", 2, "Ligt bij mij, ik mail hem door."),),
        (),
    ),
    (
        "plein-zandwijk",
        "tineke",
        26,
        "Nieuwe openingstijden van de balie",
        "Vanaf 1 december zijn we op donderdag open tot 20.00 uur.",
        (),
        (("noor", "useful"),),
    ),
    (
        "plein-dienst",
        "bram",
        12,
        "Storing zaaksysteem is opgelost",
        "Je kunt weer zaken aanmaken. Werk je nog in een oud tabblad? Ververs dan eerst de pagina.",
        (),
        (("els", "thanks"),),
    ),
)

# Questions: space, asker, hours ago, title, text, answers (author, hours ago, text, accepted, who finds it useful), also mine.
QUESTIONS = (
    (
        "visie",
        "fatima",
        50,
        "Hoe leggen jullie mondelinge zienswijzen vast in het zaaksysteem?",
        "Op inloopavonden geven bewoners mondeling een zienswijze. Ons zaaksysteem kent alleen een formulier voor schriftelijke zienswijzen.\n\n"
        "Hoe registreren jullie dat, en laat je de bewoner nog iets ondertekenen?",
        (
            (
                "sanne",
                26,
                "Wij maken direct na de inloopavond een verslag per indiener en laten dat ondertekenen. Zo doen we het:\n\n"
                "1. Verslag in het vaste sjabloon.\n2. Bewoner tekent ter plekke of binnen twee weken per e-mail.\n3. Verslag hangt aan dezelfde zaak als de "
                "schriftelijke zienswijzen, met kanaal ‘balie’.",
                True,
                ("fatima", "joost", "kees", "lisa"),
            ),
            (
                "peter",
                24,
                "Je kunt ook een geluidsopname als bijlage registreren, mits je daar vooraf toestemming voor vraagt. Let op de bewaartermijn.",
                False,
                ("kees",),
            ),
            (
                "joost",
                22,
                "Wij sturen het verslag binnen een week per brief en vragen alleen om een reactie als er iets niet klopt. Scheelt een handtekening, en de rechter vond het genoeg.",
                False,
                ("sanne", "fatima"),
            ),
        ),
        ("kees", "joost", "lisa"),
    ),
    (
        "visie",
        "lisa",
        50,
        "Voorbeeld van een participatieplan onder de Omgevingswet?",
        "Ik zoek een plan dat ook voor een klein dorp werkt. Wie heeft er een dat goed beviel?",
        (),
        ("sanne",),
    ),
    (
        "herindeling",
        "joke",
        120,
        "Welke bewaartermijn gebruiken jullie voor conceptversies?",
        "Wij bewaren concepten nu tot de vaststelling. Zandwijk lijkt ze langer te bewaren. Wat spreken we af?",
        (("noor", 100, "Bij ons twee jaar na vaststelling, op verzoek van het archief.", False, ("joke",)),),
        ("ruben",),
    ),
    (
        "tender",
        "joke",
        20,
        "Mag een raadslid meelezen in een besloten projectgroep?",
        "Ik krijg de vraag van de griffie. Mijn neiging is: nee, tenzij als lid van de commissie.",
        (),
        (),
    ),
    (
        "plein-zandwijk",
        "noor",
        70,
        "Wie kent een goede cursus notuleren?",
        "Liefst een halve dag, in de buurt.",
        (("tineke", 66, "De cursus van de servicedienst beviel mij goed.", True, ()),),
        (),
    ),
)

# Documents: space, author, hours ago, name, versions (author, hours ago, note, text).


def welcome(address: str) -> str:
    """Who to sign in as and what to try."""
    return (
        "Sign in as (the password of everybody is “plein”):\n"
        "  Gemeente Zandwijk     Fatima El Idrissi (steward), Mark Visser (administrator), Kees Prins\n"
        "  Gemeente Meerbergen   Sanne Bakker, Mehmet (administrator)\n"
        "  Servicedienst Midden  Els Wiersma (works for three organisations), Daan Kuiper (administrator)\n"
        "  Guests                Peter Aalbers, Ilse Groot, Victor Maas\n"
        "Try: ask a question as Fatima and answer it as Sanne; found a group and propose Meerbergen, then accept as\n"
        "Mark and as Mehmet under Beheer; invite somebody from outside, and read the mail at\n"
        f"  {address}/postbus"
    )
