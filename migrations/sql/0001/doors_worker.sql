-- Doors of the worker: what expires, is warned of, or is mailed with no person behind it. Executable by plein_worker alone.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- What the mail of an invitation needs; the secret of its link is derived by the worker, never stored.
CREATE FUNCTION plein.work_invitation(the_invitation uuid) RETURNS TABLE (address text, shown text, sponsor text, organisation text, generation integer, status text,
    access_until timestamptz, expires_at timestamptz, live boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.address, i.shown, a.shown, o.name, i.generation, i.status, i.access_until, i.expires_at,
      i.status IN ('sent', 'opened') AND i.expires_at > plein.moment() AND plein.may_sponsor(i.space_id, i.sponsor_id)
    FROM plein.invitation i JOIN plein.affiliation a ON a.id = i.sponsor_id JOIN plein.organisation o ON o.id = i.organisation_id WHERE i.id = the_invitation $$;

-- Which affiliation a mail about an invitation goes to: its sponsor.
CREATE FUNCTION plein.work_sponsor(the_invitation uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.sponsor_id FROM plein.invitation i WHERE i.id = the_invitation $$;

-- The address and language of one live affiliation, NULL when it has ended: a mail enters as one affiliation and goes to its address.
CREATE FUNCTION plein.work_address(the_affiliation uuid) RETURNS TABLE (address text, shown text, language text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT d.address, a.shown, p.language FROM plein.affiliation a JOIN plein.affiliation_address d ON d.affiliation_id = a.id JOIN plein.person p ON p.id = a.person_id
   JOIN plein.organisation o ON o.id = a.organisation_id WHERE a.id = the_affiliation AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active' $$;

-- The administrators to whom an open proposal goes: those of the proposed organisation and of the co-owners.
CREATE FUNCTION plein.work_proposal(the_proposal uuid) RETURNS TABLE (affiliation_id uuid, proposer text, is_ours boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, o.name, a.organisation_id IS NOT DISTINCT FROM p.organisation_id FROM plein.proposal p JOIN plein.organisation o ON o.id = p.proposer_id
    JOIN plein.affiliation a ON a.organisation_id = ANY (plein.owners(p.group_id) || p.organisation_id)
   WHERE p.id = the_proposal AND p.status = 'open' AND p.until > plein.moment() AND a.role = 'administrator'
     AND a.since <= plein.moment() AND a.until > plein.moment()
     AND NOT EXISTS (SELECT FROM plein.consent c WHERE c.proposal_id = p.id AND c.organisation_id = a.organisation_id) ORDER BY a.id $$;

-- Puts the warnings of externals whose access ends within the given days: once for each membership, end and number of days.
CREATE FUNCTION plein.work_warn(days integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
  INSERT INTO plein.outbox (id, kind, payload, key, created_at, due_at)
    SELECT plein.new_id(), 'externals.warning', jsonb_build_object('membership', m.id, 'days', days),
      format('externals.warning %s %s %s', m.id, extract(epoch FROM m.until)::bigint, days), plein.moment(), plein.moment()
      FROM plein.membership m WHERE m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment()
       AND m.until <= plein.moment() + make_interval(days => days) AND m.since < m.until - make_interval(days => days)
    ON CONFLICT (key) DO NOTHING;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
-- Whom a warning concerns, when it still does: the external and the sponsor, and the day.
CREATE FUNCTION plein.work_warning(the_membership uuid) RETURNS TABLE (external_id uuid, external_shown text, sponsor_id uuid, organisation text, space_id uuid, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.affiliation_id, a.shown, m.sponsor_id, o.name, m.space_id, m.until FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
    JOIN plein.organisation o ON o.id = m.organisation_id
   WHERE m.id = the_membership AND m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment() $$;

-- Archives groups past their end date, with an audit row for the co-owners.
CREATE FUNCTION plein.work_archive() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer := 0; s plein.space;
BEGIN
  FOR s IN SELECT * FROM plein.space x WHERE NOT x.archived AND x.ends_at <= plein.moment() ORDER BY x.id FOR UPDATE SKIP LOCKED LOOP
    UPDATE plein.space x SET archived = true WHERE x.id = s.id;
    PERFORM plein.note(plein.owners(s.group_id), NULL, 'space.ended', 'space', s.id, s.title);
    n := n + 1;
  END LOOP;
  RETURN n;
END $$;

-- Sweeps what has run out: sessions, started sign-ins, used logout tokens, handled forms older than a week.
CREATE FUNCTION plein.work_sweep() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer; total integer := 0;
BEGIN
  DELETE FROM plein.session s WHERE s.until <= plein.moment()
    OR s.idle_seconds > 0 AND s.seen_at + make_interval(secs => s.idle_seconds) <= plein.moment(); GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.sign_in s WHERE s.until <= plein.moment(); GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.logout_seen s WHERE s.until <= plein.moment(); GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.once o WHERE o.created_at <= plein.moment() - interval '7 days'; GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.outbox o WHERE o.done_at <= plein.moment() - interval '90 days'; GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  RETURN total;
END $$;
RESET ROLE;
GRANT SELECT, DELETE ON plein.once, plein.outbox TO plein_door;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
CREATE POLICY door ON plein.once TO plein_door USING (true) WITH CHECK (true);
