"""The screens of who works here: Beheer of the own people, invitations of staff, own logins and sessions."""

_RULE, _PATH = "/beheer/<uuid:organisation_id>/mensen", "/beheer/{zandwijk}/mensen"

# Name, route, who, path, as tests/e2e/screens.py has them.
PEOPLE = (
    ("admin-people", _RULE, "mark", _PATH),
    ("admin-person", f"{_RULE}/<uuid:affiliation_id>", "mark", _PATH + "/{kees}"),
    ("admin-leaves", f"{_RULE}/<uuid:affiliation_id>/uit-dienst", "mark", _PATH + "/{kees}/uit-dienst"),
    ("admin-term", f"{_RULE}/<uuid:affiliation_id>/termijn", "mark", _PATH + "/{kees}/termijn"),
    ("admin-reopen", f"{_RULE}/<uuid:affiliation_id>/heropenen", "mark", _PATH + "/{vertrokken}/heropenen"),
    ("admin-administrators", f"{_RULE}/beheerders", "mark", f"{_PATH}/beheerders"),
    ("admin-returns", f"{_RULE}/verzoeken", "mark", f"{_PATH}/verzoeken"),
    ("admin-return", f"{_RULE}/verzoeken/<uuid:request_id>", "mark", _PATH + "/verzoeken/{terug}"),
    ("admin-staff-invitations", f"{_RULE}/uitnodigingen", "mark", f"{_PATH}/uitnodigingen"),
    ("admin-staff-invite", f"{_RULE}/uitnodigingen/nieuw", "mark", f"{_PATH}/uitnodigingen/nieuw"),
    ("staff-waits", "/meewerken/wacht", "joost", "/meewerken/wacht"),
    ("staff-refused", "/meewerken/geweigerd", "joost", "/meewerken/geweigerd"),
    ("logins", "/account/aanmeldingen", "fatima", "/account/aanmeldingen"),
    (
        "login-unlink",
        "/account/aanmeldingen/<uuid:login_id>/losmaken",
        "fatima",
        "/account/aanmeldingen/{tweede}/losmaken",
    ),
    ("login-link", "/account/aanmeldingen/koppelen", "fatima", "/account/aanmeldingen/koppelen"),
)
