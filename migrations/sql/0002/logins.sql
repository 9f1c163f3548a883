-- Logins: a person links a second one by signing in with both; an organisation decides which of them count for its affiliation. Whoever rules
-- one identity provider gets through it what that organisation gave, and nothing that another lets the person see.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- The session that asks, when it is the person's own and this very login's; its login, else NULL.
CREATE FUNCTION plein.own_session(the_proof bytea) RETURNS plein.session LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.* FROM plein.session s WHERE s.proof = the_proof AND s.person_id = plein.me() AND s.login_id = nullif(current_setting('plein.login', true), '')::uuid
    AND s.until > plein.moment() $$;

-- Have two people each a place that has not ended in one organisation: then an administrator ends one of them first.
CREATE FUNCTION plein.clash(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.affiliation a JOIN plein.affiliation b ON b.organisation_id = a.organisation_id
    WHERE a.person_id = one AND b.person_id = other AND a.until > plein.moment() AND b.until > plein.moment()) $$;

-- The second sign-in that waits for the person's word in this session: where, as whom, and what linking does. stands: 'new', 'own' (already
-- linked), 'joins' (its places come along), 'clash' (both have a place in the same organisation).
CREATE FUNCTION plein.own_link(the_proof bytea) RETURNS TABLE (issuer text, shown text, address text, stands text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.title, k.shown, k.address, CASE WHEN l.id IS NULL THEN 'new' WHEN l.person_id = plein.me() THEN 'own'
      WHEN plein.clash(plein.me(), l.person_id) THEN 'clash' ELSE 'joins' END
    FROM plein.own_session(the_proof) s JOIN plein.login_link k ON k.session = s.proof AND k.until > plein.moment() JOIN plein.issuer i ON i.id = k.issuer_id
    LEFT JOIN plein.login l ON l.issuer_id = k.issuer_id AND l.subject = k.subject $$;

-- The person says that the second sign-in is hers: its login, with all that its person has, comes to the person of this session. Affiliations stay
-- bound to the logins that they are bound to. Other sessions of that person end.
CREATE FUNCTION plein.link_login(the_proof bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.me(); s plein.session; k plein.login_link; l plein.login; other uuid; bound plein.affiliation_login[]; a record;
BEGIN
  SELECT * INTO s FROM plein.own_session(the_proof);
  DELETE FROM plein.login_link x WHERE x.session = s.proof AND x.until > t RETURNING * INTO k;
  IF s.proof IS NULL OR k.session IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('login ' || k.issuer_id || ' ' || k.subject, 0));
  SELECT * INTO l FROM plein.login x WHERE x.issuer_id = k.issuer_id AND x.subject = k.subject;
  other := l.person_id;
  IF other = me THEN PERFORM plein.refuse('PL409', 'login-is-own'); END IF;
  IF l.id IS NULL THEN
    INSERT INTO plein.login (id, issuer_id, subject, person_id, created_at, upstream) VALUES (plein.new_id(), k.issuer_id, k.subject, me, t, k.upstream) RETURNING * INTO l;
  ELSE
    PERFORM FROM plein.login x WHERE x.person_id IN (me, other) ORDER BY x.id FOR UPDATE;
    PERFORM FROM plein.affiliation x WHERE x.person_id IN (me, other) ORDER BY x.id FOR UPDATE;
    IF plein.clash(me, other) THEN PERFORM plein.refuse('PL409', 'login-clash'); END IF;
    bound := array(SELECT b FROM plein.affiliation_login b WHERE b.person_id = other);
    DELETE FROM plein.affiliation_login b WHERE b.person_id = other;
    DELETE FROM plein.session x WHERE x.person_id = other;
    UPDATE plein.affiliation x SET person_id = me WHERE x.person_id = other;
    UPDATE plein.login x SET person_id = me WHERE x.person_id = other;
    INSERT INTO plein.affiliation_login SELECT b.affiliation_id, b.login_id, me, b.accepted_at, b.accepted_by FROM unnest(bound) b;
  END IF;
  FOR a IN SELECT x.id, x.organisation_id, x.shown FROM plein.affiliation x WHERE x.person_id = me AND x.until > t ORDER BY x.id LOOP
    PERFORM plein.note(ARRAY[a.organisation_id], a.id, 'login.linked', 'affiliation', a.id, a.shown);
  END LOOP;
END $$;

-- The logins of the person: where, since when, and whether it is the one of this session.
CREATE FUNCTION plein.own_logins() RETURNS TABLE (login_id uuid, issuer text, created_at timestamptz, is_this boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT l.id, i.title, l.created_at, l.id = nullif(current_setting('plein.login', true), '')::uuid FROM plein.login l JOIN plein.issuer i ON i.id = l.issuer_id
   WHERE l.person_id = plein.me() ORDER BY 4 DESC, l.created_at, l.id $$;

-- May this login of the person go off on its own, seen from the login of this session: 'free'; 'this' is in use; 'needed' for a place (ended ones
-- too) that this session's login is not for; 'same' when its issuer speaks for an organisation where the person is or was staff: signing in with it
-- would begin a second place there, or one anew after an end. NULL when it is none of hers.
CREATE FUNCTION plein.unlinking(the_login uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN l.id = c.id THEN 'this'
      WHEN EXISTS (SELECT FROM plein.affiliation_login b WHERE b.login_id = l.id
        AND NOT EXISTS (SELECT FROM plein.affiliation_login o WHERE o.affiliation_id = b.affiliation_id AND o.login_id = c.id)) THEN 'needed'
      WHEN EXISTS (SELECT FROM plein.binding b JOIN plein.affiliation a ON a.organisation_id = b.organisation_id
        WHERE b.issuer_id = l.issuer_id AND a.person_id = l.person_id AND a.kind = 'staff') THEN 'same'
      ELSE 'free' END
    FROM plein.login l JOIN plein.login c ON c.person_id = l.person_id AND c.id = nullif(current_setting('plein.login', true), '')::uuid
   WHERE l.id = the_login AND l.person_id = plein.me() $$;

-- One of the own logins, what unlinking it comes to, and the organisations where it counts besides the one of this session.
CREATE FUNCTION plein.own_login(the_login uuid) RETURNS TABLE (issuer text, created_at timestamptz, stands text, organisations text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.title, l.created_at, plein.unlinking(l.id), array(SELECT o.name FROM plein.affiliation_login b JOIN plein.affiliation a ON a.id = b.affiliation_id
      JOIN plein.organisation o ON o.id = a.organisation_id WHERE b.login_id = l.id AND a.id IN (SELECT plein.listed('affiliations')) ORDER BY o.name, a.id)
    FROM plein.login l JOIN plein.issuer i ON i.id = l.issuer_id WHERE l.id = the_login AND l.person_id = plein.me() $$;

-- The person lets another of her logins go: it counts nowhere any more, its sessions end, and it is a person of its own from now on.
CREATE FUNCTION plein.unlink_login(the_login uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.me(); stands text; alone uuid := plein.new_id(); concerned uuid[]; a record;
BEGIN
  PERFORM FROM plein.login x WHERE x.person_id = me ORDER BY x.id FOR UPDATE;
  PERFORM FROM plein.affiliation x WHERE x.person_id = me ORDER BY x.id FOR UPDATE;
  stands := plein.unlinking(the_login);
  IF stands IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF stands <> 'free' THEN PERFORM plein.refuse('PL409', 'login-' || stands); END IF;
  concerned := array(SELECT x.id FROM plein.affiliation x WHERE x.person_id = me
    AND (x.until > t OR EXISTS (SELECT FROM plein.affiliation_login b WHERE b.affiliation_id = x.id AND b.login_id = the_login)));
  DELETE FROM plein.session s WHERE s.login_id = the_login;
  DELETE FROM plein.affiliation_login b WHERE b.login_id = the_login;
  UPDATE plein.login_request r SET status = 'withdrawn', decided_at = t WHERE r.login_id = the_login AND r.kind = 'other' AND r.status = 'open';
  INSERT INTO plein.person (id, created_at) VALUES (alone, t);
  UPDATE plein.login l SET person_id = alone WHERE l.id = the_login;
  FOR a IN SELECT x.id, x.organisation_id, x.shown FROM plein.affiliation x WHERE x.id = ANY (concerned) ORDER BY x.id LOOP
    PERFORM plein.note(ARRAY[a.organisation_id], a.id, 'login.unlinked', 'affiliation', a.id, a.shown);
  END LOOP;
END $$;

-- For each place that counts through this login: which of the person's logins it takes. state: 'bound', 'asked', 'no'.
CREATE FUNCTION plein.own_login_places() RETURNS TABLE (affiliation_id uuid, organisation text, kind text, login_id uuid, issuer text, state text, request_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, o.name, a.kind, l.id, i.title, CASE WHEN b.login_id IS NOT NULL THEN 'bound' WHEN r.id IS NOT NULL THEN 'asked' ELSE 'no' END, r.id
    FROM plein.affiliation a JOIN plein.organisation o ON o.id = a.organisation_id CROSS JOIN plein.login l JOIN plein.issuer i ON i.id = l.issuer_id
    LEFT JOIN plein.affiliation_login b ON b.affiliation_id = a.id AND b.login_id = l.id
    LEFT JOIN plein.login_request r ON r.affiliation_id = a.id AND r.login_id = l.id AND r.kind = 'other' AND r.status = 'open'
   WHERE a.id IN (SELECT plein.listed('affiliations')) AND l.person_id = plein.me() ORDER BY o.name, a.id, l.created_at, l.id $$;

-- The person asks an organisation to let another of her logins count for the affiliation that she is here by.
CREATE FUNCTION plein.ask_login(the_affiliation uuid, the_login uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a plein.affiliation; d text; r uuid := plein.new_id();
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation AND x.id IN (SELECT plein.listed('affiliations')) FOR UPDATE;
  IF a.id IS NULL OR NOT EXISTS (SELECT FROM plein.login l WHERE l.id = the_login AND l.person_id = plein.me()) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF EXISTS (SELECT FROM plein.affiliation_login b WHERE b.affiliation_id = a.id AND b.login_id = the_login)
    OR EXISTS (SELECT FROM plein.login_request x WHERE x.affiliation_id = a.id AND x.login_id = the_login AND x.kind = 'other' AND x.status = 'open') THEN RETURN; END IF;
  INSERT INTO plein.login_request (id, kind, organisation_id, affiliation_id, login_id, matched, shown, created_at)
    VALUES (r, 'other', a.organisation_id, a.id, the_login, 'person', a.shown, plein.moment());
  PERFORM plein.note(ARRAY[a.organisation_id], a.id, 'login.asked', 'affiliation', a.id, a.shown);
  PERFORM plein.put('staff.login', jsonb_build_object('request', r));
END $$;
CREATE FUNCTION plein.withdraw_login_request(the_request uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r plein.login_request;
BEGIN
  SELECT * INTO r FROM plein.login_request x WHERE x.id = the_request AND x.kind = 'other' AND x.affiliation_id IN (SELECT plein.listed('affiliations')) FOR UPDATE;
  IF r.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF r.status <> 'open' THEN PERFORM plein.refuse('PL409', 'login-request-decided'); END IF;
  UPDATE plein.login_request x SET status = 'withdrawn', decided_at = plein.moment() WHERE x.id = r.id;
  PERFORM plein.note(ARRAY[r.organisation_id], r.affiliation_id, 'login.withdrawn', 'affiliation', r.affiliation_id, r.shown);
END $$;

-- What waits at an organisation: who wants to come back, and who asks for another login. until: the end that the old place came to.
CREATE FUNCTION plein.admin_login_requests(the_organisation uuid) RETURNS TABLE (id uuid, kind text, matched text, affiliation_id uuid, was text, title text, since timestamptz,
    until timestamptz, source text, shown text, address text, address_verified boolean, issuer text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.id, r.kind, r.matched, a.id, a.shown, a.title, a.since, a.until, a.source, r.shown, r.address, r.address_verified, i.title, r.created_at
    FROM plein.login_request r JOIN plein.affiliation a ON a.id = r.affiliation_id JOIN plein.login l ON l.id = r.login_id JOIN plein.issuer i ON i.id = l.issuer_id
   WHERE r.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND r.status = 'open'
     AND (r.kind = 'return' OR a.until > plein.moment()) ORDER BY r.created_at, r.id LIMIT 500 $$;

-- The logins of one of the own people: where, since when, accepted by whom. Never the subject.
CREATE FUNCTION plein.admin_logins(the_organisation uuid, the_affiliation uuid) RETURNS TABLE (login_id uuid, issuer text, accepted_at timestamptz, accepted_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT l.id, i.title, b.accepted_at, coalesce(v.shown, '') FROM plein.affiliation_login b JOIN plein.affiliation a ON a.id = b.affiliation_id
    JOIN plein.login l ON l.id = b.login_id JOIN plein.issuer i ON i.id = l.issuer_id LEFT JOIN plein.affiliation v ON v.id = b.accepted_by
   WHERE a.id = the_affiliation AND a.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
   ORDER BY b.accepted_at, l.id $$;

-- An administrator lets another login of the person count for the affiliation, or not.
CREATE FUNCTION plein.answer_login(the_request uuid, agrees boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); r plein.login_request; a plein.affiliation; l plein.login; me uuid;
BEGIN
  SELECT * INTO r FROM plein.login_request x WHERE x.id = the_request AND x.kind = 'other' FOR UPDATE;
  me := plein.as_administrator(r.organisation_id);
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF r.status <> 'open' THEN PERFORM plein.refuse('PL409', 'login-request-decided'); END IF;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = r.affiliation_id FOR UPDATE;
  SELECT * INTO l FROM plein.login x WHERE x.id = r.login_id FOR UPDATE;
  IF agrees IS TRUE THEN
    IF a.until <= t THEN PERFORM plein.refuse('PL409', 'affiliation-ended'); END IF;
    IF l.person_id <> a.person_id THEN PERFORM plein.refuse('PL409', 'login-request-decided'); END IF;
    INSERT INTO plein.affiliation_login VALUES (a.id, l.id, a.person_id, t, me) ON CONFLICT DO NOTHING;
  END IF;
  UPDATE plein.login_request x SET status = CASE WHEN agrees IS TRUE THEN 'accepted' ELSE 'refused' END, decided_at = t, decided_by = me WHERE x.id = r.id;
  PERFORM plein.note(ARRAY[r.organisation_id], me, CASE WHEN agrees IS TRUE THEN 'login.accepted' ELSE 'login.refused' END, 'affiliation', a.id, a.shown);
  PERFORM plein.put('staff.answered', jsonb_build_object('request', r.id));
END $$;

-- Takes one login away from an affiliation, never the only one; its sessions that serve nothing else end.
CREATE FUNCTION plein.take_login(the_affiliation uuid, the_login uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a plein.affiliation; me uuid;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation FOR UPDATE;
  me := plein.as_administrator(a.organisation_id);
  IF me IS NULL OR NOT EXISTS (SELECT FROM plein.affiliation_login b WHERE b.affiliation_id = a.id AND b.login_id = the_login)
    THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF NOT EXISTS (SELECT FROM plein.affiliation_login b WHERE b.affiliation_id = a.id AND b.login_id <> the_login) THEN PERFORM plein.refuse('PL409', 'only-login'); END IF;
  DELETE FROM plein.affiliation_login b WHERE b.affiliation_id = a.id AND b.login_id = the_login;
  DELETE FROM plein.session s WHERE s.login_id = the_login AND NOT EXISTS (SELECT FROM plein.affiliation_login c JOIN plein.affiliation f ON f.id = c.affiliation_id
    WHERE c.login_id = the_login AND f.since <= plein.moment() AND f.until > plein.moment());
  PERFORM plein.note(ARRAY[a.organisation_id], me, 'login.taken', 'affiliation', a.id, a.shown);
END $$;

-- An administrator says who came back. 'same': the old affiliation opens, through this login; was the login another person's until now, then the
-- affiliation goes over to that person and leaves the old logins: what other organisations gave the old person stays where it was. 'other':
-- somebody else, who begins anew. 'no': nothing.
CREATE FUNCTION plein.answer_return(the_request uuid, the_answer text, the_until timestamptz, the_sort_name text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); r plein.login_request; a plein.affiliation; l plein.login; me uuid; made uuid;
BEGIN
  SELECT * INTO r FROM plein.login_request x WHERE x.id = the_request AND x.kind = 'return';
  PERFORM FROM plein.organisation o WHERE o.id = r.organisation_id FOR NO KEY UPDATE;
  SELECT * INTO r FROM plein.login_request x WHERE x.id = the_request AND x.kind = 'return' FOR UPDATE;
  me := plein.as_administrator(r.organisation_id);
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF r.status <> 'open' THEN PERFORM plein.refuse('PL409', 'login-request-decided'); END IF;
  SELECT * INTO l FROM plein.login x WHERE x.id = r.login_id FOR UPDATE;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = r.affiliation_id FOR UPDATE;
  IF the_answer = 'no' THEN
    PERFORM plein.note(ARRAY[r.organisation_id], me, 'login.refused', 'affiliation', a.id, r.shown);
  ELSIF the_answer NOT IN ('same', 'other') OR the_answer = 'other' AND a.person_id = l.person_id THEN PERFORM plein.refuse('PL422', 'return-answer');
  ELSIF EXISTS (SELECT FROM plein.affiliation x WHERE x.person_id = l.person_id AND x.organisation_id = r.organisation_id AND x.kind = 'staff' AND x.until > t)
    THEN PERFORM plein.refuse('PL409', 'already-here');
  ELSIF the_answer = 'same' THEN
    IF a.until > t THEN PERFORM plein.refuse('PL409', 'already-here'); END IF;
    IF a.person_id <> l.person_id THEN
      DELETE FROM plein.affiliation_login b WHERE b.affiliation_id = a.id;
      UPDATE plein.affiliation x SET person_id = l.person_id WHERE x.id = a.id RETURNING * INTO a;
    END IF;
    INSERT INTO plein.affiliation_login VALUES (a.id, l.id, a.person_id, t, me) ON CONFLICT DO NOTHING;
    PERFORM plein.note(ARRAY[r.organisation_id], me, 'login.accepted', 'affiliation', a.id, a.shown);
    PERFORM plein.reopen(a, me, the_until);
  ELSE
    made := plein.new_id();
    INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, shown, sort_name, source, since)
      VALUES (made, l.person_id, r.organisation_id, 'staff', r.shown, the_sort_name, 'sign-in', t);
    INSERT INTO plein.affiliation_login VALUES (made, l.id, l.person_id, t, me);
    IF r.address <> '' THEN INSERT INTO plein.affiliation_address VALUES (made, r.address); END IF;
    PERFORM plein.note(ARRAY[r.organisation_id], me, 'affiliation.admitted', 'affiliation', made, r.shown);
  END IF;
  UPDATE plein.login_request x SET status = CASE the_answer WHEN 'same' THEN 'reopened' WHEN 'other' THEN 'new' ELSE 'refused' END, decided_at = t, decided_by = me,
    affiliation_id = coalesce(made, x.affiliation_id) WHERE x.id = r.id;
  IF the_answer <> 'no' THEN PERFORM plein.put('staff.answered', jsonb_build_object('request', r.id)); END IF;
  RETURN the_answer;
END $$;

-- What the mails about a request need: to whom it goes is asked apart.
CREATE FUNCTION plein.work_login_request(the_request uuid) RETURNS TABLE (kind text, status text, organisation text, organisation_id uuid, affiliation_id uuid, shown text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.kind, r.status, o.name, o.id, r.affiliation_id, r.shown FROM plein.login_request r JOIN plein.organisation o ON o.id = r.organisation_id WHERE r.id = the_request $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
