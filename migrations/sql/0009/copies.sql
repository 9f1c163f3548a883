-- A copy of a party's own items: asked by one of its members, made by a job as that affiliation, kept for a while. A copy is the
-- asker's alone, and opens only while that affiliation still sees every space that is in it.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
CREATE TABLE plein.copy (
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL,
  space_id uuid NOT NULL,                         -- a group stands for its rooms too, as far as the asker sees them
  organisation_id uuid NOT NULL,
  affiliation_id uuid NOT NULL,
  kind text NOT NULL GENERATED ALWAYS AS ('staff') STORED,
  spaces uuid[] NOT NULL DEFAULT '{}',            -- what is in it
  status text NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'ready', 'too-large', 'removed')),
  done integer NOT NULL DEFAULT 0,
  total integer NOT NULL DEFAULT 0,
  sha256 text NOT NULL DEFAULT '' CHECK (sha256 ~ '^([0-9a-f]{64})?$'),
  size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  created_at timestamptz NOT NULL,
  ready_at timestamptz,
  until timestamptz NOT NULL,
  CHECK ((status = 'ready') <= (sha256 <> '' AND ready_at IS NOT NULL)),
  FOREIGN KEY (group_id, space_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (group_id, organisation_id) REFERENCES plein.party (group_id, organisation_id),
  FOREIGN KEY (affiliation_id, organisation_id, kind) REFERENCES plein.affiliation (id, organisation_id, kind));
CREATE INDEX copy_space ON plein.copy (group_id, space_id);
CREATE INDEX copy_party ON plein.copy (group_id, organisation_id);
CREATE INDEX copy_affiliation ON plein.copy (affiliation_id, organisation_id, kind);
CREATE UNIQUE INDEX copy_one_asked ON plein.copy (space_id, affiliation_id) WHERE status = 'asked';
RESET ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON plein.copy TO plein_door;
CREATE POLICY door ON plein.copy TO plein_door USING (true) WITH CHECK (true);
GRANT SELECT (id, space_id, organisation_id, affiliation_id, spaces, status, done, total, size, created_at, ready_at, until) ON plein.copy TO plein_app;
CREATE POLICY own ON plein.copy FOR SELECT TO plein_app USING (affiliation_id IN (SELECT plein.listed('affiliations')));

SET ROLE plein_door;
-- Asks for a copy of what the own organisation has in a space (of a group: in its rooms too). A member there, who is its staff, while it
-- is a party. Asking twice is asking once.
CREATE FUNCTION plein.ask_copy(the_space uuid, as_affiliation uuid, days integer) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); s plein.space; o uuid; c uuid;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees'));
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  SELECT a.organisation_id INTO o FROM plein.affiliation a WHERE a.id = as_affiliation AND a.id IN (SELECT plein.listed('staff_affiliations'))
    AND plein.has_place(the_space, a.id, false);
  IF o IS NULL THEN PERFORM plein.refuse('PL403', 'copy-member'); END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('copy ' || the_space || ' ' || as_affiliation, 0));
  SELECT x.id INTO c FROM plein.copy x WHERE x.space_id = the_space AND x.affiliation_id = as_affiliation AND x.status = 'asked';
  IF c IS NOT NULL THEN RETURN c; END IF;
  c := plein.new_id();
  INSERT INTO plein.copy (id, group_id, space_id, organisation_id, affiliation_id, created_at, until)
    VALUES (c, s.group_id, the_space, o, as_affiliation, t, t + make_interval(days => days));
  PERFORM plein.note(ARRAY[o], as_affiliation, 'copy.asked', 'space', the_space, s.title);
  PERFORM plein.put('copies.make', jsonb_build_object('copy', c));
  RETURN c;
END $$;

-- Is a copy the person's own, ready, and of nothing that this affiliation has lost sight of: then where its file is.
CREATE FUNCTION plein.open_copy(the_copy uuid) RETURNS TABLE (sha256 text, size bigint, ready_at timestamptz, title text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.sha256, c.size, c.ready_at, s.title FROM plein.copy c JOIN plein.space s ON s.id = c.space_id
   WHERE c.id = the_copy AND c.affiliation_id IN (SELECT plein.listed('staff_affiliations')) AND c.status = 'ready' AND c.until > plein.moment()
     AND c.space_id IN (SELECT plein.listed('sees')) AND plein.has_place(c.space_id, c.affiliation_id, false)
     AND NOT EXISTS (SELECT FROM unnest(c.spaces) x WHERE x NOT IN (SELECT plein.listed('sees'))) $$;
CREATE FUNCTION plein.note_copy(the_copy uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT plein.note(ARRAY[c.organisation_id], c.affiliation_id, 'copy.downloaded', 'space', c.space_id, o.title)
    FROM plein.copy c CROSS JOIN LATERAL plein.open_copy(c.id) o WHERE c.id = the_copy $$;

-- Gives an own copy up; the worker removes the file.
CREATE FUNCTION plein.remove_copy(the_copy uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE plein.copy c SET status = 'removed', until = least(c.until, plein.moment())
   WHERE c.id = the_copy AND c.affiliation_id IN (SELECT plein.listed('affiliations')) AND c.status <> 'removed';
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
END $$;

-- The worker: as whom a copy is made, and of what; nothing when it is made or was given up.
CREATE FUNCTION plein.work_copy(the_copy uuid) RETURNS TABLE (affiliation_id uuid, organisation_id uuid, organisation text, space_id uuid, group_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.affiliation_id, c.organisation_id, o.name, c.space_id, c.group_id FROM plein.copy c JOIN plein.organisation o ON o.id = c.organisation_id
   WHERE c.id = the_copy AND c.status = 'asked' $$;
CREATE FUNCTION plein.work_copy_progress(the_copy uuid, so_far integer, of_all integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE plein.copy c SET done = so_far, total = of_all WHERE c.id = the_copy AND c.status = 'asked' $$;
CREATE FUNCTION plein.work_copy_end(the_copy uuid, the_status text, the_spaces uuid[], the_sha256 text, the_size bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE plein.copy c SET status = the_status, spaces = the_spaces, sha256 = the_sha256, size = the_size, done = c.total,
    ready_at = CASE WHEN the_status = 'ready' THEN plein.moment() END WHERE c.id = the_copy AND c.status = 'asked' $$;
-- Copies whose time is over, with their file, and whether another copy is the very same one. The caller removes the file first.
CREATE FUNCTION plein.work_copies_over(at_most integer) RETURNS TABLE (id uuid, sha256 text, elsewhere boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.id, c.sha256, EXISTS (SELECT FROM plein.copy x WHERE x.sha256 = c.sha256 AND x.id <> c.id)
    FROM plein.copy c WHERE c.until <= plein.moment() ORDER BY c.until, c.id LIMIT at_most $$;
CREATE FUNCTION plein.work_copy_gone(the_copy uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM plein.copy c WHERE c.id = the_copy AND c.until <= plein.moment() $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
