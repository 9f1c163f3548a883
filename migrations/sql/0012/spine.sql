-- The spine of everything written, grown: what a text said before, files in a text, whom it names, what is pinned, moving to another
-- space of the group, turning a message into a question; and what is a reader's own: drafts and how far one has read.

-- ---------------------------------------------------------------- content
SET ROLE plein_schema;
CREATE TABLE plein.item_past (                    -- what an item said before its author changed it; number 1 is the oldest
  item_id uuid NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  space_id uuid NOT NULL,
  author_id uuid NOT NULL,
  title text NOT NULL CHECK (length(title) <= 200),
  body text NOT NULL CHECK (length(body) <= 100000),
  replaced_at timestamptz NOT NULL,
  PRIMARY KEY (item_id, number),
  FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id) ON UPDATE CASCADE);
CREATE INDEX item_past_item ON plein.item_past (space_id, item_id, author_id);

CREATE TABLE plein.attachment (                   -- a file in a text; its content is the owner's, found by its SHA-256
  id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  item_id uuid NOT NULL,
  author_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint NOT NULL CHECK (size >= 0),
  media_type text NOT NULL CHECK (length(media_type) <= 200),
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
  alt text NOT NULL DEFAULT '' CHECK (length(alt) <= 500),
  created_at timestamptz NOT NULL,
  FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id) ON UPDATE CASCADE,
  FOREIGN KEY (author_id, owner_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX attachment_item ON plein.attachment (space_id, item_id, author_id);
CREATE INDEX attachment_author ON plein.attachment (author_id, owner_id);
CREATE INDEX attachment_blob ON plein.attachment (owner_id, sha256);

CREATE TABLE plein.mention (                      -- whom a text names, under the name that stands in it
  item_id uuid NOT NULL,
  affiliation_id uuid NOT NULL REFERENCES plein.affiliation,
  space_id uuid NOT NULL,
  author_id uuid NOT NULL,
  shown text NOT NULL CHECK (length(shown) BETWEEN 1 AND 200),
  PRIMARY KEY (item_id, affiliation_id),
  FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id) ON UPDATE CASCADE);
CREATE INDEX mention_item ON plein.mention (space_id, item_id, author_id);
CREATE INDEX mention_affiliation ON plein.mention (affiliation_id, item_id);

CREATE TABLE plein.pin (                          -- what a steward put on top of a space
  item_id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  author_id uuid NOT NULL,                        -- who pinned it
  created_at timestamptz NOT NULL,
  FOREIGN KEY (space_id, item_id) REFERENCES plein.item (space_id, id) ON UPDATE CASCADE,
  FOREIGN KEY (space_id, author_id) REFERENCES plein.membership (space_id, affiliation_id));
CREATE INDEX pin_item ON plein.pin (space_id, item_id);
CREATE INDEX pin_author ON plein.pin (space_id, author_id);
CREATE INDEX pin_space ON plein.pin (space_id, created_at DESC);

CREATE INDEX item_bin ON plein.item (space_id, deleted_at DESC, id DESC) WHERE deleted_at IS NOT NULL;

-- ---------------------------------------------------------------- own: one person's, with ids and no text of others
CREATE TABLE plein.draft (                        -- what I have not sent yet; `thing_id`: the space or item that it is for
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES plein.person,
  place text NOT NULL CHECK (place IN ('post', 'question', 'comment', 'answer', 'edit')),
  thing_id uuid NOT NULL,
  title text NOT NULL DEFAULT '' CHECK (length(title) <= 500),
  body text NOT NULL DEFAULT '' CHECK (length(body) <= 100000),
  saved_at timestamptz NOT NULL,
  UNIQUE (person_id, place, thing_id));
CREATE INDEX draft_saved ON plein.draft (person_id, saved_at DESC);

CREATE TABLE plein.space_read (                   -- how far I have read in a space: the newest item that I was shown
  person_id uuid NOT NULL REFERENCES plein.person,
  space_id uuid NOT NULL REFERENCES plein.space,
  upto uuid NOT NULL,
  PRIMARY KEY (person_id, space_id));
CREATE INDEX space_read_space ON plein.space_read (space_id);
CREATE TABLE plein.thread_read (                  -- how far I have read in what people say under an item
  person_id uuid NOT NULL REFERENCES plein.person,
  item_id uuid NOT NULL,
  space_id uuid NOT NULL,
  upto uuid NOT NULL,
  PRIMARY KEY (person_id, item_id),
  FOREIGN KEY (space_id, item_id) REFERENCES plein.item (space_id, id) ON UPDATE CASCADE);
CREATE INDEX thread_read_item ON plein.thread_read (space_id, item_id);

-- ---------------------------------------------------------------- what follows an item to another space
-- (A key with a generated column cannot follow: it waits until the whole thread has moved.)
ALTER TABLE plein.item DROP CONSTRAINT item_space_id_parent_id_fkey,
  ADD CONSTRAINT item_space_id_parent_id_fkey FOREIGN KEY (space_id, parent_id) REFERENCES plein.item (space_id, id) ON UPDATE CASCADE;
ALTER TABLE plein.item_text DROP CONSTRAINT item_text_space_id_item_id_author_id_fkey,
  ADD CONSTRAINT item_text_space_id_item_id_author_id_fkey FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id) ON UPDATE CASCADE;
ALTER TABLE plein.reaction DROP CONSTRAINT reaction_space_id_item_id_fkey,
  ADD CONSTRAINT reaction_space_id_item_id_fkey FOREIGN KEY (space_id, item_id) REFERENCES plein.item (space_id, id) ON UPDATE CASCADE;
ALTER TABLE plein.question DROP CONSTRAINT question_space_id_item_id_author_id_fkey,
  ADD CONSTRAINT question_space_id_item_id_author_id_fkey FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id) ON UPDATE CASCADE;
ALTER TABLE plein.question DROP CONSTRAINT question_space_id_accepted_id_item_id_accepted_kind_fkey,
  ADD CONSTRAINT question_space_id_accepted_id_item_id_accepted_kind_fkey FOREIGN KEY (space_id, accepted_id, item_id, accepted_kind)
    REFERENCES plein.item (space_id, id, parent_id, kind) DEFERRABLE;
ALTER TABLE plein.document DROP CONSTRAINT document_space_id_item_id_author_id_fkey,
  ADD CONSTRAINT document_space_id_item_id_author_id_fkey FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id) ON UPDATE CASCADE;
ALTER TABLE plein.document_version DROP CONSTRAINT document_version_space_id_document_id_fkey,
  ADD CONSTRAINT document_version_space_id_document_id_fkey FOREIGN KEY (space_id, document_id) REFERENCES plein.document (space_id, item_id) ON UPDATE CASCADE;
RESET ROLE;

-- ---------------------------------------------------------------- what guards it
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
-- Whoever wrote something must be a live member of the space that it moves to: row by row, whatever moved it.
CREATE FUNCTION plein.lives_there() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM plein.membership m JOIN plein.space s ON s.id = m.space_id
      JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
      JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id AND o.status = 'active'
      WHERE m.space_id = new.space_id AND m.affiliation_id = new.author_id AND m.since <= plein.moment() AND m.until > plein.moment()
        AND p.since <= plein.moment() AND p.until > plein.moment() AND a.since <= plein.moment() AND a.until > plein.moment()
        AND (m.confirmed OR s.form = 'open' AND p.reach = 'all')) THEN
    PERFORM plein.refuse('PL409', 'author-elsewhere');
  END IF;
  RETURN new;
END $$;
-- Which of these people read a space that one sees oneself: its live members, and in an open group whose staff all may.
CREATE FUNCTION plein.reading_there(the_space uuid, the_people uuid[]) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id FROM plein.affiliation a
    JOIN plein.space s ON s.id = the_space AND s.id IN (SELECT plein.listed('sees'))
    JOIN plein.organisation o ON o.id = a.organisation_id AND o.status = 'active'
    JOIN plein.party p ON p.group_id = s.group_id AND p.organisation_id = a.organisation_id
   WHERE a.id = ANY (the_people) AND a.since <= plein.moment() AND a.until > plein.moment()
     AND p.since <= plein.moment() AND p.until > plein.moment()
     AND (a.kind = 'staff' AND s.kind = 'group' AND s.form = 'open' AND p.reach = 'all'
       OR EXISTS (SELECT FROM plein.membership m WHERE m.space_id = s.id AND m.affiliation_id = a.id
            AND m.since <= plein.moment() AND m.until > plein.moment() AND (m.confirmed OR s.form = 'open' AND p.reach = 'all'))) $$;
-- An item moves within its group, from and to where the mover writes; what stands under it goes along.
CREATE FUNCTION plein.moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF plein.me() IS NOT NULL AND (old.space_id NOT IN (SELECT plein.listed('writes')) OR new.space_id NOT IN (SELECT plein.listed('writes'))) THEN
    PERFORM plein.refuse('PL403', 'move-writes');
  END IF;
  IF NOT EXISTS (SELECT FROM plein.space a JOIN plein.space b ON b.group_id = a.group_id WHERE a.id = old.space_id AND b.id = new.space_id) THEN
    PERFORM plein.refuse('PL409', 'move-group');
  END IF;
  RETURN new;
END $$;
-- How much lives in a space follows what moved.
CREATE FUNCTION plein.rehomed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE one integer := CASE WHEN new.deleted_at IS NULL AND new.kind <> 'folder' THEN 1 ELSE 0 END; file integer := CASE WHEN new.kind = 'document' THEN 1 ELSE 0 END;
BEGIN
  UPDATE plein.space_activity s SET items = s.items - one * (1 - file), documents = s.documents - one * file WHERE s.space_id = old.space_id;
  INSERT INTO plein.space_activity AS s (space_id, sequence, last_item_id, items, documents)
    VALUES (new.space_id, 1, new.id, one * (1 - file), one * file)
    ON CONFLICT (space_id) DO UPDATE SET sequence = s.sequence + 1, last_item_id = greatest(s.last_item_id, excluded.last_item_id),
      items = s.items + excluded.items, documents = s.documents + excluded.documents;
  UPDATE plein.membership m SET wrote = true WHERE m.space_id = new.space_id AND m.affiliation_id = new.author_id AND NOT m.wrote;
  IF FOUND THEN INSERT INTO plein.voice VALUES (new.space_id, new.owner_id) ON CONFLICT DO NOTHING; END IF;
  RETURN NULL;
END $$;
-- A message becomes a question and back; nothing else becomes anything.
CREATE FUNCTION plein.turns() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF (old.kind, new.kind) NOT IN (('post', 'question'), ('question', 'post')) THEN PERFORM plein.refuse('PL409', 'turn-kind'); END IF;
  RETURN new;
END $$;
-- Whatever changes a text keeps what it said: as whoever changes it, who is its author.
CREATE FUNCTION plein.keeps_past() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO plein.item_past (item_id, number, space_id, author_id, title, body, replaced_at)
    SELECT old.item_id, 1 + coalesce(max(p.number), 0), old.space_id, old.author_id, old.title, old.body, coalesce(new.edited_at, plein.moment())
      FROM plein.item_past p WHERE p.item_id = old.item_id;
  RETURN new;
END $$;
-- How many people of which organisation would read what moves from one space to another, and do not read it now. For who writes in both.
CREATE FUNCTION plein.gains(the_from uuid, the_to uuid) RETURNS TABLE (organisation_id uuid, people integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH readers AS (
    SELECT s.id AS space, m.affiliation_id, m.organisation_id FROM unnest(ARRAY[the_from, the_to]) s (id) CROSS JOIN LATERAL plein.members(s.id) m
    UNION
    SELECT s.id, a.id, a.organisation_id FROM unnest(ARRAY[the_from, the_to]) s (id) CROSS JOIN LATERAL plein.audience(s.id) e
      JOIN plein.affiliation a ON a.organisation_id = e.organisation_id AND a.kind = 'staff' AND a.since <= plein.moment() AND a.until > plein.moment()
     WHERE e.everyone)
  SELECT r.organisation_id, count(*)::int FROM readers r
   WHERE r.space = the_to AND the_from IN (SELECT plein.listed('writes')) AND the_to IN (SELECT plein.listed('writes'))
     AND NOT EXISTS (SELECT FROM readers q WHERE q.space = the_from AND q.affiliation_id = r.affiliation_id)
   GROUP BY r.organisation_id ORDER BY 2 DESC, 1 $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
-- What a question asks stays its title when it becomes a message.
UPDATE plein.item_text t SET title = q.title FROM plein.question q WHERE q.item_id = t.item_id AND t.title = '';
SET ROLE plein_schema;
CREATE TRIGGER moves BEFORE UPDATE OF space_id ON plein.item FOR EACH ROW WHEN (old.space_id <> new.space_id AND new.parent_id IS NULL) EXECUTE FUNCTION plein.moves();
CREATE TRIGGER rehomed AFTER UPDATE OF space_id ON plein.item FOR EACH ROW WHEN (old.space_id <> new.space_id AND new.parent_id IS NULL) EXECUTE FUNCTION plein.rehomed();
CREATE TRIGGER lives_there BEFORE UPDATE OF space_id ON plein.item FOR EACH ROW WHEN (old.space_id <> new.space_id) EXECUTE FUNCTION plein.lives_there();
CREATE TRIGGER lives_there BEFORE UPDATE OF space_id ON plein.reaction FOR EACH ROW WHEN (old.space_id <> new.space_id) EXECUTE FUNCTION plein.lives_there();
CREATE TRIGGER lives_there BEFORE UPDATE OF space_id ON plein.document_version FOR EACH ROW WHEN (old.space_id <> new.space_id) EXECUTE FUNCTION plein.lives_there();
CREATE TRIGGER lives_there BEFORE UPDATE OF space_id ON plein.pin FOR EACH ROW WHEN (old.space_id <> new.space_id) EXECUTE FUNCTION plein.lives_there();
CREATE TRIGGER turns BEFORE UPDATE OF kind ON plein.item FOR EACH ROW WHEN (old.kind <> new.kind) EXECUTE FUNCTION plein.turns();
CREATE TRIGGER keeps_past BEFORE UPDATE OF title, body ON plein.item_text FOR EACH ROW
  WHEN ((old.title, old.body) IS DISTINCT FROM (new.title, new.body)) EXECUTE FUNCTION plein.keeps_past();
RESET ROLE;

-- ---------------------------------------------------------------- who touches which rows
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['item_past', 'attachment', 'mention', 'pin'] LOOP
    EXECUTE format('GRANT SELECT, INSERT ON plein.%I TO plein_app', t);
    EXECUTE format('CREATE POLICY see ON plein.%I FOR SELECT TO plein_app USING (space_id IN (SELECT plein.listed(''sees'')))', t);
    EXECUTE format('CREATE POLICY as_me ON plein.%I AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (author_id IN (SELECT plein.listed(''affiliations'')))', t);
    EXECUTE format('CREATE POLICY add ON plein.%I FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed(''writes'')))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['attachment', 'mention'] LOOP
    EXECUTE format('GRANT DELETE ON plein.%I TO plein_app', t);
    EXECUTE format('CREATE POLICY take_back ON plein.%I FOR DELETE TO plein_app'
      ' USING (space_id IN (SELECT plein.listed(''writes'')) AND author_id IN (SELECT plein.listed(''affiliations'')))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['draft', 'space_read', 'thread_read'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON plein.%I TO plein_app', t);
    EXECUTE format('CREATE POLICY own ON plein.%I TO plein_app USING (person_id = (SELECT plein.me())) WITH CHECK (person_id = (SELECT plein.me()))', t);
  END LOOP;
END $$;
REVOKE UPDATE ON plein.draft, plein.space_read, plein.thread_read FROM plein_app;
GRANT UPDATE (title, body, saved_at) ON plein.draft TO plein_app;
GRANT UPDATE (upto) ON plein.space_read, plein.thread_read TO plein_app;
CREATE POLICY seen ON plein.space_read AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed('sees')));
CREATE POLICY seen ON plein.thread_read AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed('sees')));
CREATE POLICY steward ON plein.pin AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed('stewards')));
GRANT DELETE ON plein.pin TO plein_app;
CREATE POLICY take_back ON plein.pin FOR DELETE TO plein_app
  USING (space_id IN (SELECT plein.listed('stewards')) AND space_id IN (SELECT plein.listed('writes')));
GRANT UPDATE (space_id, kind) ON plein.item TO plein_app;
-- A steward turns a message of another into a question: its row names the author of the item, which the key proves.
DROP POLICY as_me ON plein.question;
CREATE POLICY as_me ON plein.question AS RESTRICTIVE FOR INSERT TO plein_app
  WITH CHECK (author_id IN (SELECT plein.listed('affiliations')) OR space_id IN (SELECT plein.listed('stewards')));
-- A steward of the space that it leaves need not be one where it goes: what an item may become is said by `change`, moves() and turns().
DROP POLICY author_or_steward ON plein.item;
CREATE POLICY author_or_steward ON plein.item AS RESTRICTIVE FOR UPDATE TO plein_app
  USING (author_id IN (SELECT plein.listed('mine')) AND (deleted_by IS NULL OR deleted_by IN (SELECT plein.listed('mine'))) OR space_id IN (SELECT plein.listed('stewards')))
  WITH CHECK (true);
