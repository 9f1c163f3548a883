-- One act on many rows at once: chosen by an administrator, done by the worker in her name through the same doors, each row once.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
CREATE TABLE plein.bulk (
  id uuid PRIMARY KEY,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  affiliation_id uuid NOT NULL,                   -- the administrator in whose name it is done
  kind text NOT NULL CHECK (kind ~ '^[a-z-]{1,40}$'),
  detail jsonb NOT NULL DEFAULT '{}',             -- what was filled in, such as a day; no texts of people
  status text NOT NULL DEFAULT 'going' CHECK (status IN ('going', 'done', 'stopped')),
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  FOREIGN KEY (affiliation_id, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX bulk_organisation ON plein.bulk (organisation_id, id);
CREATE INDEX bulk_affiliation ON plein.bulk (affiliation_id, organisation_id);
CREATE TABLE plein.bulk_row (
  bulk_id uuid NOT NULL REFERENCES plein.bulk,
  position integer NOT NULL,
  thing_id uuid NOT NULL,
  shown text NOT NULL CHECK (length(shown) <= 200),
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'failed')),
  reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
  ended_at timestamptz,
  PRIMARY KEY (bulk_id, position), UNIQUE (bulk_id, thing_id));
RESET ROLE;
GRANT SELECT, INSERT ON plein.bulk, plein.bulk_row TO plein_door;
GRANT UPDATE (status, ended_at) ON plein.bulk TO plein_door;
GRANT UPDATE (status, reason, ended_at) ON plein.bulk_row TO plein_door;
CREATE POLICY door ON plein.bulk TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.bulk_row TO plein_door USING (true) WITH CHECK (true);
SET ROLE plein_door;

-- An administrator begins one. Whether each row may be done is asked again when its turn comes.
CREATE FUNCTION plein.start_bulk(the_id uuid, the_organisation uuid, the_kind text, the_detail jsonb, things uuid[], names text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid := plein.as_administrator(the_organisation); n integer := coalesce(cardinality(things), 0);
BEGIN
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF n = 0 OR n <> coalesce(cardinality(names), 0) THEN PERFORM plein.refuse('PL422', 'nobody-chosen'); END IF;
  IF n > 500 THEN PERFORM plein.refuse('PL422', 'too-many-chosen'); END IF;
  INSERT INTO plein.bulk (id, organisation_id, affiliation_id, kind, detail, created_at) VALUES (the_id, the_organisation, me, the_kind, the_detail, plein.moment());
  INSERT INTO plein.bulk_row (bulk_id, position, thing_id, shown)
    SELECT the_id, row_number() OVER (ORDER BY x.place), x.thing, left(x.name, 200)
      FROM (SELECT DISTINCT ON (y.thing) y.thing, y.name, y.place FROM unnest(things, names) WITH ORDINALITY y (thing, name, place) ORDER BY y.thing, y.place) x;
  PERFORM plein.note('{}', me, 'bulk.begun', 'bulk', the_id, the_kind, n::text);
  PERFORM plein.put('desk.bulk', jsonb_build_object('bulk', the_id), format('desk.bulk %s 0', the_id));
END $$;

-- How it stands, for the administrators of the organisation.
CREATE FUNCTION plein.admin_bulk(the_organisation uuid, the_bulk uuid) RETURNS TABLE (id uuid, kind text, detail jsonb, status text, by_shown text, created_at timestamptz,
    ended_at timestamptz, total integer, done integer, failed integer) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT b.id, b.kind, b.detail, b.status, a.shown, b.created_at, b.ended_at, r.total, r.done, r.failed
    FROM plein.bulk b JOIN plein.affiliation a ON a.id = b.affiliation_id
    CROSS JOIN LATERAL (SELECT count(*)::int AS total, (count(*) FILTER (WHERE x.status = 'done'))::int AS done, (count(*) FILTER (WHERE x.status = 'failed'))::int AS failed
      FROM plein.bulk_row x WHERE x.bulk_id = b.id) r
   WHERE b.id = the_bulk AND b.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) $$;
CREATE FUNCTION plein.admin_bulk_rows(the_organisation uuid, the_bulk uuid) RETURNS TABLE ("position" integer, shown text, status text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.position, r.shown, r.status, r.reason FROM plein.bulk b JOIN plein.bulk_row r ON r.bulk_id = b.id
   WHERE b.id = the_bulk AND b.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) ORDER BY r.position $$;

-- For the worker: one that goes on (locked, so that two workers never do it at once), and its next rows.
CREATE FUNCTION plein.work_bulk(the_bulk uuid) RETURNS TABLE (affiliation_id uuid, organisation_id uuid, kind text, detail jsonb)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT b.affiliation_id, b.organisation_id, b.kind, b.detail FROM plein.bulk b WHERE b.id = the_bulk AND b.status = 'going' FOR UPDATE $$;
CREATE FUNCTION plein.work_bulk_rows(the_bulk uuid, at_most integer) RETURNS TABLE ("position" integer, thing_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.position, r.thing_id FROM plein.bulk_row r WHERE r.bulk_id = the_bulk AND r.status = 'waiting' ORDER BY r.position LIMIT at_most $$;
CREATE FUNCTION plein.work_bulk_row(the_bulk uuid, the_position integer, the_reason text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE plein.bulk_row r SET status = CASE the_reason WHEN '' THEN 'done' ELSE 'failed' END, reason = left(the_reason, 500), ended_at = plein.moment()
   WHERE r.bulk_id = the_bulk AND r.position = the_position AND r.status = 'waiting' $$;
-- On to the next rows in a job of their own, or the end.
CREATE FUNCTION plein.work_bulk_on(the_bulk uuid, is_stopped boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE next_row integer;
BEGIN
  SELECT min(r.position) INTO next_row FROM plein.bulk_row r WHERE r.bulk_id = the_bulk AND r.status = 'waiting';
  IF is_stopped OR next_row IS NULL THEN
    UPDATE plein.bulk b SET status = CASE WHEN is_stopped THEN 'stopped' ELSE 'done' END, ended_at = plein.moment() WHERE b.id = the_bulk;
  ELSE PERFORM plein.put('desk.bulk', jsonb_build_object('bulk', the_bulk), format('desk.bulk %s %s', the_bulk, next_row)); END IF;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
