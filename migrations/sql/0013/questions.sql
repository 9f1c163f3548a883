-- Questions, whole: several good answers, asked on behalf of someone, tags, duplicates that became one, and the words of titles by which
-- questions that look alike are found (equality of words in an own space: an index works under a policy, docs/adr/0004-data.md).
SET ROLE plein_schema;
CREATE TABLE plein.good_answer (                  -- an answer that helped too, besides the accepted one
  answer_id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  question_id uuid NOT NULL,
  answer_kind text NOT NULL GENERATED ALWAYS AS ('answer') STORED,
  marked_by uuid NOT NULL REFERENCES plein.affiliation,
  marked_at timestamptz NOT NULL,
  FOREIGN KEY (space_id, question_id) REFERENCES plein.item (space_id, id) ON UPDATE CASCADE,
  FOREIGN KEY (space_id, answer_id, question_id, answer_kind) REFERENCES plein.item (space_id, id, parent_id, kind) DEFERRABLE);
CREATE INDEX good_answer_answer ON plein.good_answer (space_id, answer_id, question_id, answer_kind);
CREATE INDEX good_answer_question ON plein.good_answer (space_id, question_id);
CREATE INDEX good_answer_marked_by ON plein.good_answer (marked_by);

CREATE TABLE plein.item_tag (                     -- a word that a question is about; tags belong to a space
  item_id uuid NOT NULL,
  tag text NOT NULL CHECK (length(tag) BETWEEN 1 AND 40 AND tag = lower(tag)),
  space_id uuid NOT NULL,
  PRIMARY KEY (item_id, tag),
  FOREIGN KEY (space_id, item_id) REFERENCES plein.item (space_id, id) ON UPDATE CASCADE);
CREATE INDEX item_tag_item ON plein.item_tag (space_id, item_id);
CREATE INDEX item_tag_tag ON plein.item_tag (space_id, tag, item_id DESC);

CREATE TABLE plein.question_word (                -- the words of a title, stemmed
  item_id uuid NOT NULL,
  word text NOT NULL CHECK (length(word) BETWEEN 1 AND 100),
  space_id uuid NOT NULL,
  PRIMARY KEY (item_id, word),
  FOREIGN KEY (space_id, item_id) REFERENCES plein.item (space_id, id) ON UPDATE CASCADE);
CREATE INDEX question_word_item ON plein.question_word (space_id, item_id);
CREATE INDEX question_word_word ON plein.question_word (space_id, word, item_id DESC);

ALTER TABLE plein.question
  ADD COLUMN asked_for text NOT NULL DEFAULT '' CHECK (length(asked_for) <= 200),   -- on behalf of whom, as a name
  ADD COLUMN asked_for_id uuid REFERENCES plein.affiliation,                        -- or who it is, seen by both
  ADD COLUMN merged_into uuid,
  ADD COLUMN merged_at timestamptz,
  ADD COLUMN merged_by uuid REFERENCES plein.affiliation,
  ADD COLUMN reopened_at timestamptz,                                               -- answered, and yet open again: who said so
  ADD COLUMN reopened_by uuid REFERENCES plein.affiliation,
  ADD CONSTRAINT question_space_item UNIQUE (space_id, item_id),
  ADD CONSTRAINT question_merged FOREIGN KEY (space_id, merged_into) REFERENCES plein.question (space_id, item_id) DEFERRABLE,
  ADD CONSTRAINT question_merged_check CHECK ((merged_into IS NULL) = (merged_at IS NULL) AND (merged_into IS NULL) = (merged_by IS NULL)
    AND merged_into <> item_id),
  ADD CONSTRAINT question_reopened_check CHECK ((reopened_at IS NULL) = (reopened_by IS NULL)),
  ADD CONSTRAINT question_behalf_check CHECK (asked_for = '' OR asked_for_id IS NULL);
CREATE INDEX question_asked_for ON plein.question (asked_for_id);
CREATE INDEX question_merged_into ON plein.question (space_id, merged_into);
CREATE INDEX question_merged_by ON plein.question (merged_by);
CREATE INDEX question_reopened_by ON plein.question (reopened_by);
DROP INDEX plein.question_open;
CREATE INDEX question_open ON plein.question (space_id, item_id) WHERE accepted_id IS NULL AND merged_into IS NULL;
RESET ROLE;

GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
-- The words of a text by which texts are alike: Dutch stems without accents.
CREATE FUNCTION plein.stems(said text) RETURNS SETOF text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT left(w.lexeme, 100) FROM unnest(to_tsvector('dutch', translate(lower(said), 'áàâäãåéèêëíìîïóòôöõúùûüçñ', 'aaaaaaeeeeiiiiooooouuuucn'))) w LIMIT 60 $$;
CREATE FUNCTION plein.words_of_title() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM plein.question_word w WHERE w.item_id = new.item_id;
  INSERT INTO plein.question_word (item_id, word, space_id) SELECT new.item_id, s, new.space_id FROM plein.stems(new.title) s ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- Duplicates become one by a steward, in an own name; what was merged is nobody's target, and what is a target is not merged itself.
-- It reads as whoever merges: doors read no content.
CREATE FUNCTION plein.merges() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF plein.me() IS NOT NULL AND new.space_id NOT IN (SELECT plein.listed('stewards')) THEN RAISE EXCEPTION USING ERRCODE = 'PL403', MESSAGE = 'merge-steward'; END IF;
  IF plein.me() IS NOT NULL AND new.merged_by IS NOT NULL AND new.merged_by NOT IN (SELECT plein.listed('affiliations')) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'merged in another name';
  END IF;
  IF new.merged_into IS NULL OR new.merged_into IS NOT DISTINCT FROM old.merged_into THEN RETURN new; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('merge ' || new.space_id, 0));  -- two who merge into each other: one after the other
  IF NOT EXISTS (SELECT FROM plein.question q JOIN plein.item i ON i.space_id = q.space_id AND i.id = q.item_id
      WHERE q.item_id = new.merged_into AND q.space_id = new.space_id AND q.merged_into IS NULL AND i.kind = 'question' AND i.deleted_at IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'merge-target';
  END IF;
  IF EXISTS (SELECT FROM plein.question q WHERE q.space_id = new.space_id AND q.merged_into = new.item_id) THEN
    RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'merge-chain';
  END IF;
  RETURN new;
END $$;
-- What became one stays in one space: it is taken apart first.
CREATE FUNCTION plein.stays_merged() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT FROM plein.question q WHERE q.space_id = old.space_id AND (q.item_id = old.id AND q.merged_into IS NOT NULL OR q.merged_into = old.id)) THEN
    RAISE EXCEPTION USING ERRCODE = 'PL409', MESSAGE = 'move-merged';
  END IF;
  RETURN new;
END $$;
-- Tell who asked that a steward merged the questions, but of one's own doing; the job looks whether it is still so, and theirs.
CREATE FUNCTION plein.tell_merged(the_space uuid, the_question uuid, askers uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE asker uuid;
BEGIN
  IF the_space IS NULL OR the_space NOT IN (SELECT plein.listed('stewards')) OR the_space NOT IN (SELECT plein.listed('reacts')) THEN
    PERFORM plein.refuse('PL404', 'absent');
  END IF;
  FOR asker IN SELECT DISTINCT a.id FROM plein.affiliation a JOIN plein.membership m ON m.affiliation_id = a.id AND m.space_id = the_space
      WHERE a.id = ANY (askers) AND a.person_id <> plein.me() AND the_question IS NOT NULL LOOP
    PERFORM plein.put('questions.merged', jsonb_build_object('question', the_question, 'affiliation', asker));
  END LOOP;
END $$;
-- How many people are behind these affiliations of a space: whoever takes part under two of them counts once.
CREATE FUNCTION plein.how_many_people(the_space uuid, the_affiliations uuid[]) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT nullif(count(DISTINCT a.person_id), 0)::integer FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
   WHERE m.space_id = the_space AND m.affiliation_id = ANY (the_affiliations) AND the_space IN (SELECT plein.listed('sees')) $$;
-- Who opens a question again says so in an own name.
CREATE FUNCTION plein.reopens() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF plein.me() IS NOT NULL AND new.reopened_by NOT IN (SELECT plein.listed('affiliations')) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'reopened in another name';
  END IF;
  RETURN new;
END $$;
-- For whom one asks is somebody who is in that space: whoever reads the question may know so.
CREATE FUNCTION plein.asks_for() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM plein.membership m WHERE m.space_id = new.space_id AND m.affiliation_id = new.asked_for_id
      AND m.since <= plein.moment() AND m.until > plein.moment()) THEN
    PERFORM plein.refuse('PL422', 'asked-for');
  END IF;
  RETURN new;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER words_of_title AFTER INSERT OR UPDATE OF title ON plein.question FOR EACH ROW EXECUTE FUNCTION plein.words_of_title();
CREATE TRIGGER merges BEFORE UPDATE OF merged_into, merged_at, merged_by ON plein.question FOR EACH ROW
  WHEN ((new.merged_into, new.merged_at, new.merged_by) IS DISTINCT FROM (old.merged_into, old.merged_at, old.merged_by)) EXECUTE FUNCTION plein.merges();
CREATE TRIGGER stays_merged BEFORE UPDATE OF space_id ON plein.item FOR EACH ROW WHEN (old.space_id <> new.space_id AND new.parent_id IS NULL) EXECUTE FUNCTION plein.stays_merged();
CREATE TRIGGER reopens BEFORE UPDATE OF reopened_at, reopened_by ON plein.question FOR EACH ROW
  WHEN (new.reopened_by IS NOT NULL AND (new.reopened_at, new.reopened_by) IS DISTINCT FROM (old.reopened_at, old.reopened_by)) EXECUTE FUNCTION plein.reopens();
CREATE TRIGGER asks_for BEFORE INSERT ON plein.question FOR EACH ROW WHEN (new.asked_for_id IS NOT NULL) EXECUTE FUNCTION plein.asks_for();
RESET ROLE;
INSERT INTO plein.question_word (item_id, word, space_id) SELECT q.item_id, s, q.space_id FROM plein.question q CROSS JOIN LATERAL plein.stems(q.title) s ON CONFLICT DO NOTHING;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['good_answer', 'item_tag', 'question_word'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON plein.%I TO plein_app', t);
    EXECUTE format('CREATE POLICY see ON plein.%I FOR SELECT TO plein_app USING (space_id IN (SELECT plein.listed(''sees'')))', t);
  END LOOP;
END $$;
-- The asker (while any of those affiliations counts) or a steward, in a space that is not archived.
CREATE POLICY add ON plein.good_answer FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed('reacts'))
  AND marked_by IN (SELECT plein.listed('affiliations'))
  AND (space_id IN (SELECT plein.listed('stewards')) OR EXISTS (SELECT FROM plein.item i WHERE i.id = question_id AND i.author_id IN (SELECT plein.listed('mine')))));
CREATE POLICY take_back ON plein.good_answer FOR DELETE TO plein_app USING (space_id IN (SELECT plein.listed('reacts'))
  AND (space_id IN (SELECT plein.listed('stewards')) OR EXISTS (SELECT FROM plein.item i WHERE i.id = question_id AND i.author_id IN (SELECT plein.listed('mine')))));
CREATE POLICY add ON plein.item_tag FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed('reacts'))
  AND (space_id IN (SELECT plein.listed('stewards')) OR EXISTS (SELECT FROM plein.item i WHERE i.id = item_id AND i.author_id IN (SELECT plein.listed('mine')))));
CREATE POLICY take_back ON plein.item_tag FOR DELETE TO plein_app USING (space_id IN (SELECT plein.listed('reacts'))
  AND (space_id IN (SELECT plein.listed('stewards')) OR EXISTS (SELECT FROM plein.item i WHERE i.id = item_id AND i.author_id IN (SELECT plein.listed('mine')))));
-- Words follow the title, so whoever may change it: the asker or a steward.
CREATE POLICY add ON plein.question_word FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed('reacts'))
  AND (space_id IN (SELECT plein.listed('stewards')) OR EXISTS (SELECT FROM plein.item i WHERE i.id = item_id AND i.author_id IN (SELECT plein.listed('mine')))));
CREATE POLICY take_back ON plein.question_word FOR DELETE TO plein_app USING (space_id IN (SELECT plein.listed('reacts'))
  AND (space_id IN (SELECT plein.listed('stewards')) OR EXISTS (SELECT FROM plein.item i WHERE i.id = item_id AND i.author_id IN (SELECT plein.listed('mine')))));
GRANT UPDATE (merged_into, merged_at, merged_by, reopened_at, reopened_by) ON plein.question TO plein_app;
-- Nothing is born accepted, merged or reopened: those carry somebody's name.
DROP POLICY newborn ON plein.question;
CREATE POLICY newborn ON plein.question AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (accepted_by IS NULL AND merged_by IS NULL AND reopened_by IS NULL);
