-- Staff by invitation: a person of another organisation who also works here, until a day. By an administrator, to one address; whoever takes it
-- with another or unverified address, or was here before, waits for an administrator.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

CREATE FUNCTION plein.invite_staff(the_id uuid, the_organisation uuid, the_shown text, the_title text, the_address text, the_proof bytea,
    the_access_until timestamptz, days integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_administrator(the_organisation);
BEGIN
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM FROM plein.organisation o WHERE o.id = the_organisation FOR NO KEY UPDATE;  -- two clicks: one invitation
  IF the_access_until <= t OR the_access_until >= '9999-12-31Z' THEN PERFORM plein.refuse('PL422', 'access-until-passed'); END IF;
  IF EXISTS (SELECT FROM plein.domain d WHERE d.organisation_id = the_organisation AND d.verified_at IS NOT NULL AND split_part(lower(the_address), '@', 2) = d.name)
    THEN PERFORM plein.refuse('PL422', 'address-signs-in'); END IF;
  IF EXISTS (SELECT FROM plein.affiliation a JOIN plein.affiliation_address d ON d.affiliation_id = a.id WHERE a.organisation_id = the_organisation AND a.kind = 'staff'
      AND a.until > t AND d.address = lower(the_address)) THEN PERFORM plein.refuse('PL422', 'address-is-staff'); END IF;
  IF EXISTS (SELECT FROM plein.invitation i WHERE i.organisation_id = the_organisation AND i.kind = 'staff' AND i.address = lower(the_address)
      AND i.status IN ('sent', 'opened', 'waiting') AND i.expires_at > t) THEN PERFORM plein.refuse('PL409', 'already-invited'); END IF;
  INSERT INTO plein.invitation (id, kind, organisation_id, sponsor_id, shown, title, address, proof, access_until, expires_at, created_at)
    VALUES (the_id, 'staff', the_organisation, me, the_shown, the_title, lower(the_address), the_proof, the_access_until,
      least(t + make_interval(days => days), the_access_until), t);
  PERFORM plein.note(ARRAY[the_organisation], me, 'staff.invited', 'invitation', the_id, the_shown);
  PERFORM plein.put('staff.invitation', jsonb_build_object('invitation', the_id, 'generation', 1));
END $$;

-- A new link for the same invitation, in the name of whoever sends it now; the old one ends.
CREATE FUNCTION plein.resend_staff_invitation(the_invitation uuid, the_proof bytea, days integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); i plein.invitation; me uuid;
BEGIN
  SELECT * INTO i FROM plein.invitation x WHERE x.id = the_invitation AND x.kind = 'staff' FOR UPDATE;
  me := plein.as_administrator(i.organisation_id);
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF i.status NOT IN ('sent', 'opened') OR i.access_until <= t THEN PERFORM plein.refuse('PL409', 'invitation-decided'); END IF;
  UPDATE plein.invitation x SET proof = the_proof, generation = x.generation + 1, status = 'sent', sponsor_id = me,
    expires_at = least(t + make_interval(days => days), x.access_until) WHERE x.id = i.id;
  PERFORM plein.note(ARRAY[i.organisation_id], me, 'invitation.sent-again', 'invitation', i.id, i.shown);
  PERFORM plein.put('staff.invitation', jsonb_build_object('invitation', i.id, 'generation', i.generation + 1));
END $$;

CREATE FUNCTION plein.withdraw_staff_invitation(the_invitation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i plein.invitation; me uuid;
BEGIN
  SELECT * INTO i FROM plein.invitation x WHERE x.id = the_invitation AND x.kind = 'staff' FOR UPDATE;
  me := plein.as_administrator(i.organisation_id);
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF i.status = 'withdrawn' THEN RETURN; END IF;
  IF i.status NOT IN ('sent', 'opened', 'waiting') THEN PERFORM plein.refuse('PL409', 'invitation-decided'); END IF;
  UPDATE plein.invitation x SET status = 'withdrawn', decided_at = plein.moment() WHERE x.id = i.id;
  PERFORM plein.note(ARRAY[i.organisation_id], me, 'invitation.withdrawn', 'invitation', i.id, i.shown);
END $$;

-- An invitation that can be taken now: sent, in time, of an active organisation, by somebody who still administers it.
CREATE FUNCTION plein.open_staff_invitation(the_proof bytea) RETURNS SETOF plein.invitation LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.* FROM plein.invitation i JOIN plein.organisation o ON o.id = i.organisation_id JOIN plein.affiliation a ON a.id = i.sponsor_id
   WHERE i.proof = the_proof AND i.kind = 'staff' AND i.status IN ('sent', 'opened') AND i.expires_at > plein.moment() AND i.access_until > plein.moment()
     AND o.status = 'active' AND a.role = 'administrator' AND a.since <= plein.moment() AND a.until > plein.moment() $$;

-- Before sign-in: who invites and of which organisation. Absent, used and run out look the same.
CREATE FUNCTION plein.door_staff_invitation(the_proof bytea) RETURNS TABLE (organisation text, initials text, inviter text, guests_issuer uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE plein.invitation x SET status = 'opened' WHERE x.status = 'sent' AND x.id IN (SELECT i.id FROM plein.open_staff_invitation(the_proof) i);
  RETURN QUERY SELECT o.name, o.initials, a.shown, (SELECT g.id FROM plein.issuer g WHERE g.guests) FROM plein.open_staff_invitation(the_proof) i
    JOIN plein.organisation o ON o.id = i.organisation_id JOIN plein.affiliation a ON a.id = i.sponsor_id;
END $$;

-- After sign-in: as what, until when, whether it is the address that was invited, and whether the person works there already.
CREATE FUNCTION plein.staff_terms(the_proof bytea, the_session bytea) RETURNS TABLE (organisation text, inviter text, title text, access_until timestamptz, same_address boolean, works_here boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.name, a.shown, i.title, i.access_until, s.address_verified AND s.address = i.address,
      EXISTS (SELECT FROM plein.affiliation f WHERE f.organisation_id = i.organisation_id AND f.kind = 'staff' AND f.until > plein.moment()
        AND f.id IN (SELECT plein.listed('mine')))
    FROM plein.own_session(the_session) s CROSS JOIN plein.open_staff_invitation(the_proof) i
    JOIN plein.organisation o ON o.id = i.organisation_id JOIN plein.affiliation a ON a.id = i.sponsor_id WHERE s.proof IS NOT NULL $$;

-- Lets the taker in as staff, through the login that took it, until the day that was written.
CREATE FUNCTION plein.begin_staff(i plein.invitation, the_login uuid, the_shown text, the_sort_name text, the_address text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); the_person uuid; f uuid := plein.new_id();
BEGIN
  SELECT l.person_id INTO the_person FROM plein.login l WHERE l.id = the_login FOR UPDATE;
  PERFORM FROM plein.organisation o WHERE o.id = i.organisation_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM plein.affiliation x WHERE x.person_id = the_person AND x.organisation_id = i.organisation_id AND x.kind = 'staff' AND x.until > t)
    THEN PERFORM plein.refuse('PL409', 'works-here'); END IF;
  INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, shown, sort_name, title, source, since, until)
    VALUES (f, the_person, i.organisation_id, 'staff', the_shown, the_sort_name, i.title, 'invitation', t, i.access_until);
  IF the_address <> '' THEN INSERT INTO plein.affiliation_address VALUES (f, the_address); END IF;
  INSERT INTO plein.affiliation_login VALUES (f, the_login, the_person, t, i.sponsor_id);
  UPDATE plein.invitation x SET status = 'accepted', decided_at = t, affiliation_id = f, taker_login_id = the_login WHERE x.id = i.id;
  PERFORM plein.note(ARRAY[i.organisation_id], f, 'staff.began', 'affiliation', f, the_shown);
  PERFORM plein.put('staff.accepted', jsonb_build_object('invitation', i.id));
  RETURN f;
END $$;

-- Takes the invitation as the signed-in person. The affiliation, or NULL when an administrator must say first who it is.
CREATE FUNCTION plein.accept_staff_invitation(the_proof bytea, the_session bytea, the_shown text, the_sort_name text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i plein.invitation; s plein.session;
BEGIN
  SELECT * INTO s FROM plein.own_session(the_session);
  PERFORM FROM plein.invitation x WHERE x.proof = the_proof FOR UPDATE;
  SELECT * INTO i FROM plein.open_staff_invitation(the_proof);
  IF s.proof IS NULL OR i.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF EXISTS (SELECT FROM plein.affiliation f WHERE f.person_id = plein.me() AND f.organisation_id = i.organisation_id AND f.kind = 'staff' AND f.until > plein.moment())
    THEN PERFORM plein.refuse('PL409', 'works-here'); END IF;
  IF s.address_verified AND s.address = i.address AND NOT EXISTS (SELECT FROM plein.affiliation f WHERE f.person_id = plein.me()
      AND f.organisation_id = i.organisation_id AND f.kind = 'staff') THEN RETURN plein.begin_staff(i, s.login_id, the_shown, the_sort_name, i.address); END IF;
  UPDATE plein.invitation x SET status = 'waiting', taker_login_id = s.login_id, taker_shown = the_shown, taker_address = s.address WHERE x.id = i.id;
  PERFORM plein.note(ARRAY[i.organisation_id], NULL, 'invitation.waiting', 'invitation', i.id, the_shown);
  PERFORM plein.put('staff.waiting', jsonb_build_object('invitation', i.id));
  RETURN NULL;
END $$;

CREATE FUNCTION plein.refuse_staff_invitation(the_proof bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i plein.invitation;
BEGIN
  IF plein.me() IS NOT NULL THEN
    UPDATE plein.invitation x SET status = 'refused', decided_at = plein.moment() WHERE x.id IN (SELECT y.id FROM plein.open_staff_invitation(the_proof) y) RETURNING * INTO i;
  END IF;
  IF i.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM plein.note(ARRAY[i.organisation_id], NULL, 'invitation.refused', 'invitation', i.id, i.shown);
END $$;

-- An administrator says whether the taker is who was meant.
CREATE FUNCTION plein.confirm_staff(the_invitation uuid, is_right boolean, the_sort_name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); i plein.invitation; me uuid;
BEGIN
  SELECT * INTO i FROM plein.invitation x WHERE x.id = the_invitation AND x.kind = 'staff' FOR UPDATE;
  me := plein.as_administrator(i.organisation_id);
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF i.status <> 'waiting' THEN PERFORM plein.refuse('PL409', 'invitation-decided'); END IF;
  IF is_right IS NOT TRUE THEN
    UPDATE plein.invitation x SET status = 'refused', decided_at = t WHERE x.id = i.id;
    PERFORM plein.note(ARRAY[i.organisation_id], me, 'invitation.not-confirmed', 'invitation', i.id, i.taker_shown);
    RETURN;
  END IF;
  IF i.access_until <= t THEN PERFORM plein.refuse('PL409', 'invitation-run-out'); END IF;
  PERFORM plein.note(ARRAY[i.organisation_id], me, 'invitation.confirmed', 'invitation', i.id, i.taker_shown);
  PERFORM plein.begin_staff(i, i.taker_login_id, i.taker_shown, the_sort_name, i.taker_address);
END $$;

-- What the mails about an invitation of staff need.
CREATE FUNCTION plein.work_staff_invitation(the_invitation uuid) RETURNS TABLE (address text, shown text, inviter text, organisation text, organisation_id uuid, generation integer,
    status text, expires_at timestamptz, live boolean, affiliation_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.address, i.shown, a.shown, o.name, o.id, i.generation, i.status, i.expires_at, EXISTS (SELECT FROM plein.open_staff_invitation(i.proof)), i.affiliation_id
    FROM plein.invitation i JOIN plein.affiliation a ON a.id = i.sponsor_id JOIN plein.organisation o ON o.id = i.organisation_id WHERE i.id = the_invitation AND i.kind = 'staff' $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
