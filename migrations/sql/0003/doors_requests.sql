-- Finding a group that is by invitation, asking to come in, and the answer. Nothing here tells a group that one may not find from an
-- absent one, and a finder learns title, purpose and stewards: no parties, no tags, no numbers.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- The organisations through which the person may ask at a group: where staff, of a party with reach to all its staff, of a findable
-- group that is in use. Empty for a group that the person sees.
CREATE FUNCTION plein.asks_as(the_group uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.organisation_id FROM plein.space s JOIN plein.party p ON p.group_id = s.id
   WHERE s.id = the_group AND s.kind = 'group' AND s.form = 'findable' AND NOT s.archived AND s.ends_at > plein.moment()
     AND s.id NOT IN (SELECT plein.listed('sees')) AND p.reach = 'all' AND p.since <= plein.moment() AND p.until > plein.moment()
     AND p.organisation_id IN (SELECT plein.listed('staff_of')) $$;

DROP FUNCTION plein.findable_groups(text[], integer);
-- Findable groups that the person does not see, by title, from `after` on; through: this organisation of one's own alone.
-- asked: an own request waits. how_many counts all that fit, on the first page as on the others.
CREATE FUNCTION plein.findable_groups(the_words text[], through uuid, after uuid, the_group uuid, at_most integer)
RETURNS TABLE (id uuid, title text, purpose text, stewards text[], asked uuid, how_many bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at),
  found AS MATERIALIZED (                         -- where asks_as() has an organisation, for all groups at once
    SELECT s.id, s.title, s.purpose FROM t CROSS JOIN plein.space s
     WHERE s.kind = 'group' AND s.form = 'findable' AND NOT s.archived AND s.ends_at > t.at AND (the_group IS NULL OR s.id = the_group)
       AND s.id NOT IN (SELECT plein.listed('sees'))
       AND s.id IN (SELECT p.group_id FROM plein.party p WHERE p.organisation_id IN (SELECT plein.listed('staff_of')) AND p.reach = 'all'
                      AND p.since <= (SELECT t.at FROM t) AND p.until > (SELECT t.at FROM t) AND (through IS NULL OR p.organisation_id = through))
       AND NOT EXISTS (SELECT FROM unnest(the_words) w WHERE strpos(lower(s.title), w) = 0 AND strpos(lower(s.purpose), w) = 0))
  SELECT f.id, f.title, f.purpose, ARRAY(SELECT a.shown FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
      JOIN plein.organisation o ON o.id = a.organisation_id JOIN plein.party q ON q.group_id = m.group_id AND q.organisation_id = m.organisation_id
     WHERE m.space_id = f.id AND m.role = 'steward' AND m.since <= plein.moment() AND m.until > plein.moment() AND q.since <= plein.moment()
       AND q.until > plein.moment() AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active' ORDER BY a.sort_name, a.id LIMIT 5),
      (SELECT r.id FROM plein.request r WHERE r.group_id = f.id AND r.status = 'asked' AND r.affiliation_id IN (SELECT plein.listed('staff_affiliations'))
        ORDER BY r.id LIMIT 1), (SELECT count(*) FROM found)
    FROM found f WHERE after IS NULL OR (lower(f.title), f.id) > (SELECT lower(l.title), l.id FROM found l WHERE l.id = after)
   ORDER BY lower(f.title), f.id LIMIT least(at_most, 100) $$;

-- Asks to come in as one of one's own staff affiliations. The stewards get a mail, for one asker at most one a day.
CREATE FUNCTION plein.ask_to_join(the_group uuid, as_affiliation uuid, the_word text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); r uuid := plein.new_id(); a plein.affiliation; title text; s plein.membership;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = as_affiliation AND x.id IN (SELECT plein.listed('staff_affiliations'));
  SELECT x.title INTO title FROM plein.space x WHERE x.id = the_group FOR SHARE;
  IF a.id IS NULL OR title IS NULL OR a.organisation_id NOT IN (SELECT plein.asks_as(the_group)) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF coalesce(length(the_word) > 500, true) THEN PERFORM plein.refuse('PL422', 'word'); END IF;
  IF EXISTS (SELECT FROM plein.request x WHERE x.group_id = the_group AND x.affiliation_id = a.id AND x.status = 'asked')
    THEN PERFORM plein.refuse('PL409', 'already-asked'); END IF;
  INSERT INTO plein.request (id, group_id, named, affiliation_id, organisation_id, word, created_at)
    VALUES (r, the_group, title, a.id, a.organisation_id, the_word, t);
  PERFORM plein.note('{}', a.id, 'request.asked', 'space', the_group, title);
  FOR s IN SELECT * FROM plein.membership m WHERE m.space_id = the_group AND m.role = 'steward' AND m.since <= t AND m.until > t LOOP
    PERFORM plein.put('groups.request', jsonb_build_object('request', r, 'affiliation', s.affiliation_id),
      format('groups.request %s %s %s %s', the_group, a.id, s.affiliation_id, to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD')));
  END LOOP;
  RETURN r;
END $$;

-- Takes a request back: who asked, or an administrator of that organisation. (A steward answers it.)
CREATE FUNCTION plein.withdraw_request(the_request uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r plein.request; me uuid;
BEGIN
  SELECT * INTO r FROM plein.request x WHERE x.id = the_request FOR UPDATE;
  me := CASE WHEN r.affiliation_id IN (SELECT plein.listed('affiliations')) THEN r.affiliation_id ELSE plein.as_administrator(r.organisation_id) END;
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF r.status <> 'asked' THEN PERFORM plein.refuse('PL409', 'request-decided'); END IF;
  UPDATE plein.request x SET status = 'withdrawn', decided_at = plein.moment() WHERE x.id = r.id;
  PERFORM plein.note(ARRAY[r.organisation_id], me, 'request.withdrawn', 'space', r.group_id, r.named);
END $$;

-- As whom a steward may bring back whom a steward ended: own people, and whom a steward of the own organisation ended; a steward of a co-owner
-- everybody. NULL: nobody here may, so that no participant undoes what another organisation decided about its own.
CREATE FUNCTION plein.may_bring_back(m plein.membership) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(plein.as_steward(m.space_id, ARRAY[m.organisation_id, m.ended_for]), plein.as_steward(m.space_id, plein.owners(m.group_id))) $$;

-- A steward lets the asker in as member or reader, or (no role) refuses with a word. Where only named people of that party are in by
-- now, its administrator confirms first: returns 'waiting', else 'admitted' or 'refused'. Whom an administrator ended she alone brings back.
CREATE FUNCTION plein.answer_request(the_group uuid, the_request uuid, the_role text, the_word text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); r plein.request; a plein.affiliation; m plein.membership; me uuid; title text; waits boolean;
BEGIN
  SELECT x.title INTO title FROM plein.space x JOIN plein.request y ON y.group_id = x.id WHERE y.id = the_request FOR SHARE OF x;
  SELECT * INTO r FROM plein.request x WHERE x.id = the_request FOR UPDATE;
  me := plein.as_steward(the_group);
  IF me IS NULL OR r.group_id IS DISTINCT FROM the_group THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF r.status <> 'asked' THEN PERFORM plein.refuse('PL409', 'request-decided'); END IF;
  IF coalesce(length(the_word) > 500, true) THEN PERFORM plein.refuse('PL422', 'word'); END IF;
  SELECT x.* INTO a FROM plein.affiliation x WHERE x.id = r.affiliation_id;
  IF the_role IS NULL THEN
    UPDATE plein.request x SET status = 'refused', answer = the_word, answered_by = me, decided_at = t WHERE x.id = r.id;
    PERFORM plein.note(ARRAY[a.organisation_id], me, 'request.refused', 'affiliation', a.id, a.shown, title);
    PERFORM plein.put('groups.answered', jsonb_build_object('request', r.id));
    RETURN 'refused';
  END IF;
  IF the_role NOT IN ('member', 'reader') THEN PERFORM plein.refuse('PL422', 'role'); END IF;
  IF plein.is_archived(r.group_id) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  SELECT p.reach = 'named' AND plein.as_administrator(a.organisation_id) IS NULL INTO waits FROM plein.party p JOIN plein.organisation o ON o.id = p.organisation_id
   WHERE p.group_id = r.group_id AND p.organisation_id = a.organisation_id AND p.since <= t AND p.until > t AND o.status = 'active'
     AND a.kind = 'staff' AND a.since <= t AND a.until > t;
  IF waits IS NULL THEN PERFORM plein.refuse('PL409', 'asker-gone'); END IF;
  SELECT * INTO m FROM plein.membership x WHERE x.space_id = r.group_id AND x.affiliation_id = a.id FOR UPDATE;
  IF m.until <= t AND m.ended_by = 'administrator' THEN PERFORM plein.refuse('PL403', 'ended-by-administrator'); END IF;
  IF m.until <= t AND m.ended_by = 'steward' AND plein.may_bring_back(m) IS NULL THEN PERFORM plein.refuse('PL403', 'ended-by-other-steward'); END IF;
  IF m.until > t THEN
    UPDATE plein.membership x SET confirmed = x.confirmed OR NOT waits, let_in_by = me WHERE x.id = m.id;
    waits := waits AND NOT m.confirmed;
  ELSE
    INSERT INTO plein.membership AS x (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
      VALUES (plein.new_id(), r.group_id, r.group_id, a.id, a.organisation_id, 'staff', the_role, 'added', NOT waits, me, t)
      ON CONFLICT (space_id, affiliation_id) DO UPDATE SET role = excluded.role, came = 'added', confirmed = excluded.confirmed, let_in_by = me,
        ended_by = '', ended_for = NULL, since = t, until = '9999-12-31Z';
  END IF;
  UPDATE plein.request x SET status = 'admitted', answered_by = me, decided_at = t WHERE x.id = r.id;
  PERFORM plein.note(ARRAY[a.organisation_id], me, 'request.admitted', 'affiliation', a.id, a.shown, title);
  IF waits THEN RETURN 'waiting'; END IF;
  PERFORM plein.put('groups.answered', jsonb_build_object('request', r.id));
  RETURN 'admitted';
END $$;

-- The requests that wait at a group (or the one), oldest first, for its stewards alone: who asks, through which organisation, and the word.
-- by_administrator: an administrator took this person out, so that she alone brings back.
CREATE FUNCTION plein.requests(the_group uuid, the_request uuid, after uuid, at_most integer) RETURNS TABLE (id uuid, shown text, function text, organisation text, word text,
    created_at timestamptz, by_administrator boolean, how_many bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH found AS MATERIALIZED (
    SELECT r.id, a.shown, a.title, o.name, r.word, r.created_at,
        EXISTS (SELECT FROM plein.membership m WHERE m.space_id = r.group_id AND m.affiliation_id = a.id AND m.until <= plein.moment()
                AND m.ended_by = 'administrator') AS by_administrator
      FROM plein.request r JOIN plein.affiliation a ON a.id = r.affiliation_id JOIN plein.organisation o ON o.id = r.organisation_id
     WHERE r.group_id = the_group AND (the_request IS NULL OR r.id = the_request) AND the_group IN (SELECT plein.listed('stewards')) AND r.status = 'asked'
       AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active'
       AND EXISTS (SELECT FROM plein.party p WHERE p.group_id = r.group_id AND p.organisation_id = r.organisation_id
                   AND p.since <= plein.moment() AND p.until > plein.moment()))
  SELECT f.id, f.shown, f.title, f.name, f.word, f.created_at, f.by_administrator, (SELECT count(*) FROM found) FROM found f
   WHERE after IS NULL OR f.id > after ORDER BY f.id LIMIT least(at_most, 100) $$;

-- One's own requests: those that wait, and what came of those of the last days. Named as the group was when one asked.
CREATE FUNCTION plein.own_requests(days integer) RETURNS TABLE (id uuid, group_id uuid, named text, organisation text, word text, status text, answer text,
    created_at timestamptz, decided_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.id, CASE WHEN r.group_id IN (SELECT plein.listed('sees')) THEN r.group_id END, r.named, o.name, r.word, r.status, r.answer, r.created_at, r.decided_at
    FROM plein.request r JOIN plein.organisation o ON o.id = r.organisation_id
   WHERE r.affiliation_id IN (SELECT plein.listed('affiliations')) AND r.status <> 'withdrawn'
     AND (r.status = 'asked' OR r.decided_at > plein.moment() - make_interval(days => days))
   ORDER BY r.status <> 'asked', r.id DESC LIMIT 50 $$;

-- The requests of an organisation's own people that wait, oldest first: an administrator may take them back. Not what they wrote with it.
CREATE FUNCTION plein.admin_requests(the_organisation uuid) RETURNS TABLE (id uuid, shown text, named text, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.id, a.shown, r.named, r.created_at FROM plein.request r JOIN plein.affiliation a ON a.id = r.affiliation_id
   WHERE r.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND r.status = 'asked'
     AND a.since <= plein.moment() AND a.until > plein.moment() AND EXISTS (SELECT FROM plein.party p WHERE p.group_id = r.group_id
       AND p.organisation_id = r.organisation_id AND p.since <= plein.moment() AND p.until > plein.moment())
   ORDER BY r.id LIMIT 200 $$;

-- ---------------------------------------------------------------- with no person behind it
-- What the mail to one steward needs, while the request waits and she is a live steward: who asks.
CREATE FUNCTION plein.work_request(the_request uuid, the_affiliation uuid) RETURNS TABLE (group_id uuid, shown text, organisation text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.group_id, a.shown, o.name FROM plein.request r JOIN plein.affiliation a ON a.id = r.affiliation_id JOIN plein.organisation o ON o.id = r.organisation_id
    JOIN plein.membership m ON m.space_id = r.group_id AND m.affiliation_id = the_affiliation AND m.role = 'steward'
   WHERE r.id = the_request AND r.status = 'asked' AND m.since <= plein.moment() AND m.until > plein.moment()
     AND a.since <= plein.moment() AND a.until > plein.moment() $$;

-- What the mail to the asker needs: the answer, and the group by the name that she asked by.
CREATE FUNCTION plein.work_answer(the_request uuid) RETURNS TABLE (affiliation_id uuid, group_id uuid, named text, status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.affiliation_id, r.group_id, r.named, r.status FROM plein.request r WHERE r.id = the_request AND r.status IN ('admitted', 'refused') $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
