-- Which verbs the application may write by itself: those about content. Every verb of access, of the log and of the hub is a door's.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- The application's own audit rows about content: the actor's organisation, and that of the affected affiliation's. Verbs of access are
-- the doors' own: nobody writes that an administrator was appointed who was not.
CREATE OR REPLACE FUNCTION plein.audit(as_affiliation uuid, the_verb text, the_kind text, the_thing uuid, the_shown text, the_why text, affected uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM plein.listed('affiliations') x WHERE x = as_affiliation) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF the_verb !~ '^[a-z_]+\.[a-z_-]+$' OR split_part(the_verb, '.', 1) IN ('group', 'room', 'space', 'party', 'membership', 'invitation', 'external',
      'affiliation', 'administrator', 'agreement', 'operator', 'charter', 'offer', 'request', 'emergency', 'copy', 'policy', 'login', 'session', 'staff',
      'proposal', 'sponsorship', 'terms', 'seal', 'bulk') THEN PERFORM plein.refuse('PL403', 'verb'); END IF;
  PERFORM plein.note(ARRAY(SELECT a.organisation_id FROM plein.affiliation a
      WHERE a.id = affected AND EXISTS (SELECT FROM plein.membership m WHERE m.affiliation_id = a.id AND m.space_id IN (SELECT plein.listed('sees')))),
    as_affiliation, the_verb, the_kind, the_thing, the_shown, the_why);
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
