-- What happens to externals with no person behind it: warnings before the end, a sponsor who is gone, sessions of who has no place any more,
-- and a name where all else was kept long enough. Executable by plein_worker alone.
DROP FUNCTION plein.work_warn, plein.work_warning;
GRANT DELETE ON plein.login, plein.affiliation_address TO plein_door;
GRANT UPDATE (title, department, employer) ON plein.affiliation TO plein_door;
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- So many days after the end of an external's access all but the name goes.
CREATE FUNCTION plein.keep_days(the_organisation uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce((to_jsonb(o) ->> 'forget_days')::integer, 365) FROM plein.organisation o WHERE o.id = the_organisation $$;

-- Who looks after the externals of an organisation in a space when their sponsor is gone: its stewards of that organisation, and the
-- organisation's administrators.
CREATE FUNCTION plein.looking_after(the_space uuid, the_organisation uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT array(SELECT a.id FROM plein.affiliation a WHERE a.organisation_id = the_organisation AND a.kind = 'staff' AND a.since <= plein.moment() AND a.until > plein.moment()
    AND (a.role = 'administrator' OR EXISTS (SELECT FROM plein.membership m WHERE m.space_id = the_space AND m.affiliation_id = a.id AND m.role = 'steward'
      AND m.since <= plein.moment() AND m.until > plein.moment())) ORDER BY a.id) $$;

-- Puts the warnings of externals whose access ends within `days` and not within `above`: once for each membership, end and number of days.
CREATE FUNCTION plein.work_warn(days integer, above integer DEFAULT 0) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
  INSERT INTO plein.outbox (id, kind, payload, key, created_at, due_at)
    SELECT plein.new_id(), 'externals.warning', jsonb_build_object('membership', m.id, 'days', days),
      format('externals.warning %s %s %s', m.id, extract(epoch FROM m.until)::bigint, days), plein.moment(), plein.moment()
      FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
      JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
     WHERE m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment() + make_interval(days => above)
       AND m.until <= plein.moment() + make_interval(days => days) AND m.since < m.until - make_interval(days => days)
       AND a.until > plein.moment() AND p.since <= plein.moment() AND p.until > plein.moment()
    ON CONFLICT (key) DO NOTHING;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
-- Whom a warning concerns, when it still does: the external, the sponsor while there is one, and else the stewards and administrators of
-- that organisation, for somebody must take over before it can be extended.
CREATE FUNCTION plein.work_warning(the_membership uuid) RETURNS TABLE (external_id uuid, external_shown text, organisation text, organisation_id uuid, until timestamptz,
    sponsor_id uuid, others uuid[]) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.affiliation_id, a.shown, o.name, o.id, m.until, CASE WHEN x.live THEN m.sponsor_id END,
      CASE WHEN x.live THEN '{}'::uuid[] ELSE plein.looking_after(m.space_id, m.organisation_id) END
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id
    CROSS JOIN LATERAL (SELECT plein.may_sponsor(m.space_id, m.sponsor_id) AS live) x
   WHERE m.id = the_membership AND m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment() $$;

-- Puts word of each sponsor who is gone from a space where externals stay: once for each space and sponsor. An archived space has no sponsors.
CREATE FUNCTION plein.work_sponsorless() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); n integer;
BEGIN
  INSERT INTO plein.outbox (id, kind, payload, key, created_at, due_at)
    SELECT plein.new_id(), 'externals.sponsorless', jsonb_build_object('space', x.space_id, 'sponsor', x.sponsor_id),
      format('externals.sponsorless %s %s', x.space_id, x.sponsor_id), plein.moment(), plein.moment()
      FROM (SELECT DISTINCT m.space_id, m.sponsor_id FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
          JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
          JOIN plein.space s ON s.id = m.space_id JOIN plein.space g ON g.id = m.group_id
        WHERE m.kind = 'external' AND m.since <= t AND m.until > t AND p.since <= t AND p.until > t AND a.until > t
          AND NOT s.archived AND NOT g.archived AND s.ends_at > t AND g.ends_at > t
        EXCEPT SELECT v.space_id, v.sponsor_id FROM (SELECT array_agg(m.space_id) AS spaces, array_agg(m.sponsor_id) AS sponsors FROM plein.membership m
          WHERE m.kind = 'external' AND m.until > t) e CROSS JOIN LATERAL plein.vouching(e.spaces, e.sponsors, t) v) x
    ON CONFLICT (key) DO NOTHING;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
-- ... and to whom it goes: so many externals, of which sponsor.
CREATE FUNCTION plein.work_sponsorless_told(the_space uuid, the_sponsor uuid) RETURNS TABLE (affiliation_id uuid, sponsor text, externals integer, organisation_id uuid,
    is_steward boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.id, v.shown, x.n, v.organisation_id, EXISTS (SELECT FROM plein.membership m WHERE m.space_id = the_space AND m.affiliation_id = f.id AND m.role = 'steward'
      AND m.until > plein.moment())
    FROM plein.affiliation v CROSS JOIN LATERAL (SELECT count(*)::int AS n FROM plein.membership m JOIN plein.affiliation e ON e.id = m.affiliation_id
      WHERE m.space_id = the_space AND m.sponsor_id = v.id AND e.until > plein.moment() AND m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment()) x
    JOIN plein.affiliation f ON f.id = ANY (plein.looking_after(the_space, v.organisation_id))
   WHERE v.id = the_sponsor AND x.n > 0 AND NOT plein.may_sponsor(the_space, the_sponsor) AND f.id <> the_sponsor ORDER BY f.id $$;

-- Sweeps what has run out: sessions, started sign-ins, used logout tokens, handled forms older than a week; and the sessions of who has no
-- place anywhere any more, a day after the last one ended.
CREATE OR REPLACE FUNCTION plein.work_sweep() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer; total integer := 0; t timestamptz := plein.moment();
BEGIN
  DELETE FROM plein.session s WHERE s.until <= t
    OR s.idle_seconds > 0 AND s.seen_at + make_interval(secs => s.idle_seconds) <= t; GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.session s WHERE s.created_at <= t - interval '1 day' AND NOT EXISTS (
      SELECT FROM plein.affiliation_login b JOIN plein.affiliation a ON a.id = b.affiliation_id WHERE b.login_id = s.login_id
        AND (a.kind <> 'external' AND a.until > t - interval '1 day' OR EXISTS (SELECT FROM plein.membership m WHERE m.affiliation_id = a.id
          AND a.kind = 'external' AND least(m.until, a.until) > t - interval '1 day')));
  GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.sign_in s WHERE s.until <= t; GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.logout_seen s WHERE s.until <= t; GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.once o WHERE o.created_at <= t - interval '7 days'; GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  DELETE FROM plein.outbox o WHERE o.done_at <= t - interval '90 days'; GET DIAGNOSTICS n = ROW_COUNT; total := total + n;
  RETURN total;
END $$;

-- Brings back to a name who has had no place for the organisation's term: address, title and employer go, the accounts are unbound, and an
-- account that nothing else hangs on goes too. The affiliation stays, with the name, for what was written. Invitations that led nowhere
-- lose name and address after the same term.
CREATE FUNCTION plein.work_forget(at_most integer DEFAULT 200) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; logins uuid[]; n integer := 0;
BEGIN
  FOR a IN SELECT x.* FROM plein.affiliation x
      WHERE x.kind = 'external' AND EXISTS (SELECT FROM plein.affiliation_login b WHERE b.affiliation_id = x.id)
        AND coalesce((SELECT max(least(m.until, x.until)) FROM plein.membership m WHERE m.affiliation_id = x.id), least(x.until, t))
          <= t - make_interval(days => plein.keep_days(x.organisation_id))
        AND NOT EXISTS (SELECT FROM plein.affiliation_login b JOIN plein.invitation i ON i.taker_login_id = b.login_id
          WHERE b.affiliation_id = x.id AND i.status = 'waiting' AND i.organisation_id = x.organisation_id)
      ORDER BY x.id LIMIT at_most FOR UPDATE OF x SKIP LOCKED LOOP
    logins := array(SELECT b.login_id FROM plein.affiliation_login b WHERE b.affiliation_id = a.id);
    DELETE FROM plein.affiliation_login b WHERE b.affiliation_id = a.id;
    DELETE FROM plein.affiliation_address d WHERE d.affiliation_id = a.id;
    UPDATE plein.affiliation x SET title = '', department = '', employer = '', until = least(x.until, t) WHERE x.id = a.id;
    UPDATE plein.invitation i SET address = 'vergeten@invalid', employer = '', taker_address = '',
        taker_login_id = CASE WHEN i.taker_login_id = ANY (logins) THEN NULL ELSE i.taker_login_id END
      WHERE i.affiliation_id = a.id;
    UPDATE plein.invitation i SET taker_login_id = NULL, taker_address = '', taker_shown = '' WHERE i.organisation_id = a.organisation_id
      AND i.taker_login_id = ANY (logins) AND i.status IN ('refused', 'withdrawn');
    logins := array(SELECT l FROM unnest(logins) l WHERE NOT EXISTS (SELECT FROM plein.affiliation_login b WHERE b.login_id = l)
      AND NOT EXISTS (SELECT FROM plein.invitation i WHERE i.taker_login_id = l));
    DELETE FROM plein.session s WHERE s.login_id = ANY (logins);
    DELETE FROM plein.login l WHERE l.id = ANY (logins);
    PERFORM plein.note(ARRAY[a.organisation_id], NULL, 'external.forgotten', 'affiliation', a.id, a.shown);
    n := n + 1;
  END LOOP;
  UPDATE plein.invitation i SET address = 'vergeten@invalid', shown = '', employer = '', taker_shown = '', taker_address = '', taker_login_id = NULL
    WHERE i.kind = 'external' AND i.address <> 'vergeten@invalid' AND (i.status IN ('refused', 'withdrawn') OR i.status IN ('sent', 'opened') AND i.access_until <= t)
      AND greatest(i.expires_at, coalesce(i.decided_at, i.expires_at)) <= t - make_interval(days => plein.keep_days(i.organisation_id));
  RETURN n;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
