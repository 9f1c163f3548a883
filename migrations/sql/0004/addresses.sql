-- Somebody is asked for by exact work address: whoever asks gets the same answer whether the address is anybody's or not, until an
-- administrator of that organisation has let the person in.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- A steward asks for whoever works at a party under this address. Stored whether it was found or not; at most so many in a day by one person.
CREATE FUNCTION plein.add_by_address(the_space uuid, the_address text, the_role text, days integer, a_day integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_steward(the_space); s plein.space; whose plein.affiliation; r uuid := plein.new_id(); clean text := lower(the_address);
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF plein.is_archived(the_space) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF coalesce(the_role NOT IN ('member', 'reader'), true) THEN PERFORM plein.refuse('PL422', 'role'); END IF;
  IF coalesce(length(clean) NOT BETWEEN 3 AND 254, true) THEN PERFORM plein.refuse('PL422', 'address'); END IF;
  PERFORM FROM plein.affiliation a WHERE a.id IN (SELECT plein.listed('staff_affiliations')) ORDER BY a.id FOR NO KEY UPDATE;  -- counts across spaces
  IF (SELECT count(*) FROM plein.address_request x WHERE x.asked_by IN (SELECT plein.listed('mine')) AND x.created_at > t - interval '1 day') >= a_day
    THEN PERFORM plein.refuse('PL409', 'address-too-often'); END IF;
  IF EXISTS (SELECT FROM plein.address_request x WHERE x.group_id = s.group_id AND x.space_id = s.id AND x.address = clean AND x.status = 'open' AND x.until > t)
    THEN PERFORM plein.refuse('PL409', 'address-asked'); END IF;
  -- A colleague is whoever has the address in a domain of the organisation, or was invited there with it.
  SELECT a.* INTO whose FROM plein.affiliation_address d JOIN plein.affiliation a ON a.id = d.affiliation_id JOIN plein.organisation o ON o.id = a.organisation_id
    JOIN plein.party p ON p.group_id = s.group_id AND p.organisation_id = a.organisation_id
    LEFT JOIN plein.domain own ON own.organisation_id = a.organisation_id AND own.verified_at IS NOT NULL AND own.name = split_part(clean, '@', 2)
   WHERE d.address = clean AND a.kind = 'staff' AND a.since <= t AND a.until > t AND o.status = 'active' AND p.since <= t AND p.until > t
     AND (own.name IS NOT NULL OR a.source = 'invitation')
     AND NOT EXISTS (SELECT FROM plein.membership m WHERE m.space_id = s.id AND m.affiliation_id = a.id AND m.confirmed AND m.until > t)
     AND NOT EXISTS (SELECT FROM plein.address_request x WHERE x.affiliation_id = a.id AND x.space_id = s.id AND x.refused_at IS NOT NULL AND x.until > t)
   ORDER BY own.name NULLS LAST, a.id LIMIT 1;
  INSERT INTO plein.address_request (id, space_id, group_id, address, role, asked_by, organisation_id, affiliation_id, created_at, until)
    VALUES (r, s.id, s.group_id, clean, the_role, me, whose.organisation_id, whose.id, t, t + make_interval(days => days));
  PERFORM plein.note(ARRAY[whose.organisation_id], me, 'membership.asked-by-address', 'space', s.group_id, (SELECT g.title FROM plein.space g WHERE g.id = s.group_id));
  PERFORM plein.put('members.address', jsonb_build_object('request', r));
  RETURN r;
END $$;

-- Takes the question back: who asked, a steward of the space, an administrator of the organisation of who asked. The same whether it was refused.
CREATE FUNCTION plein.withdraw_address(the_request uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r plein.address_request; me uuid; maker plein.affiliation;
BEGIN
  SELECT * INTO r FROM plein.address_request x WHERE x.id = the_request AND x.until > plein.moment() FOR UPDATE;
  SELECT * INTO maker FROM plein.affiliation a WHERE a.id = r.asked_by;
  me := coalesce((SELECT x FROM plein.listed('staff_affiliations') x WHERE x = r.asked_by), plein.as_steward(r.space_id), plein.as_administrator(maker.organisation_id));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF r.status <> 'open' THEN PERFORM plein.refuse('PL409', 'address-decided'); END IF;
  UPDATE plein.address_request x SET status = 'withdrawn' WHERE x.id = r.id;
  PERFORM plein.note(ARRAY[maker.organisation_id], me, 'membership.address-withdrawn', 'space', r.group_id, (SELECT g.title FROM plein.space g WHERE g.id = r.group_id));
END $$;

-- An administrator of the organisation whose address it is lets the person in, or not. Yes asks everything again.
CREATE FUNCTION plein.answer_address(the_request uuid, the_organisation uuid, agrees boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); r plein.address_request; me uuid := plein.as_administrator(the_organisation); a plein.affiliation; m plein.membership; title text;
BEGIN
  SELECT * INTO r FROM plein.address_request x WHERE x.id = the_request AND x.organisation_id = the_organisation AND x.until > t FOR UPDATE;
  IF me IS NULL OR r.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF r.status <> 'open' OR r.refused_at IS NOT NULL THEN PERFORM plein.refuse('PL409', 'address-decided'); END IF;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = r.affiliation_id;
  IF agrees IS NOT TRUE THEN
    UPDATE plein.address_request x SET refused_at = t WHERE x.id = r.id;
    PERFORM plein.note(ARRAY[the_organisation], me, 'membership.refused', 'affiliation', a.id, a.shown);
    RETURN;
  END IF;
  IF plein.is_archived(r.space_id) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF a.since > t OR a.until <= t OR NOT EXISTS (SELECT FROM plein.party p WHERE p.group_id = r.group_id AND p.organisation_id = the_organisation AND p.since <= t AND p.until > t)
     OR NOT EXISTS (SELECT FROM plein.stewards_of(r.space_id) x WHERE x.affiliation_id = r.asked_by) THEN PERFORM plein.refuse('PL409', 'address-lapsed'); END IF;
  SELECT * INTO m FROM plein.membership x WHERE x.space_id = r.space_id AND x.affiliation_id = a.id FOR UPDATE;
  -- Whom another organisation's steward ended, the steward who asks must be able to bring back herself.
  IF m.until <= t AND m.ended_by = 'steward' AND NOT EXISTS (SELECT FROM plein.affiliation x WHERE x.id = r.asked_by
      AND x.organisation_id = ANY (plein.owners(r.group_id) || the_organisation || m.ended_for)) THEN PERFORM plein.refuse('PL403', 'ended-by-other-steward'); END IF;
  IF m.until > t THEN
    UPDATE plein.membership x SET confirmed = true WHERE x.id = m.id;
  ELSE
    INSERT INTO plein.membership AS x (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
      VALUES (plein.new_id(), r.space_id, r.group_id, a.id, a.organisation_id, 'staff', r.role, 'added', true, r.asked_by, t)
      ON CONFLICT (space_id, affiliation_id) DO UPDATE SET role = excluded.role, came = 'added', confirmed = true, let_in_by = excluded.let_in_by, ended_by = '', ended_for = NULL, since = t,
        until = '9999-12-31Z';
  END IF;
  UPDATE plein.address_request x SET status = 'confirmed' WHERE x.id = r.id;
  SELECT s.title INTO title FROM plein.space s WHERE s.id = r.space_id;
  PERFORM plein.note(ARRAY[the_organisation, (SELECT x.organisation_id FROM plein.affiliation x WHERE x.id = r.asked_by)], me, 'membership.added', 'affiliation', a.id, a.shown, title);
  PERFORM plein.put('groups.added', jsonb_build_object('space', r.space_id, 'affiliation', a.id));
END $$;

-- What was asked for by address in a space and was not let in yet, for its stewards. The address for the organisation of who typed it.
CREATE FUNCTION plein.space_addresses(the_space uuid) RETURNS TABLE (id uuid, address text, role text, asked_by uuid, created_at timestamptz, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.id, CASE WHEN a.organisation_id IN (SELECT plein.listed('staff_of')) THEN r.address ELSE '' END, r.role, r.asked_by, r.created_at, r.until
    FROM plein.address_request r JOIN plein.affiliation a ON a.id = r.asked_by
   WHERE r.space_id = the_space AND the_space IN (SELECT plein.listed('stewards')) AND r.status = 'open' AND r.until > plein.moment()
   ORDER BY r.created_at, r.id $$;

-- The own people who were asked for: they wait for an administrator.
CREATE FUNCTION plein.admin_addresses(the_organisation uuid) RETURNS TABLE (id uuid, affiliation_id uuid, shown text, address text, group_title text, space_kind text, role text,
    asked_by text, asker_organisation text, created_at timestamptz, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.id, a.id, a.shown, r.address, g.title, s.kind, r.role, b.shown, o.name, r.created_at, r.until
    FROM plein.address_request r JOIN plein.affiliation a ON a.id = r.affiliation_id JOIN plein.space s ON s.id = r.space_id JOIN plein.space g ON g.id = r.group_id
    JOIN plein.affiliation b ON b.id = r.asked_by JOIN plein.organisation o ON o.id = b.organisation_id
    JOIN plein.party p ON p.group_id = r.group_id AND p.organisation_id = r.organisation_id
   WHERE r.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND r.status = 'open' AND r.refused_at IS NULL
     AND r.until > plein.moment() AND a.since <= plein.moment() AND a.until > plein.moment() AND p.since <= plein.moment() AND p.until > plein.moment()
     AND NOT EXISTS (SELECT FROM plein.membership m WHERE m.space_id = r.space_id AND m.affiliation_id = a.id AND m.confirmed AND m.until > plein.moment())
   ORDER BY r.created_at, r.id $$;

-- What the own people of an organisation asked for by address and still waits, without the address: an administrator may take it back.
CREATE FUNCTION plein.admin_asked_addresses(the_organisation uuid) RETURNS TABLE (id uuid, group_title text, space_kind text, asked_by text, created_at timestamptz,
    until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.id, g.title, s.kind, a.shown, r.created_at, r.until
    FROM plein.address_request r JOIN plein.affiliation a ON a.id = r.asked_by JOIN plein.space s ON s.id = r.space_id JOIN plein.space g ON g.id = r.group_id
   WHERE a.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND r.status = 'open' AND r.until > plein.moment()
   ORDER BY r.created_at, r.id $$;

-- The administrators to whom a question goes; nobody when the address is nobody's.
CREATE FUNCTION plein.work_address_request(the_request uuid) RETURNS TABLE (affiliation_id uuid, asker_organisation text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog AS $$
  SELECT x.id, o.name FROM plein.address_request r JOIN plein.affiliation b ON b.id = r.asked_by JOIN plein.organisation o ON o.id = b.organisation_id
    JOIN plein.affiliation x ON x.organisation_id = r.organisation_id AND x.role = 'administrator' AND x.since <= plein.moment() AND x.until > plein.moment()
   WHERE r.id = the_request AND r.status = 'open' AND r.refused_at IS NULL AND r.until > plein.moment() ORDER BY x.id $$;

-- Forgets addresses that were asked for and have run out.
CREATE FUNCTION plein.work_forget_addresses() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
  DELETE FROM plein.address_request r WHERE r.until <= plein.moment();
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
