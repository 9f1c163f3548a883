-- The one rule again, in which an end date counts at the click: what is past it is archived, whether the job came by or not.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
CREATE OR REPLACE FUNCTION plein.compute(the_person uuid, the_login uuid, only_affiliation uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  t timestamptz := plein.moment();
  mine uuid[]; active uuid[]; staff uuid[]; staff_of uuid[]; administers uuid[];
  by_membership uuid[]; writes uuid[]; reacts uuid[]; stewards uuid[];
  by_openness uuid[]; joins uuid[]; directory uuid[]; rooms uuid[]; knows uuid[]; sees uuid[];
BEGIN
  -- Affiliations bound to the login of this session; active: begun, not ended, of an active organisation.
  SELECT array_agg(a.id),
         array_agg(a.id) FILTER (WHERE o.status = 'active' AND a.since <= t AND a.until > t),
         array_agg(a.id) FILTER (WHERE o.status = 'active' AND a.since <= t AND a.until > t AND a.kind = 'staff'),
         array_agg(DISTINCT a.organisation_id) FILTER (WHERE o.status = 'active' AND a.since <= t AND a.until > t AND a.kind = 'staff'),
         array_agg(DISTINCT a.organisation_id) FILTER (WHERE o.status = 'active' AND a.since <= t AND a.until > t AND a.kind = 'staff'
                                                         AND a.role = 'administrator')
    INTO mine, active, staff, staff_of, administers
    FROM plein.affiliation_login b
    JOIN plein.affiliation a ON a.id = b.affiliation_id
    JOIN plein.organisation o ON o.id = a.organisation_id
   WHERE b.login_id = the_login AND b.person_id = the_person AND (only_affiliation IS NULL OR a.id = only_affiliation);

  -- Live memberships of those, where the organisation is a party now. One that came by oneself counts only while the
  -- group is open to all staff of that party. What is past its end date is read like what is archived: nothing is written there from that moment on.
  SELECT array_agg(DISTINCT m.space_id),
         array_agg(DISTINCT m.space_id) FILTER (WHERE m.role IN ('steward', 'member') AND NOT s.archived AND NOT g.archived AND s.ends_at > t AND g.ends_at > t),
         array_agg(DISTINCT m.space_id) FILTER (WHERE NOT s.archived AND NOT g.archived AND s.ends_at > t AND g.ends_at > t),
         array_agg(DISTINCT m.space_id) FILTER (WHERE m.role = 'steward'),
         array_agg(DISTINCT m.space_id) FILTER (WHERE s.kind = 'room')
    INTO by_membership, writes, reacts, stewards, rooms
    FROM plein.membership m
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
    JOIN plein.space s ON s.id = m.space_id
    JOIN plein.space g ON g.id = m.group_id
   WHERE m.affiliation_id = ANY (active) AND m.since <= t AND m.until > t AND p.since <= t AND p.until > t
     AND (m.confirmed OR (s.kind = 'group' AND s.form = 'open' AND p.reach = 'all'));

  -- Open groups of which an organisation where this person is staff is a party with reach to all its staff. Whom a steward or
  -- an administrator ended, or made a reader, goes on reading there and does not join again by oneself: nor by leaving first.
  SELECT array_agg(DISTINCT s.id),
         array_agg(DISTINCT s.id) FILTER (WHERE NOT s.archived AND s.ends_at > t AND (m.id IS NULL
           OR (m.until > t AND (m.role <> 'reader' OR m.came = 'self')) OR (m.until <= t AND m.ended_by IN ('', 'self', 'party', 'affiliation')
             AND (m.role <> 'reader' OR m.came IN ('self', 'emergency')))))
    INTO by_openness, joins
    FROM plein.affiliation a
    JOIN plein.party p ON p.organisation_id = a.organisation_id
    JOIN plein.space s ON s.id = p.group_id
    LEFT JOIN plein.membership m ON m.space_id = s.id AND m.affiliation_id = a.id
   WHERE a.id = ANY (staff) AND p.since <= t AND p.until > t AND p.reach = 'all' AND s.kind = 'group' AND s.form = 'open';

  sees := array(SELECT unnest(by_membership) UNION SELECT unnest(by_openness));
  reacts := array(SELECT unnest(reacts) UNION SELECT unnest(joins));

  SELECT array_agg(DISTINCT other.organisation_id) INTO directory
    FROM plein.agreement_party own
    JOIN plein.agreement g ON g.id = own.agreement_id
    JOIN plein.agreement_party other ON other.agreement_id = g.id
    JOIN plein.organisation o ON o.id = other.organisation_id AND o.status = 'active'
   WHERE own.organisation_id = ANY (staff_of) AND g.directory AND g.status = 'signed' AND g.since <= t AND g.until > t
     AND own.signed_at IS NOT NULL AND other.signed_at IS NOT NULL;

  -- Organisations known by name although not listed: own ones, parties of groups seen, whoever wrote in a space seen,
  -- those with people in a room seen, the other side of an agreement (one that is not signed yet: to administrators).
  knows := array(
    SELECT a.organisation_id FROM plein.affiliation a WHERE a.id = ANY (mine)
    UNION SELECT p.organisation_id FROM plein.party p WHERE p.group_id = ANY (sees) AND p.since <= t AND p.until > t
    UNION SELECT v.organisation_id FROM plein.voice v WHERE v.space_id = ANY (sees)
    UNION SELECT m.organisation_id FROM plein.membership m WHERE m.space_id = ANY (rooms) AND m.since <= t AND m.until > t
    UNION SELECT other.organisation_id FROM plein.agreement_party own JOIN plein.agreement g ON g.id = own.agreement_id
            JOIN plein.agreement_party other ON other.agreement_id = own.agreement_id
           WHERE own.organisation_id = ANY (administers) OR own.organisation_id = ANY (staff_of) AND g.status IN ('signed', 'suspended'));

  PERFORM set_config('plein.person', coalesce(the_person::text, ''), true), set_config('plein.login', coalesce(the_login::text, ''), true),
    set_config('plein.only', coalesce(only_affiliation::text, ''), true),
    set_config('plein.mine', coalesce(mine, '{}')::text, true), set_config('plein.affiliations', coalesce(active, '{}')::text, true),
    set_config('plein.staff_affiliations', coalesce(staff, '{}')::text, true), set_config('plein.staff_of', coalesce(staff_of, '{}')::text, true),
    set_config('plein.administers', coalesce(administers, '{}')::text, true), set_config('plein.sees', sees::text, true),
    set_config('plein.writes', coalesce(writes, '{}')::text, true), set_config('plein.reacts', reacts::text, true),
    set_config('plein.stewards', coalesce(stewards, '{}')::text, true), set_config('plein.joins', coalesce(joins, '{}')::text, true),
    set_config('plein.directory', coalesce(directory, '{}')::text, true), set_config('plein.knows', knows::text, true);
END $$;

-- Archived, or past its end: itself, or the group that it is in.
CREATE OR REPLACE FUNCTION plein.is_archived(the_space uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.archived OR g.archived OR s.ends_at <= plein.moment() OR g.ends_at <= plein.moment()
    FROM plein.space s JOIN plein.space g ON g.id = s.group_id WHERE s.id = the_space $$;

-- Joins an open group as staff of a party whose reach is all: as member, or as reader by a reaction. A reader who came so becomes member;
-- whom a steward made a reader does not become a member by leaving and coming back.
CREATE OR REPLACE FUNCTION plein.join_group(the_space uuid, as_affiliation uuid, the_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; m plein.membership;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = as_affiliation AND x.id IN (SELECT plein.listed('staff_affiliations'));
  IF a.id IS NULL OR the_space NOT IN (SELECT plein.listed('joins')) OR the_role NOT IN ('member', 'reader')
     OR NOT EXISTS (SELECT FROM plein.party p WHERE p.group_id = the_space AND p.organisation_id = a.organisation_id AND p.reach = 'all'
                    AND p.since <= t AND p.until > t) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  SELECT * INTO m FROM plein.membership x WHERE x.space_id = the_space AND x.affiliation_id = as_affiliation FOR UPDATE;
  IF m.id IS NULL THEN
    INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
      VALUES (plein.new_id(), the_space, the_space, a.id, a.organisation_id, 'staff', the_role, 'self', false, a.id, t)
      ON CONFLICT (space_id, affiliation_id) DO NOTHING;
  ELSIF m.until > t THEN
    IF m.role = 'reader' AND m.came = 'self' AND the_role = 'member' THEN UPDATE plein.membership x SET role = 'member' WHERE x.id = m.id; END IF;
    RETURN;
  ELSIF m.ended_by IN ('', 'self', 'party', 'affiliation') AND (m.role <> 'reader' OR m.came IN ('self', 'emergency')) THEN
    UPDATE plein.membership x SET role = the_role, came = 'self', confirmed = false, let_in_by = a.id, ended_by = '', since = t, until = '9999-12-31Z' WHERE x.id = m.id;
  ELSE PERFORM plein.refuse('PL403', 'ended-by-other'); END IF;
  PERFORM plein.note('{}', as_affiliation, 'membership.joined', 'space', the_space, (SELECT s.title FROM plein.space s WHERE s.id = the_space));
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
