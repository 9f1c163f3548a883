-- What stewards and administrators read about parties and proposals: who agreed, what opens to whom, what leaving ends; and whom mails go to.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- Proposals of a group for its stewards, newest first: those that wait, or the decided ones. Who agreed, by organisation; one that was named by
-- a domain looks the same whether it exists or not, until it is a party.
CREATE FUNCTION plein.group_proposals(the_group uuid, waiting boolean, before uuid, at_most integer) RETURNS TABLE (id uuid, kind text, named text, organisation_id uuid,
    role text, reach text, form text, charter_number integer, status text, proposed_by uuid, proposer text, created_at timestamptz, until timestamptz, decided_at timestamptz,
    agreed text[], waits_for text[]) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id, p.kind, p.named, CASE WHEN NOT p.hidden OR p.status = 'taken' THEN p.organisation_id END, p.role, p.reach, p.form, c.number,
      CASE WHEN p.status = 'open' AND p.until <= plein.moment() THEN 'run-out' ELSE p.status END, p.proposed_by, o.name, p.created_at, p.until,
      coalesce(p.decided_at, p.until),
      array(SELECT x.name FROM plein.consent d JOIN plein.organisation x ON x.id = d.organisation_id WHERE d.proposal_id = p.id
              AND (p.status = 'taken' OR NOT (p.hidden AND d.organisation_id IS NOT DISTINCT FROM p.organisation_id))
              AND (p.status <> 'open' OR plein.consents_to(p.id, d.organisation_id)) ORDER BY x.name),
      CASE WHEN waiting THEN array(SELECT x.name FROM plein.organisation x WHERE x.id = ANY (plein.needed(p.id)) AND NOT (p.hidden AND x.id IS NOT DISTINCT FROM p.organisation_id)
              AND NOT plein.consents_to(p.id, x.id) ORDER BY x.name) || CASE WHEN p.hidden THEN ARRAY[p.named] ELSE '{}' END ELSE '{}' END
    FROM plein.proposal p JOIN plein.organisation o ON o.id = p.proposer_id LEFT JOIN plein.charter c ON c.id = p.charter_id
   WHERE p.group_id = the_group AND the_group IN (SELECT plein.listed('stewards')) AND (before IS NULL OR p.id < before)
     AND (p.status = 'open' AND p.until > plein.moment()) = waiting
   ORDER BY p.id DESC LIMIT least(at_most, 101) $$;

-- Proposals that wait and concern the organisation: it is the one proposed, it gains, or it is a co-owner. What opens to whom is read from form
-- and reach. A participant reads who the co-owners are and no other participants.
DROP FUNCTION plein.admin_proposals(uuid);
CREATE FUNCTION plein.admin_proposals(the_organisation uuid) RETURNS TABLE (id uuid, kind text, group_id uuid, title text, purpose text, form text, named text, role text,
    reach text, wider text, charter_id uuid, about_id uuid, is_ours boolean, is_owner boolean, proposed_by text, proposer text, owners text[], agreed boolean, agreed_by text[],
    waits_for text[], meaning text, created_at timestamptz, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH found AS MATERIALIZED (                    -- nobody is needed who is no party and not the one proposed
    SELECT x.*, plein.owners(x.group_id) AS ers, plein.needed(x.id) AS who FROM plein.proposal x
     WHERE the_organisation IN (SELECT plein.listed('administers')) AND x.status = 'open' AND x.until > (SELECT plein.moment()) AND x.id = ANY (ARRAY(
       SELECT y.id FROM plein.proposal y WHERE y.organisation_id = the_organisation AND y.status = 'open'
       UNION SELECT y.id FROM plein.party z JOIN plein.proposal y ON y.group_id = z.group_id AND y.status = 'open' WHERE z.organisation_id = the_organisation)))
  SELECT p.id, p.kind, p.group_id, s.title, s.purpose, s.form, p.named, p.role,
      CASE WHEN p.organisation_id = the_organisation AND ours.firm THEN 'named' ELSE p.reach END, p.form, p.charter_id,
      CASE WHEN NOT p.hidden OR p.organisation_id = the_organisation THEN p.organisation_id END, p.organisation_id IS NOT DISTINCT FROM the_organisation, the_organisation = ANY (own.ers), a.shown, o.name,
      array(SELECT x.name FROM plein.organisation x WHERE x.id = ANY (own.ers) ORDER BY x.name),
      plein.consents_to(p.id, the_organisation),
      array(SELECT x.name FROM plein.organisation x WHERE x.id = ANY (own.known) AND plein.consents_to(p.id, x.id) ORDER BY x.name),
      array(SELECT x.name FROM plein.organisation x WHERE x.id = ANY (own.known) AND x.id IS DISTINCT FROM p.organisation_id
              AND NOT plein.consents_to(p.id, x.id) ORDER BY x.name)
        || CASE WHEN p.organisation_id = ANY (own.known) AND plein.consents_to(p.id, p.organisation_id) OR p.organisation_id <> ALL (own.who)
                  OR p.kind IN ('form', 'charter') THEN '{}' ELSE ARRAY[p.named] END,
      plein.meaning(p.id, the_organisation), p.created_at, p.until
    FROM found p JOIN plein.space s ON s.id = p.group_id JOIN plein.affiliation a ON a.id = p.proposed_by JOIN plein.organisation o ON o.id = p.proposer_id
    JOIN plein.organisation ours ON ours.id = the_organisation
    -- Whose consent this organisation may read: the own, the co-owners', and of the others what it knows as a co-owner.
    CROSS JOIN LATERAL (SELECT p.ers, p.who, array(SELECT n FROM unnest(p.who) n WHERE n = the_organisation
        OR n = ANY (p.ers) OR the_organisation = ANY (p.ers) AND NOT (p.hidden AND n IS NOT DISTINCT FROM p.organisation_id)) AS known OFFSET 0) own
   WHERE the_organisation = ANY (own.who) AND NOT (p.declined_at IS NOT NULL AND p.organisation_id = the_organisation)
   ORDER BY p.created_at, p.id $$;

-- A group that the organisation is a party of, for its administrator: what it is here, and what ends and stays when it leaves.
CREATE FUNCTION plein.own_party(the_group uuid, the_organisation uuid) RETURNS TABLE (group_id uuid, title text, purpose text, form text, archived boolean, square boolean,
    role text, reach text, since timestamptz, ends_at timestamptz, owners text[], members integer, externals integer, by_themselves integer, wrote integer, rooms integer,
    invitations integer, proposals integer, is_last_owner boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.id, s.title, s.purpose, s.form, plein.is_archived(s.id), s.square, p.role, p.reach, p.since, s.ends_at,
      array(SELECT o.name FROM plein.organisation o WHERE o.id = ANY (plein.owners(s.id)) ORDER BY o.name),
      n.members, n.externals, n.by_themselves, (SELECT count(DISTINCT m.affiliation_id)::int FROM plein.membership m WHERE m.group_id = s.id
        AND m.organisation_id = the_organisation AND m.wrote), n.rooms,
      (SELECT count(*)::int FROM plein.invitation i WHERE i.group_id = s.id AND i.organisation_id = the_organisation AND i.kind = 'external'
        AND i.status IN ('sent', 'opened', 'waiting') AND i.expires_at > plein.moment()),
      (SELECT count(*)::int FROM plein.proposal x WHERE x.group_id = s.id AND x.status = 'open' AND x.until > plein.moment()
        AND (x.proposer_id = the_organisation OR x.organisation_id = the_organisation)),
      p.role = 'owner' AND cardinality(plein.owners(s.id)) = 1
    FROM plein.party p JOIN plein.space s ON s.id = p.group_id
    CROSS JOIN LATERAL (SELECT (count(DISTINCT m.affiliation_id) FILTER (WHERE m.kind = 'staff'))::int AS members,
        (count(DISTINCT m.affiliation_id) FILTER (WHERE m.kind = 'external'))::int AS externals,
        (count(*) FILTER (WHERE m.space_id = s.id AND NOT m.confirmed AND s.form = 'open' AND p.reach = 'all'))::int AS by_themselves,
        (count(DISTINCT m.space_id) FILTER (WHERE m.space_id <> s.id))::int AS rooms
      FROM plein.membership m WHERE m.group_id = s.id AND m.organisation_id = the_organisation AND m.since <= plein.moment() AND m.until > plein.moment()) n
   WHERE p.group_id = the_group AND p.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers'))
     AND p.since <= plein.moment() AND p.until > plein.moment() $$;

-- How many came by themselves, for a steward who thinks of a narrower form or reach: of all parties with reach to all their staff, or of one.
CREATE FUNCTION plein.came_by_themselves(the_group uuid, the_organisation uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*)::int FROM plein.membership m JOIN plein.space s ON s.id = m.space_id JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE m.space_id = the_group AND the_group IN (SELECT plein.listed('stewards')) AND s.kind = 'group' AND s.form = 'open' AND p.reach = 'all' AND NOT m.confirmed
     AND (the_organisation IS NULL OR m.organisation_id = the_organisation)
     AND m.since <= plein.moment() AND m.until > plein.moment() AND p.since <= plein.moment() AND p.until > plein.moment() $$;

-- ---------------------------------------------------------------- the worker
-- The administrators whose agreement an open proposal still needs.
DROP FUNCTION plein.work_proposal(uuid);
CREATE FUNCTION plein.work_proposal(the_proposal uuid) RETURNS TABLE (affiliation_id uuid, kind text, proposer text, is_ours boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, p.kind, o.name, p.kind = 'party' AND a.organisation_id IS NOT DISTINCT FROM p.organisation_id
    FROM plein.proposal p JOIN plein.organisation o ON o.id = p.proposer_id
    JOIN plein.affiliation a ON a.organisation_id = ANY (plein.needed(p.id)) JOIN plein.organisation h ON h.id = a.organisation_id
   WHERE p.id = the_proposal AND p.status = 'open' AND p.until > plein.moment() AND a.role = 'administrator' AND h.status = 'active'
     AND NOT (p.declined_at IS NOT NULL AND a.organisation_id = p.organisation_id)
     AND a.since <= plein.moment() AND a.until > plein.moment() AND NOT plein.consents_to(p.id, a.organisation_id) ORDER BY a.id $$;

-- Whom the outcome of a proposal is told: who made it; administrators of the party that was put out; of a new charter those of every party.
CREATE FUNCTION plein.work_decided(the_proposal uuid) RETURNS TABLE (affiliation_id uuid, kind text, status text, proposer text, why text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT ON (a.id) a.id, p.kind, p.status, o.name, CASE WHEN a.id = p.proposed_by THEN 'proposer' ELSE 'party' END
    FROM plein.proposal p JOIN plein.organisation o ON o.id = p.proposer_id
    JOIN plein.affiliation a ON a.id = p.proposed_by
      OR p.status = 'taken' AND a.role = 'administrator' AND (p.kind = 'out' AND a.organisation_id = p.organisation_id
         OR p.kind = 'charter' AND EXISTS (SELECT FROM plein.party x WHERE x.group_id = p.group_id AND x.organisation_id = a.organisation_id
              AND x.since <= plein.moment() AND x.until > plein.moment()))
    JOIN plein.organisation h ON h.id = a.organisation_id
   WHERE p.id = the_proposal AND p.status IN ('taken', 'refused') AND h.status = 'active' AND a.since <= plein.moment() AND a.until > plein.moment() ORDER BY a.id $$;

-- The administrators of the co-owners, who hear that a party left.
CREATE FUNCTION plein.work_party_left(the_group uuid, the_organisation uuid) RETURNS TABLE (affiliation_id uuid, organisation text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, o.name FROM plein.organisation o JOIN plein.affiliation a ON a.organisation_id = ANY (plein.owners(the_group))
    JOIN plein.organisation h ON h.id = a.organisation_id
   WHERE o.id = the_organisation AND a.role = 'administrator' AND h.status = 'active' AND a.since <= plein.moment() AND a.until > plein.moment() ORDER BY a.id $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
