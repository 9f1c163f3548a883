"""What must hold of the database for who changes it: the class of every table, and faults that no start looks for."""

CONTENT = {
    "attachment",
    "document",
    "document_version",
    "folder",
    "item",
    "item_past",
    "item_text",
    "mention",
    "pin",
    "question",
    "reaction",
}
# Of these, what was in the bin when its thread moved is its author's: the item, its words, and what stands with them.
VEILED = {"attachment", "item", "item_past", "item_text", "mention"}
# What hangs on content and has no author: seen with it, kept by the database or by whoever may change what it hangs on.
BESIDE = {"document_head", "good_answer", "item_tag", "preview", "preview_page", "question_word"}
ACCESS = {
    "affiliation",
    "agreement",
    "agreement_party",
    "membership",
    "party",
    "proposal",
    "space",
    "space_activity",
    "space_tag",
}
ORGANISATIONS = {"audit", "invitation"}
OWN = {"affiliation_address", "copy", "draft", "draft_file", "once", "person", "space_read", "thread_read"}
LISTED = {"organisation"}
DOORS_ONLY = {
    "address_request",
    "affiliation_login",
    "agreement_address",
    "agreement_step",
    "audit_published",
    "audit_seal",
    "audit_unsealed",
    "binding",
    "charter",
    "charter_reading",
    "bulk",
    "bulk_row",
    "consent",
    "domain",
    "emergency",
    "emergency_consent",
    "issuer",
    "login",
    "login_link",
    "login_request",
    "logout_seen",
    "self_check",
    "request",
    "offer",
    "session",
    "sign_in",
    "sponsorship",
    "terms",
    "terms_accepted",
    "voice",
}
OUTBOX = {"outbox"}
CLASSES = {
    "content": CONTENT,
    "beside content": BESIDE,
    "access": ACCESS,
    "organisation's": ORGANISATIONS,
    "own": OWN,
    "listed": LISTED,
    "doors only": DOORS_ONLY,
    "outbox": OUTBOX,
}

# (An item moves to another space, and whoever moves it sees it there: plein.moves() asks.)
READS_STATE = """
SELECT p.polrelid::regclass || ' ' || p.polname || ' reads ' || a.attname FROM pg_policy p
  JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE p.polcmd IN ('r', '*') AND d.refobjid = p.polrelid AND d.refobjsubid > 0
   AND has_column_privilege('plein_app', d.refobjid, a.attnum, 'UPDATE')
   AND (d.refobjid, a.attname) <> ('plein.item'::regclass, 'space_id')
"""
ANOTHER_CLOCK = """
WITH said AS (
  SELECT proname::text place, prosrc words FROM pg_proc
   WHERE pronamespace = 'plein'::regnamespace AND proname <> 'moment'
  UNION ALL
  SELECT polrelid::regclass || ' ' || polname,
         concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
  UNION ALL
  SELECT adrelid::regclass || ' (default)', pg_get_expr(adbin, adrelid) FROM pg_attrdef
    JOIN pg_class c ON c.oid = adrelid AND c.relnamespace = 'plein'::regnamespace)
SELECT place FROM said
 WHERE words ~* '\\m(now|transaction_timestamp|statement_timestamp)\\s*\\(|\\mcurrent_(timestamp|date|time)\\M'
"""
NOT_LEAKPROOF = """
SELECT typname || ' is an enum, whose equality is not leakproof: no index works under a policy' FROM pg_type
 WHERE typnamespace = 'plein'::regnamespace AND typtype = 'e'
"""

# Besides what every start looks for (tenants/check.py).
FAULTS = {
    "a policy to see that reads what the app may change": READS_STATE,
    "another clock than moment()": ANOTHER_CLOCK,
    "an operator that is not leakproof": NOT_LEAKPROOF,
}
