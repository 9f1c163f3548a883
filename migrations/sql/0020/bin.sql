-- What lay in the bin when its thread moved is its author's and whose who put it there: nobody of the new space reads it or brings it back.
SET ROLE plein_schema;
ALTER TABLE plein.item ADD COLUMN veiled boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT item_veiled CHECK (NOT veiled OR deleted_at IS NOT NULL);
CREATE INDEX item_veiled ON plein.item (space_id, id) WHERE veiled;
RESET ROLE;
-- Of content a door reads which of it is veiled, and from whom; no words.
GRANT SELECT (id, space_id, author_id, deleted_by, veiled) ON plein.item TO plein_door;
CREATE POLICY door ON plein.item FOR SELECT TO plein_door USING (veiled);

GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
-- Whatever moves it: what is in the bin then is veiled, until it is brought back.
CREATE FUNCTION plein.veils() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  new.veiled := new.deleted_at IS NOT NULL AND (old.veiled OR old.space_id <> new.space_id);
  RETURN new;
END $$;
-- What is veiled from me where I read.
CREATE FUNCTION plein.veiled() RETURNS TABLE (id uuid, space_id uuid) LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog AS $$
  SELECT i.id, i.space_id FROM plein.item i WHERE i.veiled AND i.space_id IN (SELECT plein.listed('sees'))
     AND i.author_id NOT IN (SELECT plein.listed('mine')) AND i.deleted_by NOT IN (SELECT plein.listed('mine')) $$;
-- An item moves within its group, from and to where the mover writes; what stands under it goes along. Out of the bin nothing goes anywhere.
CREATE OR REPLACE FUNCTION plein.moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF old.deleted_at IS NOT NULL THEN PERFORM plein.refuse('PL409', 'move-binned'); END IF;
  IF plein.me() IS NOT NULL AND (old.space_id NOT IN (SELECT plein.listed('writes')) OR new.space_id NOT IN (SELECT plein.listed('writes'))) THEN
    PERFORM plein.refuse('PL403', 'move-writes');
  END IF;
  IF NOT EXISTS (SELECT FROM plein.space a JOIN plein.space b ON b.group_id = a.group_id WHERE a.id = old.space_id AND b.id = new.space_id) THEN
    PERFORM plein.refuse('PL409', 'move-group');
  END IF;
  RETURN new;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER veils BEFORE UPDATE OF space_id, deleted_at ON plein.item FOR EACH ROW WHEN (old.deleted_at IS NOT NULL) EXECUTE FUNCTION plein.veils();
RESET ROLE;

CREATE POLICY veil ON plein.item AS RESTRICTIVE TO plein_app USING (NOT veiled OR id NOT IN (SELECT v.id FROM plein.veiled() v));
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['item_text', 'item_past', 'attachment', 'mention'] LOOP
    EXECUTE format('CREATE POLICY veil ON plein.%I AS RESTRICTIVE FOR SELECT TO plein_app USING (item_id NOT IN (SELECT v.id FROM plein.veiled() v))', t);
  END LOOP;
END $$;
