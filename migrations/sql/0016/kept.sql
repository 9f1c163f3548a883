-- Files stay with a draft, and what nobody needs any more goes: files of drafts that nobody goes on with, previews of contents that no
-- version and no text has.
SET ROLE plein_schema;
ALTER TABLE plein.draft DROP CONSTRAINT draft_place_check,
  ADD CONSTRAINT draft_place_check CHECK (place IN ('post', 'question', 'comment', 'answer', 'edit', 'document', 'version')),
  ADD CONSTRAINT draft_whose UNIQUE (id, person_id),
  ADD COLUMN wordless boolean NOT NULL GENERATED ALWAYS AS (title = '' AND body = '') STORED;   -- it has files, or had
CREATE TABLE plein.draft_file (                   -- a file that came in with a text that is not posted yet; its content is the owner's
  id uuid PRIMARY KEY,
  draft_id uuid NOT NULL,
  person_id uuid NOT NULL,
  affiliation_id uuid NOT NULL,                   -- as whom it was chosen
  owner_id uuid NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint NOT NULL CHECK (size >= 0),
  media_type text NOT NULL CHECK (length(media_type) <= 200),
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
  alt text NOT NULL DEFAULT '' CHECK (length(alt) <= 500),
  UNIQUE (draft_id, affiliation_id, sha256, file_name),   -- a form that is sent twice brings a file once
  FOREIGN KEY (draft_id, person_id) REFERENCES plein.draft (id, person_id) ON DELETE CASCADE,
  FOREIGN KEY (affiliation_id, owner_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX draft_file_draft ON plein.draft_file (draft_id, person_id);
CREATE INDEX draft_file_person ON plein.draft_file (person_id);
CREATE INDEX draft_file_affiliation ON plein.draft_file (affiliation_id, owner_id);
CREATE INDEX draft_file_blob ON plein.draft_file (owner_id, sha256);
RESET ROLE;
-- Who does not work there any more finds none of it, and lets it go with the draft.
GRANT SELECT, INSERT, DELETE, UPDATE (alt) ON plein.draft_file TO plein_app;
CREATE POLICY own ON plein.draft_file TO plein_app
  USING (person_id = (SELECT plein.me()) AND affiliation_id IN (SELECT plein.listed('affiliations')))
  WITH CHECK (person_id = (SELECT plein.me()) AND affiliation_id IN (SELECT plein.listed('affiliations')));
-- The worker's doors know which contents there are and since when a draft waits; no words, no names, nothing of where it stands.
GRANT SELECT (owner_id, sha256) ON plein.document_version, plein.attachment TO plein_door;
GRANT SELECT (draft_id, owner_id, sha256), DELETE ON plein.draft_file TO plein_door;
GRANT SELECT (id, saved_at, wordless), DELETE ON plein.draft TO plein_door;
CREATE POLICY door ON plein.document_version TO plein_door USING (true);
CREATE POLICY door ON plein.attachment TO plein_door USING (true);
CREATE POLICY door ON plein.draft_file TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.draft TO plein_door USING (true) WITH CHECK (true);

GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
-- A content that nobody has looked into yet is looked into. A preview that is there is held until we are done: who would take it away waits.
CREATE OR REPLACE FUNCTION plein.looks_into() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  LOOP
    INSERT INTO plein.preview (owner_id, sha256, made_at) VALUES (new.owner_id, new.sha256, plein.moment()) ON CONFLICT DO NOTHING;
    IF FOUND THEN
      PERFORM plein.put('content.read', jsonb_build_object('owner', new.owner_id, 'sha256', new.sha256));
      RETURN NULL;
    END IF;
    PERFORM FROM plein.preview p WHERE p.owner_id = new.owner_id AND p.sha256 = new.sha256 FOR KEY SHARE;
    IF FOUND THEN RETURN NULL; END IF;
  END LOOP;
END $$;
-- The worker, sweeping: which of these contents of an owner some row needs. A preview needs its pictures, not what they were made of.
CREATE OR REPLACE FUNCTION plein.work_known(the_owner uuid, hashes text[]) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT h FROM unnest(hashes) h
   WHERE EXISTS (SELECT FROM plein.document_version v WHERE v.owner_id = the_owner AND v.sha256 = h)
      OR EXISTS (SELECT FROM plein.attachment a WHERE a.owner_id = the_owner AND a.sha256 = h)
      OR EXISTS (SELECT FROM plein.draft_file f WHERE f.owner_id = the_owner AND f.sha256 = h)
      OR EXISTS (SELECT FROM plein.preview_page p WHERE p.owner_id = the_owner AND p.picture = h)
      OR EXISTS (SELECT FROM plein.copy c WHERE c.sha256 = h) $$;
-- The worker: lets go of files of drafts that were not touched since then, and of drafts that had nothing else.
CREATE FUNCTION plein.work_let_go(untouched_since timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone integer;
BEGIN
  DELETE FROM plein.draft_file f USING plein.draft d WHERE d.id = f.draft_id AND d.saved_at < untouched_since;
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM plein.draft d WHERE d.saved_at < untouched_since AND d.wordless;
  RETURN gone;
END $$;
-- The worker: forgets what was made of contents that no version and no text has any more. Asked again once each is held: somebody may have
-- brought it in meanwhile.
CREATE FUNCTION plein.work_forget_previews() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE one plein.preview; gone integer := 0;
BEGIN
  FOR one IN SELECT p.* FROM plein.preview p
      WHERE NOT EXISTS (SELECT FROM plein.document_version v WHERE v.owner_id = p.owner_id AND v.sha256 = p.sha256)
        AND NOT EXISTS (SELECT FROM plein.attachment a WHERE a.owner_id = p.owner_id AND a.sha256 = p.sha256)
      FOR UPDATE SKIP LOCKED LOOP
    CONTINUE WHEN EXISTS (SELECT FROM plein.document_version v WHERE v.owner_id = one.owner_id AND v.sha256 = one.sha256)
               OR EXISTS (SELECT FROM plein.attachment a WHERE a.owner_id = one.owner_id AND a.sha256 = one.sha256);
    DELETE FROM plein.preview_page p WHERE p.owner_id = one.owner_id AND p.sha256 = one.sha256;
    DELETE FROM plein.preview p WHERE p.owner_id = one.owner_id AND p.sha256 = one.sha256;
    gone := gone + 1;
  END LOOP;
  RETURN gone;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
