-- Signing in: whoever seems to be somebody whose access ended waits for an administrator; a second sign-in may be linked to the session
-- that began it, and to no other.
DROP FUNCTION plein.door_sign_in_begin, plein.door_sign_in_take, plein.door_sign_in;
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- A sign-in that begins; of one browser at most five are under way, the oldest gives way. the_link: the proof of the live session that wants
-- to link what comes back.
CREATE FUNCTION plein.door_sign_in_begin(the_state bytea, the_browser bytea, the_issuer uuid, the_nonce text, the_verifier text, is_silent boolean,
    the_return_to text, the_invitation bytea, seconds integer, the_link bytea DEFAULT NULL) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF the_link IS NOT NULL AND NOT plein.is_live_session(the_link) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  DELETE FROM plein.sign_in s WHERE s.until <= plein.moment() OR s.browser = the_browser AND s.state NOT IN
    (SELECT x.state FROM plein.sign_in x WHERE x.browser = the_browser ORDER BY x.created_at DESC, x.state LIMIT 4);
  INSERT INTO plein.sign_in (state, browser, issuer_id, nonce, verifier, silent, return_to, invitation, created_at, until, link)
    VALUES (the_state, the_browser, the_issuer, the_nonce, the_verifier, is_silent, the_return_to, the_invitation,
      plein.moment(), plein.moment() + make_interval(secs => seconds), the_link);
END $$;
-- ... and comes back: used once, by the browser that began it.
CREATE FUNCTION plein.door_sign_in_take(the_state bytea, the_browser bytea) RETURNS TABLE (issuer_id uuid, nonce text, verifier text, silent boolean,
    return_to text, invitation bytea, link bytea) LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM plein.sign_in s WHERE s.state = the_state AND s.browser = the_browser AND s.until > plein.moment()
    RETURNING s.issuer_id, s.nonce, s.verifier, s.silent, s.return_to, s.invitation, s.link $$;

-- Is there a session with this proof that has not ended.
CREATE FUNCTION plein.is_live_session(the_proof bytea) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.session s WHERE s.proof = the_proof AND s.until > plein.moment()
    AND (s.idle_seconds = 0 OR s.seen_at + make_interval(secs => s.idle_seconds) > plein.moment())) $$;

-- The affiliation of an organisation that ended and seems to be this person's: by the login or person itself, by the account behind the login,
-- by the mail address, verified or not. What seems so makes somebody wait, and gives nothing.
CREATE FUNCTION plein.seems_ended(the_organisation uuid, the_issuer uuid, the_login uuid, the_person uuid, the_upstream text, the_address text)
RETURNS TABLE (affiliation_id uuid, matched text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.id, m.matched FROM (
      SELECT a.id, CASE WHEN EXISTS (SELECT FROM plein.affiliation_login b WHERE b.affiliation_id = a.id AND b.login_id = the_login) THEN 'login' ELSE 'person' END AS matched
        FROM plein.affiliation a WHERE a.person_id = the_person
      UNION ALL SELECT b.affiliation_id, 'upstream' FROM plein.login l JOIN plein.affiliation_login b ON b.login_id = l.id
       WHERE l.issuer_id = the_issuer AND l.upstream = the_upstream AND l.upstream <> ''
      UNION ALL SELECT d.affiliation_id, 'address' FROM plein.affiliation_address d WHERE d.address = lower(the_address)) m
    JOIN plein.affiliation f ON f.id = m.id
   WHERE f.organisation_id = the_organisation AND f.kind = 'staff' AND f.until <= plein.moment()
   ORDER BY array_position(ARRAY['login', 'person', 'upstream', 'address'], m.matched), f.until DESC, f.id LIMIT 1 $$;

-- A person signed in at an issuer. Finds the person, or makes one when the issuer may propose a place or an invitation waits;
-- gives a first affiliation (staff, lowest role) in each proposed organisation that the issuer is bound to, never reopening one that was
-- ended (whoever seems to be that person waits for an administrator), and opens the session. Returns the person, or NULL when there is
-- nothing here for this login. proposed: organisation ids from the claims, checked here once more against the issuer's bindings;
-- the_upstream: the account behind a brokered one, '' when the issuer says nothing of it.
CREATE FUNCTION plein.door_sign_in(the_issuer uuid, the_subject text, the_sid text, the_shown text, the_sort_name text, the_address text,
    is_verified boolean, proposed uuid[], the_invitation bytea, the_proof bytea, the_tokens bytea, fresh_seconds integer, session_seconds integer,
    the_idle_seconds integer, the_upstream text DEFAULT '') RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); the_login uuid; the_person uuid; o uuid; a uuid; invited plein.invitation; allowed uuid[]; was record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('login ' || the_issuer || ' ' || the_subject, 0));
  allowed := array(SELECT b.organisation_id FROM plein.binding b JOIN plein.organisation x ON x.id = b.organisation_id
    WHERE b.issuer_id = the_issuer AND b.organisation_id = ANY (proposed) AND x.status = 'active');
  SELECT * INTO invited FROM plein.invitation i WHERE i.proof = the_invitation AND i.status IN ('sent', 'opened') AND i.expires_at > t FOR UPDATE;
  SELECT l.id, l.person_id INTO the_login, the_person FROM plein.login l WHERE l.issuer_id = the_issuer AND l.subject = the_subject;
  IF the_login IS NULL THEN
    IF cardinality(allowed) = 0 AND invited.id IS NULL THEN RETURN NULL; END IF;
    the_person := plein.new_id(); the_login := plein.new_id();
    INSERT INTO plein.person (id, created_at) VALUES (the_person, t);
    INSERT INTO plein.login (id, issuer_id, subject, person_id, created_at, upstream) VALUES (the_login, the_issuer, the_subject, the_person, t, the_upstream);
  ELSIF the_upstream <> '' THEN
    UPDATE plein.login l SET upstream = the_upstream WHERE l.id = the_login AND l.upstream <> the_upstream;
  END IF;
  FOREACH o IN ARRAY allowed LOOP
    IF EXISTS (SELECT FROM plein.affiliation f WHERE f.organisation_id = o AND f.kind = 'staff' AND f.person_id = the_person AND f.until > t)
      THEN CONTINUE; END IF;
    SELECT * INTO was FROM plein.seems_ended(o, the_issuer, the_login, the_person, the_upstream, the_address);
    IF was.affiliation_id IS NOT NULL THEN
      -- Asked once; who was refused asks again after a month.
      IF NOT EXISTS (SELECT FROM plein.login_request r WHERE r.organisation_id = o AND r.login_id = the_login AND r.kind = 'return'
          AND (r.status = 'open' OR r.status = 'refused' AND r.decided_at > t - interval '30 days')) THEN
        a := plein.new_id();
        INSERT INTO plein.login_request (id, kind, organisation_id, affiliation_id, login_id, matched, shown, address, address_verified, created_at)
          VALUES (a, 'return', o, was.affiliation_id, the_login, was.matched, the_shown, lower(the_address), is_verified, t);
        PERFORM plein.note(ARRAY[o], NULL, 'login.returned', 'affiliation', was.affiliation_id, the_shown);
        PERFORM plein.put('staff.returned', jsonb_build_object('request', a));
      END IF;
      CONTINUE;
    END IF;
    a := plein.new_id();
    INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, shown, sort_name, source, since)
      VALUES (a, the_person, o, 'staff', the_shown, the_sort_name, 'sign-in', t);
    INSERT INTO plein.affiliation_login VALUES (a, the_login, the_person, t, NULL);
    IF the_address <> '' THEN INSERT INTO plein.affiliation_address VALUES (a, lower(the_address)); END IF;
    PERFORM plein.note(ARRAY[o], a, 'affiliation.began', 'affiliation', a, the_shown);
  END LOOP;
  -- The single-use link for an organisation's first administrator counts for whoever comes in through the bound issuer.
  IF invited.kind = 'administrator' THEN
    UPDATE plein.affiliation f SET role = 'administrator' FROM plein.affiliation_login b
     WHERE b.affiliation_id = f.id AND b.login_id = the_login AND f.organisation_id = invited.organisation_id AND f.kind = 'staff' AND f.until > t
       AND EXISTS (SELECT FROM plein.binding x WHERE x.issuer_id = the_issuer AND x.organisation_id = invited.organisation_id)
     RETURNING f.id INTO a;
    IF FOUND THEN
      UPDATE plein.invitation i SET status = 'accepted', decided_at = t, affiliation_id = a WHERE i.id = invited.id;
      PERFORM plein.note(ARRAY[invited.organisation_id], a, 'administrator.appointed', 'affiliation', a, the_shown, 'link');
    END IF;
  END IF;
  -- Staff that left has nothing to do here; an external's start page says where access ended.
  IF NOT EXISTS (SELECT FROM plein.affiliation_login b JOIN plein.affiliation f ON f.id = b.affiliation_id WHERE b.login_id = the_login
      AND (f.until > t OR f.kind = 'external')) AND invited.id IS NULL
     AND NOT EXISTS (SELECT FROM plein.invitation i WHERE i.taker_login_id = the_login AND i.status = 'waiting') THEN RETURN NULL; END IF;
  UPDATE plein.affiliation f SET shown = the_shown, sort_name = the_sort_name FROM plein.affiliation_login b
   WHERE b.affiliation_id = f.id AND b.login_id = the_login AND f.source = 'sign-in' AND f.until > t AND f.shown <> the_shown;
  IF is_verified AND the_address <> '' THEN
    UPDATE plein.affiliation_address d SET address = lower(the_address) FROM plein.affiliation_login b JOIN plein.affiliation f ON f.id = b.affiliation_id
     WHERE d.affiliation_id = f.id AND b.login_id = the_login AND f.source = 'sign-in' AND d.address <> lower(the_address);
  END IF;
  INSERT INTO plein.session (proof, login_id, person_id, issuer_id, subject, sid, acting_id, shown, address, address_verified, tokens, fresh_until,
      created_at, seen_at, idle_seconds, until)
    VALUES (the_proof, the_login, the_person, the_issuer, the_subject, the_sid, NULL, the_shown, lower(the_address), is_verified, the_tokens,
      t + make_interval(secs => fresh_seconds), t, t, the_idle_seconds, t + make_interval(secs => session_seconds));
  RETURN the_person;
END $$;

-- The organisations whose administrator has the request of this login, for the page that says so. sso/ gives what a verified issuer said.
CREATE FUNCTION plein.door_returning(the_issuer uuid, the_subject text) RETURNS TABLE (organisation text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.name FROM plein.login_request r JOIN plein.login l ON l.id = r.login_id JOIN plein.organisation o ON o.id = r.organisation_id
   WHERE l.issuer_id = the_issuer AND l.subject = the_subject AND r.kind = 'return' AND r.status = 'open' ORDER BY o.name, o.id $$;

-- A second sign-in came back to the session that began it: it waits there, a while, until the person says that it is hers.
CREATE FUNCTION plein.door_link_arrived(the_session bytea, the_issuer uuid, the_subject text, the_upstream text, the_shown text, the_address text,
    seconds integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT plein.is_live_session(the_session) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  DELETE FROM plein.login_link k WHERE k.until <= plein.moment() OR k.session = the_session;
  INSERT INTO plein.login_link VALUES (the_session, the_issuer, the_subject, the_upstream, the_shown, lower(the_address),
    plein.moment() + make_interval(secs => seconds));
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
