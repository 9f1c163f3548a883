-- Invitations of externals: members invite too where the charter says so, the version of the terms that was shown is accepted with the
-- invitation, and whom an administrator put out comes back only when an administrator says so.
SET ROLE plein_schema;
ALTER TABLE plein.invitation ADD COLUMN taker_terms integer NOT NULL DEFAULT 0;
RESET ROLE;
GRANT UPDATE (taker_terms, shown, employer, address) ON plein.invitation TO plein_door;
DROP FUNCTION plein.resend_invitation, plein.invitation_terms, plein.accept_invitation, plein.own_places;
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- May this affiliation vouch for an external in this space now: live staff of an active organisation, with a live place there that is
-- not a reader's and gives sight, its organisation a party, the space and its group neither archived nor past their end.
CREATE OR REPLACE FUNCTION plein.may_sponsor(the_space uuid, the_sponsor uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.vouching(ARRAY[the_space], ARRAY[the_sponsor], plein.moment())) $$;

-- Writes what somebody did with an invitation: with the name for the organisation that invites, without it for that of a steward elsewhere.
CREATE FUNCTION plein.note_invitation(i plein.invitation, me uuid, the_verb text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE a plein.affiliation; event uuid;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = me;
  event := plein.note('{}', me, the_verb, 'invitation', i.id, CASE WHEN a.organisation_id = i.organisation_id THEN i.shown ELSE 'een externe' END);
  INSERT INTO plein.audit (id, event_id, organisation_id, at, person_id, affiliation_id, actor_shown, actor_organisation_id, verb, thing_kind, thing_id, thing_shown)
    SELECT plein.new_id(), event, i.organisation_id, plein.moment(), plein.me(), me, a.shown, a.organisation_id, the_verb, 'invitation', i.id, i.shown
     WHERE a.organisation_id <> i.organisation_id;
END $$;

-- May the person invite somebody from outside into this space now: a steward, or a member where the charter says so, who may sponsor there.
CREATE FUNCTION plein.may_invite(the_space uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.space s WHERE s.id = the_space AND s.id IN (SELECT plein.listed('sees'))
      AND (s.id IN (SELECT plein.listed('stewards')) OR plein.members_may_invite(s.group_id)))
    AND EXISTS (SELECT FROM plein.listed('staff_affiliations') x WHERE plein.may_sponsor(the_space, x)) $$;

-- Invites an external into a space, sponsored into the sponsor's own organisation. The proof is the hash of the link's secret.
CREATE OR REPLACE FUNCTION plein.invite_external(the_id uuid, the_space uuid, the_sponsor uuid, the_role text, the_shown text, the_employer text, the_address text,
    the_proof bytea, the_access_until timestamptz, days integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); s plein.space; o uuid;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees'));
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF the_space NOT IN (SELECT plein.listed('stewards')) AND NOT plein.members_may_invite(s.group_id) THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
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

-- Before an invitation is sent: is this the address of a colleague, or of a guest of the sponsor's organisation whom the person may see.
-- Of anybody else it says nothing.
CREATE FUNCTION plein.known_address(the_space uuid, the_sponsor uuid, the_address text) RETURNS TABLE (kind text, shown text, is_here boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.kind, a.shown, EXISTS (SELECT FROM plein.membership m WHERE m.affiliation_id = a.id AND m.space_id = the_space
      AND m.since <= plein.moment() AND m.until > plein.moment())
    FROM plein.affiliation own JOIN plein.affiliation a ON a.organisation_id = own.organisation_id JOIN plein.affiliation_address d ON d.affiliation_id = a.id
   WHERE own.id = the_sponsor AND own.id IN (SELECT plein.listed('staff_affiliations')) AND plein.may_invite(the_space) AND d.address = lower(the_address)
     AND a.since <= plein.moment() AND a.until > plein.moment()
     AND (a.kind = 'staff' OR a.organisation_id IN (SELECT plein.listed('administers')) OR EXISTS (SELECT FROM plein.membership m WHERE m.affiliation_id = a.id
       AND (m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) OR m.space_id IN (SELECT plein.listed('sees')))
       AND (m.wrote OR m.since <= plein.moment() AND m.until > plein.moment())))
   ORDER BY a.kind DESC, a.id LIMIT 1 $$;

-- An invitation, for who may send it again or take it back: who made it, a steward there, an administrator of its organisation. The name
-- is not for a steward of another organisation.
CREATE FUNCTION plein.invitation_at(the_invitation uuid) RETURNS TABLE (id uuid, generation integer, shown text, organisation text, status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id, i.generation, CASE WHEN i.sponsor_id IN (SELECT plein.listed('staff_affiliations')) OR i.organisation_id IN (SELECT plein.listed('administers'))
      OR i.organisation_id IN (SELECT plein.listed('staff_of')) THEN i.shown ELSE '' END, o.name, i.status
    FROM plein.invitation i JOIN plein.organisation o ON o.id = i.organisation_id
   WHERE i.id = the_invitation AND i.kind = 'external' AND (i.sponsor_id IN (SELECT plein.listed('staff_affiliations'))
     OR i.organisation_id IN (SELECT plein.listed('administers')) OR plein.as_steward(i.space_id) IS NOT NULL) $$;

-- A new link for the same invitation; the old one ends. the_generation: the one that the proof was made for, so that two who send at once
-- do not mail a link that opens nothing.
CREATE FUNCTION plein.resend_invitation(the_invitation uuid, the_proof bytea, the_generation integer, days integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i plein.invitation; me uuid; t timestamptz := plein.moment();
BEGIN
  SELECT * INTO i FROM plein.invitation x WHERE x.id = the_invitation AND x.kind = 'external' FOR UPDATE;
  me := coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = i.sponsor_id), plein.as_steward(i.space_id), plein.as_administrator(i.organisation_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF i.status NOT IN ('sent', 'opened') OR i.access_until <= t OR the_generation <> i.generation + 1 THEN PERFORM plein.refuse('PL409', 'invitation-decided'); END IF;
  IF NOT plein.may_sponsor(i.space_id, i.sponsor_id) THEN PERFORM plein.refuse('PL409', 'inviter-gone'); END IF;
  UPDATE plein.invitation x SET proof = the_proof, generation = the_generation, status = 'sent',
    expires_at = least(t + make_interval(days => days), x.access_until) WHERE x.id = i.id;
  PERFORM plein.note_invitation(i, me, 'invitation.sent-again');
  PERFORM plein.put('externals.invitation', jsonb_build_object('invitation', i.id, 'generation', the_generation));
END $$;

CREATE OR REPLACE FUNCTION plein.withdraw_invitation(the_invitation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE i plein.invitation; me uuid;
BEGIN
  SELECT * INTO i FROM plein.invitation x WHERE x.id = the_invitation AND x.kind = 'external' FOR UPDATE;
  me := coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = i.sponsor_id), plein.as_steward(i.space_id), plein.as_administrator(i.organisation_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF i.status = 'withdrawn' THEN RETURN; END IF;
  IF i.status NOT IN ('sent', 'opened', 'waiting') THEN PERFORM plein.refuse('PL409', 'invitation-decided'); END IF;
  UPDATE plein.invitation x SET status = 'withdrawn', decided_at = plein.moment() WHERE x.id = i.id;
  PERFORM plein.note_invitation(i, me, 'invitation.withdrawn');
END $$;

-- After sign-in: what for, as what, until when, on which terms; and whether the address that the issuer verified is the one that was invited.
CREATE FUNCTION plein.invitation_terms(the_proof bytea) RETURNS TABLE (invitation_id uuid, organisation text, sponsor text, title text, role text, employer text,
    access_until timestamptz, same_address boolean, staff boolean, terms_number integer, terms_text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id, o.name, a.shown, s.title, i.role, i.employer, i.access_until,
      EXISTS (SELECT FROM plein.session x WHERE x.person_id = plein.me() AND x.login_id = nullif(current_setting('plein.login', true), '')::uuid
              AND x.until > plein.moment() AND x.address_verified AND x.address = i.address),
      EXISTS (SELECT FROM plein.affiliation f WHERE f.person_id = plein.me() AND f.organisation_id = i.organisation_id AND f.kind = 'staff' AND f.until > plein.moment()),
      plein.terms_number(o.id), coalesce((SELECT t.text FROM plein.terms t WHERE t.organisation_id = o.id ORDER BY t.number DESC LIMIT 1), '')
    FROM plein.invitation i JOIN plein.organisation o ON o.id = i.organisation_id JOIN plein.affiliation a ON a.id = i.sponsor_id JOIN plein.space s ON s.id = i.space_id
   WHERE plein.me() IS NOT NULL AND i.proof = the_proof AND i.kind = 'external' AND i.status IN ('sent', 'opened') AND i.expires_at > plein.moment()
     AND i.access_until > plein.moment() AND o.status = 'active' AND plein.may_sponsor(i.space_id, i.sponsor_id) $$;

-- Lets the taker of an invitation in: the affiliation (made, or the live one extended), bound to the login, and the membership. Another role for
-- who has a place, and more than a reader's for who had that, is for a steward to give.
CREATE OR REPLACE FUNCTION plein.let_in(i plein.invitation, the_login uuid, the_shown text, the_sort_name text, the_address text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); the_person uuid; f uuid;
BEGIN
  SELECT l.person_id INTO the_person FROM plein.login l WHERE l.id = the_login;
  PERFORM FROM plein.organisation o WHERE o.id = i.organisation_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM plein.affiliation x WHERE x.person_id = the_person AND x.organisation_id = i.organisation_id AND x.kind = 'staff' AND x.until > t)
    THEN PERFORM plein.refuse('PL409', 'already-staff'); END IF;
  -- A place that is bound to another login opens to this one only when the organisation's administrator accepts it.
  IF EXISTS (SELECT FROM plein.affiliation x WHERE x.person_id = the_person AND x.organisation_id = i.organisation_id AND x.kind = 'external' AND x.until > t
      AND NOT EXISTS (SELECT FROM plein.affiliation_login b WHERE b.affiliation_id = x.id AND b.login_id = the_login))
    THEN PERFORM plein.refuse('PL409', 'other-login'); END IF;
  -- Whom a steward put out, only a steward invites back.
  IF EXISTS (SELECT FROM plein.membership m JOIN plein.affiliation x ON x.id = m.affiliation_id WHERE x.person_id = the_person AND m.space_id = i.space_id
      AND m.organisation_id = i.organisation_id AND m.until <= t AND m.ended_by = 'steward'
      AND NOT EXISTS (SELECT FROM plein.membership n JOIN plein.affiliation y ON y.id = n.affiliation_id WHERE y.person_id = the_person AND n.space_id = i.space_id
        AND n.since >= m.until))
     AND NOT EXISTS (SELECT FROM plein.membership m WHERE m.space_id = i.space_id AND m.affiliation_id = i.sponsor_id AND m.role = 'steward' AND m.until > t)
    THEN PERFORM plein.refuse('PL409', 'ended-by-steward'); END IF;
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
    ON CONFLICT (space_id, affiliation_id) DO UPDATE SET role = CASE WHEN (m.until > t OR m.role = 'reader') AND NOT EXISTS (SELECT FROM plein.membership w
        WHERE w.space_id = i.space_id AND w.affiliation_id = i.sponsor_id AND w.role = 'steward' AND w.until > t) THEN m.role ELSE excluded.role END, sponsor_id = excluded.sponsor_id, let_in_by = excluded.let_in_by,
      ended_by = '', since = CASE WHEN m.until > t THEN m.since ELSE t END, until = CASE WHEN m.until > t THEN greatest(m.until, excluded.until) ELSE excluded.until END;
  UPDATE plein.invitation x SET status = 'accepted', decided_at = t, affiliation_id = f, taker_login_id = the_login WHERE x.id = i.id;
  PERFORM plein.note(ARRAY[i.organisation_id], f, 'invitation.accepted', 'invitation', i.id, the_shown);
  IF i.taker_terms > 0 THEN
    INSERT INTO plein.terms_accepted VALUES (f, i.organisation_id, i.taker_terms, t) ON CONFLICT DO NOTHING;
    IF FOUND THEN PERFORM plein.note(ARRAY[i.organisation_id], f, 'terms.accepted', 'affiliation', f, the_shown, i.taker_terms::text); END IF;
  END IF;
  PERFORM plein.put('externals.accepted', jsonb_build_object('invitation', i.id));
  RETURN f;
END $$;

-- Did an administrator take this person out, of the space or of the organisation as a whole: then an administrator lets in again, not the
-- sponsor alone. The person is who has the login, or whoever had the address that was invited or that took the invitation.
CREATE OR REPLACE FUNCTION plein.taken_out(i plein.invitation, the_login uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH them AS MATERIALIZED (SELECT a.id, a.until FROM plein.affiliation a WHERE a.organisation_id = i.organisation_id AND a.kind = 'external'
      AND a.id = ANY (ARRAY(SELECT x.id FROM plein.login l JOIN plein.affiliation x ON x.person_id = l.person_id WHERE l.id = the_login
        UNION SELECT d.affiliation_id FROM plein.affiliation_address d WHERE d.address IN (i.address, i.taker_address))))
  SELECT EXISTS (SELECT FROM plein.membership m JOIN them f ON f.id = m.affiliation_id
      WHERE m.space_id = i.space_id AND m.until <= plein.moment() AND m.ended_by = 'administrator'
        AND NOT EXISTS (SELECT FROM plein.membership n JOIN them g ON g.id = n.affiliation_id WHERE n.space_id = i.space_id AND n.since >= m.until))
    OR NOT EXISTS (SELECT FROM them f WHERE f.until > plein.moment())
      AND EXISTS (SELECT FROM plein.membership m JOIN them f ON f.id = m.affiliation_id
        WHERE m.ended_by = 'affiliation' AND f.until = (SELECT max(g.until) FROM them g)) $$;

-- Accepts an invitation as the signed-in person, on the version of the terms that was shown (0: there are none). Returns the space, or NULL
-- when the sponsor must confirm another or unverified address, or an administrator somebody whom one of them took out.
CREATE FUNCTION plein.accept_invitation(the_proof bytea, the_session bytea, the_shown text, the_sort_name text, the_terms integer DEFAULT 0) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); i plein.invitation; s plein.session;
BEGIN
  SELECT * INTO s FROM plein.session x WHERE x.proof = the_session AND x.person_id = plein.me() AND x.until > t
     AND x.login_id = nullif(current_setting('plein.login', true), '')::uuid;
  PERFORM FROM plein.space x JOIN plein.invitation y ON y.group_id = x.id WHERE y.proof = the_proof AND y.kind = 'external' FOR SHARE OF x;
  SELECT * INTO i FROM plein.invitation x WHERE x.proof = the_proof AND x.kind = 'external' FOR UPDATE;
  IF s.proof IS NULL OR i.id IS NULL OR i.status NOT IN ('sent', 'opened') OR i.expires_at <= t OR i.access_until <= t OR NOT plein.may_sponsor(i.space_id, i.sponsor_id)
    THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF EXISTS (SELECT FROM plein.affiliation f WHERE f.person_id = plein.me() AND f.organisation_id = i.organisation_id AND f.kind = 'staff' AND f.until > t)
    THEN PERFORM plein.refuse('PL409', 'already-staff'); END IF;
  PERFORM FROM plein.organisation o WHERE o.id = i.organisation_id FOR NO KEY UPDATE;
  IF the_terms IS DISTINCT FROM plein.terms_number(i.organisation_id) THEN PERFORM plein.refuse('PL409', 'terms-changed'); END IF;
  i.taker_terms := the_terms; i.taker_address := s.address;
  IF NOT (s.address_verified AND s.address = i.address) OR plein.taken_out(i, s.login_id) THEN
    UPDATE plein.invitation x SET status = 'waiting', taker_login_id = s.login_id, taker_shown = the_shown, taker_address = s.address, taker_terms = the_terms
     WHERE x.id = i.id;
    PERFORM plein.note(ARRAY[i.organisation_id], NULL, 'invitation.waiting', 'invitation', i.id, the_shown);
    PERFORM plein.put('externals.waiting', jsonb_build_object('invitation', i.id));
    RETURN NULL;
  END IF;
  PERFORM plein.let_in(i, s.login_id, the_shown, the_sort_name, i.address);
  RETURN i.space_id;
END $$;

-- The sponsor says whether the taker with the other address is the person who was meant (an administrator, where one took that person out).
-- Asks everything again.
CREATE OR REPLACE FUNCTION plein.confirm_taker(the_invitation uuid, is_right boolean, the_sort_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); i plein.invitation; me uuid;
BEGIN
  PERFORM FROM plein.space x JOIN plein.invitation y ON y.group_id = x.id WHERE y.id = the_invitation AND y.kind = 'external' FOR SHARE OF x;
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

-- The invitations of an organisation whose taker an administrator must let in, because one of them took that person out.
CREATE FUNCTION plein.admin_confirmations(the_organisation uuid) RETURNS TABLE (invitation_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id FROM plein.invitation i WHERE i.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
     AND i.kind = 'external' AND i.status = 'waiting' AND plein.taken_out(i, i.taker_login_id) $$;

-- Who is asked to confirm a taker: the sponsor, or the administrators where one of them took that person out.
CREATE FUNCTION plein.work_waiting(the_invitation uuid) RETURNS TABLE (affiliation_id uuid, by_administrator boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, x.put_out FROM plein.invitation i CROSS JOIN LATERAL (SELECT plein.taken_out(i, i.taker_login_id) AS put_out) x
    JOIN plein.affiliation a ON a.organisation_id = i.organisation_id AND CASE WHEN x.put_out THEN a.role = 'administrator' ELSE a.id = i.sponsor_id END
   WHERE i.id = the_invitation AND i.kind = 'external' AND i.status = 'waiting' AND a.since <= plein.moment() AND a.until > plein.moment() ORDER BY a.id $$;

-- Invitations into a space that still wait, as its stewards see them: of another organisation without the name. own: made by oneself, or
-- of an organisation that one administers. Who waits for a word does not run out.
CREATE OR REPLACE FUNCTION plein.space_invitations(the_space uuid) RETURNS TABLE (id uuid, shown text, organisation text, role text, access_until timestamptz, status text, own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id, CASE WHEN x.own OR i.organisation_id IN (SELECT plein.listed('staff_of')) THEN i.shown ELSE '' END, o.name, i.role, i.access_until, i.status, x.own
    FROM plein.invitation i JOIN plein.organisation o ON o.id = i.organisation_id
    CROSS JOIN LATERAL (SELECT i.sponsor_id IN (SELECT plein.listed('staff_affiliations')) OR i.organisation_id IN (SELECT plein.listed('administers')) AS own) x
   WHERE i.space_id = the_space AND the_space IN (SELECT plein.listed('stewards')) AND i.access_until > plein.moment()
     AND (i.status IN ('sent', 'opened') AND i.expires_at > plein.moment() OR i.status = 'waiting')
   ORDER BY i.created_at, i.id $$;

-- An external's own places: who sponsors, until when.
CREATE FUNCTION plein.own_places() RETURNS TABLE (membership_id uuid, affiliation_id uuid, space_id uuid, title text, organisation text, sponsor text, sponsor_live boolean,
    role text, since timestamptz, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, m.affiliation_id, s.id, s.title, o.name, v.shown, plein.may_sponsor(s.id, m.sponsor_id), m.role, m.since, m.until
    FROM plein.membership m JOIN plein.space s ON s.id = m.space_id
    JOIN plein.organisation o ON o.id = m.organisation_id JOIN plein.affiliation v ON v.id = m.sponsor_id
   WHERE m.affiliation_id IN (SELECT plein.listed('affiliations')) AND m.kind = 'external' AND m.space_id IN (SELECT plein.listed('sees'))
     AND m.since <= plein.moment() AND m.until > plein.moment() ORDER BY m.until, m.id $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
