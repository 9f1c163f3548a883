-- The one rule, whole: an external counts who accepted the terms in force, and an organisation of whom nobody is in a room yet is not named.
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
  -- Affiliations bound to the login of this session; active: begun, not ended, of an active organisation; an external's where its terms were accepted.
  SELECT array_agg(a.id),
         array_agg(a.id) FILTER (WHERE o.status = 'active' AND a.since <= t AND a.until > t
           AND (a.kind <> 'external' OR plein.has_agreed(a.id, a.organisation_id))),
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
  -- those with people in a room seen (who wait there: its stewards), the other side of an agreement (one that is not signed yet: to administrators).
  knows := array(
    SELECT a.organisation_id FROM plein.affiliation a WHERE a.id = ANY (mine)
    UNION SELECT p.organisation_id FROM plein.party p WHERE p.group_id = ANY (sees) AND p.since <= t AND p.until > t
    UNION SELECT v.organisation_id FROM plein.voice v WHERE v.space_id = ANY (sees)
    UNION SELECT m.organisation_id FROM plein.membership m WHERE m.space_id = ANY (rooms) AND m.since <= t AND m.until > t
         AND (m.confirmed OR m.space_id = ANY (stewards))
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
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
