"""Where the screens find things of the demo's story: a name to the query for its id."""

# What a path may name in braces: a query that finds its id in the demo's story.
NAMES = {
    "visie": "SELECT id FROM plein.space WHERE title = 'Omgevingsvisie Oosterdiep 2040'",
    "herindeling": "SELECT id FROM plein.space WHERE title = 'Herindeling Zandwijk en Meerbergen'",
    "tender": "SELECT id FROM plein.space WHERE title = 'Aanbesteding dijkversterking'",
    "ruimte": "SELECT id FROM plein.space WHERE title = 'Team Ruimte'",
    "plein": "SELECT id FROM plein.space WHERE title = 'Plein Zandwijk'",
    "kamer": "SELECT id FROM plein.space WHERE title = 'Inschrijving Kade'",
    "zandwijk": "SELECT id FROM plein.organisation WHERE handle = 'zandwijk'",
    "meerbergen": "SELECT id FROM plein.organisation WHERE handle = 'meerbergen'",
    "voorstel": "SELECT id FROM plein.proposal WHERE kind = 'form' AND status = 'open'",
    "afsprakenvoorstel": "SELECT id FROM plein.proposal WHERE kind = 'charter' AND status = 'open'",
    "vraag": "SELECT item_id FROM plein.question WHERE title LIKE 'Hoe leggen jullie%'",
    "open_vraag": "SELECT item_id FROM plein.question WHERE title LIKE 'Voorbeeld van een participatieplan%'",
    "dubbele_vraag": "SELECT item_id FROM plein.question WHERE merged_into IS NOT NULL",
    "doel_vraag": "SELECT merged_into FROM plein.question WHERE merged_into IS NOT NULL",
    "bericht": "SELECT item_id FROM plein.item_text WHERE title LIKE 'Lees dit eerst%'",
    "gesprek": "SELECT item_id FROM plein.item_text WHERE title LIKE 'Tweede ronde reacties%'",
    "reactie": "SELECT item_id FROM plein.item_text WHERE body LIKE 'Hoofdstuk 3 neem ik.%'",
    "in_kamer": "SELECT i.id FROM plein.item i JOIN plein.space s ON s.id = i.space_id WHERE s.kind = 'room'"
    " AND i.kind = 'post' ORDER BY i.id LIMIT 1",
    "document": "SELECT item_id FROM plein.document WHERE name = 'Zienswijzen gebundeld per thema.csv'",
    "eigen_document": "SELECT item_id FROM plein.document WHERE name = 'Verslag werksessie wonen.pdf'",
    "nota": "SELECT item_id FROM plein.document WHERE name = 'Nota van inlichtingen 1.txt'",
    "beelden": "SELECT item_id FROM plein.folder WHERE name = 'Kaarten en bijlagen'",
    "foto": "SELECT item_id FROM plein.document WHERE name = 'Windmolens achter de dijk.jpg'",
    "hoofdstuk": "SELECT item_id FROM plein.document WHERE name = 'Concept hoofdstuk 3 water en bodem.docx'",
    "foto_bericht": "SELECT item_id FROM plein.item_text WHERE title LIKE 'Zo ligt de dijk%'",
    "kaart_bericht": "SELECT item_id FROM plein.item_text WHERE title LIKE 'De drie varianten%'",
    "map": "SELECT item_id FROM plein.folder WHERE name = 'Werksessies'",
    "lege_map": "SELECT item_id FROM plein.folder WHERE name = 'Stuurgroep 19 december'",
    "lid": "SELECT m.id FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id"
    " JOIN plein.space s ON s.id = m.space_id WHERE s.title = 'Team Ruimte' AND a.shown = 'Kees Prins'",
    "externe": "SELECT m.id FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id"
    " WHERE a.shown = 'Peter Aalbers'",
    "gast": "SELECT id FROM plein.affiliation WHERE shown = 'Peter Aalbers'",
    "water": "SELECT id FROM plein.space WHERE title = 'Werkgroep wateroverlast'",
    "laadpalen": "SELECT id FROM plein.space WHERE title = 'Proef met laadpalen'",
    "verzoek": "SELECT r.id FROM plein.request r JOIN plein.affiliation a ON a.id = r.affiliation_id"
    " WHERE a.shown = 'Kees Prins'",
    "vertrokken": "SELECT id FROM plein.affiliation WHERE shown = 'Gerda Uitdienst'",
    "terug": "SELECT id FROM plein.login_request WHERE kind = 'return' AND status = 'open'",
    "kees": "SELECT id FROM plein.affiliation WHERE shown = 'Kees Prins'",
    "afspraak": "SELECT id FROM plein.agreement WHERE title = 'Samen op weg naar 2028'",
    "handeling": "SELECT id FROM plein.bulk ORDER BY id LIMIT 1",
    "vraag_rol": "SELECT m.id FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id"
    " JOIN plein.space s ON s.id = m.space_id WHERE s.title = 'Team Ruimte' AND a.shown = 'Tineke de Wit'",
    "aanbod": "SELECT id FROM plein.offer",
    "nood": "SELECT id FROM plein.emergency ORDER BY created_at LIMIT 1",
    "tweede": "SELECT l.id FROM plein.login l JOIN plein.issuer i ON i.id = l.issuer_id WHERE i.guests"
    " AND EXISTS (SELECT FROM plein.affiliation a WHERE a.person_id = l.person_id AND a.shown = 'Fatima El Idrissi')",
    "niets": "SELECT '01930000-0000-7000-8000-000000000000'",
}
