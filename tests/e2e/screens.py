"""The screens that exist: each route that answers a GET with a page, as somebody whom it fits, and further states."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.leading import (
    choose,
    choose_a_program,
    choose_first_place,
    edit_elsewhere,
    invite_to,
    look_as_oneself,
    look_as_peter,
    me,
    press,
    propose,
    type_a_question,
    unfold,
    unknown_address,
    upload_a_double,
    with_others,
)
from tests.e2e.people import PEOPLE


@dataclass(frozen=True)
class Screen:
    """One screen. rule: the route's, '' when it is a further state of one; do: what leads there, after: back."""

    name: str
    rule: str
    who: str
    path: str
    do: Callable[[Page], object] = lambda _page: None
    status: int = 200
    after: Callable[[Page], object] = lambda _page: None


SPACE, VISIE = "/groepen/<uuid:space_id>", "/groepen/{visie}"
SCREENS = [
    # -- before one is in
    Screen("sign-in", "/inloggen", "", "/inloggen"),
    Screen("sign-in-unknown", "", "", "/inloggen", unknown_address),
    Screen("signed-out", "/uitgelogd", "", "/uitgelogd"),
    Screen("accessibility", "/toegankelijkheid", "", "/toegankelijkheid"),
    Screen("privacy", "/privacy", "", "/privacy"),
    Screen("parts", "/onderdelen", "", "/onderdelen"),
    Screen("mailbox", "/postbus", "", "/postbus"),
    # -- home
    Screen("home", "/", "fatima", "/"),
    Screen("home-guest", "", "peter", "/"),
    Screen("home-menu", "", "els", "/", me),
    Screen("home-new", "", "fatima", "/", unfold("summary:has-text('Nieuw')")),
    Screen("home-keys", "", "fatima", "/", lambda page: page.keyboard.press("?")),
    # -- messages
    Screen("group", "/groepen/<uuid:space_id>", "fatima", "/groepen/{visie}"),
    Screen("group-writing", "", "fatima", "/groepen/{visie}", unfold(".hub-composer textarea")),
    Screen("group-guest", "", "peter", "/groepen/{visie}"),
    Screen("room", "", "fatima", "/groepen/{kamer}"),
    Screen("square", "", "fatima", "/groepen/{plein}"),
    Screen("post", "/berichten/<uuid:post_id>", "fatima", "/berichten/{gesprek}"),
    Screen("post-photo", "", "fatima", "/berichten/{foto_bericht}"),
    Screen("post-files", "", "fatima", "/berichten/{kaart_bericht}"),
    Screen("post-menu", "", "fatima", "/berichten/{bericht}", unfold("main details[data-menu] > summary")),
    Screen("post-new", "/groepen/<uuid:space_id>/berichten/nieuw", "fatima", "/groepen/{visie}/berichten/nieuw"),
    Screen("post-kept", "", "sanne", "/groepen/{visie}/berichten/nieuw", choose_a_program),
    Screen("post-waiting", "", "fatima", "/groepen/{herindeling}/berichten/nieuw"),
    Screen("post-choose", "/nieuw/bericht", "fatima", "/nieuw/bericht"),
    Screen("item-edit", "/items/<uuid:item_id>/bewerken", "fatima", "/items/{bericht}/bewerken"),
    Screen("item-history", "/items/<uuid:item_id>/geschiedenis", "fatima", "/items/{bericht}/geschiedenis"),
    Screen("item-conflict", "", "fatima", "/items/{bericht}/bewerken", edit_elsewhere),
    Screen("item-thread", "/items/<uuid:item_id>/gesprek", "fatima", "/items/{reactie}/gesprek"),
    Screen("item-quote", "/items/<uuid:item_id>/citeren", "fatima", "/items/{reactie}/citeren"),
    Screen("item-turn", "/items/<uuid:item_id>/wordt-vraag", "fatima", "/items/{bericht}/wordt-vraag"),
    Screen("item-move", "/items/<uuid:item_id>/verplaatsen", "fatima", "/items/{in_kamer}/verplaatsen"),
    Screen("item-move-to", "", "fatima", "/items/{in_kamer}/verplaatsen", choose_first_place),
    Screen("document-move-to", "", "fatima", "/items/{nota}/verplaatsen", choose_first_place),
    Screen("bin", "/prullenbak", "fatima", "/prullenbak"),
    Screen("bin-empty", "", "peter", "/prullenbak"),
    Screen("group-bin", "/groepen/<uuid:space_id>/prullenbak", "fatima", "/groepen/{visie}/prullenbak"),
    Screen("item-delete", "/items/<uuid:item_id>/verwijderen", "fatima", "/items/{gesprek}/verwijderen"),
    Screen("drafts", "/concepten", "fatima", "/concepten"),
    # -- questions
    Screen("questions", "/vragen", "fatima", "/vragen"),
    Screen("question", "/vragen/<uuid:question_id>", "fatima", "/vragen/{vraag}"),
    Screen("question-open", "", "sanne", "/vragen/{open_vraag}"),
    Screen("question-edit", "/vragen/<uuid:question_id>/bewerken", "fatima", "/vragen/{vraag}/bewerken"),
    Screen("group-questions", "/groepen/<uuid:space_id>/vragen", "fatima", "/groepen/{visie}/vragen"),
    Screen("question-new", "/groepen/<uuid:space_id>/vragen/nieuw", "fatima", "/groepen/{visie}/vragen/nieuw"),
    Screen("question-choose", "/nieuw/vraag", "fatima", "/nieuw/vraag"),
    Screen("question-typing", "", "fatima", "/groepen/{visie}/vragen/nieuw", type_a_question),
    Screen("question-alike", "/vragen/lijkt-op", "fatima", "/vragen/lijkt-op?title=zienswijze+in+het+zaaksysteem"),
    Screen("question-labels", "/groepen/<uuid:space_id>/vragen/labels", "fatima", "/groepen/{visie}/vragen/labels"),
    Screen(
        "question-names", "/groepen/<uuid:space_id>/vragen/namen", "fatima", "/groepen/{visie}/vragen/namen?voor=sa"
    ),
    Screen("question-colleagues", "/nieuw/vraag/collegas", "els", "/nieuw/vraag/collegas"),
    Screen("questions-label", "", "fatima", "/groepen/{visie}/vragen?toon=alle&label=participatie"),
    Screen("questions-mine", "", "fatima", "/vragen?toon=mijn"),
    Screen("questions-of", "", "fatima", "/vragen?organisatie={meerbergen}"),
    Screen("question-merge", "/vragen/<uuid:question_id>/samenvoegen", "fatima", "/vragen/{open_vraag}/samenvoegen"),
    Screen("question-merge-sure", "", "fatima", "/vragen/{open_vraag}/samenvoegen?doel={vraag}"),
    Screen("question-share", "/vragen/<uuid:question_id>/ook-tonen", "fatima", "/vragen/{vraag}/ook-tonen"),
    Screen("question-share-in", "", "fatima", "/vragen/{vraag}/ook-tonen?groep={ruimte}"),
    Screen("question-merged", "", "fatima", "/vragen/{dubbele_vraag}"),
    Screen("question-merged-into", "", "fatima", "/vragen/{doel_vraag}"),
    # -- documents
    Screen("documents", "/groepen/<uuid:space_id>/documenten", "fatima", "/groepen/{visie}/documenten"),
    Screen("folder", "/mappen/<uuid:folder_id>", "fatima", "/mappen/{map}"),
    Screen("folder-empty", "", "fatima", "/mappen/{lege_map}"),
    Screen("folder-new", "/groepen/<uuid:space_id>/mappen/nieuw", "fatima", "/groepen/{visie}/mappen/nieuw?map={map}"),
    Screen(
        "folder-move", "/groepen/<uuid:space_id>/verplaatsen", "fatima", "/groepen/{visie}/verplaatsen?stuk={lege_map}"
    ),
    Screen(
        "documents-delete", SPACE + "/documenten/verwijderen", "fatima", VISIE + "/documenten/verwijderen?stuk={map}"
    ),
    Screen("documents-double", SPACE + "/documenten/dubbel", "fatima", VISIE + "/documenten/nieuw", upload_a_double),
    Screen("document-copy", "/groepen/<uuid:space_id>/kopieren", "fatima", "/groepen/{visie}/kopieren?stuk={document}"),
    Screen(
        "document-copy-here",
        "/groepen/<uuid:space_id>/kopie-hier",
        "fatima",
        "/groepen/{ruimte}/kopie-hier?stuk={beelden},{document}",
    ),
    Screen("folder-delete", "/mappen/<uuid:folder_id>/verwijderen", "fatima", "/mappen/{map}/verwijderen"),
    Screen("folder-rename", "/mappen/<uuid:folder_id>/naam", "fatima", "/mappen/{map}/naam"),
    Screen("document-new", "/groepen/<uuid:space_id>/documenten/nieuw", "fatima", "/groepen/{visie}/documenten/nieuw"),
    Screen("document-choose", "/nieuw/document", "fatima", "/nieuw/document"),
    Screen("document", "/documenten/<uuid:document_id>", "joost", "/documenten/{document}"),
    Screen(
        "document-version", "/documenten/<uuid:document_id>/versies", "sanne", "/documenten/{eigen_document}/versies"
    ),
    Screen("document-pages", "", "fatima", "/documenten/{eigen_document}"),
    Screen("document-picture", "", "fatima", "/documenten/{foto}"),
    Screen("document-words", "", "fatima", "/documenten/{hoofdstuk}"),
    Screen("folder-pictures", "", "fatima", "/mappen/{beelden}"),
    Screen("document-rename", "/documenten/<uuid:document_id>/naam", "sanne", "/documenten/{eigen_document}/naam"),
    # -- groups
    Screen("groups", "/groepen", "fatima", "/groepen"),
    Screen("groups-guest", "", "peter", "/groepen"),
    Screen("group-new", "/groepen/nieuw", "fatima", "/groepen/nieuw"),
    Screen("group-new-refused", "", "fatima", "/groepen/nieuw", lambda page: _submit_empty(page, "title")),
    Screen("group-new-with", "", "fatima", "/groepen/nieuw", with_others),
    Screen("groups-findable", "", "ruben", "/groepen?lijst=vindbaar"),
    Screen("groups-asked", "", "kees", "/groepen?lijst=vindbaar"),
    Screen("groups-archived", "", "fatima", "/groepen?lijst=archief"),
    Screen("group-ask", "/groepen/<uuid:space_id>/vraag-toegang", "ruben", "/groepen/{water}/vraag-toegang"),
    Screen("group-requests", "/groepen/<uuid:space_id>/verzoeken", "fatima", "/groepen/{water}/verzoeken"),
    Screen(
        "group-refuse",
        "/groepen/<uuid:space_id>/verzoeken/<uuid:request_id>/weigeren",
        "fatima",
        "/groepen/{water}/verzoeken/{verzoek}/weigeren",
    ),
    Screen("group-findable", "", "fatima", "/groepen/{water}"),
    Screen("group-over", "", "fatima", "/groepen/{laadpalen}"),
    Screen("group-wake", "", "fatima", "/groepen/{laadpalen}/bewerken"),
    Screen("rooms", "/groepen/<uuid:space_id>/kamers", "fatima", "/groepen/{tender}/kamers"),
    Screen("room-new", "/groepen/<uuid:space_id>/kamers/nieuw", "fatima", "/groepen/{tender}/kamers/nieuw"),
    Screen("group-edit", "/groepen/<uuid:space_id>/bewerken", "fatima", "/groepen/{ruimte}/bewerken"),
    Screen("group-archive", "/groepen/<uuid:space_id>/archiveren", "fatima", "/groepen/{ruimte}/archiveren"),
    Screen("members", "/groepen/<uuid:space_id>/leden", "fatima", "/groepen/{visie}/leden"),
    Screen(
        "member-add", "/groepen/<uuid:space_id>/leden/toevoegen", "fatima", "/groepen/{visie}/leden/toevoegen?q=noor"
    ),
    Screen(
        "member-end",
        "/groepen/<uuid:space_id>/leden/<uuid:membership_id>/stoppen",
        "fatima",
        "/groepen/{ruimte}/leden/{lid}/stoppen",
    ),
    Screen("copy", "/groepen/<uuid:space_id>/kopie", "fatima", "/groepen/{visie}/kopie"),
    Screen("copy-asked", "", "sanne", "/groepen/{visie}/kopie", press("button", "Maak een kopie")),
    Screen("members-waiting", "/groepen/<uuid:space_id>/leden/wachten", "fatima", "/groepen/{tender}/leden/wachten"),
    Screen("members-former", "/groepen/<uuid:space_id>/leden/niet-meer", "fatima", "/groepen/{ruimte}/leden/niet-meer"),
    Screen("room-members-add", "", "fatima", "/groepen/{kamer}/leden/toevoegen"),
    Screen(
        "steward-offer",
        "/groepen/<uuid:space_id>/leden/<uuid:membership_id>/groepsbeheerder",
        "fatima",
        "/groepen/{ruimte}/leden/{vraag_rol}/groepsbeheerder",
    ),
    Screen("steward-answer", "/rolaanbod/<uuid:offer_id>", "kees", "/rolaanbod/{aanbod}"),
    Screen("home-asked", "", "kees", "/"),
    Screen("readers", "/groepen/<uuid:space_id>/wie", "fatima", "/groepen/{visie}/wie"),
    Screen("viewing", "", "fatima", "/groepen/{visie}/wie?soort=external", look_as_peter, after=look_as_oneself),
    Screen("parties", "/groepen/<uuid:space_id>/organisaties", "fatima", "/groepen/{visie}/organisaties"),
    Screen(
        "party-new",
        "/groepen/<uuid:space_id>/organisaties/voorstel",
        "fatima",
        "/groepen/{ruimte}/organisaties/voorstel",
    ),
    Screen("party-opens", "", "fatima", "/groepen/{ruimte}/organisaties/voorstel", propose),
    Screen(
        "party-decided",
        "/groepen/<uuid:space_id>/organisaties/beslist",
        "fatima",
        "/groepen/{visie}/organisaties/beslist",
    ),
    Screen(
        "party-change",
        "/groepen/<uuid:space_id>/organisaties/<uuid:party_id>",
        "fatima",
        "/groepen/{visie}/organisaties/{meerbergen}",
    ),
    Screen(
        "party-change-out", "", "fatima", "/groepen/{visie}/organisaties/{meerbergen}", choose("change", "participant")
    ),
    Screen(
        "group-readers",
        "/groepen/<uuid:space_id>/organisaties/lezers",
        "fatima",
        "/groepen/{visie}/organisaties/lezers",
    ),
    Screen("group-narrows", "", "fatima", "/groepen/{visie}/organisaties/lezers", choose("readers", "closed")),
    Screen("group-widens", "", "fatima", "/groepen/{tender}/organisaties/lezers", choose("readers", "open")),
    Screen("charter", "/groepen/<uuid:space_id>/afspraken", "fatima", "/groepen/{visie}/afspraken"),
    Screen("charter-none", "", "fatima", "/groepen/{ruimte}/afspraken"),
    Screen(
        "charter-write", "/groepen/<uuid:space_id>/afspraken/bewerken", "fatima", "/groepen/{ruimte}/afspraken/bewerken"
    ),
    # -- externals
    Screen("invite-1", "/groepen/<uuid:space_id>/uitnodigen", "fatima", "/groepen/{visie}/uitnodigen"),
    Screen("invite-2", "", "fatima", "/groepen/{visie}/uitnodigen", invite_to(2)),
    Screen("invite-3", "", "fatima", "/groepen/{visie}/uitnodigen", invite_to(3)),
    Screen("invite-4", "", "fatima", "/groepen/{visie}/uitnodigen", invite_to(4)),
    Screen("invitations", "/groepen/<uuid:space_id>/uitnodigingen", "fatima", "/groepen/{visie}/uitnodigingen"),
    Screen("externals", "/externen", "fatima", "/externen"),
    Screen("external-extend", "/externen/<uuid:membership_id>/verlengen", "fatima", "/externen/{externe}/verlengen"),
    Screen("external-end", "/externen/<uuid:membership_id>/beeindigen", "fatima", "/externen/{externe}/beeindigen"),
    Screen(
        "external-sponsor",
        "/externen/<uuid:membership_id>/contactpersoon",
        "fatima",
        "/externen/{externe}/contactpersoon",
    ),
    Screen("externals-end", "/externen/beeindigen", "fatima", "/externen/beeindigen?wie={externe}"),
    Screen("own-access", "/mijn-toegang", "peter", "/mijn-toegang"),
    Screen(
        "own-access-end",
        "/mijn-toegang/<uuid:affiliation_id>/beeindigen",
        "peter",
        "/mijn-toegang/{gast}/beeindigen",
    ),
    Screen("terms-owed", "/voorwaarden", "victor", "/voorwaarden"),
    Screen("admin-terms", "/beheer/<uuid:organisation_id>/voorwaarden", "mark", "/beheer/{zandwijk}/voorwaarden"),
    Screen("invitation-waits", "/uitnodiging/wacht", "peter", "/uitnodiging/wacht"),
    Screen("invitation-refused", "/uitnodiging/geweigerd", "peter", "/uitnodiging/geweigerd"),
    *(Screen(*row) for row in PEOPLE),
    # -- Beheer
    Screen("admin", "/beheer/<uuid:organisation_id>", "mark", "/beheer/{zandwijk}"),
    Screen("admin-proposals", "/beheer/<uuid:organisation_id>/voorstellen", "mark", "/beheer/{zandwijk}/voorstellen"),
    Screen(
        "admin-proposal",
        "/beheer/<uuid:organisation_id>/voorstellen/<uuid:proposal_id>",
        "mark",
        "/beheer/{zandwijk}/voorstellen/{voorstel}",
    ),
    Screen("admin-proposal-charter", "", "mark", "/beheer/{zandwijk}/voorstellen/{afsprakenvoorstel}"),
    Screen(
        "admin-taking-part",
        "/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/deelname",
        "mark",
        "/beheer/{zandwijk}/groepen/{visie}/deelname",
    ),
    Screen(
        "admin-named-only",
        "/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/genoemd",
        "mark",
        "/beheer/{zandwijk}/groepen/{visie}/genoemd",
    ),
    Screen("admin-requests", "/beheer/<uuid:organisation_id>/verzoeken", "mark", "/beheer/{zandwijk}/verzoeken"),
    Screen(
        "admin-name-steward",
        "/beheer/<uuid:organisation_id>/groepsbeheerder/<uuid:space_id>",
        "mark",
        "/beheer/{zandwijk}/groepsbeheerder/{plein}",
    ),
    Screen("admin-ended", "/beheer/<uuid:organisation_id>/niet-meer-lid", "mark", "/beheer/{zandwijk}/niet-meer-lid"),
    Screen(
        "admin-admit",
        "/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/toelaten",
        "mark",
        "/beheer/{zandwijk}/groepen/{tender}/toelaten",
    ),
    Screen(
        "admin-end-place",
        "/beheer/<uuid:organisation_id>/leden/<uuid:membership_id>/stoppen",
        "mark",
        "/beheer/{zandwijk}/leden/{lid}/stoppen",
    ),
    Screen("admin-externals", "/beheer/<uuid:organisation_id>/externen", "mark", "/beheer/{zandwijk}/externen"),
    Screen(
        "admin-invitations", "/beheer/<uuid:organisation_id>/uitnodigingen", "mark", "/beheer/{zandwijk}/uitnodigingen"
    ),
    Screen("admin-groups", "/beheer/<uuid:organisation_id>/groepen", "mark", "/beheer/{zandwijk}/groepen"),
    Screen("admin-externals-filtered", "", "mark", "/beheer/{zandwijk}/externen?eindigt=14&op=-naam&alles=1"),
    Screen("admin-externals-none", "", "mark", "/beheer/{zandwijk}/externen?q=niemand"),
    Screen(
        "admin-bulk",
        "/beheer/<uuid:organisation_id>/tegelijk/<string:kind>",
        "mark",
        "/beheer/{zandwijk}/tegelijk/externen-verlengen?chosen={externe}",
    ),
    Screen("admin-bulk-danger", "", "mark", "/beheer/{zandwijk}/tegelijk/externen-beeindigen?chosen={externe}"),
    Screen("admin-bulk-whole", "", "mark", "/beheer/{zandwijk}/tegelijk/externen-beeindigen?hele-lijst=1"),
    Screen("admin-bulk-nothing", "", "mark", "/beheer/{zandwijk}/tegelijk/externen-verlengen"),
    Screen(
        "admin-bulk-outcome",
        "/beheer/<uuid:organisation_id>/uitkomst/<uuid:bulk_id>",
        "mark",
        "/beheer/{zandwijk}/uitkomst/{handeling}",
    ),
    Screen(
        "admin-group",
        "/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>",
        "mark",
        "/beheer/{zandwijk}/groepen/{visie}",
    ),
    Screen(
        "admin-leave-group",
        "/beheer/<uuid:organisation_id>/groepen/<uuid:group_id>/verlaten",
        "mark",
        "/beheer/{zandwijk}/groepen/{visie}/verlaten",
    ),
    Screen("admin-agreements", "/beheer/<uuid:organisation_id>/afspraken", "mark", "/beheer/{zandwijk}/afspraken"),
    Screen(
        "admin-agreement-new",
        "/beheer/<uuid:organisation_id>/afspraken/nieuw",
        "mark",
        "/beheer/{zandwijk}/afspraken/nieuw",
    ),
    Screen(
        "admin-agreement",
        "/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>",
        "mark",
        "/beheer/{zandwijk}/afspraken/{afspraak}",
    ),
    Screen(
        "admin-agreement-end",
        "/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>/beeindigen",
        "mark",
        "/beheer/{zandwijk}/afspraken/{afspraak}/beeindigen",
    ),
    Screen(
        "admin-agreement-suspend",
        "/beheer/<uuid:organisation_id>/afspraken/<uuid:agreement_id>/opschorten",
        "mark",
        "/beheer/{zandwijk}/afspraken/{afspraak}/opschorten",
    ),
    Screen("admin-policies", "/beheer/<uuid:organisation_id>/beleid", "mark", "/beheer/{zandwijk}/beleid"),
    Screen("admin-policies-colour", "", "mark", "/beheer/{zandwijk}/beleid?brand=%23f2b705"),
    Screen(
        "admin-terms-write",
        "/beheer/<uuid:organisation_id>/beleid/voorwaarden",
        "mark",
        "/beheer/{zandwijk}/beleid/voorwaarden",
    ),
    Screen("admin-terms-preview", "", "mark", "/beheer/{zandwijk}/beleid/voorwaarden", press("button", "Bekijk eerst")),
    Screen(
        "admin-terms-version",
        "/beheer/<uuid:organisation_id>/beleid/voorwaarden/<int:number>",
        "mark",
        "/beheer/{zandwijk}/beleid/voorwaarden/1",
    ),
    Screen("colleagues", "/mensen", "fatima", "/mensen"),
    Screen("colleagues-found", "", "fatima", "/mensen?q=sa"),
    Screen("colleagues-none", "", "fatima", "/mensen?q=zzz"),
    Screen("admin-log", "/beheer/<uuid:organisation_id>/auditlog", "mark", "/beheer/{zandwijk}/auditlog"),
    Screen("admin-log-row", "", "mark", "/beheer/{zandwijk}/auditlog", unfold("main summary")),
    Screen("admin-isolation", "/beheer/<uuid:organisation_id>/isolatie", "mark", "/beheer/{zandwijk}/isolatie"),
    Screen("emergencies", "/beheer/<uuid:organisation_id>/noodtoegang", "mark", "/beheer/{zandwijk}/noodtoegang"),
    Screen(
        "emergency-ask",
        "/beheer/<uuid:organisation_id>/groepen/<uuid:space_id>/noodtoegang",
        "mark",
        "/beheer/{zandwijk}/groepen/{tender}/noodtoegang",
    ),
    Screen(
        "emergency-decide",
        "/beheer/<uuid:organisation_id>/noodtoegang/<uuid:emergency_id>",
        "mark",
        "/beheer/{zandwijk}/noodtoegang/{nood}",
    ),
    Screen("own-log", "/account/logboek", "fatima", "/account/logboek"),
    # -- what is not there
    Screen("missing", "", "fatima", "/groepen/{niets}", status=404),
    Screen("missing-nobody", "", "", "/zo-iets-is-er-niet", status=404),
    Screen("forbidden", "", "peter", "/groepen/nieuw", status=403),
]


def _submit_empty(page: Page, field: str) -> None:
    page.locator(f"form:has([name={field}])").evaluate("form => form.noValidate = true")
    page.locator(f"form:has([name={field}]) button[type=submit]").last.click()
    page.locator("[data-errors]").wait_for()
