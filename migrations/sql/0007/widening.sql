-- What a change would open, said before it is made.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- How many more people of which organisation would read a group, and how much, if its form became the_form (NULL: as it is) and
-- the_organisation a party with the_reach (NULL: none). Every place in an organisation counts, as in the audience bar. For stewards
-- of the group, and administrators of an organisation that is a party or is proposed as one; an administrator of a participant is told
-- of the own organisation and the co-owners alone. An organisation that the person does not know is nobody, whether it exists or not.
-- Rooms open to nobody by it. The organisation that is asked about has a row also when nobody of it gains sight at once.
CREATE FUNCTION plein.widening(the_group uuid, the_form text, the_organisation uuid, the_reach text)
RETURNS TABLE (organisation_id uuid, people integer, items bigint, documents bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  t timestamptz := plein.moment(); s plein.space; owners uuid[] := plein.owners(the_group); wanted uuid; everybody boolean;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_group AND x.kind = 'group';
  everybody := plein.as_steward(the_group) IS NOT NULL OR EXISTS (SELECT FROM plein.listed('administers') x WHERE x = ANY (owners));
  IF s.id IS NULL OR NOT everybody
     AND NOT EXISTS (SELECT FROM plein.party p WHERE p.group_id = the_group AND p.organisation_id IN (SELECT plein.listed('administers'))
                       AND p.since <= t AND p.until > t)
     AND NOT EXISTS (SELECT FROM plein.proposal p WHERE p.group_id = the_group AND p.organisation_id IN (SELECT plein.listed('administers'))
                       AND p.status = 'open' AND p.until > t) THEN
    IF the_group IN (SELECT plein.listed('sees')) THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
    PERFORM plein.refuse('PL404', 'absent');
  END IF;
  IF the_form NOT IN ('open', 'findable', 'closed') THEN PERFORM plein.refuse('PL422', 'form'); END IF;
  IF the_reach NOT IN ('all', 'named') THEN PERFORM plein.refuse('PL422', 'reach'); END IF;
  SELECT o.id INTO wanted FROM plein.organisation o WHERE o.id = the_organisation AND o.status = 'active' AND the_reach IS NOT NULL
     AND (o.listed OR o.id IN (SELECT plein.listed('knows')) OR o.id IN (SELECT plein.listed('administers'))
          OR o.id IN (SELECT p.organisation_id FROM plein.party p WHERE p.group_id = the_group AND p.since <= t AND p.until > t AND everybody));
  RETURN QUERY
  WITH now AS (SELECT p.organisation_id AS id, p.reach FROM plein.party p WHERE p.group_id = the_group AND p.since <= t AND p.until > t),
       after AS (SELECT n.id, CASE WHEN n.id = wanted THEN the_reach ELSE n.reach END AS reach FROM now n
                 UNION ALL SELECT wanted, the_reach WHERE wanted IS NOT NULL AND wanted NOT IN (SELECT n.id FROM now n)),
       reaching AS (SELECT x.id FROM after x JOIN plein.organisation o ON o.id = x.id AND o.status = 'active'
                     WHERE coalesce(the_form, s.form) = 'open' AND x.reach = 'all' AND NOT (o.firm AND (SELECT count(*) FROM after) > 1)
                       AND NOT (s.form = 'open' AND EXISTS (SELECT FROM now n WHERE n.id = x.id AND n.reach = 'all'))),
       gaining AS (SELECT a.organisation_id AS id, count(*)::int AS people FROM plein.affiliation a
                    WHERE a.organisation_id IN (SELECT r.id FROM reaching r) AND a.kind = 'staff' AND a.since <= t AND a.until > t
                      AND NOT EXISTS (SELECT FROM plein.membership m JOIN now n ON n.id = m.organisation_id
                                       WHERE m.space_id = the_group AND m.affiliation_id = a.id AND m.confirmed AND m.since <= t AND m.until > t)
                    GROUP BY a.organisation_id)
  SELECT coalesce(g.id, w.id), coalesce(g.people, 0), coalesce(c.items, 0), coalesce(c.documents, 0)
    FROM gaining g FULL JOIN (SELECT wanted AS id WHERE wanted IS NOT NULL) w ON w.id = g.id
    LEFT JOIN plein.space_activity c ON c.space_id = the_group
   WHERE everybody OR coalesce(g.id, w.id) = ANY (owners) OR coalesce(g.id, w.id) IN (SELECT plein.listed('administers'))
   ORDER BY 2 DESC, 1;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
