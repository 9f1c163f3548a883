-- The lists of Beheer: externals, invitations, groups, and the figures above them. Titles and the own people, never content, nobody
-- else's people. Each list is searched, filtered, ordered by a column and read in pages: `key` is what a row is ordered by, as text.
-- A moment as a key is text that sorts like it. The clock is asked once for a list, and who may vouch once for all sponsors in it.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- Which of these sponsors may vouch in the space beside each: may_sponsor() for many at once.
CREATE FUNCTION plein.vouching(spaces uuid[], sponsors uuid[], at timestamptz) RETURNS TABLE (space_id uuid, sponsor_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.space_id, m.affiliation_id FROM (SELECT DISTINCT x.space_id, x.sponsor_id FROM unnest(spaces, sponsors) x (space_id, sponsor_id)) e
    JOIN plein.membership m ON m.space_id = e.space_id AND m.affiliation_id = e.sponsor_id
    JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = a.organisation_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
    JOIN plein.space s ON s.id = m.space_id JOIN plein.space g ON g.id = m.group_id
   WHERE m.kind = 'staff' AND m.role IN ('steward', 'member') AND m.since <= at AND m.until > at AND a.since <= at AND a.until > at AND o.status = 'active'
     AND p.since <= at AND p.until > at AND (m.confirmed OR s.kind = 'group' AND s.form = 'open' AND p.reach = 'all')
     AND NOT s.archived AND NOT g.archived AND s.ends_at > at AND g.ends_at > at AND NOT g.square $$;

-- How a place of one's own people is called: by its title; a room in which none of them is a live member by the title of its group.
CREATE FUNCTION plein.title_for(the_space uuid, the_organisation uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN s.kind = 'group' OR EXISTS (SELECT FROM plein.membership m WHERE m.space_id = s.id AND m.organisation_id = the_organisation AND m.confirmed
      AND m.since <= plein.moment() AND m.until > plein.moment()) THEN s.title ELSE g.title END
    FROM plein.space s JOIN plein.space g ON g.id = s.group_id WHERE s.id = the_space $$;

-- The places that externals of the organisation have now. days: those that end within so many; sponsorless: whose sponsor is gone.
CREATE FUNCTION plein.admin_externals(the_organisation uuid, prefix text DEFAULT '', days integer DEFAULT NULL, sponsorless boolean DEFAULT false,
    the_group uuid DEFAULT NULL, the_order text DEFAULT 'until', descending boolean DEFAULT false, after_key text DEFAULT NULL, after_id uuid DEFAULT NULL,
    at_most integer DEFAULT 1000, only_these uuid[] DEFAULT NULL)
RETURNS TABLE (id uuid, affiliation_id uuid, shown text, employer text, role text, group_title text, space_title text, space_kind text, sponsor text,
    sponsor_live boolean, since timestamptz, until timestamptz, last_seen timestamptz, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at, the_organisation IN (SELECT plein.listed('administers')) AS open),
  places AS MATERIALIZED (
    SELECT m.id, m.affiliation_id, m.space_id, m.group_id, m.sponsor_id, m.role, m.since, m.until, a.shown, a.sort_name, a.employer
      FROM t CROSS JOIN plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
     WHERE t.open AND m.organisation_id = the_organisation AND m.kind = 'external' AND m.since <= t.at AND m.until > t.at
       AND (days IS NULL OR m.until <= t.at + make_interval(days => days)) AND (the_group IS NULL OR m.group_id = the_group)
       AND (only_these IS NULL OR m.id = ANY (only_these))
       AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0 OR lower(a.employer) ^@ prefix)),
  vouching AS MATERIALIZED (
    SELECT v.space_id, v.sponsor_id, true AS live FROM t CROSS JOIN (SELECT array_agg(x.space_id) AS spaces, array_agg(x.sponsor_id) AS sponsors FROM places x) p
     CROSS JOIN LATERAL plein.vouching(p.spaces, p.sponsors, t.at) v),
  keyed AS (
    SELECT p.*, g.title AS group_title, s.title AS space_title, s.kind AS space_kind, v.shown AS sponsor, w.live IS NOT NULL AS live,
        (CASE the_order WHEN 'name' THEN p.sort_name WHEN 'employer' THEN lower(p.employer) WHEN 'place' THEN lower(s.title) WHEN 'sponsor' THEN v.sort_name
           ELSE to_char(p.until AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') END) COLLATE "C" AS key
      FROM places p JOIN plein.space s ON s.id = p.space_id JOIN plein.space g ON g.id = p.group_id
      JOIN plein.affiliation v ON v.id = p.sponsor_id LEFT JOIN vouching w ON w.space_id = p.space_id AND w.sponsor_id = p.sponsor_id
     WHERE NOT sponsorless OR w.live IS NULL),
  paged AS (
    SELECT * FROM keyed k
     WHERE after_key IS NULL OR (NOT descending AND (k.key, k.id) > (after_key COLLATE "C", after_id)) OR (descending AND (k.key, k.id) < (after_key COLLATE "C", after_id))
     ORDER BY CASE WHEN NOT descending THEN k.key END, CASE WHEN NOT descending THEN k.id END, CASE WHEN descending THEN k.key END DESC, CASE WHEN descending THEN k.id END DESC
     LIMIT least(at_most, 1000))
  SELECT k.id, k.affiliation_id, k.shown, k.employer, k.role, k.group_title, k.space_title, k.space_kind, k.sponsor, k.live, k.since, k.until,
      (SELECT max(x.seen_at) FROM plein.affiliation_login b JOIN plein.session x ON x.login_id = b.login_id WHERE b.affiliation_id = k.affiliation_id), k.key
    FROM paged k
   ORDER BY CASE WHEN NOT descending THEN k.key END, CASE WHEN NOT descending THEN k.id END, CASE WHEN descending THEN k.key END DESC, CASE WHEN descending THEN k.id END DESC $$;

-- The invitations of externals. state: as its status, or 'expired'. Where: the title of a group that the organisation is a party of, of a
-- room only where own people are.
CREATE FUNCTION plein.admin_invitations(the_organisation uuid, prefix text DEFAULT '', the_state text DEFAULT '', the_order text DEFAULT 'sent', descending boolean DEFAULT true,
    after_key text DEFAULT NULL, after_id uuid DEFAULT NULL, at_most integer DEFAULT 1000)
RETURNS TABLE (id uuid, shown text, employer text, address text, role text, sponsor text, place text, state text, taker_shown text, taker_address text,
    created_at timestamptz, access_until timestamptz, expires_at timestamptz, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at, the_organisation IN (SELECT plein.listed('administers')) AS open),
  keyed AS (
    SELECT i.id, i.shown, i.employer, i.address, i.role, v.shown AS sponsor, i.space_id, i.group_id, x.state, i.taker_shown, i.taker_address, i.created_at, i.access_until,
        i.expires_at, (CASE the_order WHEN 'name' THEN lower(i.shown) WHEN 'sponsor' THEN v.sort_name WHEN 'until' THEN to_char(i.access_until AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS')
          ELSE to_char(i.created_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') END) COLLATE "C" AS key
      FROM t CROSS JOIN plein.invitation i JOIN plein.affiliation v ON v.id = i.sponsor_id
      CROSS JOIN LATERAL (SELECT CASE WHEN i.status IN ('sent', 'opened') AND i.expires_at <= t.at THEN 'expired' ELSE i.status END AS state) x
     WHERE t.open AND i.organisation_id = the_organisation AND i.kind = 'external'
       AND (the_state = '' OR x.state = the_state OR the_state = 'open' AND x.state IN ('sent', 'opened', 'waiting'))
       AND (prefix = '' OR lower(i.shown) ^@ prefix OR strpos(lower(i.shown), ' ' || prefix) > 0 OR i.address ^@ prefix OR lower(i.employer) ^@ prefix)),
  paged AS (
    SELECT * FROM keyed k
     WHERE after_key IS NULL OR (NOT descending AND (k.key, k.id) > (after_key COLLATE "C", after_id)) OR (descending AND (k.key, k.id) < (after_key COLLATE "C", after_id))
     ORDER BY CASE WHEN NOT descending THEN k.key END, CASE WHEN NOT descending THEN k.id END, CASE WHEN descending THEN k.key END DESC, CASE WHEN descending THEN k.id END DESC
     LIMIT least(at_most, 1000))
  SELECT k.id, k.shown, k.employer, k.address, k.role, k.sponsor,
      coalesce((SELECT CASE WHEN s.kind = 'group' OR EXISTS (SELECT FROM plein.membership m WHERE m.space_id = s.id AND m.organisation_id = the_organisation AND m.confirmed
                  AND m.since <= t.at AND m.until > t.at) THEN s.title ELSE g.title END
         FROM plein.space s JOIN plein.space g ON g.id = s.group_id JOIN plein.party p ON p.group_id = g.id AND p.organisation_id = the_organisation
          AND p.since <= t.at AND p.until > t.at WHERE s.id = k.space_id), ''),
      k.state, k.taker_shown, k.taker_address, k.created_at, k.access_until, k.expires_at, k.key
    FROM t CROSS JOIN paged k
   ORDER BY CASE WHEN NOT descending THEN k.key END, CASE WHEN NOT descending THEN k.id END, CASE WHEN descending THEN k.key END DESC, CASE WHEN descending THEN k.id END DESC $$;

-- The groups that the organisation is a party of: title, its own role, reach and people, the co-owners; all parties only as a co-owner;
-- rooms by title where own people are.
DROP FUNCTION plein.admin_groups(uuid);
CREATE FUNCTION plein.admin_groups(the_organisation uuid, the_group uuid DEFAULT NULL, prefix text DEFAULT '', the_role text DEFAULT '', the_state text DEFAULT '',
    the_order text DEFAULT 'title', descending boolean DEFAULT false, after_key text DEFAULT NULL, after_id uuid DEFAULT NULL, at_most integer DEFAULT 1000)
RETURNS TABLE (group_id uuid, title text, form text, archived boolean, square boolean, role text, reach text, since timestamptz, own_members integer, own_externals integer,
    parties text[], rooms text[], shared boolean, ends_at timestamptz, key text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at, the_organisation IN (SELECT plein.listed('administers')) AS open),
  own AS MATERIALIZED (
    SELECT m.space_id, m.group_id, count(*)::int AS members, (count(*) FILTER (WHERE m.kind = 'external'))::int AS externals, bool_or(m.confirmed) AS inside
      FROM t CROSS JOIN plein.membership m
     WHERE t.open AND m.organisation_id = the_organisation AND (the_group IS NULL OR m.group_id = the_group) AND m.since <= t.at AND m.until > t.at GROUP BY 1, 2),
  keyed AS (
    SELECT s.id, s.title, s.form, s.archived, s.square, p.role, p.reach, p.since, coalesce(o.members, 0) AS members, coalesce(o.externals, 0) AS externals, s.ends_at, t.at,
        (CASE the_order WHEN 'members' THEN lpad(coalesce(o.members, 0)::text, 9, '0') WHEN 'externals' THEN lpad(coalesce(o.externals, 0)::text, 9, '0')
           WHEN 'since' THEN to_char(p.since AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') WHEN 'role' THEN CASE WHEN s.square THEN '0' ELSE p.role END ELSE lower(s.title) END) COLLATE "C" AS key
      FROM t CROSS JOIN plein.party p JOIN plein.space s ON s.id = p.group_id LEFT JOIN own o ON o.space_id = s.id
     WHERE t.open AND p.organisation_id = the_organisation AND (the_group IS NULL OR p.group_id = the_group) AND p.since <= t.at AND p.until > t.at
       AND (the_role = '' OR p.role = the_role) AND (prefix = '' OR strpos(lower(s.title), prefix) > 0)
       AND CASE the_state WHEN 'live' THEN NOT s.archived WHEN 'archived' THEN s.archived WHEN 'externals' THEN coalesce(o.externals, 0) > 0
             WHEN 'shared' THEN EXISTS (SELECT FROM plein.party q WHERE q.group_id = p.group_id AND q.organisation_id <> p.organisation_id
               AND q.since <= t.at AND q.until > t.at AND (p.role = 'owner' OR q.role = 'owner')) ELSE true END),
  paged AS (
    SELECT * FROM keyed k
     WHERE after_key IS NULL OR (NOT descending AND (k.key, k.id) > (after_key COLLATE "C", after_id)) OR (descending AND (k.key, k.id) < (after_key COLLATE "C", after_id))
     ORDER BY CASE WHEN NOT descending THEN k.key END, CASE WHEN NOT descending THEN k.id END, CASE WHEN descending THEN k.key END DESC, CASE WHEN descending THEN k.id END DESC
     LIMIT least(at_most, 1000))
  SELECT k.id, k.title, k.form, k.archived, k.square, k.role, k.reach, k.since, k.members, k.externals, x.parties,
      array(SELECT s.title FROM own o JOIN plein.space s ON s.id = o.space_id WHERE o.group_id = k.id AND o.inside AND s.kind = 'room' ORDER BY lower(s.title), s.id),
      cardinality(x.parties) > 1, k.ends_at, k.key
    FROM paged k CROSS JOIN LATERAL (SELECT array(SELECT o.name FROM plein.party q JOIN plein.organisation o ON o.id = q.organisation_id
        WHERE q.group_id = k.id AND q.since <= k.at AND q.until > k.at AND (k.role = 'owner' OR q.role = 'owner' OR q.organisation_id = the_organisation)
        ORDER BY q.role, o.name) AS parties) x
   ORDER BY CASE WHEN NOT descending THEN k.key END, CASE WHEN NOT descending THEN k.id END, CASE WHEN descending THEN k.key END DESC, CASE WHEN descending THEN k.id END DESC $$;

-- The own people in one group and in its rooms.
CREATE FUNCTION plein.admin_group_people(the_organisation uuid, the_group uuid, after_name text DEFAULT '', after_id uuid DEFAULT NULL, at_most integer DEFAULT 1000)
RETURNS TABLE (id uuid, affiliation_id uuid, shown text, sort_name text, employer text, kind text, role text, space_title text, space_kind text, confirmed boolean, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at)
  SELECT m.id, a.id, a.shown, a.sort_name, a.employer, m.kind, m.role, CASE WHEN m.confirmed THEN s.title ELSE plein.title_for(s.id, the_organisation) END, s.kind, m.confirmed, m.until
    FROM t CROSS JOIN plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE m.organisation_id = the_organisation AND m.group_id = the_group AND the_organisation IN (SELECT plein.listed('administers'))
     AND m.since <= t.at AND m.until > t.at AND p.since <= t.at AND p.until > t.at
     AND (after_id IS NULL OR (a.sort_name, m.id) > (after_name, after_id))
   ORDER BY a.sort_name, m.id LIMIT least(at_most, 1000) $$;

-- The places of the own people in groups and rooms, as before, with the clock asked once.
CREATE OR REPLACE FUNCTION plein.admin_memberships(the_organisation uuid, the_affiliation uuid, only_externals boolean, after_until timestamptz, after_id uuid, at_most integer,
    prefix text DEFAULT '')
RETURNS TABLE (id uuid, affiliation_id uuid, shown text, employer text, kind text, role text, space_title text, space_kind text, sponsor text, sponsor_live boolean,
    since timestamptz, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at, the_organisation IN (SELECT plein.listed('administers')) AS open),
  found AS MATERIALIZED (
    SELECT m.*, a.shown, a.employer FROM t CROSS JOIN plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
     WHERE t.open AND m.organisation_id = the_organisation AND m.since <= t.at AND m.until > t.at
       AND (the_affiliation IS NULL OR m.affiliation_id = the_affiliation) AND (NOT only_externals OR m.kind = 'external')
       AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0) AND (m.until, m.id) > (after_until, after_id)
     ORDER BY m.until, m.id LIMIT at_most)
  SELECT m.id, m.affiliation_id, m.shown, m.employer, m.kind, m.role, CASE WHEN m.confirmed THEN s.title ELSE plein.title_for(s.id, the_organisation) END, s.kind, coalesce(v.shown, ''),
      m.sponsor_id IS NULL OR plein.may_sponsor(m.space_id, m.sponsor_id), m.since, m.until
    FROM found m JOIN plein.space s ON s.id = m.space_id LEFT JOIN plein.affiliation v ON v.id = m.sponsor_id
   ORDER BY m.until, m.id $$;

-- What the overview says in figures. ending: within 14 and within 30 days.
CREATE FUNCTION plein.admin_figures(the_organisation uuid) RETURNS TABLE (people integer, externals integer, ending14 integer, ending30 integer, unsponsored integer,
    groups integer, shared integer, agreements integer) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at),
  places AS MATERIALIZED (SELECT m.affiliation_id, m.space_id, m.sponsor_id, m.until FROM t CROSS JOIN plein.membership m
     WHERE m.organisation_id = the_organisation AND m.kind = 'external' AND m.since <= t.at AND m.until > t.at),
  vouching AS MATERIALIZED (SELECT v.space_id, v.sponsor_id FROM t CROSS JOIN (SELECT array_agg(x.space_id) AS spaces, array_agg(x.sponsor_id) AS sponsors FROM places x) p
     CROSS JOIN LATERAL plein.vouching(p.spaces, p.sponsors, t.at) v),
  ours AS MATERIALIZED (SELECT p.group_id, p.role FROM t CROSS JOIN plein.party p JOIN plein.space s ON s.id = p.group_id
     WHERE p.organisation_id = the_organisation AND p.since <= t.at AND p.until > t.at AND NOT s.archived)
  SELECT (SELECT count(*)::int FROM plein.affiliation a WHERE a.organisation_id = the_organisation AND a.kind = 'staff' AND a.since <= t.at AND a.until > t.at),
      (SELECT count(DISTINCT p.affiliation_id)::int FROM places p),
      (SELECT count(*)::int FROM places p WHERE p.until <= t.at + interval '14 days'),
      (SELECT count(*)::int FROM places p WHERE p.until <= t.at + interval '30 days'),
      (SELECT count(*)::int FROM places p WHERE NOT EXISTS (SELECT FROM vouching v WHERE v.space_id = p.space_id AND v.sponsor_id = p.sponsor_id)),
      (SELECT count(*)::int FROM ours),
      (SELECT count(*)::int FROM ours o WHERE EXISTS (SELECT FROM plein.party q WHERE q.group_id = o.group_id AND q.organisation_id <> the_organisation
         AND q.since <= t.at AND q.until > t.at AND (o.role = 'owner' OR q.role = 'owner'))),
      (SELECT count(*)::int FROM plein.agreement_party p JOIN plein.agreement g ON g.id = p.agreement_id
        WHERE p.organisation_id = the_organisation AND g.status IN ('signed', 'suspended') AND g.until > t.at)
    FROM t WHERE the_organisation IN (SELECT plein.listed('administers')) $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
