"""What must hold of the database itself: the class of every table, and queries that name each kind of fault."""

CONTENT = {"document", "document_version", "item", "item_text", "question", "reaction"}
ACCESS = {"affiliation", "agreement", "agreement_party", "membership", "party", "proposal", "space", "space_activity"}
ORGANISATIONS = {"audit", "invitation"}
OWN = {"affiliation_address", "once", "person"}
LISTED = {"organisation"}
DOORS_ONLY = {
    "affiliation_login",
    "binding",
    "consent",
    "domain",
    "issuer",
    "login",
    "logout_seen",
    "session",
    "sign_in",
    "voice",
}
OUTBOX = {"outbox"}
CLASSES = {
    "content": CONTENT,
    "access": ACCESS,
    "organisation's": ORGANISATIONS,
    "own": OWN,
    "listed": LISTED,
    "doors only": DOORS_ONLY,
    "outbox": OUTBOX,
}

# Tables without a fence, because everybody may read them and nobody of the application may write them.
GLOBAL: set[str] = set()

UNFENCED = """
SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind IN ('r', 'p')
   AND NOT (relrowsecurity AND relforcerowsecurity)
"""
OWNED_BY_ANOTHER = """
SELECT relname || ' belongs to ' || pg_get_userbyid(relowner) FROM pg_class
 WHERE relnamespace = 'plein'::regnamespace AND relkind IN ('r', 'p', 'v', 'S') AND relowner <> 'plein_schema'::regrole
UNION ALL
SELECT proname || ' belongs to ' || pg_get_userbyid(proowner) FROM pg_proc
 WHERE pronamespace = 'plein'::regnamespace AND proowner NOT IN ('plein_schema'::regrole, 'plein_door'::regrole)
"""
POWERFUL = """
SELECT rolname || ' is more than it should be' FROM pg_roles
 WHERE rolname IN ('plein_app', 'plein_worker', 'plein_door', 'plein_schema')
   AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
UNION ALL
SELECT m.member::regrole || ' is a member of ' || m.roleid::regrole FROM pg_auth_members m
 WHERE m.member = 'plein_app'::regrole OR (m.member = 'plein_worker'::regrole AND m.roleid <> 'plein_app'::regrole)
UNION ALL
SELECT role || ' may create in the schema' FROM unnest(ARRAY['plein_app', 'plein_worker', 'public']) role
 WHERE has_schema_privilege(role, 'plein', 'CREATE')
"""
WHOLE_ROWS = """
SELECT relname || ': the app may ' || privilege FROM pg_class
 CROSS JOIN unnest(ARRAY['UPDATE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) privilege
 WHERE relnamespace = 'plein'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
   AND has_table_privilege('plein_app', oid, privilege)
"""
VIEWS_AROUND = """
SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace
   AND relkind IN ('m', 'v') AND NOT coalesce(reloptions && '{security_invoker=true,security_invoker=on}', false)
"""
LOOSE_PATH = """
SELECT proname FROM pg_proc WHERE pronamespace = 'plein'::regnamespace
   AND prosecdef AND NOT coalesce(proconfig && '{search_path=pg_catalog}', false)
"""
FOR_EVERYBODY = """
SELECT proname FROM pg_proc
 WHERE pronamespace = 'plein'::regnamespace AND has_function_privilege('public', oid, 'EXECUTE')
UNION ALL
SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
   AND (has_table_privilege('public', oid, 'DELETE')
     OR has_any_column_privilege('public', oid, 'SELECT, INSERT, UPDATE'))
"""
IMMUTABLE_SETTING = """
SELECT proname FROM pg_proc WHERE pronamespace = 'plein'::regnamespace
   AND provolatile = 'i' AND prosrc ~ 'current_setting|plein\\.(listed|me)\\('
"""
WITHOUT_INDEX = """
SELECT conrelid::regclass || ' ' || conname
  FROM (SELECT *, array(SELECT DISTINCT unnest(conkey) ORDER BY 1) columns FROM pg_constraint) k
 WHERE contype = 'f' AND connamespace = 'plein'::regnamespace AND NOT EXISTS (
   SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
      AND k.columns IN (array(SELECT DISTINCT unnest((i.indkey::int2[])[0:cardinality(k.columns) - 1]) ORDER BY 1),
                        array(SELECT DISTINCT unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) ORDER BY 1)))
"""
# A key without the space is safe beside one to the same table that has it: (item, author) beside (space, item).
OUT_OF_SPACE = """
WITH named AS (
  SELECT *, EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = conrelid AND attname = 'space_id' AND attnum = ANY (conkey)) spaced
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'plein'::regnamespace)
SELECT conrelid::regclass || ' ' || conname FROM named k
 WHERE NOT spaced
   AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = conrelid AND a.attname = 'space_id')
   AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = confrelid AND a.attname = 'space_id')
   AND NOT EXISTS (
     SELECT FROM named o
      WHERE o.spaced AND o.conrelid = k.conrelid AND o.confrelid = k.confrelid AND o.conkey && k.conkey)
"""
READS_STATE = """
SELECT p.polrelid::regclass || ' ' || p.polname || ' reads ' || a.attname FROM pg_policy p
  JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass
  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE p.polcmd IN ('r', '*') AND d.refobjid = p.polrelid AND d.refobjsubid > 0
   AND has_column_privilege('plein_app', d.refobjid, a.attnum, 'UPDATE')
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

FAULTS = {
    "a table without a forced fence": UNFENCED,
    "something owned by another than schema and door": OWNED_BY_ANOTHER,
    "a role that can do too much": POWERFUL,
    "whole rows for the app": WHOLE_ROWS,
    "a view that goes around the fence": VIEWS_AROUND,
    "a definer function without a fixed search path": LOOSE_PATH,
    "something that everybody may use": FOR_EVERYBODY,
    "an immutable function that reads a setting": IMMUTABLE_SETTING,
    "a foreign key without an index": WITHOUT_INDEX,
    "a foreign key that leaves the space": OUT_OF_SPACE,
    "a policy to see that reads what the app may change": READS_STATE,
    "another clock than moment()": ANOTHER_CLOCK,
    "an operator that is not leakproof": NOT_LEAKPROOF,
}
