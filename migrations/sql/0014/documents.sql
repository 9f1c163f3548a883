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
CREATE INDEX folder_parent ON plein.folder (space_id, parent_id, item_id);

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
-- A folder lies in no folder of its own, and not too deep.
CREATE FUNCTION plein.no_circle() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE up uuid := new.parent_id; depth integer := 1;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('folders ' || new.space_id, 0));
  WHILE up IS NOT NULL LOOP
    IF up = new.item_id THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'a folder in itself', CONSTRAINT = 'folder_no_circle'; END IF;
    depth := depth + 1;
    IF depth > 20 THEN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'folders too deep', CONSTRAINT = 'folder_depth'; END IF;
    SELECT f.parent_id INTO up FROM plein.folder f WHERE f.item_id = up;
  END LOOP;
  RETURN new;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER heads_version AFTER INSERT ON plein.document_version FOR EACH ROW EXECUTE FUNCTION plein.heads_version();
CREATE TRIGGER heads_document AFTER UPDATE OF name, folder_id ON plein.document FOR EACH ROW EXECUTE FUNCTION plein.heads_document();
CREATE TRIGGER no_circle BEFORE INSERT OR UPDATE OF parent_id ON plein.folder FOR EACH ROW EXECUTE FUNCTION plein.no_circle();
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
