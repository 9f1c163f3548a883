"""The English of the development identity provider: no part of the product, so neither is its catalogue."""

ENGLISH = {
    "Ontwikkelomgeving: dit is geen echte inlogvoorziening": (
        "Development environment: this is not a real sign-in service"
    ),
    "Inloggen": "Log in",
    "Direct naar inhoud": "Skip to content",
    "Gebruikersnaam of e-mailadres": "User name or e-mail address",
    "Wachtwoord": "Password",
    "Kies wie je bent": "Choose who you are",
    "Verzonnen mensen. Eén klik en je bent ingelogd.": "Invented people. One click and you are logged in.",
    "Of typ een naam": "Or type a name",
    "Het wachtwoord van iedereen in deze lijst is": "The password of everyone in this list is",
    "Deze naam en dit wachtwoord horen niet bij elkaar. Probeer het nog eens.": (
        "This name and password do not belong together. Try again."
    ),
    "Nog geen account?": "No account yet?",
    "Maak een account": "Create an account",
    "Voornaam": "First name",
    "Achternaam": "Last name",
    "E-mailadres": "E-mail address",
    "In deze ontwikkelomgeving controleert niemand of dit adres van jou is: het telt meteen als bevestigd.": (
        "In this development environment nobody checks that this address is yours: it counts as verified at once."
    ),
    "Ten minste 8 tekens.": "At least 8 characters.",
    "Heb je al een account?": "Do you have an account already?",
    "Vul je voornaam in.": "Enter your first name.",
    "Vul je achternaam in.": "Enter your last name.",
    "Vul een e-mailadres in, zoals naam@bedrijf.nl.": "Enter an e-mail address, such as name@company.com.",
    "Met dit e-mailadres is al een account gemaakt. Log daarmee in.": (
        "An account exists with this e-mail address. Log in with it."
    ),
    "Kies een wachtwoord van ten minste 8 tekens.": "Choose a password of at least 8 characters.",
    "Er klopt iets nog niet": "Something is not right yet",
    "Uitloggen": "Log out",
    "Wil je uitloggen?": "Do you want to log out?",
    "Je bent uitgelogd": "You are logged out",
    "Je kunt dit venster sluiten.": "You can close this window.",
    "Dit verzoek klopt niet": "This request is not right",
    "De toepassing die je hierheen stuurde, vroeg iets dat niet mag.": (
        "The application that sent you here asked for something that is not allowed."
    ),
}
