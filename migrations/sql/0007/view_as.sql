-- Looking as an external: what both see, and nothing written. For a steward of the space of that membership, and for its sponsor.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- The external's live membership, when the person may look as that external; else no row.
CREATE FUNCTION plein.viewable(the_membership uuid) RETURNS plein.membership LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m FROM plein.membership m
    JOIN plein.affiliation a ON a.id = m.affiliation_id
    JOIN plein.organisation o ON o.id = m.organisation_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE m.id = the_membership AND m.kind = 'external' AND m.confirmed AND m.since <= plein.moment() AND m.until > plein.moment()
     AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active' AND p.since <= plein.moment() AND p.until > plein.moment()
     AND (m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) OR plein.as_steward(m.space_id) IS NOT NULL) $$;

-- Begins to look: once in the log of the external's organisation and of who looks.
CREATE FUNCTION plein.start_view(the_membership uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m plein.membership := plein.viewable(the_membership);
BEGIN
  IF m.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM plein.note(ARRAY[m.organisation_id],
    CASE WHEN m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) THEN m.sponsor_id ELSE plein.as_steward(m.space_id) END,
    'external.viewed', 'affiliation', m.affiliation_id, (SELECT a.shown FROM plein.affiliation a WHERE a.id = m.affiliation_id));
END $$;

-- From here to the end of this transaction one sees what both oneself and the external see, as a person who has nothing of its own, no place and
-- no right, in a transaction that writes nothing. Every list is either made empty or is a part of what it was: whatever reads the
-- lists gives less than before. the_end: when it is over. A recomputation (again) finds no login, and so nothing at all.
CREATE FUNCTION plein.view_as(the_membership uuid, the_end timestamptz) RETURNS jsonb LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  m plein.membership := plein.viewable(the_membership); b plein.affiliation_login;
  own_sees uuid[] := array(SELECT plein.listed('sees')); own_knows uuid[] := array(SELECT plein.listed('knows'));
  both_see uuid[]; both_know uuid[];
BEGIN
  IF m.id IS NULL OR (the_end > plein.moment()) IS NOT TRUE THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  SELECT * INTO b FROM plein.affiliation_login x WHERE x.affiliation_id = m.affiliation_id ORDER BY x.accepted_at, x.login_id LIMIT 1;
  PERFORM plein.compute(b.person_id, b.login_id, m.affiliation_id);
  both_see := array(SELECT plein.listed('sees') INTERSECT SELECT unnest(own_sees));
  both_know := array(SELECT plein.listed('knows') INTERSECT SELECT unnest(own_knows));
  PERFORM set_config('plein.' || name, '{}', true) FROM unnest(ARRAY['mine', 'affiliations', 'staff_affiliations', 'staff_of', 'administers',
    'writes', 'reacts', 'stewards', 'joins', 'directory']) name;
  PERFORM set_config('plein.sees', both_see::text, true), set_config('plein.knows', both_know::text, true),
    set_config('plein.login', '', true), set_config('plein.only', '', true),
    set_config('plein.person', '00000000-0000-0000-0000-000000000000', true),   -- somebody, but nobody there is
    set_config('transaction_read_only', 'on', true);
  RETURN plein.entered() || jsonb_build_object('viewing', (SELECT jsonb_build_object('membership', m.id, 'affiliation', a.id, 'shown', a.shown,
    'employer', a.employer, 'organisation_id', a.organisation_id) FROM plein.affiliation a WHERE a.id = m.affiliation_id),
    'login', NULL, 'acting', NULL);
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
