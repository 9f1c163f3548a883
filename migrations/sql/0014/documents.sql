-- Documents, whole: folders, and for each document where its newest version stands, so that a folder of 100,000 is read a page at a time.
SET ROLE plein_schema;
ALTER TABLE plein.item DROP CONSTRAINT item_kind_check, DROP CONSTRAINT item_check,
  ADD CONSTRAINT item_kind_check CHECK (kind IN ('post', 'question', 'document', 'folder', 'answer', 'comment')),
  ADD CONSTRAINT item_check CHECK ((parent_id IS NULL) = (kind IN ('post', 'question', 'document', 'folder')));
-- Folders are items, and stand in no timeline.
DROP INDEX plein.item_timeline;
CREATE INDEX item_timeline ON plein.item (space_id, id DESC) WHERE parent_id IS NULL AND deleted_at IS NULL AND kind <> 'folder';

CREATE TABLE plein.folder (
  item_id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  author_id uuid NOT NULL,
  parent_id uuid,                                 -- the folder that it lies in
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  UNIQUE (space_id, item_id),
  FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id) ON UPDATE CASCADE,
  FOREIGN KEY (space_id, parent_id) REFERENCES plein.folder (space_id, item_id),
  CHECK (parent_id <> item_id));
CREATE INDEX folder_item ON plein.folder (space_id, item_id, author_id);
CREATE INDEX folder_parent ON plein.folder (space_id, parent_id, lower(name), item_id);

ALTER TABLE plein.document ADD COLUMN folder_id uuid,
  ADD CONSTRAINT document_folder FOREIGN KEY (space_id, folder_id) REFERENCES plein.folder (space_id, item_id);
CREATE INDEX document_folder ON plein.document (space_id, folder_id);

ALTER TABLE plein.document_version ADD CONSTRAINT document_version_here UNIQUE (space_id, id);
CREATE TABLE plein.document_head (                -- of each document: where it lies, under which name, and its newest version
  document_id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  folder_id uuid,
  sort_name text NOT NULL,
  version_id uuid NOT NULL,
  number integer NOT NULL,
  size bigint NOT NULL,
  FOREIGN KEY (space_id, document_id) REFERENCES plein.document (space_id, item_id) ON UPDATE CASCADE,
  FOREIGN KEY (space_id, version_id) REFERENCES plein.document_version (space_id, id) DEFERRABLE);
CREATE INDEX document_head_document ON plein.document_head (space_id, document_id);
CREATE INDEX document_head_name ON plein.document_head (space_id, folder_id, sort_name, document_id);
CREATE INDEX document_head_changed ON plein.document_head (space_id, folder_id, version_id DESC);
CREATE INDEX document_head_size ON plein.document_head (space_id, folder_id, size DESC, document_id DESC);
CREATE INDEX document_head_newest ON plein.document_head (space_id, version_id DESC);
RESET ROLE;

GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
-- The head follows the versions and the document, as whoever changes those.
CREATE FUNCTION plein.heads_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO plein.document_head AS h (document_id, space_id, folder_id, sort_name, version_id, number, size)
    SELECT d.item_id, d.space_id, d.folder_id, lower(d.name), new.id, new.number, new.size FROM plein.document d WHERE d.item_id = new.document_id
    ON CONFLICT (document_id) DO UPDATE SET version_id = excluded.version_id, number = excluded.number, size = excluded.size
      WHERE h.number < excluded.number;
  RETURN NULL;
END $$;
CREATE FUNCTION plein.heads_document() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  UPDATE plein.document_head h SET sort_name = lower(new.name), folder_id = new.folder_id WHERE h.document_id = new.item_id;
  RETURN NULL;
END $$;
-- A folder lies in no folder of its own, in one that is there, and not too deep: what lies in it goes along.
CREATE FUNCTION plein.no_circle() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE up uuid := new.parent_id; depth integer := 1;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('folders ' || new.space_id, 0));
  IF up IS NOT NULL AND NOT EXISTS (SELECT FROM plein.item i WHERE i.id = up AND i.deleted_at IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'folder-gone';
  END IF;
  IF tg_op = 'UPDATE' THEN
    WITH RECURSIVE below (id, level) AS (SELECT new.item_id, 1 UNION ALL
        SELECT f.item_id, b.level + 1 FROM plein.folder f JOIN below b ON f.space_id = new.space_id AND f.parent_id = b.id WHERE b.level <= 20)
      SELECT max(level) INTO depth FROM below;
  END IF;
  WHILE up IS NOT NULL LOOP
    IF up = new.item_id THEN RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'folder-circle'; END IF;
    depth := depth + 1;
    IF depth > 20 THEN RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'folder-depth'; END IF;
    SELECT f.parent_id INTO up FROM plein.folder f WHERE f.item_id = up;
  END LOOP;
  RETURN new;
END $$;
-- A document lies in a folder that is there; what moves to another space leaves its folder.
CREATE FUNCTION plein.lies_in() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF tg_op = 'UPDATE' AND new.space_id <> old.space_id THEN
    new.folder_id := NULL;
    RETURN new;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('folders ' || new.space_id, 0));
  IF NOT EXISTS (SELECT FROM plein.item i WHERE i.id = new.folder_id AND i.deleted_at IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'folder-gone';
  END IF;
  RETURN new;
END $$;
CREATE FUNCTION plein.heads_space() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  new.folder_id := NULL;
  RETURN new;
END $$;
-- A folder goes into the bin, and comes back, with all that lies in it, as whoever does it: what is another's only a steward takes along,
-- who says why (plein.why). What lies in a folder that is in the bin stays there.
CREATE FUNCTION plein.bins_folder() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE things uuid[]; others integer; why text := coalesce(current_setting('plein.why', true), '');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('folders ' || new.space_id, 0));
  IF new.deleted_at IS NULL AND EXISTS (SELECT FROM plein.item i WHERE i.deleted_at IS NOT NULL AND i.id IN (
      SELECT f.parent_id FROM plein.folder f WHERE f.item_id = new.id UNION ALL SELECT d.folder_id FROM plein.document d WHERE d.item_id = new.id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'folder-in-bin';
  END IF;
  IF new.kind <> 'folder' THEN RETURN NULL; END IF;
  IF new.deleted_at IS NULL AND EXISTS (SELECT FROM plein.folder f JOIN plein.folder g ON g.space_id = f.space_id
        AND g.parent_id IS NOT DISTINCT FROM f.parent_id AND lower(g.name) = lower(f.name) AND g.item_id <> f.item_id
      JOIN plein.item i ON i.id = g.item_id AND i.deleted_at IS NULL WHERE f.item_id = new.id) THEN
    RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'folder-name-taken';
  END IF;
  WITH RECURSIVE tree (id) AS (SELECT new.id UNION
      SELECT f.item_id FROM plein.folder f JOIN tree t ON f.space_id = new.space_id AND f.parent_id = t.id),
    inside (id) AS (SELECT t.id FROM tree t WHERE t.id <> new.id UNION ALL
      SELECT d.item_id FROM plein.document d JOIN tree t ON d.space_id = new.space_id AND d.folder_id = t.id)
    SELECT array_agg(i.id), count(*) FILTER (WHERE i.author_id NOT IN (SELECT plein.listed('mine'))) INTO things, others
      FROM inside JOIN plein.item i ON i.id = inside.id
     WHERE (i.deleted_at, i.deleted_by) IS NOT DISTINCT FROM (old.deleted_at, old.deleted_by);
  IF things IS NULL THEN RETURN NULL; END IF;
  IF cardinality(things) > 500 THEN RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'folder-too-full'; END IF;
  IF new.deleted_at IS NOT NULL AND others > 0 AND plein.me() IS NOT NULL THEN
    IF new.space_id NOT IN (SELECT plein.listed('stewards')) THEN RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'folder-others'; END IF;
    IF why = '' THEN RAISE EXCEPTION USING ERRCODE = 'PL422', MESSAGE = 'folder-why'; END IF;
  END IF;
  UPDATE plein.item i SET deleted_at = new.deleted_at, deleted_by = new.deleted_by WHERE i.id = ANY (things);
  IF plein.me() IS NOT NULL AND coalesce(new.deleted_by, old.deleted_by) IN (SELECT plein.listed('affiliations')) THEN
    PERFORM plein.audit(coalesce(new.deleted_by, old.deleted_by), i.kind || CASE WHEN new.deleted_at IS NULL THEN '.restored' ELSE '.deleted' END,
      i.kind, i.id, '', why, i.author_id) FROM plein.item i WHERE i.id = ANY (things);
  END IF;
  RETURN NULL;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER heads_version AFTER INSERT ON plein.document_version FOR EACH ROW EXECUTE FUNCTION plein.heads_version();
CREATE TRIGGER heads_document AFTER UPDATE OF name, folder_id ON plein.document FOR EACH ROW EXECUTE FUNCTION plein.heads_document();
CREATE TRIGGER no_circle BEFORE INSERT OR UPDATE OF parent_id ON plein.folder FOR EACH ROW EXECUTE FUNCTION plein.no_circle();
CREATE TRIGGER lies_in BEFORE INSERT OR UPDATE OF folder_id, space_id ON plein.document FOR EACH ROW WHEN (new.folder_id IS NOT NULL)
  EXECUTE FUNCTION plein.lies_in();
CREATE TRIGGER heads_space BEFORE UPDATE OF space_id ON plein.document_head FOR EACH ROW WHEN (old.space_id <> new.space_id)
  EXECUTE FUNCTION plein.heads_space();
CREATE TRIGGER bins_folder AFTER UPDATE OF deleted_at ON plein.item FOR EACH ROW
  WHEN (new.kind = 'folder' AND (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)
    OR new.kind = 'document' AND old.deleted_at IS NOT NULL AND new.deleted_at IS NULL) EXECUTE FUNCTION plein.bins_folder();
RESET ROLE;
DROP TRIGGER moved ON plein.item;
CREATE TRIGGER moved AFTER INSERT ON plein.item FOR EACH ROW WHEN (new.parent_id IS NULL AND new.kind <> 'folder') EXECUTE FUNCTION plein.moved();
DROP TRIGGER counted ON plein.item;
CREATE TRIGGER counted AFTER UPDATE OF deleted_at ON plein.item FOR EACH ROW
  WHEN (new.parent_id IS NULL AND new.kind <> 'folder' AND (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION plein.counted();
INSERT INTO plein.document_head (document_id, space_id, folder_id, sort_name, version_id, number, size)
  SELECT DISTINCT ON (v.document_id) d.item_id, d.space_id, NULL::uuid, lower(d.name), v.id, v.number, v.size
    FROM plein.document_version v JOIN plein.document d ON d.item_id = v.document_id ORDER BY v.document_id, v.number DESC;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['folder', 'document_head'] LOOP
    EXECUTE format('GRANT SELECT, INSERT ON plein.%I TO plein_app', t);
    EXECUTE format('CREATE POLICY see ON plein.%I FOR SELECT TO plein_app USING (space_id IN (SELECT plein.listed(''sees'')))', t);
    EXECUTE format('CREATE POLICY add ON plein.%I FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed(''writes'')))', t);
    EXECUTE format('CREATE POLICY change ON plein.%I FOR UPDATE TO plein_app USING (space_id IN (SELECT plein.listed(''writes'')))', t);
  END LOOP;
END $$;
CREATE POLICY as_me ON plein.folder AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (author_id IN (SELECT plein.listed('affiliations')));
CREATE POLICY author_or_steward ON plein.folder AS RESTRICTIVE FOR UPDATE TO plein_app
  USING (author_id IN (SELECT plein.listed('mine')) OR space_id IN (SELECT plein.listed('stewards')));
GRANT UPDATE (name, parent_id) ON plein.folder TO plein_app;
GRANT UPDATE (folder_id, sort_name, version_id, number, size) ON plein.document_head TO plein_app;
GRANT UPDATE (folder_id) ON plein.document TO plein_app;
