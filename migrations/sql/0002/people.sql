-- Staff begin, leave, come back: the term of an affiliation, administrators, and the sessions that go with them.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- Says no unless another administrator lasts as long as this one would have: an organisation is never left without.
CREATE FUNCTION plein.keep_administrator(a plein.affiliation) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE last timestamptz;
BEGIN
  SELECT max(x.until) INTO last FROM plein.affiliation x WHERE x.organisation_id = a.organisation_id AND x.role = 'administrator' AND x.kind = 'staff'
    AND x.id <> a.id AND x.since <= plein.moment() AND x.until > plein.moment();
  IF last IS NULL THEN PERFORM plein.refuse('PL409', 'last-administrator'); END IF;
  IF last < a.until THEN PERFORM plein.refuse('PL409', 'administrator-term'); END IF;
END $$;

-- Ends the sessions of the logins of an affiliation; only_idle: those alone that no other active affiliation needs.
CREATE FUNCTION plein.close_sessions(the_affiliation uuid, only_idle boolean) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
  DELETE FROM plein.session s USING plein.affiliation_login b WHERE b.affiliation_id = the_affiliation AND s.login_id = b.login_id
    AND (NOT only_idle OR NOT EXISTS (SELECT FROM plein.affiliation_login c JOIN plein.affiliation f ON f.id = c.affiliation_id
      JOIN plein.organisation o ON o.id = f.organisation_id WHERE c.login_id = s.login_id AND f.id <> the_affiliation
        AND f.since <= plein.moment() AND f.until > plein.moment() AND o.status = 'active'));
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;

-- Ends an affiliation and with it all its memberships, in one transaction. Sessions of staff that serve nothing else end at once; an external's
-- start page goes on saying where access ended.
CREATE OR REPLACE FUNCTION plein.end_affiliation(the_affiliation uuid, the_why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; me uuid;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation;
  PERFORM FROM plein.organisation o WHERE o.id = a.organisation_id FOR NO KEY UPDATE;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation FOR NO KEY UPDATE;
  me := plein.as_administrator(a.organisation_id);
  IF me IS NULL AND a.kind = 'external' AND a.id IN (SELECT plein.listed('affiliations')) THEN me := a.id; END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF a.until <= t THEN RETURN; END IF;
  IF a.role = 'administrator' THEN PERFORM plein.keep_administrator(a); END IF;
  PERFORM plein.note(ARRAY[a.organisation_id], me, 'affiliation.ended', 'affiliation', a.id, a.shown, the_why);
  UPDATE plein.membership m SET until = greatest(t, m.since), ended_by = 'affiliation' WHERE m.affiliation_id = a.id AND m.until > t;
  UPDATE plein.affiliation x SET until = greatest(t, x.since), role = 'member' WHERE x.id = a.id;
  IF a.kind = 'staff' THEN PERFORM plein.close_sessions(a.id, true); END IF;
END $$;

-- Another last moment for a live staff affiliation: on that day access ends as by end_affiliation. Whoever came by an invitation always has one.
CREATE FUNCTION plein.set_term(the_affiliation uuid, the_until timestamptz, the_why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; me uuid;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation;
  PERFORM FROM plein.organisation o WHERE o.id = a.organisation_id FOR NO KEY UPDATE;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation FOR NO KEY UPDATE;
  me := plein.as_administrator(a.organisation_id);
  IF me IS NULL OR a.kind <> 'staff' THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF a.until <= t THEN PERFORM plein.refuse('PL409', 'affiliation-ended'); END IF;
  IF the_until <= t THEN PERFORM plein.refuse('PL422', 'term-passed'); END IF;
  IF a.source = 'invitation' AND the_until >= '9999-12-31Z' THEN PERFORM plein.refuse('PL422', 'term-needed'); END IF;
  IF a.until = the_until THEN RETURN; END IF;
  IF a.role = 'administrator' AND the_until < a.until AND NOT EXISTS (SELECT FROM plein.affiliation x WHERE x.organisation_id = a.organisation_id
      AND x.role = 'administrator' AND x.kind = 'staff' AND x.id <> a.id AND x.since <= t AND x.until >= a.until)
    THEN PERFORM plein.refuse('PL409', 'administrator-term'); END IF;
  UPDATE plein.affiliation x SET until = the_until WHERE x.id = a.id;
  PERFORM plein.note(ARRAY[a.organisation_id], me, CASE WHEN the_until >= '9999-12-31Z' THEN 'affiliation.unlimited' ELSE 'affiliation.term' END,
    'affiliation', a.id, a.shown, the_why);
END $$;

-- Opens an affiliation that has ended, through the logins that it has; no membership comes back. Whoever administers another organisation that
-- trusts one of these logins is told. The caller has asked who may, and holds the organisation's lock.
CREATE FUNCTION plein.reopen(a plein.affiliation, me uuid, the_until timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); f record;
BEGIN
  IF the_until <= t THEN PERFORM plein.refuse('PL422', 'term-passed'); END IF;
  IF a.source = 'invitation' AND the_until >= '9999-12-31Z' THEN PERFORM plein.refuse('PL422', 'term-needed'); END IF;
  IF EXISTS (SELECT FROM plein.affiliation x WHERE x.person_id = a.person_id AND x.organisation_id = a.organisation_id AND x.kind = a.kind AND x.until > t)
    THEN PERFORM plein.refuse('PL409', 'already-here'); END IF;
  -- Places whose end came with the term are closed before the door opens.
  UPDATE plein.membership m SET until = greatest(a.until, m.since), ended_by = 'affiliation' WHERE m.affiliation_id = a.id AND m.until > t;
  UPDATE plein.affiliation x SET until = the_until, role = 'member' WHERE x.id = a.id;
  PERFORM plein.note(ARRAY[a.organisation_id], me, 'affiliation.reopened', 'affiliation', a.id, a.shown);
  FOR f IN SELECT DISTINCT x.id, x.organisation_id, x.shown, o.name FROM plein.affiliation_login b JOIN plein.affiliation_login c ON c.login_id = b.login_id
      JOIN plein.affiliation x ON x.id = c.affiliation_id JOIN plein.organisation ours ON ours.id = a.organisation_id JOIN plein.organisation o ON o.id = x.organisation_id
     WHERE b.affiliation_id = a.id AND x.organisation_id <> a.organisation_id AND x.since <= t AND x.until > t AND o.status = 'active' ORDER BY x.id LOOP
    PERFORM plein.note(ARRAY[f.organisation_id], NULL, 'affiliation.reopened-elsewhere', 'affiliation', f.id, f.shown,
      (SELECT o.name FROM plein.organisation o WHERE o.id = a.organisation_id));
  END LOOP;
  PERFORM plein.put('staff.reopened', jsonb_build_object('affiliation', a.id));
END $$;

CREATE FUNCTION plein.reopen_affiliation(the_affiliation uuid, the_until timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a plein.affiliation; me uuid;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation;
  PERFORM FROM plein.organisation o WHERE o.id = a.organisation_id FOR NO KEY UPDATE;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation FOR NO KEY UPDATE;
  me := plein.as_administrator(a.organisation_id);
  IF me IS NULL OR a.kind <> 'staff' THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF a.until > plein.moment() THEN RETURN; END IF;
  PERFORM plein.reopen(a, me, the_until);
END $$;

-- Appoints or withdraws an administrator: staff only, never the last one. Who it is hears of it.
CREATE OR REPLACE FUNCTION plein.appoint(the_affiliation uuid, the_role text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; me uuid;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation;
  PERFORM FROM plein.organisation o WHERE o.id = a.organisation_id FOR NO KEY UPDATE;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation FOR NO KEY UPDATE;
  me := plein.as_administrator(a.organisation_id);
  IF me IS NULL OR a.kind <> 'staff' OR a.until <= t THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF a.role = the_role THEN RETURN; END IF;
  IF the_role = 'member' THEN PERFORM plein.keep_administrator(a); END IF;
  UPDATE plein.affiliation x SET role = the_role WHERE x.id = a.id;
  PERFORM plein.note(ARRAY[a.organisation_id], me, CASE the_role WHEN 'administrator' THEN 'administrator.appointed' ELSE 'administrator.withdrawn' END,
    'affiliation', a.id, a.shown);
  PERFORM plein.put('staff.role', jsonb_build_object('affiliation', a.id, 'role', the_role));
END $$;

-- Ends every session of the logins of one of the own people; how many.
CREATE FUNCTION plein.end_sessions(the_affiliation uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a plein.affiliation; me uuid; n integer;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation;
  me := plein.as_administrator(a.organisation_id);
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  n := plein.close_sessions(a.id, false);
  IF n > 0 THEN PERFORM plein.note(ARRAY[a.organisation_id], me, 'session.ended', 'affiliation', a.id, a.shown); END IF;
  RETURN n;
END $$;

-- What a session is called where its person names it: says nothing of its proof.
CREATE FUNCTION plein.session_id(the_proof bytea) RETURNS uuid LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT left(encode(sha256(the_proof), 'hex'), 32)::uuid $$;

-- The sessions of the login of this one, newest first; the end of one other, and of all but this one.
CREATE FUNCTION plein.own_sessions(the_proof bytea) RETURNS TABLE (id uuid, issuer text, created_at timestamptz, seen_at timestamptz, is_this boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT plein.session_id(s.proof), i.title, s.created_at, s.seen_at, s.proof = the_proof FROM plein.session s JOIN plein.issuer i ON i.id = s.issuer_id
   WHERE s.person_id = plein.me() AND s.login_id = nullif(current_setting('plein.login', true), '')::uuid AND s.until > plein.moment()
     AND (s.idle_seconds = 0 OR s.seen_at + make_interval(secs => s.idle_seconds) > plein.moment())
   ORDER BY s.proof = the_proof DESC, s.seen_at DESC, s.proof LIMIT 50 $$;
-- Ends the other sessions of this login, or the one that is meant; how many. What the log says of it, each organisation of this login reads.
CREATE FUNCTION plein.close_own(the_proof bytea, the_session uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer; a record;
BEGIN
  DELETE FROM plein.session s WHERE s.person_id = plein.me() AND s.login_id = nullif(current_setting('plein.login', true), '')::uuid AND s.proof <> the_proof
    AND (the_session IS NULL OR plein.session_id(s.proof) = the_session);
  GET DIAGNOSTICS n = ROW_COUNT;
  IF n > 0 THEN
    FOR a IN SELECT x.id, x.organisation_id, x.shown FROM plein.affiliation x WHERE x.id IN (SELECT plein.listed('affiliations')) ORDER BY x.id LOOP
      PERFORM plein.note(ARRAY[a.organisation_id], a.id, 'session.ended', 'affiliation', a.id, a.shown);
    END LOOP;
  END IF;
  RETURN n;
END $$;
CREATE FUNCTION plein.end_own_sessions(the_proof bytea) RETURNS integer LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT plein.close_own(the_proof, NULL) $$;
CREATE FUNCTION plein.end_own_session(the_proof bytea, the_session uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF the_session IS NULL OR plein.close_own(the_proof, the_session) = 0 THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
END $$;

-- ---------------------------------------------------------------- what an administrator reads of the own people
DROP FUNCTION plein.admin_people, plein.admin_person;
-- The own people. prefix: the beginning of a first or last name; the_role, the_source, the_state ('active', 'ended', 'never', 'leaving': within
-- so many days): '' for all; the_order: name, seen or since; after: keyset of (key, id), '' for the first page. Addresses are hers to see.
CREATE FUNCTION plein.admin_people(the_organisation uuid, the_kind text, prefix text, the_role text, the_source text, the_state text, soon_days integer,
    the_order text, descending boolean, after_key text, after_id uuid, at_most integer)
RETURNS TABLE (id uuid, key text, shown text, title text, department text, role text, source text, address text, since timestamptz, until timestamptz,
    ended boolean, seen_at timestamptz, logins integer, groups integer) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); from_key text := coalesce(after_key, '');
BEGIN
  IF the_organisation NOT IN (SELECT plein.listed('administers')) THEN RETURN; END IF;
  RETURN QUERY
    SELECT p.id, p.key, p.shown, p.title, p.department, p.role, p.source, coalesce(d.address, ''), p.since, p.until, p.until <= t, p.seen_at,
        (SELECT count(*)::int FROM plein.affiliation_login b WHERE b.affiliation_id = p.id),
        (SELECT count(*)::int FROM plein.membership m JOIN plein.space s ON s.id = m.space_id WHERE m.affiliation_id = p.id AND s.kind = 'group'
          AND m.since <= t AND m.until > t AND p.until > t)
      FROM (SELECT * FROM (SELECT a.*, CASE the_order WHEN 'seen' THEN coalesce(to_char(a.seen_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS'), '0')
                      WHEN 'since' THEN to_char(a.since AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') ELSE a.sort_name END AS key
              FROM plein.affiliation a
             WHERE a.organisation_id = the_organisation AND a.kind = the_kind
               AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0)
               AND (the_role = '' OR a.role = the_role AND a.until > t) AND (the_source = '' OR a.source = the_source)
               AND CASE the_state WHEN 'active' THEN a.until > t WHEN 'ended' THEN a.until <= t WHEN 'never' THEN a.seen_at IS NULL AND a.until > t
                     WHEN 'leaving' THEN a.until > t AND a.until <= t + make_interval(days => soon_days) ELSE true END) k
             WHERE after_id IS NULL OR CASE WHEN descending THEN (k.key, k.id) < (from_key, after_id) ELSE (k.key, k.id) > (from_key, after_id) END
             ORDER BY CASE WHEN NOT descending THEN k.key END, CASE WHEN NOT descending THEN k.id END, CASE WHEN descending THEN k.key END DESC,
               CASE WHEN descending THEN k.id END DESC
             LIMIT at_most) p
      LEFT JOIN plein.affiliation_address d ON d.affiliation_id = p.id
     ORDER BY CASE WHEN NOT descending THEN p.key END, CASE WHEN NOT descending THEN p.id END, CASE WHEN descending THEN p.key END DESC,
       CASE WHEN descending THEN p.id END DESC;
END $$;

-- One of the own people, staff or external, ended ones too.
CREATE FUNCTION plein.admin_person(the_organisation uuid, the_affiliation uuid) RETURNS TABLE (id uuid, kind text, shown text, title text, department text, employer text,
    role text, source text, address text, since timestamptz, until timestamptz, ended boolean, seen_at timestamptz, sessions integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.kind, a.shown, a.title, a.department, a.employer, a.role, a.source, coalesce(d.address, ''), a.since, a.until, a.until <= plein.moment(), a.seen_at,
      (SELECT count(*)::int FROM plein.affiliation_login b JOIN plein.session s ON s.login_id = b.login_id WHERE b.affiliation_id = a.id AND s.until > plein.moment())
    FROM plein.affiliation a LEFT JOIN plein.affiliation_address d ON d.affiliation_id = a.id
   WHERE a.id = the_affiliation AND a.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
     AND a.kind IN ('staff', 'external') $$;

-- What follows when one of the own people leaves: spaces that keep no steward, externals who keep no sponsor.
CREATE FUNCTION plein.admin_leaving(the_organisation uuid, the_affiliation uuid) RETURNS TABLE (what text, space_id uuid, title text, shown text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT 'steward', s.id, s.title, '' FROM plein.membership m JOIN plein.space s ON s.id = m.space_id
   WHERE m.affiliation_id = the_affiliation AND m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
     AND m.role = 'steward' AND m.since <= plein.moment() AND m.until > plein.moment() AND NOT plein.another_steward(s.id, m.id)
  UNION ALL
  SELECT 'sponsor', s.id, s.title, a.shown FROM plein.membership m JOIN plein.space s ON s.id = m.space_id JOIN plein.affiliation a ON a.id = m.affiliation_id
   WHERE m.sponsor_id = the_affiliation AND m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
     AND m.since <= plein.moment() AND m.until > plein.moment()
   ORDER BY 1 DESC, 3, 4, 2 LIMIT 200 $$;

-- These of the own staff, and what follows when they leave: for an act on many at once.
CREATE FUNCTION plein.admin_chosen_people(the_organisation uuid, the_ids uuid[]) RETURNS TABLE (id uuid, shown text, role text, ended boolean, places integer,
    stewards integer, sponsored integer) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.shown, a.role, a.until <= plein.moment(),
      (SELECT count(*)::int FROM plein.membership m WHERE m.affiliation_id = a.id AND m.since <= plein.moment() AND m.until > plein.moment()),
      (SELECT count(*)::int FROM plein.admin_leaving(the_organisation, a.id) w WHERE w.what = 'steward'),
      (SELECT count(*)::int FROM plein.admin_leaving(the_organisation, a.id) w WHERE w.what = 'sponsor')
    FROM plein.affiliation a WHERE a.id = ANY (the_ids) AND a.organisation_id = the_organisation AND a.kind = 'staff'
     AND the_organisation IN (SELECT plein.listed('administers')) ORDER BY a.sort_name, a.id $$;

-- ---------------------------------------------------------------- the worker's
-- Whose term has passed: their places end and their sessions close, with a row in the log; how many people.
CREATE FUNCTION plein.work_terms() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); n integer := 0; a plein.affiliation;
BEGIN
  FOR a IN SELECT * FROM plein.affiliation x WHERE x.kind = 'staff' AND x.until <= t AND x.until < '9999-12-31Z'
      AND (x.role = 'administrator' OR EXISTS (SELECT FROM plein.membership m WHERE m.affiliation_id = x.id AND m.until > t)
        OR EXISTS (SELECT FROM plein.affiliation_login b JOIN plein.session s ON s.login_id = b.login_id WHERE b.affiliation_id = x.id AND s.created_at < x.until
          AND NOT EXISTS (SELECT FROM plein.affiliation_login c JOIN plein.affiliation f ON f.id = c.affiliation_id WHERE c.login_id = s.login_id AND f.until > t)))
      ORDER BY x.id LIMIT 500 FOR UPDATE SKIP LOCKED LOOP
    UPDATE plein.membership m SET until = greatest(a.until, m.since), ended_by = 'affiliation' WHERE m.affiliation_id = a.id AND m.until > t;
    UPDATE plein.affiliation x SET role = 'member' WHERE x.id = a.id AND x.role <> 'member';
    PERFORM plein.close_sessions(a.id, true);
    PERFORM plein.note(ARRAY[a.organisation_id], NULL, 'affiliation.ran-out', 'affiliation', a.id, a.shown);
    n := n + 1;
  END LOOP;
  RETURN n;
END $$;

-- The live administrators of an active organisation: to whom its mails go.
CREATE FUNCTION plein.work_administrators(the_organisation uuid) RETURNS TABLE (affiliation_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id FROM plein.affiliation a JOIN plein.organisation o ON o.id = a.organisation_id WHERE a.organisation_id = the_organisation AND o.status = 'active'
    AND a.role = 'administrator' AND a.kind = 'staff' AND a.since <= plein.moment() AND a.until > plein.moment() ORDER BY a.id $$;

-- Whom a reopening elsewhere concerns: administrators of organisations that trust a login of that affiliation, and by which name they know the person.
CREATE FUNCTION plein.work_reopened(the_affiliation uuid) RETURNS TABLE (affiliation_id uuid, shown text, organisation text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT d.id, x.shown, o.name FROM plein.affiliation a JOIN plein.organisation o ON o.id = a.organisation_id
    JOIN plein.affiliation_login b ON b.affiliation_id = a.id JOIN plein.affiliation_login c ON c.login_id = b.login_id
    JOIN plein.affiliation x ON x.id = c.affiliation_id AND x.organisation_id <> a.organisation_id AND x.since <= plein.moment() AND x.until > plein.moment()
    CROSS JOIN LATERAL (SELECT w.affiliation_id AS id FROM plein.work_administrators(x.organisation_id) w) d
   WHERE a.id = the_affiliation AND a.until > plein.moment() ORDER BY 1 $$;

-- The organisation of an affiliation, for a mail to whoever it is.
CREATE FUNCTION plein.work_place(the_affiliation uuid) RETURNS TABLE (organisation text, organisation_id uuid, role text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.name, o.id, a.role FROM plein.affiliation a JOIN plein.organisation o ON o.id = a.organisation_id WHERE a.id = the_affiliation $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
