-- The life of a group: what a steward changes about it, its end date, archiving and waking, and telling everybody.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- A space that the person stewards and that is in use, locked; who sees it and may not gets 403, everybody else 404.
CREATE FUNCTION plein.steered(the_space uuid) RETURNS plein.space LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s plein.space;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF plein.as_steward(the_space) IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  RETURN s;
END $$;

-- Whose audit a change of a space is in besides the actor's: the co-owners' of a group. Of a room nobody else's.
CREATE FUNCTION plein.audience_of(s plein.space) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN (s).kind = 'group' THEN plein.owners((s).id) ELSE '{}'::uuid[] END $$;

-- Promises a mail to everybody in a space, and of a group in its rooms too: each once, about the group where they are in it.
CREATE FUNCTION plein.tell_members(the_space uuid, the_kind text, besides uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment();
BEGIN
  INSERT INTO plein.outbox (id, kind, payload, created_at, due_at)
    SELECT plein.new_id(), the_kind, jsonb_build_object('space', x.space_id, 'affiliation', x.affiliation_id), t, t FROM (
      SELECT DISTINCT ON (m.affiliation_id) m.affiliation_id, m.space_id FROM plein.membership m JOIN plein.space s ON s.id = m.space_id
       WHERE (m.space_id = the_space OR m.group_id = the_space AND NOT s.archived) AND m.since <= t AND m.until > t
         AND m.affiliation_id IS DISTINCT FROM besides
       ORDER BY m.affiliation_id, (m.space_id = the_space) DESC, m.space_id) x;
END $$;

CREATE OR REPLACE FUNCTION plein.create_room(the_group uuid, the_title text, the_purpose text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); r uuid := plein.new_id(); me uuid := plein.as_steward(the_group); g plein.space;
BEGIN
  SELECT * INTO g FROM plein.space s WHERE s.id = the_group AND s.kind = 'group' AND s.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF plein.is_archived(the_group) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF g.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  INSERT INTO plein.space (id, group_id, kind, form, title, purpose, founder_id, created_at)
    VALUES (r, the_group, 'room', 'closed', the_title, the_purpose, me, t);
  INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
    SELECT plein.new_id(), r, the_group, a.id, a.organisation_id, 'staff', 'steward', 'founded', true, me, t FROM plein.affiliation a WHERE a.id = me;
  INSERT INTO plein.space_activity (space_id) VALUES (r);
  PERFORM plein.note('{}', me, 'room.created', 'space', r, the_title);
  RETURN r;
END $$;

-- Archives a space or wakes it up, and tells everybody in it. A group takes its rooms along, and gives them back as they were. Waking drops
-- an end date that has passed, and tells the administrators of every party too.
CREATE OR REPLACE FUNCTION plein.archive_space(the_space uuid, is_archived boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); s plein.space := plein.steered(the_space); me uuid := plein.as_steward(the_space);
BEGIN
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF is_archived THEN
    IF s.archived THEN RETURN; END IF;
    IF NOT plein.is_archived(the_space) THEN PERFORM plein.tell_members(the_space, 'groups.archived', me); END IF;
    UPDATE plein.space SET archived = true WHERE id = the_space;
    PERFORM plein.note(plein.audience_of(s), me, 'space.archived', 'space', the_space, s.title);
    RETURN;
  END IF;
  IF s.kind = 'room' AND plein.is_archived(s.group_id) THEN PERFORM plein.refuse('PL409', 'group-archived'); END IF;
  IF NOT s.archived AND s.ends_at > t THEN RETURN; END IF;
  IF cardinality(plein.owners(s.group_id)) = 0 THEN PERFORM plein.refuse('PL409', 'no-owner'); END IF;
  UPDATE plein.space SET archived = false, ends_at = CASE WHEN ends_at <= t THEN '9999-12-31Z' ELSE ends_at END WHERE id = the_space;
  PERFORM plein.note(CASE s.kind WHEN 'group' THEN ARRAY(SELECT p.organisation_id FROM plein.party p
      WHERE p.group_id = the_space AND p.since <= t AND p.until > t) ELSE '{}'::uuid[] END, me, 'space.woken', 'space', the_space, s.title);
  PERFORM plein.tell_members(the_space, 'groups.woken', me);
  IF s.kind = 'group' THEN
    INSERT INTO plein.outbox (id, kind, payload, created_at, due_at)
      SELECT plein.new_id(), 'groups.woken-admin', jsonb_build_object('group', the_space, 'affiliation', a.id), t, t
        FROM plein.party p JOIN plein.affiliation a ON a.organisation_id = p.organisation_id
       WHERE p.group_id = the_space AND p.since <= t AND p.until > t AND a.role = 'administrator' AND a.since <= t AND a.until > t
         AND a.id <> me AND NOT EXISTS (SELECT FROM plein.membership m WHERE m.group_id = the_space AND m.affiliation_id = a.id AND m.since <= t AND m.until > t);
  END IF;
END $$;

-- The end date of a space: set, moved or (9999-12-31) taken away, by a steward.
CREATE FUNCTION plein.set_end(the_space uuid, the_end timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s plein.space := plein.steered(the_space); me uuid := plein.as_steward(the_space);
BEGIN
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF plein.is_archived(the_space) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF coalesce(the_end <= plein.moment(), true) THEN PERFORM plein.refuse('PL422', 'end-passed'); END IF;
  IF s.ends_at = the_end THEN RETURN; END IF;
  UPDATE plein.space SET ends_at = the_end WHERE id = the_space;
  PERFORM plein.note(plein.audience_of(s), me, CASE WHEN the_end >= '9999-01-01Z' THEN 'space.end-removed' ELSE 'space.end-set' END, 'space', the_space,
    s.title, to_char((the_end - interval '1 second') AT TIME ZONE 'Europe/Amsterdam', 'DD-MM-YYYY'));
END $$;

-- The tags of a space, as they are from now on: at most eight.
CREATE FUNCTION plein.set_tags(the_space uuid, the_tags text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s plein.space := plein.steered(the_space); me uuid := plein.as_steward(the_space); wanted text[];
BEGIN
  wanted := ARRAY(SELECT DISTINCT lower(x) FROM unnest(the_tags) x ORDER BY 1);
  IF plein.is_archived(the_space) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF cardinality(wanted) > 8 OR EXISTS (SELECT FROM unnest(wanted) x WHERE length(x) NOT BETWEEN 2 AND 40 OR x <> btrim(x) OR x IS NULL)
    THEN PERFORM plein.refuse('PL422', 'tags'); END IF;
  IF wanted = ARRAY(SELECT x.name FROM plein.space_tag x WHERE x.space_id = the_space ORDER BY 1) THEN RETURN; END IF;
  DELETE FROM plein.space_tag x WHERE x.space_id = the_space AND x.name <> ALL (wanted);
  INSERT INTO plein.space_tag SELECT the_space, x FROM unnest(wanted) x ON CONFLICT DO NOTHING;
  PERFORM plein.note(plein.audience_of(s), me, 'space.tagged', 'space', the_space, s.title, array_to_string(wanted, ', '));
END $$;

-- The picture of a space: a drawing of the set ('' for the letters of its title) and a tint (-1: by its title).
CREATE FUNCTION plein.set_picture(the_space uuid, the_icon text, the_tint integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s plein.space := plein.steered(the_space); me uuid := plein.as_steward(the_space);
BEGIN
  IF plein.is_archived(the_space) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF coalesce(the_icon !~ '^[a-z0-9-]{0,40}$' OR the_tint NOT BETWEEN -1 AND 7, true) THEN PERFORM plein.refuse('PL422', 'picture'); END IF;
  IF (s.icon, s.tint) = (the_icon, the_tint) THEN RETURN; END IF;
  UPDATE plein.space SET icon = the_icon, tint = the_tint WHERE id = the_space;
  PERFORM plein.note(plein.audience_of(s), me, 'space.pictured', 'space', the_space, s.title);
END $$;

-- ---------------------------------------------------------------- with no person behind it
-- Makes permanent what the end date did already at the click, and tells everybody once. The title of a room is nobody's to read in a log.
CREATE OR REPLACE FUNCTION plein.work_archive() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); n integer := 0; s plein.space;
BEGIN
  FOR s IN SELECT * FROM plein.space x WHERE NOT x.archived AND x.ends_at < '9999-12-31Z' AND x.ends_at <= t ORDER BY x.id FOR UPDATE SKIP LOCKED LOOP
    UPDATE plein.space x SET archived = true WHERE x.id = s.id;
    PERFORM plein.note(plein.audience_of(s), NULL, 'space.ended', 'space', s.id, s.title);
    PERFORM plein.tell_members(s.id, 'groups.ended', NULL);
    n := n + 1;
  END LOOP;
  RETURN n;
END $$;

-- Puts the warnings for stewards of what ends within so many days: once for each steward, end date and number of days.
CREATE FUNCTION plein.work_warn_ends(the_days integer[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); n integer;
BEGIN
  INSERT INTO plein.outbox (id, kind, payload, key, created_at, due_at)
    SELECT plein.new_id(), 'groups.ends', jsonb_build_object('space', s.id, 'affiliation', m.affiliation_id),
      format('groups.ends %s %s %s %s', s.id, m.affiliation_id, extract(epoch FROM s.ends_at)::bigint, d.days), t, t
      FROM plein.space s
      CROSS JOIN LATERAL (SELECT min(x) AS days FROM unnest(the_days) x WHERE s.ends_at <= t + make_interval(days => x)) d
      JOIN plein.membership m ON m.space_id = s.id AND m.role = 'steward' AND m.since <= t AND m.until > t
     WHERE NOT s.archived AND s.ends_at > t AND s.ends_at < '9999-12-31Z' AND d.days IS NOT NULL
    ON CONFLICT (key) DO NOTHING;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;

-- The title of a group for one administrator of a party, NULL for everybody else: administrators know the titles of their groups.
CREATE FUNCTION plein.work_title(the_group uuid, the_affiliation uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.title FROM plein.space s JOIN plein.party p ON p.group_id = s.id JOIN plein.affiliation a ON a.organisation_id = p.organisation_id
   WHERE s.id = the_group AND a.id = the_affiliation AND a.role = 'administrator' AND a.since <= plein.moment() AND a.until > plein.moment()
     AND p.since <= plein.moment() AND p.until > plein.moment() $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
