-- The role of steward changes hands: offered to staff who accepts, handed over, named by an administrator where nobody of hers has it.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- Does an offer stand: not decided, not run out, its maker still a steward, its taker live staff with a live place, nothing archived.
CREATE FUNCTION plein.offer_stands(the_offer uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.offer f JOIN plein.membership m ON m.space_id = f.space_id AND m.affiliation_id = f.affiliation_id
   WHERE f.id = the_offer AND f.status = 'sent' AND f.until > plein.moment() AND m.kind = 'staff' AND m.role <> 'steward' AND m.came <> 'emergency' AND plein.is_live(m.id)
     AND NOT plein.is_archived(f.space_id) AND f.offered_by IN (SELECT x.affiliation_id FROM plein.stewards_of(f.space_id) x)) $$;

-- A steward offers her role to live staff of the space, who must accept; or hands it over: she is steward no longer once it is accepted.
CREATE FUNCTION plein.offer_stewardship(the_membership uuid, stepping_down boolean, days integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; s plein.space; me uuid; f uuid := plein.new_id(); own uuid; shown_as text;
BEGIN
  SELECT x.* INTO s FROM plein.space x JOIN plein.membership y ON y.space_id = x.id WHERE y.id = the_membership AND x.id IN (SELECT plein.listed('sees'))
    FOR UPDATE OF x;
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND plein.is_live(x.id);
  IF s.id IS NULL OR m.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  me := plein.as_steward(s.id);
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF plein.is_archived(s.id) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF m.kind <> 'staff' THEN PERFORM plein.refuse('PL403', 'steward-is-staff'); END IF;
  IF m.role = 'steward' THEN PERFORM plein.refuse('PL409', 'already-steward'); END IF;
  IF m.came = 'emergency' THEN PERFORM plein.refuse('PL409', 'emergency-reader'); END IF;
  UPDATE plein.offer x SET status = 'withdrawn', decided_at = t
   WHERE x.space_id = s.id AND x.affiliation_id = m.affiliation_id AND x.status = 'sent' AND NOT plein.offer_stands(x.id);
  IF EXISTS (SELECT FROM plein.offer x WHERE x.space_id = s.id AND x.affiliation_id = m.affiliation_id AND x.status = 'sent')
    THEN PERFORM plein.refuse('PL409', 'already-offered'); END IF;
  INSERT INTO plein.offer (id, space_id, affiliation_id, offered_by, steps_down, created_at, until)
    VALUES (f, s.id, m.affiliation_id, me, coalesce(stepping_down, false), t, t + make_interval(days => days));
  SELECT a.shown INTO shown_as FROM plein.affiliation a WHERE a.id = m.affiliation_id;
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'offer.sent', 'affiliation', m.affiliation_id, shown_as, s.title);
  PERFORM plein.put('members.offer', jsonb_build_object('offer', f));
  RETURN f;
END $$;

-- Takes an offer back: who made it, a steward of the space, or an administrator of the organisation of who made it.
CREATE FUNCTION plein.withdraw_offer(the_offer uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE f plein.offer; me uuid; taker plein.affiliation; maker plein.affiliation;
BEGIN
  SELECT * INTO f FROM plein.offer x WHERE x.id = the_offer FOR UPDATE;
  SELECT * INTO maker FROM plein.affiliation a WHERE a.id = f.offered_by;
  me := coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = f.offered_by), plein.as_steward(f.space_id),
    plein.as_administrator(maker.organisation_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF f.status <> 'sent' THEN PERFORM plein.refuse('PL409', 'offer-decided'); END IF;
  UPDATE plein.offer x SET status = 'withdrawn', decided_at = plein.moment() WHERE x.id = f.id;
  SELECT * INTO taker FROM plein.affiliation a WHERE a.id = f.affiliation_id;
  PERFORM plein.note(ARRAY[taker.organisation_id, maker.organisation_id], me, 'offer.withdrawn', 'affiliation', taker.id, taker.shown,
    (SELECT s.title FROM plein.space s WHERE s.id = f.space_id));
END $$;

-- Whoever was offered the role says yes or no. Yes asks everything again, and is one act with the maker's stepping down. Returns the space.
CREATE FUNCTION plein.answer_offer(the_offer uuid, agrees boolean) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); f plein.offer; taker plein.affiliation; maker plein.affiliation; title text;
BEGIN
  PERFORM FROM plein.space s JOIN plein.offer x ON x.space_id = s.id WHERE x.id = the_offer FOR UPDATE OF s;  -- one change of stewards at a time
  SELECT * INTO f FROM plein.offer x WHERE x.id = the_offer AND x.affiliation_id IN (SELECT plein.listed('staff_affiliations')) FOR UPDATE;
  IF f.id IS NULL OR f.space_id NOT IN (SELECT plein.listed('sees')) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF f.status <> 'sent' THEN PERFORM plein.refuse('PL409', 'offer-decided'); END IF;
  SELECT * INTO taker FROM plein.affiliation a WHERE a.id = f.affiliation_id;
  SELECT * INTO maker FROM plein.affiliation a WHERE a.id = f.offered_by;
  SELECT s.title INTO title FROM plein.space s WHERE s.id = f.space_id;
  IF agrees IS NOT TRUE THEN
    UPDATE plein.offer x SET status = 'refused', decided_at = t WHERE x.id = f.id;
    PERFORM plein.note(ARRAY[maker.organisation_id], taker.id, 'offer.refused', 'affiliation', taker.id, taker.shown, title);
    PERFORM plein.put('members.answer', jsonb_build_object('offer', f.id));
    RETURN f.space_id;
  END IF;
  IF NOT plein.offer_stands(f.id) THEN PERFORM plein.refuse('PL409', 'offer-lapsed'); END IF;
  UPDATE plein.offer x SET status = 'accepted', decided_at = t WHERE x.id = f.id;
  UPDATE plein.membership x SET role = 'steward', confirmed = true, came = CASE x.came WHEN 'self' THEN 'added' ELSE x.came END
   WHERE x.space_id = f.space_id AND x.affiliation_id = f.affiliation_id;
  PERFORM plein.note(ARRAY[maker.organisation_id], taker.id, 'offer.accepted', 'affiliation', taker.id, taker.shown, title);
  IF f.steps_down THEN
    UPDATE plein.membership x SET role = 'member' WHERE x.space_id = f.space_id AND x.affiliation_id = f.offered_by AND x.role = 'steward';
    PERFORM plein.note(ARRAY[maker.organisation_id], taker.id, 'offer.handed-over', 'affiliation', maker.id, maker.shown, title);
  END IF;
  PERFORM plein.put('members.answer', jsonb_build_object('offer', f.id));
  RETURN f.space_id;
END $$;

-- The offers that wait for my answer, and still stand.
CREATE FUNCTION plein.own_offers() RETURNS TABLE (id uuid, space_id uuid, title text, space_kind text, square boolean, offered_by uuid, steps_down boolean,
    created_at timestamptz, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.id, s.id, s.title, s.kind, s.square, f.offered_by, f.steps_down, f.created_at, f.until
    FROM plein.offer f JOIN plein.space s ON s.id = f.space_id
   WHERE f.affiliation_id IN (SELECT plein.listed('staff_affiliations')) AND f.status = 'sent' AND f.space_id IN (SELECT plein.listed('sees')) AND plein.offer_stands(f.id)
   ORDER BY f.created_at, f.id $$;

-- The offers that stand in a space, as its stewards see them.
CREATE FUNCTION plein.space_offers(the_space uuid) RETURNS TABLE (id uuid, affiliation_id uuid, offered_by uuid, steps_down boolean, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.id, f.affiliation_id, f.offered_by, f.steps_down, f.until FROM plein.offer f
   WHERE f.space_id = the_space AND the_space IN (SELECT plein.listed('stewards')) AND f.status = 'sent' AND plein.offer_stands(f.id)
   ORDER BY f.created_at, f.id $$;

-- The offers that the own people of an organisation made and that stand: an administrator may take them back. To whom, when it is one of hers.
CREATE FUNCTION plein.admin_offers(the_organisation uuid) RETURNS TABLE (id uuid, title text, space_kind text, offered_by text, offered_to text, steps_down boolean,
    until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.id, s.title, s.kind, a.shown, CASE WHEN b.organisation_id = the_organisation THEN b.shown ELSE '' END, f.steps_down, f.until
    FROM plein.offer f JOIN plein.space s ON s.id = f.space_id JOIN plein.affiliation a ON a.id = f.offered_by JOIN plein.affiliation b ON b.id = f.affiliation_id
   WHERE a.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND f.status = 'sent' AND plein.offer_stands(f.id)
   ORDER BY f.created_at, f.id $$;

-- ---------------------------------------------------------------- where nobody of an organisation is steward
-- Does an organisation have to name a steward here: a live co-owner without one in a group; in a room with people of its own, where nobody is one.
CREATE FUNCTION plein.lacks_steward(the_space uuid, the_organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.space s JOIN plein.party p ON p.group_id = s.group_id AND p.organisation_id = the_organisation
   WHERE s.id = the_space AND p.role = 'owner' AND p.since <= plein.moment() AND p.until > plein.moment()
     AND NOT EXISTS (SELECT FROM plein.stewards_of(the_space) x WHERE s.kind = 'room' OR x.organisation_id = the_organisation)
     AND (s.kind = 'group' OR EXISTS (SELECT FROM plein.membership m WHERE m.space_id = the_space AND m.organisation_id = the_organisation AND plein.is_live(m.id)))) $$;

-- Groups and rooms where an organisation's administrator may name a steward; archived ones last.
CREATE FUNCTION plein.admin_unstewarded(the_organisation uuid) RETURNS TABLE (space_id uuid, title text, space_kind text, square boolean, group_title text, archived boolean, own_members integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at),
  owned AS MATERIALIZED (
    SELECT p.group_id, p.reach FROM t CROSS JOIN plein.party p
     WHERE p.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND p.role = 'owner' AND p.since <= t.at AND p.until > t.at),
  stewards AS MATERIALIZED (                      -- stewards_of() for all of them at once
    SELECT DISTINCT m.space_id, m.organisation_id FROM t CROSS JOIN owned w JOIN plein.membership m ON m.group_id = w.group_id AND m.role = 'steward'
      JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id
      JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id JOIN plein.space s ON s.id = m.space_id
     WHERE m.since <= t.at AND m.until > t.at AND a.since <= t.at AND a.until > t.at AND o.status = 'active' AND p.since <= t.at AND p.until > t.at
       AND (m.confirmed OR s.kind = 'group' AND s.form = 'open' AND p.reach = 'all')),
  lacking AS MATERIALIZED (
    SELECT s.*, w.reach FROM owned w JOIN plein.space s ON s.group_id = w.group_id
     WHERE NOT EXISTS (SELECT FROM stewards x WHERE x.space_id = s.id AND (s.kind = 'room' OR x.organisation_id = the_organisation)))
  SELECT s.id, s.title, s.kind, s.square, g.title, s.archived OR g.archived,
      (SELECT count(*)::int FROM t CROSS JOIN plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
        WHERE m.space_id = s.id AND m.organisation_id = the_organisation AND m.kind = 'staff' AND m.since <= t.at AND m.until > t.at
          AND a.since <= t.at AND a.until > t.at AND (m.confirmed OR s.kind = 'group' AND s.form = 'open' AND s.reach = 'all'))
    FROM lacking s JOIN plein.space g ON g.id = s.group_id
   WHERE s.kind = 'group' OR plein.lacks_steward(s.id, the_organisation)
   ORDER BY 6, s.square DESC, lower(g.title), g.id, s.kind, lower(s.title), s.id $$;

-- Whom she may name there: own staff with a live place, not herself.
CREATE FUNCTION plein.admin_candidates(the_organisation uuid, the_space uuid, prefix text, after_name text, after_id uuid, at_most integer) RETURNS TABLE (id uuid,
    shown text, sort_name text, title text, department text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.shown, a.sort_name, a.title, a.department FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
   WHERE m.space_id = the_space AND m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
     AND plein.lacks_steward(the_space, the_organisation) AND m.kind = 'staff' AND m.came <> 'emergency'
     AND a.person_id <> plein.me() AND plein.is_live(m.id)
     AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0) AND (a.sort_name, a.id) > (after_name, after_id)
   ORDER BY a.sort_name, a.id LIMIT at_most $$;

-- An administrator names a steward where her organisation, a co-owner, has none in the group, or a room has none: one of the own staff who is
-- in, never herself. Archived ones too: only a steward wakes them.
CREATE FUNCTION plein.name_steward(the_organisation uuid, the_space uuid, the_affiliation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid := plein.as_administrator(the_organisation); s plein.space; m plein.membership; a plein.affiliation;
BEGIN
  IF me IS NULL OR NOT EXISTS (SELECT FROM plein.space x JOIN plein.party p ON p.group_id = x.group_id AND p.organisation_id = the_organisation
      WHERE x.id = the_space AND p.role = 'owner' AND p.since <= plein.moment() AND p.until > plein.moment()
        AND (x.kind = 'group' OR EXISTS (SELECT FROM plein.membership y WHERE y.space_id = x.id AND y.organisation_id = the_organisation AND plein.is_live(y.id))))
    THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space FOR UPDATE;
  IF NOT plein.lacks_steward(the_space, the_organisation) THEN PERFORM plein.refuse('PL409', 'has-steward'); END IF;
  SELECT x.* INTO m FROM plein.membership x WHERE x.space_id = the_space AND x.affiliation_id = the_affiliation AND x.organisation_id = the_organisation
    AND x.kind = 'staff' AND x.came <> 'emergency' AND plein.is_live(x.id) FOR UPDATE;
  IF m.id IS NULL THEN PERFORM plein.refuse('PL422', 'not-nameable'); END IF;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = m.affiliation_id;
  IF a.person_id = plein.me() THEN PERFORM plein.refuse('PL403', 'not-yourself'); END IF;
  UPDATE plein.membership x SET role = 'steward', confirmed = true, came = CASE x.came WHEN 'self' THEN 'added' ELSE x.came END WHERE x.id = m.id;
  PERFORM plein.note(CASE s.kind WHEN 'group' THEN plein.owners(s.id) ELSE ARRAY[the_organisation] END, me, 'membership.named', 'affiliation', a.id, a.shown, s.title);
  PERFORM plein.put('members.named', jsonb_build_object('space', s.id, 'affiliation', a.id));
END $$;

-- ---------------------------------------------------------------- mails
-- To whom an offer goes and from whom it comes; stands: it still waits; status: how it was decided.
CREATE FUNCTION plein.work_offer(the_offer uuid) RETURNS TABLE (space_id uuid, taker_id uuid, taker text, maker_id uuid, maker text, maker_organisation text, status text,
    steps_down boolean, stands boolean, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.space_id, b.id, b.shown, a.id, a.shown, o.name, f.status, f.steps_down, plein.offer_stands(f.id), f.until
    FROM plein.offer f JOIN plein.affiliation a ON a.id = f.offered_by JOIN plein.organisation o ON o.id = a.organisation_id JOIN plein.affiliation b ON b.id = f.affiliation_id
   WHERE f.id = the_offer $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
