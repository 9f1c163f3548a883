-- Who vouches for an external: the sponsor's own list, and another sponsor when the first leaves or hands over. Somebody takes it over who
-- agrees, or whom an administrator of the organisation names; always staff of that organisation with a live place there.
SET ROLE plein_schema;
CREATE TABLE plein.sponsorship (                  -- somebody is asked to take over
  id uuid PRIMARY KEY,
  membership_id uuid NOT NULL REFERENCES plein.membership,
  organisation_id uuid NOT NULL,
  asked_by uuid NOT NULL REFERENCES plein.affiliation,
  asked_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'taken', 'refused', 'withdrawn')),
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  decided_at timestamptz,
  FOREIGN KEY (asked_id, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX sponsorship_membership ON plein.sponsorship (membership_id);
CREATE UNIQUE INDEX sponsorship_one_open ON plein.sponsorship (membership_id) WHERE status = 'asked';
CREATE INDEX sponsorship_asked_by ON plein.sponsorship (asked_by);
CREATE INDEX sponsorship_asked ON plein.sponsorship (asked_id, organisation_id);
RESET ROLE;
GRANT SELECT, INSERT ON plein.sponsorship TO plein_door;
GRANT UPDATE (status, decided_at) ON plein.sponsorship TO plein_door;
CREATE POLICY door ON plein.sponsorship TO plein_door USING (true) WITH CHECK (true);
DROP FUNCTION plein.own_externals, plein.external_place;
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- As whom the person may look for another sponsor: the sponsor who hands over, an administrator of the organisation, or a steward of the
-- space once the sponsor is gone. NULL for anybody else.
CREATE FUNCTION plein.may_hand_over(m plein.membership) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = m.sponsor_id), plein.as_administrator(m.organisation_id),
    CASE WHEN NOT plein.may_sponsor(m.space_id, m.sponsor_id) THEN plein.as_steward(m.space_id) END) $$;

-- May this affiliation be the sponsor of this external: staff of the same organisation with a live place there.
CREATE FUNCTION plein.may_take_over(m plein.membership, the_affiliation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.affiliation a WHERE a.id = the_affiliation AND a.organisation_id = m.organisation_id) AND plein.may_sponsor(m.space_id, the_affiliation) $$;

-- One external's place, for who may change its end or its sponsor; what: sponsor, administrator or steward. The title is '' for a sponsor who
-- does not see the space any more.
CREATE FUNCTION plein.external_place(the_membership uuid) RETURNS TABLE (membership_id uuid, affiliation_id uuid, shown text, employer text, space_id uuid, title text,
    organisation_id uuid, organisation text, sponsor_id uuid, sponsor text, until timestamptz, latest timestamptz, sponsor_live boolean, as_what text,
    offer_id uuid, asked text, asked_at timestamptz, is_room boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, a.id, a.shown, a.employer, s.id,
      CASE WHEN s.id IN (SELECT plein.listed('sees')) OR m.organisation_id IN (SELECT plein.listed('administers')) THEN s.title ELSE '' END,
      o.id, o.name, m.sponsor_id, v.shown, m.until, plein.latest_end(o.id), plein.may_sponsor(m.space_id, m.sponsor_id),
      CASE WHEN m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) THEN 'sponsor'
           WHEN m.organisation_id IN (SELECT plein.listed('administers')) THEN 'administrator' ELSE 'steward' END, p.id, coalesce(w.shown, ''), p.created_at, s.kind = 'room'
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id
    JOIN plein.organisation o ON o.id = m.organisation_id JOIN plein.affiliation v ON v.id = m.sponsor_id
    LEFT JOIN plein.sponsorship p ON p.membership_id = m.id AND p.status = 'asked' AND p.until > plein.moment() LEFT JOIN plein.affiliation w ON w.id = p.asked_id
   WHERE m.id = the_membership AND m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment() AND a.until > plein.moment() AND plein.may_hand_over(m) IS NOT NULL $$;

-- Whom one can ask: by name, staff of that organisation who are members there, besides the sponsor.
CREATE FUNCTION plein.sponsor_candidates(the_membership uuid, prefix text, at_most integer) RETURNS TABLE (affiliation_id uuid, shown text, title text, is_me boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.shown, a.title, a.id IN (SELECT plein.listed('staff_affiliations'))
    FROM plein.membership m JOIN plein.membership n ON n.space_id = m.space_id AND n.organisation_id = m.organisation_id AND n.kind = 'staff'
    JOIN plein.affiliation a ON a.id = n.affiliation_id
   WHERE m.id = the_membership AND m.kind = 'external' AND m.until > plein.moment() AND plein.may_hand_over(m) IS NOT NULL AND a.id <> m.sponsor_id
     AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0) AND plein.may_take_over(m, a.id)
   ORDER BY a.sort_name, a.id LIMIT least(at_most, 100) $$;

-- Puts another sponsor in the place of the one there is; whatever was asked of others ends.
CREATE FUNCTION plein.set_sponsor(m plein.membership, the_affiliation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE plein.sponsorship p SET status = 'withdrawn', decided_at = plein.moment() WHERE p.membership_id = m.id AND p.status = 'asked';
  UPDATE plein.membership x SET sponsor_id = the_affiliation WHERE x.id = m.id;
  PERFORM plein.put('externals.sponsor', jsonb_build_object('membership', m.id, 'sponsor', the_affiliation));
END $$;

-- Asks somebody to take over. Who asks oneself has agreed: 'taken', else 'asked'.
CREATE FUNCTION plein.ask_takeover(the_membership uuid, the_affiliation uuid, days integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; me uuid; p uuid := plein.new_id(); external text; other text;
BEGIN
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND x.kind = 'external' FOR UPDATE;
  me := plein.may_hand_over(m);
  IF m.id IS NULL OR me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF m.until <= t THEN PERFORM plein.refuse('PL409', 'access-ended'); END IF;
  IF the_affiliation IS NULL OR the_affiliation = m.sponsor_id OR NOT plein.may_take_over(m, the_affiliation) THEN PERFORM plein.refuse('PL422', 'takeover-who'); END IF;
  SELECT a.shown INTO external FROM plein.affiliation a WHERE a.id = m.affiliation_id;
  SELECT a.shown INTO other FROM plein.affiliation a WHERE a.id = the_affiliation;
  IF the_affiliation IN (SELECT plein.listed('staff_affiliations')) THEN
    PERFORM plein.set_sponsor(m, the_affiliation);
    PERFORM plein.note(ARRAY[m.organisation_id], the_affiliation, 'sponsorship.taken', 'affiliation', m.affiliation_id, external);
    RETURN 'taken';
  END IF;
  IF EXISTS (SELECT FROM plein.sponsorship x WHERE x.membership_id = m.id AND x.status = 'asked' AND x.until > t) THEN PERFORM plein.refuse('PL409', 'takeover-asked'); END IF;
  UPDATE plein.sponsorship x SET status = 'withdrawn', decided_at = x.until WHERE x.membership_id = m.id AND x.status = 'asked';
  INSERT INTO plein.sponsorship (id, membership_id, organisation_id, asked_by, asked_id, created_at, until)
    VALUES (p, m.id, m.organisation_id, me, the_affiliation, t, least(t + make_interval(days => days), m.until));
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'sponsorship.asked', 'affiliation', m.affiliation_id, external, other);
  PERFORM plein.put('externals.takeover', jsonb_build_object('offer', p));
  RETURN 'asked';
END $$;

-- Who was asked says yes or no.
CREATE FUNCTION plein.answer_takeover(the_offer uuid, agrees boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); p plein.sponsorship; m plein.membership; external text;
BEGIN
  SELECT x.* INTO m FROM plein.membership x JOIN plein.sponsorship y ON y.membership_id = x.id
   WHERE y.id = the_offer AND y.asked_id IN (SELECT plein.listed('staff_affiliations')) FOR UPDATE OF x;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  SELECT * INTO p FROM plein.sponsorship x WHERE x.id = the_offer FOR UPDATE;
  IF p.status <> 'asked' OR p.until <= t THEN PERFORM plein.refuse('PL409', 'takeover-decided'); END IF;
  SELECT a.shown INTO external FROM plein.affiliation a WHERE a.id = m.affiliation_id;
  IF agrees IS NOT TRUE THEN
    UPDATE plein.sponsorship x SET status = 'refused', decided_at = t WHERE x.id = p.id;
    PERFORM plein.note(ARRAY[m.organisation_id], p.asked_id, 'sponsorship.refused', 'affiliation', m.affiliation_id, external);
    PERFORM plein.put('externals.takeover-refused', jsonb_build_object('offer', p.id));
    RETURN;
  END IF;
  IF m.until <= t OR NOT plein.may_take_over(m, p.asked_id) THEN PERFORM plein.refuse('PL409', 'takeover-place'); END IF;
  UPDATE plein.sponsorship x SET status = 'taken', decided_at = t WHERE x.id = p.id;
  PERFORM plein.set_sponsor(m, p.asked_id);
  PERFORM plein.note(ARRAY[m.organisation_id], p.asked_id, 'sponsorship.taken', 'affiliation', m.affiliation_id, external);
END $$;

-- Takes the question back: who asked, and who may ask.
CREATE FUNCTION plein.withdraw_takeover(the_offer uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p plein.sponsorship; m plein.membership; me uuid;
BEGIN
  SELECT * INTO p FROM plein.sponsorship x WHERE x.id = the_offer FOR UPDATE;
  SELECT * INTO m FROM plein.membership x WHERE x.id = p.membership_id;
  me := coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = p.asked_by), plein.may_hand_over(m));
  IF p.id IS NULL OR me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF p.status <> 'asked' THEN PERFORM plein.refuse('PL409', 'takeover-decided'); END IF;
  UPDATE plein.sponsorship x SET status = 'withdrawn', decided_at = plein.moment() WHERE x.id = p.id;
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'sponsorship.withdrawn', 'affiliation', m.affiliation_id,
    (SELECT a.shown FROM plein.affiliation a WHERE a.id = m.affiliation_id));
END $$;

-- An administrator names the sponsor.
CREATE FUNCTION plein.assign_sponsor(the_membership uuid, the_affiliation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE m plein.membership; me uuid;
BEGIN
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND x.kind = 'external' FOR UPDATE;
  me := plein.as_administrator(m.organisation_id);
  IF m.id IS NULL OR me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF m.until <= plein.moment() THEN PERFORM plein.refuse('PL409', 'access-ended'); END IF;
  IF the_affiliation IS NULL OR the_affiliation = m.sponsor_id OR NOT plein.may_take_over(m, the_affiliation) THEN PERFORM plein.refuse('PL422', 'takeover-who'); END IF;
  PERFORM plein.set_sponsor(m, the_affiliation);
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'sponsorship.assigned', 'affiliation', m.affiliation_id,
    (SELECT a.shown FROM plein.affiliation a WHERE a.id = m.affiliation_id), (SELECT a.shown FROM plein.affiliation a WHERE a.id = the_affiliation));
END $$;

-- What the person is asked to take over, where she still may.
CREATE FUNCTION plein.own_takeovers() RETURNS TABLE (id uuid, membership_id uuid, shown text, employer text, space_id uuid, title text, asked_by text, access_until timestamptz,
    until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id, m.id, a.shown, a.employer, s.id, s.title, b.shown, m.until, p.until
    FROM plein.sponsorship p JOIN plein.membership m ON m.id = p.membership_id JOIN plein.affiliation a ON a.id = m.affiliation_id
    JOIN plein.space s ON s.id = m.space_id JOIN plein.affiliation b ON b.id = p.asked_by
   WHERE p.asked_id IN (SELECT plein.listed('staff_affiliations')) AND p.status = 'asked' AND p.until > plein.moment() AND m.until > plein.moment()
     AND plein.may_take_over(m, p.asked_id) ORDER BY p.created_at, p.id $$;

-- The externals in a space whose sponsor is gone, for its stewards.
CREATE FUNCTION plein.space_sponsorless(the_space uuid) RETURNS TABLE (membership_id uuid, shown text, employer text, organisation text, until timestamptz, asked text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, a.shown, a.employer, o.name, m.until, coalesce(w.shown, '')
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id
    LEFT JOIN plein.sponsorship p ON p.membership_id = m.id AND p.status = 'asked' AND p.until > plein.moment() LEFT JOIN plein.affiliation w ON w.id = p.asked_id
   WHERE m.space_id = the_space AND the_space IN (SELECT plein.listed('stewards')) AND m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment()
     AND a.until > plein.moment() AND NOT plein.is_archived(the_space) AND NOT plein.may_sponsor(the_space, m.sponsor_id) ORDER BY m.until, m.id LIMIT 100 $$;

-- The externals whom the person sponsors, a page of them. sort: until, name or place; after: the key and id of the last row of the page
-- before; these: no others. The title is '' where the person does not see the space any more.
CREATE FUNCTION plein.own_externals(prefix text, the_space uuid, before timestamptz, sort text, after_key text, after_id uuid, at_most integer, these uuid[] DEFAULT NULL)
RETURNS TABLE (membership_id uuid, affiliation_id uuid, shown text, employer text, space_id uuid, title text, organisation_id uuid, sponsor_id uuid, role text,
    since timestamptz, until timestamptz, sponsor_live boolean, asked text, key text, is_room boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT y.* FROM (SELECT m.id, a.id AS affiliation_id, a.shown, a.employer, s.id AS space_id, k.title, m.organisation_id, m.sponsor_id, m.role, m.since, m.until,
      plein.may_sponsor(m.space_id, m.sponsor_id), coalesce(w.shown, ''),
      CASE sort WHEN 'name' THEN a.sort_name WHEN 'place' THEN lower(k.title) ELSE to_char(m.until AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') END COLLATE "C" AS key, s.kind = 'room'
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id
    CROSS JOIN LATERAL (SELECT CASE WHEN s.id IN (SELECT plein.listed('sees')) OR m.organisation_id IN (SELECT plein.listed('administers')) THEN s.title ELSE '' END AS title) k
    LEFT JOIN plein.sponsorship p ON p.membership_id = m.id AND p.status = 'asked' AND p.until > plein.moment() LEFT JOIN plein.affiliation w ON w.id = p.asked_id
   WHERE m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) AND m.kind = 'external' AND m.since <= plein.moment() AND m.until > plein.moment()
     AND a.until > plein.moment() AND (these IS NULL OR m.id = ANY (these)) AND (the_space IS NULL OR m.space_id = the_space) AND (before IS NULL OR m.until <= before)
     AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0 OR strpos(lower(a.employer), prefix) > 0)) y
   WHERE (y.key, y.id) > (after_key COLLATE "C", after_id) ORDER BY y.key, y.id LIMIT at_most $$;

-- A later end for an external: the live sponsor, or an administrator of the organisation, within its maximum term. An earlier one too.
CREATE OR REPLACE FUNCTION plein.extend_external(the_membership uuid, the_until timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; me uuid; s plein.space;
BEGIN
  PERFORM FROM plein.affiliation a JOIN plein.membership x ON x.affiliation_id = a.id WHERE x.id = the_membership AND x.kind = 'external' FOR NO KEY UPDATE OF a;
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND x.kind = 'external' FOR UPDATE;
  me := coalesce(plein.as_administrator(m.organisation_id), (SELECT x FROM plein.listed('staff_affiliations') x WHERE x = m.sponsor_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF m.until <= t OR NOT EXISTS (SELECT FROM plein.affiliation a WHERE a.id = m.affiliation_id AND a.until > t) THEN PERFORM plein.refuse('PL409', 'access-ended'); END IF;
  IF the_until <= t THEN PERFORM plein.refuse('PL422', 'access-until-passed'); END IF;
  IF the_until > plein.latest_end(m.organisation_id) THEN PERFORM plein.refuse('PL422', 'access-until-too-late'); END IF;
  IF the_until > m.until AND NOT plein.may_sponsor(m.space_id, m.sponsor_id) THEN PERFORM plein.refuse('PL409', 'sponsor-gone'); END IF;
  SELECT * INTO s FROM plein.space x WHERE x.id = m.space_id;
  UPDATE plein.affiliation a SET until = greatest(a.until, the_until) WHERE a.id = m.affiliation_id AND a.until > t;
  UPDATE plein.membership x SET until = the_until WHERE x.id = m.id;
  PERFORM plein.note(ARRAY[m.organisation_id], me, CASE WHEN the_until > m.until THEN 'external.extended' ELSE 'external.shortened' END, 'affiliation', m.affiliation_id,
    (SELECT a.shown FROM plein.affiliation a WHERE a.id = m.affiliation_id), CASE WHEN s.id IN (SELECT plein.listed('sees')) OR m.organisation_id IN (SELECT plein.listed('administers')) THEN s.title ELSE '' END);
END $$;

-- What the mails about another sponsor need: who is asked, who asked, and whom it is about.
CREATE FUNCTION plein.work_takeover(the_offer uuid) RETURNS TABLE (asked_id uuid, asked text, asked_by uuid, asker text, external text, status text, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.asked_id, w.shown, p.asked_by, b.shown, a.shown, p.status, p.until FROM plein.sponsorship p JOIN plein.membership m ON m.id = p.membership_id
    JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.affiliation b ON b.id = p.asked_by JOIN plein.affiliation w ON w.id = p.asked_id
   WHERE p.id = the_offer AND m.until > plein.moment() $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
