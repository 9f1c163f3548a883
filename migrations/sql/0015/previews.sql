-- What jobs make of files: pictures of their pages and their text. A preview belongs to a content of an organisation, is made once, and is
-- seen by whoever sees a version or an attachment with that content.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
CREATE TABLE plein.preview (
  owner_id uuid NOT NULL REFERENCES plein.organisation,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  status text NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'ready', 'none', 'failed')),   -- none: of this kind we make none; failed: it could not be read
  pages integer NOT NULL DEFAULT 0 CHECK (pages >= 0),                  -- of the file; so many have a picture or text as there are rows below
  located boolean NOT NULL DEFAULT false,                               -- the file says where its picture was taken
  made_at timestamptz NOT NULL,
  PRIMARY KEY (owner_id, sha256));
CREATE TABLE plein.preview_page (
  owner_id uuid NOT NULL,
  sha256 text NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  picture text NOT NULL DEFAULT '' CHECK (picture ~ '^([0-9a-f]{64})?$'),   -- SHA-256 of the picture, which is the owner's too
  width integer NOT NULL DEFAULT 0,
  height integer NOT NULL DEFAULT 0,
  body text NOT NULL DEFAULT '' CHECK (length(body) <= 100000),
  PRIMARY KEY (owner_id, sha256, number),
  FOREIGN KEY (owner_id, sha256) REFERENCES plein.preview);
CREATE INDEX preview_page_picture ON plein.preview_page (owner_id, picture);
RESET ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON plein.preview, plein.preview_page TO plein_door;
CREATE POLICY door ON plein.preview TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.preview_page TO plein_door USING (true) WITH CHECK (true);
GRANT SELECT ON plein.preview, plein.preview_page TO plein_app;
CREATE POLICY see ON plein.preview FOR SELECT TO plein_app USING (
  EXISTS (SELECT FROM plein.document_version v WHERE v.owner_id = preview.owner_id AND v.sha256 = preview.sha256)
  OR EXISTS (SELECT FROM plein.attachment a WHERE a.owner_id = preview.owner_id AND a.sha256 = preview.sha256));
CREATE POLICY see ON plein.preview_page FOR SELECT TO plein_app USING (
  EXISTS (SELECT FROM plein.document_version v WHERE v.owner_id = preview_page.owner_id AND v.sha256 = preview_page.sha256)
  OR EXISTS (SELECT FROM plein.attachment a WHERE a.owner_id = preview_page.owner_id AND a.sha256 = preview_page.sha256));

SET ROLE plein_door;
-- A content that nobody has looked into yet is looked into: whatever brings it in, in the same transaction.
CREATE FUNCTION plein.looks_into() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO plein.preview (owner_id, sha256, made_at) VALUES (new.owner_id, new.sha256, plein.moment()) ON CONFLICT DO NOTHING;
  IF FOUND THEN PERFORM plein.put('content.read', jsonb_build_object('owner', new.owner_id, 'sha256', new.sha256)); END IF;
  RETURN NULL;
END $$;
-- The worker: what came of it. Saying it twice is saying it once.
CREATE FUNCTION plein.work_preview_waits(the_owner uuid, the_sha256 text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.preview p WHERE p.owner_id = the_owner AND p.sha256 = the_sha256 AND p.status = 'asked') $$;
CREATE FUNCTION plein.work_preview_made(the_owner uuid, the_sha256 text, the_status text, of_all integer, has_place boolean, page_rows jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE plein.preview p SET status = the_status, pages = of_all, located = has_place, made_at = plein.moment()
   WHERE p.owner_id = the_owner AND p.sha256 = the_sha256 AND p.status = 'asked';
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO plein.preview_page (owner_id, sha256, number, picture, width, height, body)
    SELECT the_owner, the_sha256, p.number, coalesce(p.picture, ''), coalesce(p.width, 0), coalesce(p.height, 0), coalesce(p.body, '')
      FROM jsonb_to_recordset(page_rows) p (number integer, picture text, width integer, height integer, body text);
END $$;
-- The worker, sweeping: which of these contents of an owner some row knows. What undone transactions left is known to none.
CREATE FUNCTION plein.work_known(the_owner uuid, hashes text[]) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT h FROM unnest(hashes) h
   WHERE EXISTS (SELECT FROM plein.preview p WHERE p.owner_id = the_owner AND p.sha256 = h)
      OR EXISTS (SELECT FROM plein.preview_page p WHERE p.owner_id = the_owner AND p.picture = h)
      OR EXISTS (SELECT FROM plein.copy c WHERE c.sha256 = h) $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER looks_into AFTER INSERT ON plein.document_version FOR EACH ROW EXECUTE FUNCTION plein.looks_into();
CREATE TRIGGER looks_into AFTER INSERT ON plein.attachment FOR EACH ROW EXECUTE FUNCTION plein.looks_into();
RESET ROLE;
-- What was there already.
INSERT INTO plein.preview (owner_id, sha256, made_at) SELECT DISTINCT v.owner_id, v.sha256, plein.moment() FROM plein.document_version v;
INSERT INTO plein.outbox (id, kind, payload, created_at, due_at)
  SELECT plein.new_id(), 'content.read', jsonb_build_object('owner', p.owner_id, 'sha256', p.sha256), plein.moment(), plein.moment() FROM plein.preview p;
