-- Doors before there is a person: each takes a proof (the hash of a secret, or what a verified issuer said) and gives ids, never a list
-- of people. Called by sso/ alone.
GRANT CREATE ON SCHEMA plein TO plein_door;
GRANT INSERT, UPDATE, DELETE ON plein.session TO plein_door;
GRANT INSERT, DELETE ON plein.sign_in, plein.logout_seen TO plein_door;
GRANT INSERT ON plein.person, plein.login, plein.affiliation, plein.affiliation_login, plein.affiliation_address TO plein_door;
GRANT UPDATE (shown, sort_name, role, until, since) ON plein.affiliation TO plein_door;
GRANT UPDATE (founders, guest_days) ON plein.organisation TO plein_door;  -- and so may lock the row
GRANT UPDATE (address) ON plein.affiliation_address TO plein_door;
GRANT UPDATE (status, proof, generation, expires_at, access_until, taker_login_id, taker_shown, taker_address, affiliation_id, decided_at)
  ON plein.invitation TO plein_door;
SET ROLE plein_door;

-- The organisations that chose to be in the picker of the sign-in page: what is public of them.
CREATE FUNCTION plein.door_picker() RETURNS TABLE (handle text, name text, initials text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.handle, o.name, o.initials FROM plein.organisation o WHERE o.in_picker AND o.listed AND o.status = 'active'
    AND EXISTS (SELECT FROM plein.binding b WHERE b.organisation_id = o.id) ORDER BY o.name, o.id $$;

-- The handle of the listed organisation to which a verified mail domain belongs; an unlisted one answers as an unknown one.
CREATE FUNCTION plein.door_domain(the_domain text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.handle FROM plein.domain d JOIN plein.organisation o ON o.id = d.organisation_id
   WHERE d.name = lower(the_domain) AND d.verified_at IS NOT NULL AND o.listed AND o.status = 'active' $$;

-- The sign-in address of one organisation: its name and issuer, by its handle.
CREATE FUNCTION plein.door_handle(the_handle text) RETURNS TABLE (organisation_id uuid, name text, initials text, brand text, issuer_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.id, o.name, o.initials, o.brand, b.issuer_id FROM plein.organisation o JOIN plein.binding b ON b.organisation_id = o.id
   WHERE o.handle = lower(the_handle) AND o.status = 'active' ORDER BY b.issuer_id LIMIT 1 $$;

-- How to speak with an issuer, and for which organisations it may speak: their ids in its claim and their verified domains.
CREATE FUNCTION plein.door_issuer(the_issuer uuid) RETURNS TABLE (id uuid, url text, title text, client_id text, secret bytea, authentication text,
    verified text, guests boolean, organisations jsonb) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id, i.url, i.title, i.client_id, i.secret, i.authentication, i.verified, i.guests,
    coalesce((SELECT jsonb_agg(jsonb_build_object('organisation_id', b.organisation_id, 'upstream_id', b.upstream_id, 'domains',
        (SELECT coalesce(jsonb_agg(d.name ORDER BY d.name), '[]') FROM plein.domain d WHERE d.organisation_id = b.organisation_id AND d.verified_at IS NOT NULL)))
      FROM plein.binding b JOIN plein.organisation o ON o.id = b.organisation_id WHERE b.issuer_id = i.id AND o.status = 'active'), '[]')
    FROM plein.issuer i WHERE i.id = the_issuer $$;
CREATE FUNCTION plein.door_guests() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id FROM plein.issuer i WHERE i.guests $$;

-- A sign-in that begins; of one browser at most five are under way, the oldest gives way.
CREATE FUNCTION plein.door_sign_in_begin(the_state bytea, the_browser bytea, the_issuer uuid, the_nonce text, the_verifier text, is_silent boolean,
    the_return_to text, the_invitation bytea, seconds integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM plein.sign_in s WHERE s.until <= plein.moment() OR s.browser = the_browser AND s.state NOT IN
    (SELECT x.state FROM plein.sign_in x WHERE x.browser = the_browser ORDER BY x.created_at DESC, x.state LIMIT 4);
  INSERT INTO plein.sign_in VALUES (the_state, the_browser, the_issuer, the_nonce, the_verifier, is_silent, the_return_to, the_invitation,
    plein.moment(), plein.moment() + make_interval(secs => seconds));
END $$;
-- ... and comes back: used once, by the browser that began it.
CREATE FUNCTION plein.door_sign_in_take(the_state bytea, the_browser bytea) RETURNS TABLE (issuer_id uuid, nonce text, verifier text, silent boolean,
    return_to text, invitation bytea) LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM plein.sign_in s WHERE s.state = the_state AND s.browser = the_browser AND s.until > plein.moment()
    RETURNING s.issuer_id, s.nonce, s.verifier, s.silent, s.return_to, s.invitation $$;

-- A person signed in at an issuer. Finds the person, or makes one when the issuer may propose a place or an invitation waits;
-- gives a first affiliation (staff, lowest role) in each proposed organisation that the issuer is bound to, never reopening one that was
-- ended, and opens the session. Returns the person, or NULL when there is nothing here for this login.
-- proposed: organisation ids from the claims, checked here once more against the issuer's bindings.
CREATE FUNCTION plein.door_sign_in(the_issuer uuid, the_subject text, the_sid text, the_shown text, the_sort_name text, the_address text,
    is_verified boolean, proposed uuid[], the_invitation bytea, the_proof bytea, the_tokens bytea, fresh_seconds integer, session_seconds integer,
    the_idle_seconds integer) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); the_login uuid; the_person uuid; o uuid; a uuid; invited plein.invitation; allowed uuid[];
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
    INSERT INTO plein.login VALUES (the_login, the_issuer, the_subject, the_person, t);
  END IF;
  FOREACH o IN ARRAY allowed LOOP
    -- Ended, or ended under another login with this very address: it waits for an administrator, signing in never reopens.
    IF EXISTS (SELECT FROM plein.affiliation f LEFT JOIN plein.affiliation_address d ON d.affiliation_id = f.id
        WHERE f.organisation_id = o AND f.kind = 'staff' AND (f.person_id = the_person OR f.until <= t AND is_verified AND d.address = lower(the_address)))
    THEN CONTINUE; END IF;
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
  IF NOT EXISTS (SELECT FROM plein.affiliation_login b WHERE b.login_id = the_login) AND invited.id IS NULL
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

-- The sealed tokens of a session whose access token has run out, under the row's lock: NULL when another request refreshed it meanwhile.
CREATE FUNCTION plein.door_session_stale(the_proof bytea) RETURNS TABLE (issuer_id uuid, subject text, tokens bytea) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s plein.session;
BEGIN
  SELECT * INTO s FROM plein.session x WHERE x.proof = the_proof AND x.until > plein.moment() FOR UPDATE;
  IF FOUND AND s.fresh_until <= plein.moment() THEN RETURN QUERY SELECT s.issuer_id, s.subject, s.tokens; END IF;
END $$;
-- The refreshed tokens; new claims may propose no place here (that is for a sign-in), they only keep the session fresh.
CREATE FUNCTION plein.door_session_refreshed(the_proof bytea, the_tokens bytea, fresh_seconds integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE plein.session SET tokens = the_tokens, fresh_until = plein.moment() + make_interval(secs => fresh_seconds) WHERE proof = the_proof $$;
-- Ends one session and gives what RP-initiated logout needs.
CREATE FUNCTION plein.door_session_end(the_proof bytea) RETURNS TABLE (issuer_id uuid, tokens bytea) LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM plein.session s WHERE s.proof = the_proof RETURNING s.issuer_id, s.tokens $$;
-- Back-channel logout: by sid, or by subject alone for all of the person's sessions at that issuer. A token counts once.
CREATE FUNCTION plein.door_sessions_end(the_issuer uuid, the_sid text, the_subject text, the_jti text, seconds integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
  DELETE FROM plein.logout_seen s WHERE s.until <= plein.moment();
  INSERT INTO plein.logout_seen VALUES (the_issuer, the_jti, plein.moment() + make_interval(secs => seconds)) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN -1; END IF;
  DELETE FROM plein.session s WHERE s.issuer_id = the_issuer
    AND (s.sid = the_sid AND the_sid <> '' AND (the_subject = '' OR s.subject = the_subject) OR the_sid = '' AND s.subject = the_subject AND the_subject <> '');
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;

-- Which of the own affiliations this session acts as.
CREATE FUNCTION plein.act_as(the_proof bytea, the_affiliation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM plein.listed('affiliations') x WHERE x = the_affiliation) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  UPDATE plein.session s SET acting_id = the_affiliation WHERE s.proof = the_proof AND s.person_id = plein.me();
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
