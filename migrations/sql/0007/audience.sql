-- Who can read a space, to the last person: what the bar counts, whom the list adds by openness, and how much there is to read.
SET ROLE plein_schema;
-- How much of a space lives now: messages and questions, and documents. Counted as they come and go, never by reading content.
ALTER TABLE plein.space_activity ADD COLUMN items bigint NOT NULL DEFAULT 0, ADD COLUMN documents bigint NOT NULL DEFAULT 0;
RESET ROLE;
UPDATE plein.space_activity s SET items = c.items, documents = c.documents
  FROM (SELECT i.space_id, count(*) FILTER (WHERE i.kind <> 'document') AS items, count(*) FILTER (WHERE i.kind = 'document') AS documents
          FROM plein.item i WHERE i.parent_id IS NULL AND i.deleted_at IS NULL GROUP BY i.space_id) c
 WHERE c.space_id = s.space_id;

GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
CREATE OR REPLACE FUNCTION plein.moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE one integer := CASE WHEN new.deleted_at IS NULL THEN 1 ELSE 0 END; file integer := CASE WHEN new.kind = 'document' THEN 1 ELSE 0 END;
BEGIN
  INSERT INTO plein.space_activity AS s (space_id, sequence, last_item_id, items, documents)
    VALUES (new.space_id, 1, new.id, one * (1 - file), one * file)
    ON CONFLICT (space_id) DO UPDATE SET sequence = s.sequence + 1, last_item_id = greatest(s.last_item_id, excluded.last_item_id),
      items = s.items + excluded.items, documents = s.documents + excluded.documents;
  RETURN NULL;
END $$;
-- What was deleted or put back.
CREATE FUNCTION plein.counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE one integer := CASE WHEN new.deleted_at IS NULL THEN 1 ELSE -1 END; file integer := CASE WHEN new.kind = 'document' THEN 1 ELSE 0 END;
BEGIN
  UPDATE plein.space_activity s SET items = s.items + one * (1 - file), documents = s.documents + one * file WHERE s.space_id = new.space_id;
  RETURN NULL;
END $$;

-- How many read along, per organisation: its members, and whether all of its staff may. For the audience bar.
-- The people of an organisation that is suspended see nothing, so it does not read along by openness either.
CREATE OR REPLACE FUNCTION plein.audience(the_space uuid) RETURNS TABLE (organisation_id uuid, members integer, externals integer, everyone boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH live AS (SELECT m.organisation_id, count(*)::int AS members, (count(*) FILTER (WHERE m.kind = 'external'))::int AS externals
                  FROM plein.members(the_space) m GROUP BY m.organisation_id),
       open AS (SELECT p.organisation_id FROM plein.space s JOIN plein.party p ON p.group_id = s.id
                  JOIN plein.organisation o ON o.id = p.organisation_id AND o.status = 'active'
                 WHERE s.id = the_space AND the_space IN (SELECT plein.listed('sees')) AND s.kind = 'group' AND s.form = 'open' AND p.reach = 'all'
                   AND p.since <= plein.moment() AND p.until > plein.moment())
  SELECT coalesce(l.organisation_id, o.organisation_id), coalesce(l.members, 0), coalesce(l.externals, 0), o.organisation_id IS NOT NULL
    FROM live l FULL JOIN open o ON o.organisation_id = l.organisation_id $$;

-- How many of its staff read along without being a member, for each organisation of which all staff may.
CREATE FUNCTION plein.readers_by_openness(the_space uuid) RETURNS TABLE (organisation_id uuid, people integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.organisation_id, (count(a.id) - count(a.id) FILTER (WHERE m.kind = 'staff'))::int
    FROM plein.audience(the_space) e
    LEFT JOIN plein.affiliation a ON a.organisation_id = e.organisation_id AND a.kind = 'staff'
      AND a.since <= (SELECT plein.moment()) AND a.until > (SELECT plein.moment())
    LEFT JOIN plein.members(the_space) m ON m.affiliation_id = a.id
   WHERE e.everyone GROUP BY e.organisation_id $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER counted AFTER UPDATE OF deleted_at ON plein.item FOR EACH ROW
  WHEN (new.parent_id IS NULL AND (old.deleted_at IS NULL) <> (new.deleted_at IS NULL)) EXECUTE FUNCTION plein.counted();
RESET ROLE;
