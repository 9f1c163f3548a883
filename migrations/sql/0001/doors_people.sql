-- Doors of externals and of an organisation's administrator: invitations and their life, end dates, affiliations, agreements,
-- and the lists that an administrator may read (titles and the own people, never content, never other organisations' people).
GRANT CREATE ON SCHEMA plein TO plein_door;
GRANT INSERT ON plein.invitation, plein.agreement, plein.agreement_party TO plein_door;
GRANT UPDATE (status, until) ON plein.agreement TO plein_door;
GRANT UPDATE (signed_at, signed_by) ON plein.agreement_party TO plein_door;
SET ROLE plein_door;

-- The latest moment until which an organisation lets an external in, from now.
CREATE FUNCTION plein.latest_end(the_organisation uuid) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT plein.moment() + make_interval(days => o.guest_days + 1) FROM plein.organisation o WHERE o.id = the_organisation $$;

-- May this affiliation vouch for an external in this space now: live staff of an active organisation, with a live place there that
-- is not a reader's, its organisation a party, the space and its group not archived.
CREATE FUNCTION plein.may_sponsor(the_space uuid, the_sponsor uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.membership m
    JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = a.organisation_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
    JOIN plein.space s ON s.id = m.space_id JOIN plein.space g ON g.id = m.group_id
   WHERE m.space_id = the_space AND m.affiliation_id = the_sponsor AND m.kind = 'staff' AND m.role IN ('steward', 'member')
     AND m.since <= plein.moment() AND m.until > plein.moment() AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active'
     AND p.since <= plein.moment() AND p.until > plein.moment() AND NOT s.archived AND NOT g.archived AND NOT g.square) $$;

-- Invites an external into a space, sponsored into the sponsor's own organisation. A steward; the proof is the hash of the link's secret.
CREATE FUNCTION plein.invite_external(the_id uuid, the_space uuid, the_sponsor uuid, the_role text, the_shown text, the_employer text, the_address text,
    the_proof bytea, the_access_until timestamptz, days integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); s plein.space; o uuid;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees'));
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF the_space NOT IN (SELECT plein.listed('stewards')) THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  PERFORM FROM plein.space x WHERE x.id = the_space FOR UPDATE;  -- two clicks: one invitation
  IF plein.is_archived(the_space) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF the_sponsor NOT IN (SELECT plein.listed('staff_affiliations')) OR NOT plein.may_sponsor(the_space, the_sponsor)
    THEN PERFORM plein.refuse(CASE WHEN s.square THEN 'PL409' ELSE 'PL403' END, CASE WHEN s.square THEN 'square' ELSE 'sponsor' END); END IF;
  SELECT a.organisation_id INTO o FROM plein.affiliation a WHERE a.id = the_sponsor;
  IF the_access_until <= t THEN PERFORM plein.refuse('PL422', 'access-until-passed'); END IF;
  IF the_access_until > plein.latest_end(o) THEN PERFORM plein.refuse('PL422', 'access-until-too-late'); END IF;
  IF EXISTS (SELECT FROM plein.domain d WHERE d.organisation_id = o AND d.verified_at IS NOT NULL AND lower(the_address) LIKE '%@' || d.name)
    THEN PERFORM plein.refuse('PL422', 'address-is-colleague'); END IF;
  IF EXISTS (SELECT FROM plein.invitation i WHERE i.space_id = the_space AND i.organisation_id = o AND i.address = lower(the_address)
      AND i.status IN ('sent', 'opened', 'waiting') AND i.expires_at > t) THEN PERFORM plein.refuse('PL409', 'already-invited'); END IF;
  INSERT INTO plein.invitation (id, kind, organisation_id, group_id, space_id, sponsor_id, role, shown, employer, address, proof, access_until, expires_at, created_at)
    VALUES (the_id, 'external', o, s.group_id, the_space, the_sponsor, the_role, the_shown, the_employer, lower(the_address), the_proof,
      the_access_until, least(t + make_interval(days => days), the_access_until), t);
  PERFORM plein.note(ARRAY[o], the_sponsor, 'invitation.sent', 'invitation', the_id, the_shown, s.title);
  PERFORM plein.put('externals.invitation', jsonb_build_object('invitation', the_id, 'generation', 1));
END $$;

-- A new link for the same invitation; the old one ends. Who made it, a steward, an administrator of the organisation.
CREATE FUNCTION plein.resend_invitation(the_invitation uuid, the_proof bytea, days integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i plein.invitation; me uuid; t timestamptz := plein.moment();
BEGIN
  SELECT * INTO i FROM plein.invitation x WHERE x.id = the_invitation AND x.kind = 'external' FOR UPDATE;
  me := coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = i.sponsor_id), plein.as_steward(i.space_id), plein.as_administrator(i.organisation_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF i.status NOT IN ('sent', 'opened') OR i.access_until <= t THEN PERFORM plein.refuse('PL409', 'invitation-decided'); END IF;
  UPDATE plein.invitation x SET proof = the_proof, generation = x.generation + 1, status = 'sent',
    expires_at = least(t + make_interval(days => days), x.access_until) WHERE x.id = i.id;
  PERFORM plein.note(ARRAY[i.organisation_id], me, 'invitation.sent-again', 'invitation', i.id, i.shown);
  PERFORM plein.put('externals.invitation', jsonb_build_object('invitation', i.id, 'generation', i.generation + 1));
END $$;

CREATE FUNCTION plein.withdraw_invitation(the_invitation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i plein.invitation; me uuid;
BEGIN
  SELECT * INTO i FROM plein.invitation x WHERE x.id = the_invitation AND x.kind = 'external' FOR UPDATE;
  me := coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = i.sponsor_id), plein.as_steward(i.space_id), plein.as_administrator(i.organisation_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF i.status = 'withdrawn' THEN RETURN; END IF;
  IF i.status NOT IN ('sent', 'opened', 'waiting') THEN PERFORM plein.refuse('PL409', 'invitation-decided'); END IF;
  UPDATE plein.invitation x SET status = 'withdrawn', decided_at = plein.moment() WHERE x.id = i.id;
  PERFORM plein.note(ARRAY[i.organisation_id], me, 'invitation.withdrawn', 'invitation', i.id, i.shown);
END $$;

-- Before sign-in: who invites and of which organisation, never the space. Absent, used and run out look the same.
CREATE FUNCTION plein.door_invitation(the_proof bytea) RETURNS TABLE (kind text, organisation text, initials text, brand text, sponsor text,
    organisation_issuer uuid, guests_issuer uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE plein.invitation i SET status = 'opened' WHERE i.proof = the_proof AND i.status = 'sent' AND i.expires_at > plein.moment();
  RETURN QUERY SELECT i.kind, o.name, o.initials, o.brand, coalesce(a.shown, ''), (SELECT b.issuer_id FROM plein.binding b WHERE b.organisation_id = o.id ORDER BY 1 LIMIT 1),
      (SELECT g.id FROM plein.issuer g WHERE g.guests)
    FROM plein.invitation i JOIN plein.organisation o ON o.id = i.organisation_id LEFT JOIN plein.affiliation a ON a.id = i.sponsor_id
   WHERE i.proof = the_proof AND i.status IN ('sent', 'opened') AND i.expires_at > plein.moment() AND o.status = 'active'
     AND (i.kind = 'administrator' OR plein.may_sponsor(i.space_id, i.sponsor_id));
END $$;

-- After sign-in: what for, as what, until when; and whether the address that the issuer verified is the one that was invited.
CREATE FUNCTION plein.invitation_terms(the_proof bytea) RETURNS TABLE (invitation_id uuid, organisation text, sponsor text, title text, role text, access_until timestamptz,
    same_address boolean, staff boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id, o.name, a.shown, s.title, i.role, i.access_until,
      EXISTS (SELECT FROM plein.session x WHERE x.person_id = plein.me() AND x.login_id = nullif(current_setting('plein.login', true), '')::uuid
              AND x.until > plein.moment() AND x.address_verified AND x.address = i.address),
      EXISTS (SELECT FROM plein.affiliation f WHERE f.person_id = plein.me() AND f.organisation_id = i.organisation_id AND f.kind = 'staff' AND f.until > plein.moment())
    FROM plein.invitation i JOIN plein.organisation o ON o.id = i.organisation_id JOIN plein.affiliation a ON a.id = i.sponsor_id JOIN plein.space s ON s.id = i.space_id
   WHERE plein.me() IS NOT NULL AND i.proof = the_proof AND i.kind = 'external' AND i.status IN ('sent', 'opened') AND i.expires_at > plein.moment()
     AND i.access_until > plein.moment() AND o.status = 'active' AND plein.may_sponsor(i.space_id, i.sponsor_id) $$;

-- Lets the taker of an invitation in: the affiliation (made, or the live one extended), bound to the login, and the membership.
CREATE FUNCTION plein.let_in(i plein.invitation, the_login uuid, the_shown text, the_sort_name text, the_address text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); the_person uuid; f uuid;
BEGIN
  SELECT l.person_id INTO the_person FROM plein.login l WHERE l.id = the_login;
  PERFORM FROM plein.organisation o WHERE o.id = i.organisation_id FOR UPDATE;
  IF EXISTS (SELECT FROM plein.affiliation x WHERE x.person_id = the_person AND x.organisation_id = i.organisation_id AND x.kind = 'staff' AND x.until > t)
    THEN PERFORM plein.refuse('PL409', 'already-staff'); END IF;
  -- A place that is bound to another login opens to this one only when the organisation's administrator accepts it.
  IF EXISTS (SELECT FROM plein.affiliation x WHERE x.person_id = the_person AND x.organisation_id = i.organisation_id AND x.kind = 'external' AND x.until > t
      AND NOT EXISTS (SELECT FROM plein.affiliation_login b WHERE b.affiliation_id = x.id AND b.login_id = the_login))
    THEN PERFORM plein.refuse('PL409', 'other-login'); END IF;
  UPDATE plein.affiliation x SET until = greatest(x.until, i.access_until)
   WHERE x.person_id = the_person AND x.organisation_id = i.organisation_id AND x.kind = 'external' AND x.until > t RETURNING x.id INTO f;
  IF f IS NULL THEN
    f := plein.new_id();
    INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, shown, sort_name, employer, source, since, until)
      VALUES (f, the_person, i.organisation_id, 'external', the_shown, the_sort_name, i.employer, 'invitation', t, i.access_until);
    IF the_address <> '' THEN INSERT INTO plein.affiliation_address VALUES (f, the_address); END IF;
    INSERT INTO plein.affiliation_login VALUES (f, the_login, the_person, t, i.sponsor_id);
  END IF;
  INSERT INTO plein.membership AS m (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, sponsor_id, since, until)
    VALUES (plein.new_id(), i.space_id, i.group_id, f, i.organisation_id, 'external', i.role, 'invited', true, i.sponsor_id, i.sponsor_id, t, i.access_until)
    ON CONFLICT (space_id, affiliation_id) DO UPDATE SET role = excluded.role, sponsor_id = excluded.sponsor_id, let_in_by = excluded.let_in_by,
      ended_by = '', since = CASE WHEN m.until > t THEN m.since ELSE t END, until = CASE WHEN m.until > t THEN greatest(m.until, excluded.until) ELSE excluded.until END;
  UPDATE plein.invitation x SET status = 'accepted', decided_at = t, affiliation_id = f, taker_login_id = the_login WHERE x.id = i.id;
  PERFORM plein.note(ARRAY[i.organisation_id], f, 'invitation.accepted', 'invitation', i.id, the_shown);
  PERFORM plein.put('externals.accepted', jsonb_build_object('invitation', i.id));
  RETURN f;
END $$;

-- Did an administrator take the person behind this login out of the space: then an administrator lets in again, not the sponsor alone.
CREATE FUNCTION plein.taken_out(i plein.invitation, the_login uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.login l ON l.person_id = a.person_id
    WHERE l.id = the_login AND a.organisation_id = i.organisation_id AND a.kind = 'external' AND a.until > plein.moment() AND m.space_id = i.space_id
      AND m.until <= plein.moment() AND m.ended_by = 'administrator') $$;

-- Accepts an invitation as the signed-in person. Returns the space, or NULL when the sponsor must confirm another or unverified address,
-- or an administrator somebody whom she took out.
CREATE FUNCTION plein.accept_invitation(the_proof bytea, the_session bytea, the_shown text, the_sort_name text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); i plein.invitation; s plein.session;
BEGIN
  SELECT * INTO s FROM plein.session x WHERE x.proof = the_session AND x.person_id = plein.me() AND x.until > t
     AND x.login_id = nullif(current_setting('plein.login', true), '')::uuid;
  SELECT * INTO i FROM plein.invitation x WHERE x.proof = the_proof AND x.kind = 'external' FOR UPDATE;
  IF s.proof IS NULL OR i.id IS NULL OR i.status NOT IN ('sent', 'opened') OR i.expires_at <= t OR i.access_until <= t OR NOT plein.may_sponsor(i.space_id, i.sponsor_id)
    THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF EXISTS (SELECT FROM plein.affiliation f WHERE f.person_id = plein.me() AND f.organisation_id = i.organisation_id AND f.kind = 'staff' AND f.until > t)
    THEN PERFORM plein.refuse('PL409', 'already-staff'); END IF;
  IF NOT (s.address_verified AND s.address = i.address) OR plein.taken_out(i, s.login_id) THEN
    UPDATE plein.invitation x SET status = 'waiting', taker_login_id = s.login_id, taker_shown = the_shown, taker_address = s.address WHERE x.id = i.id;
    PERFORM plein.note(ARRAY[i.organisation_id], NULL, 'invitation.waiting', 'invitation', i.id, the_shown);
    PERFORM plein.put('externals.waiting', jsonb_build_object('invitation', i.id));
    RETURN NULL;
  END IF;
  PERFORM plein.let_in(i, s.login_id, the_shown, the_sort_name, i.address);
  RETURN i.space_id;
END $$;

CREATE FUNCTION plein.refuse_invitation(the_proof bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i plein.invitation;
BEGIN
  UPDATE plein.invitation x SET status = 'refused', decided_at = plein.moment() WHERE x.proof = the_proof AND x.kind = 'external'
    AND x.status IN ('sent', 'opened') AND x.expires_at > plein.moment() RETURNING * INTO i;
  IF i.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM plein.note(ARRAY[i.organisation_id], NULL, 'invitation.refused', 'invitation', i.id, i.shown);
END $$;

-- The sponsor says whether the taker with the other address is the person who was meant (an administrator, where one took that person out).
-- Asks everything again.
CREATE FUNCTION plein.confirm_taker(the_invitation uuid, is_right boolean, the_sort_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); i plein.invitation; me uuid;
BEGIN
  SELECT * INTO i FROM plein.invitation x WHERE x.id = the_invitation AND x.kind = 'external' FOR UPDATE;
  me := coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = i.sponsor_id), plein.as_administrator(i.organisation_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF i.status <> 'waiting' THEN PERFORM plein.refuse('PL409', 'invitation-decided'); END IF;
  IF plein.taken_out(i, i.taker_login_id) THEN me := plein.as_administrator(i.organisation_id);
  ELSIF me <> i.sponsor_id THEN me := NULL; END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'ended-by-administrator'); END IF;
  IF is_right IS NOT TRUE THEN
    UPDATE plein.invitation x SET status = 'refused', decided_at = t WHERE x.id = i.id;
    PERFORM plein.note(ARRAY[i.organisation_id], me, 'invitation.not-confirmed', 'invitation', i.id, i.taker_shown);
    RETURN;
  END IF;
  IF i.access_until <= t OR NOT plein.may_sponsor(i.space_id, i.sponsor_id) THEN PERFORM plein.refuse('PL409', 'invitation-run-out'); END IF;
  PERFORM plein.note(ARRAY[i.organisation_id], me, 'invitation.confirmed', 'invitation', i.id, i.taker_shown);
  PERFORM plein.let_in(i, i.taker_login_id, i.taker_shown, the_sort_name, i.taker_address);
END $$;

-- A later end for an external: the live sponsor, or an administrator of the organisation, within its maximum term. An earlier one too.
CREATE FUNCTION plein.extend_external(the_membership uuid, the_until timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; me uuid; s plein.space;
BEGIN
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND x.kind = 'external' FOR UPDATE;
  me := coalesce(plein.as_administrator(m.organisation_id), (SELECT x FROM plein.listed('staff_affiliations') x WHERE x = m.sponsor_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF m.until <= t THEN PERFORM plein.refuse('PL409', 'access-ended'); END IF;
  IF the_until <= t THEN PERFORM plein.refuse('PL422', 'access-until-passed'); END IF;
  IF the_until > plein.latest_end(m.organisation_id) THEN PERFORM plein.refuse('PL422', 'access-until-too-late'); END IF;
  IF the_until > m.until AND NOT plein.may_sponsor(m.space_id, m.sponsor_id) THEN PERFORM plein.refuse('PL409', 'sponsor-gone'); END IF;
  SELECT * INTO s FROM plein.space x WHERE x.id = m.space_id;
  UPDATE plein.affiliation a SET until = greatest(a.until, the_until) WHERE a.id = m.affiliation_id AND a.until > t;
  UPDATE plein.membership x SET until = the_until WHERE x.id = m.id;
  PERFORM plein.note(ARRAY[m.organisation_id], me, CASE WHEN the_until > m.until THEN 'external.extended' ELSE 'external.shortened' END, 'affiliation', m.affiliation_id,
    (SELECT a.shown FROM plein.affiliation a WHERE a.id = m.affiliation_id), s.title);
END $$;

-- ---------------------------------------------------------------- the organisation's own people
-- Ends an affiliation and with it all its memberships, in one transaction; its sessions see nothing from the next request on.
CREATE FUNCTION plein.end_affiliation(the_affiliation uuid, the_why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; me uuid;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation;
  PERFORM FROM plein.organisation o WHERE o.id = a.organisation_id FOR UPDATE;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation FOR UPDATE;
  me := plein.as_administrator(a.organisation_id);
  IF me IS NULL AND a.kind = 'external' AND a.id IN (SELECT plein.listed('affiliations')) THEN me := a.id; END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF a.until <= t THEN RETURN; END IF;
  IF a.role = 'administrator' AND NOT EXISTS (SELECT FROM plein.affiliation x WHERE x.organisation_id = a.organisation_id AND x.role = 'administrator'
      AND x.id <> a.id AND x.since <= t AND x.until > t) THEN PERFORM plein.refuse('PL409', 'last-administrator'); END IF;
  PERFORM plein.note(ARRAY[a.organisation_id], me, 'affiliation.ended', 'affiliation', a.id, a.shown, the_why);
  UPDATE plein.membership m SET until = greatest(t, m.since), ended_by = 'affiliation' WHERE m.affiliation_id = a.id AND m.until > t;
  UPDATE plein.affiliation x SET until = greatest(t, x.since), role = 'member' WHERE x.id = a.id;
END $$;

-- Appoints or withdraws an administrator: staff only, never the last one.
CREATE FUNCTION plein.appoint(the_affiliation uuid, the_role text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; me uuid;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation;
  PERFORM FROM plein.organisation o WHERE o.id = a.organisation_id FOR UPDATE;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation FOR UPDATE;
  me := plein.as_administrator(a.organisation_id);
  IF me IS NULL OR a.kind <> 'staff' OR a.until <= t THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF a.role = the_role THEN RETURN; END IF;
  IF the_role = 'member' AND NOT EXISTS (SELECT FROM plein.affiliation x WHERE x.organisation_id = a.organisation_id AND x.role = 'administrator'
      AND x.id <> a.id AND x.since <= t AND x.until > t) THEN PERFORM plein.refuse('PL409', 'last-administrator'); END IF;
  UPDATE plein.affiliation x SET role = the_role WHERE x.id = a.id;
  PERFORM plein.note(ARRAY[a.organisation_id], me, CASE the_role WHEN 'administrator' THEN 'administrator.appointed' ELSE 'administrator.withdrawn' END,
    'affiliation', a.id, a.shown);
END $$;

-- ---------------------------------------------------------------- agreements
CREATE FUNCTION plein.propose_agreement(the_organisation uuid, others uuid[], the_title text, is_directory boolean, is_joint_groups boolean, is_questions boolean,
    the_until timestamptz) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); g uuid := plein.new_id(); me uuid := plein.as_administrator(the_organisation);
BEGIN
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF coalesce(cardinality(others), 0) = 0 OR the_organisation = ANY (others) OR EXISTS (SELECT FROM unnest(others) x WHERE NOT EXISTS (SELECT FROM plein.organisation o
      WHERE o.id = x AND o.status = 'active' AND (o.listed OR o.id IN (SELECT plein.listed('knows'))))) THEN PERFORM plein.refuse('PL422', 'organisations'); END IF;
  IF the_until <= t THEN PERFORM plein.refuse('PL422', 'end-passed'); END IF;
  INSERT INTO plein.agreement (id, title, directory, joint_groups, questions, proposed_by, proposer_id, since, until)
    VALUES (g, the_title, is_directory, is_joint_groups, is_questions, me, the_organisation, t, the_until);
  INSERT INTO plein.agreement_party SELECT g, x, CASE WHEN x = the_organisation THEN t END, CASE WHEN x = the_organisation THEN me END
    FROM (SELECT DISTINCT y FROM unnest(others || the_organisation) y) z (x);
  PERFORM plein.note(others || the_organisation, me, 'agreement.proposed', 'agreement', g, the_title);
  RETURN g;
END $$;
-- step: sign, refuse, withdraw (the proposer, before all have signed), end.
CREATE FUNCTION plein.step_agreement(the_agreement uuid, the_organisation uuid, step text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); g plein.agreement; me uuid := plein.as_administrator(the_organisation); now_status text; all_of uuid[];
BEGIN
  SELECT * INTO g FROM plein.agreement x WHERE x.id = the_agreement FOR UPDATE;
  SELECT array_agg(p.organisation_id) INTO all_of FROM plein.agreement_party p WHERE p.agreement_id = g.id;
  IF me IS NULL OR g.id IS NULL OR the_organisation <> ALL (coalesce(all_of, '{}')) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF step IN ('sign', 'refuse', 'withdraw') AND (g.status <> 'proposed' OR g.until <= t) OR step = 'end' AND (g.status NOT IN ('signed', 'suspended'))
    THEN PERFORM plein.refuse('PL409', 'agreement-decided'); END IF;
  IF step = 'withdraw' AND the_organisation <> g.proposer_id THEN PERFORM plein.refuse('PL403', 'proposer-only'); END IF;
  IF step = 'sign' THEN
    UPDATE plein.agreement_party p SET signed_at = t, signed_by = me WHERE p.agreement_id = g.id AND p.organisation_id = the_organisation AND p.signed_at IS NULL;
    now_status := CASE WHEN EXISTS (SELECT FROM plein.agreement_party p WHERE p.agreement_id = g.id AND p.signed_at IS NULL) THEN 'proposed' ELSE 'signed' END;
  ELSE
    now_status := CASE step WHEN 'refuse' THEN 'refused' WHEN 'withdraw' THEN 'withdrawn' WHEN 'end' THEN 'ended' END;
    IF now_status IS NULL THEN PERFORM plein.refuse('PL422', 'step'); END IF;
  END IF;
  UPDATE plein.agreement x SET status = now_status, until = CASE WHEN now_status = 'ended' THEN greatest(t, x.since) ELSE x.until END WHERE x.id = g.id;
  PERFORM plein.note(all_of, me, 'agreement.' || CASE step WHEN 'sign' THEN 'signed' WHEN 'refuse' THEN 'refused' WHEN 'withdraw' THEN 'withdrawn' ELSE 'ended' END,
    'agreement', g.id, g.title);
  RETURN now_status;
END $$;

-- ---------------------------------------------------------------- what an administrator may read
-- The own people, live ones first by name; after: keyset of (sort_name, id). Addresses of the own people are hers to see.
CREATE FUNCTION plein.admin_people(the_organisation uuid, the_kind text, prefix text, after_name text, after_id uuid, at_most integer)
RETURNS TABLE (id uuid, shown text, sort_name text, title text, department text, employer text, role text, source text, address text, since timestamptz,
    until timestamptz, ended boolean, last_seen timestamptz, groups integer) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.shown, a.sort_name, a.title, a.department, a.employer, a.role, a.source, coalesce(d.address, ''), a.since, a.until, a.until <= plein.moment(),
      (SELECT max(s.seen_at) FROM plein.affiliation_login b JOIN plein.session s ON s.login_id = b.login_id WHERE b.affiliation_id = a.id),
      (SELECT count(*)::int FROM plein.membership m WHERE m.affiliation_id = a.id AND m.since <= plein.moment() AND m.until > plein.moment())
    FROM plein.affiliation a LEFT JOIN plein.affiliation_address d ON d.affiliation_id = a.id
   WHERE a.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND a.kind = the_kind
     AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0) AND (a.sort_name, a.id) > (after_name, after_id)
   ORDER BY a.sort_name, a.id LIMIT at_most $$;

-- The places of the own people in groups and rooms: with sponsor and end for externals. One person, or all externals by their end.
CREATE FUNCTION plein.admin_memberships(the_organisation uuid, the_affiliation uuid, only_externals boolean, after_until timestamptz, after_id uuid, at_most integer,
    prefix text DEFAULT '')
RETURNS TABLE (id uuid, affiliation_id uuid, shown text, employer text, kind text, role text, space_title text, space_kind text, sponsor text, sponsor_live boolean,
    since timestamptz, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, a.id, a.shown, a.employer, m.kind, m.role, s.title, s.kind, coalesce(v.shown, ''),
      m.sponsor_id IS NULL OR plein.may_sponsor(m.space_id, m.sponsor_id), m.since, m.until
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id
    LEFT JOIN plein.affiliation v ON v.id = m.sponsor_id
   WHERE m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
     AND m.since <= plein.moment() AND m.until > plein.moment()
     AND (the_affiliation IS NULL OR m.affiliation_id = the_affiliation) AND (NOT only_externals OR m.kind = 'external')
     AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0) AND (m.until, m.id) > (after_until, after_id)
   ORDER BY m.until, m.id LIMIT at_most $$;

-- One of the own people, staff or external, ended ones too.
CREATE FUNCTION plein.admin_person(the_organisation uuid, the_affiliation uuid) RETURNS TABLE (id uuid, kind text, shown text, title text, department text, employer text,
    role text, source text, address text, since timestamptz, until timestamptz, ended boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.kind, a.shown, a.title, a.department, a.employer, a.role, a.source, coalesce(d.address, ''), a.since, a.until, a.until <= plein.moment()
    FROM plein.affiliation a LEFT JOIN plein.affiliation_address d ON d.affiliation_id = a.id
   WHERE a.id = the_affiliation AND a.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
     AND a.kind IN ('staff', 'external') $$;

-- The groups that the organisation is a party of: title, its own role, the co-owners; all parties only as a co-owner.
CREATE FUNCTION plein.admin_groups(the_organisation uuid) RETURNS TABLE (group_id uuid, title text, form text, archived boolean, square boolean, role text, reach text,
    since timestamptz, own_members integer, own_externals integer, parties text[]) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.id, s.title, s.form, s.archived, s.square, p.role, p.reach, p.since,
      (SELECT count(*)::int FROM plein.membership m WHERE m.space_id = s.id AND m.organisation_id = the_organisation AND m.since <= plein.moment() AND m.until > plein.moment()),
      (SELECT count(*)::int FROM plein.membership m WHERE m.space_id = s.id AND m.organisation_id = the_organisation AND m.kind = 'external'
        AND m.since <= plein.moment() AND m.until > plein.moment()),
      array(SELECT o.name FROM plein.party q JOIN plein.organisation o ON o.id = q.organisation_id WHERE q.group_id = s.id AND q.since <= plein.moment()
        AND q.until > plein.moment() AND (p.role = 'owner' OR q.role = 'owner' OR q.organisation_id = the_organisation) ORDER BY q.role, o.name)
    FROM plein.party p JOIN plein.space s ON s.id = p.group_id
   WHERE p.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND p.since <= plein.moment() AND p.until > plein.moment()
   ORDER BY s.archived, lower(s.title), s.id $$;

-- Own people whom a steward wants in where only named people of the organisation are: they wait for an administrator.
CREATE FUNCTION plein.admin_waiting(the_organisation uuid) RETURNS TABLE (membership_id uuid, affiliation_id uuid, shown text, group_title text, space_kind text,
    role text, asked_by text, since timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, a.id, a.shown, g.title, s.kind, m.role, coalesce(b.shown, ''), m.since
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id JOIN plein.space g ON g.id = m.group_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
    LEFT JOIN plein.affiliation b ON b.id = m.let_in_by
   WHERE m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND NOT m.confirmed AND p.reach = 'named'
     AND m.since <= plein.moment() AND m.until > plein.moment() AND p.since <= plein.moment() AND p.until > plein.moment()
     AND a.since <= plein.moment() AND a.until > plein.moment()
   ORDER BY m.since, m.id $$;

-- Proposals that concern the organisation and are open: as the one proposed, or as co-owner. What opens to whom is read from form and reach.
-- A co-owner reads the same whether the name proposed exists here or not.
CREATE FUNCTION plein.admin_proposals(the_organisation uuid) RETURNS TABLE (id uuid, group_id uuid, title text, purpose text, form text, named text, role text, reach text,
    is_ours boolean, proposed_by text, proposer text, owners text[], agreed boolean, waits_for text[], created_at timestamptz, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id, p.group_id, s.title, s.purpose, s.form, p.named, p.role,
      CASE WHEN p.organisation_id = the_organisation AND ours.firm THEN 'named' ELSE p.reach END, p.organisation_id IS NOT DISTINCT FROM the_organisation, a.shown, o.name,
      array(SELECT x.name FROM plein.organisation x WHERE x.id = ANY (plein.owners(p.group_id)) ORDER BY x.name),
      EXISTS (SELECT FROM plein.consent c WHERE c.proposal_id = p.id AND c.organisation_id = the_organisation),
      array(SELECT x.name FROM plein.organisation x WHERE x.id = ANY (plein.owners(p.group_id))
              AND NOT EXISTS (SELECT FROM plein.consent c WHERE c.proposal_id = p.id AND c.organisation_id = x.id) ORDER BY x.name)
        || CASE WHEN EXISTS (SELECT FROM plein.consent c WHERE c.proposal_id = p.id AND c.organisation_id = p.organisation_id) THEN '{}' ELSE ARRAY[p.named] END,
      p.created_at, p.until
    FROM plein.proposal p JOIN plein.space s ON s.id = p.group_id JOIN plein.affiliation a ON a.id = p.proposed_by JOIN plein.organisation o ON o.id = p.proposer_id
    JOIN plein.organisation ours ON ours.id = the_organisation
   WHERE the_organisation IN (SELECT plein.listed('administers')) AND p.status = 'open' AND p.until > plein.moment()
     AND (p.organisation_id = the_organisation OR the_organisation = ANY (plein.owners(p.group_id)))
   ORDER BY p.created_at, p.id $$;

-- ---------------------------------------------------------------- what a sponsor, a steward and an external may read
-- The externals that the person sponsors: where, as what, until when.
CREATE FUNCTION plein.own_externals() RETURNS TABLE (membership_id uuid, affiliation_id uuid, shown text, employer text, space_id uuid, title text, organisation_id uuid,
    sponsor_id uuid, role text, since timestamptz, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, a.id, a.shown, a.employer, s.id, s.title, m.organisation_id, m.sponsor_id, m.role, m.since, m.until
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id
   WHERE m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) AND m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment()
   ORDER BY m.until, m.id $$;

-- One external's place, for who may change its end: the sponsor, or an administrator of the organisation.
CREATE FUNCTION plein.external_place(the_membership uuid) RETURNS TABLE (membership_id uuid, affiliation_id uuid, shown text, employer text, title text, organisation_id uuid,
    organisation text, sponsor text, until timestamptz, latest timestamptz, sponsor_live boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, a.id, a.shown, a.employer, s.title, o.id, o.name, v.shown, m.until, plein.latest_end(o.id), plein.may_sponsor(m.space_id, m.sponsor_id)
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id
    JOIN plein.organisation o ON o.id = m.organisation_id JOIN plein.affiliation v ON v.id = m.sponsor_id
   WHERE m.id = the_membership AND m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment()
     AND (m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) OR m.organisation_id IN (SELECT plein.listed('administers'))) $$;

-- Invitations into a space that still wait, as its stewards see them: of another organisation without the name. own: made by oneself, or
-- of an organisation that one administers.
CREATE FUNCTION plein.space_invitations(the_space uuid) RETURNS TABLE (id uuid, shown text, organisation text, role text, access_until timestamptz, status text, own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id, CASE WHEN x.own OR i.organisation_id IN (SELECT plein.listed('staff_of')) THEN i.shown ELSE '' END, o.name, i.role, i.access_until, i.status, x.own
    FROM plein.invitation i JOIN plein.organisation o ON o.id = i.organisation_id
    CROSS JOIN LATERAL (SELECT i.sponsor_id IN (SELECT plein.listed('staff_affiliations')) OR i.organisation_id IN (SELECT plein.listed('administers')) AS own) x
   WHERE i.space_id = the_space AND the_space IN (SELECT plein.listed('stewards')) AND i.status IN ('sent', 'opened', 'waiting') AND i.expires_at > plein.moment()
   ORDER BY i.created_at, i.id $$;

-- Where the person lost access: the organisation and the day, no title (it may have changed since).
CREATE FUNCTION plein.own_ended() RETURNS TABLE (organisation text, ended_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.name, max(m.until) FROM plein.membership m JOIN plein.organisation o ON o.id = m.organisation_id
   WHERE m.affiliation_id IN (SELECT plein.listed('mine')) AND m.kind = 'external' AND m.until <= plein.moment()
     AND m.space_id NOT IN (SELECT plein.listed('sees'))
   GROUP BY o.name ORDER BY 2 DESC, 1 LIMIT 10 $$;

-- An external's own places: who sponsors, until when.
CREATE FUNCTION plein.own_places() RETURNS TABLE (membership_id uuid, space_id uuid, title text, organisation text, sponsor text, role text, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, s.id, s.title, o.name, v.shown, m.role, m.until FROM plein.membership m JOIN plein.space s ON s.id = m.space_id
    JOIN plein.organisation o ON o.id = m.organisation_id JOIN plein.affiliation v ON v.id = m.sponsor_id
   WHERE m.affiliation_id IN (SELECT plein.listed('affiliations')) AND m.kind = 'external' AND m.space_id IN (SELECT plein.listed('sees'))
     AND m.since <= plein.moment() AND m.until > plein.moment() ORDER BY m.until, m.id $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
