-- Who is asking, once per transaction: enter(proof) applies the one rule of access and leaves its lists where policies read them.
-- No person, no rows. Whoever changes this changes access itself: every clause has a mutant in the tests.
GRANT SELECT ON plein.organisation, plein.domain, plein.issuer, plein.binding, plein.person, plein.login, plein.affiliation,
  plein.affiliation_login, plein.affiliation_address, plein.agreement, plein.agreement_party, plein.space, plein.party, plein.membership,
  plein.voice, plein.space_activity, plein.proposal, plein.consent, plein.invitation, plein.session, plein.sign_in, plein.logout_seen
  TO plein_door;
GRANT EXECUTE ON FUNCTION plein.moment(), plein.new_id() TO plein_app, plein_worker, plein_door, plein_keeper;
GRANT CREATE ON SCHEMA plein TO plein_door;

SET ROLE plein_schema;
-- The ids of one list of this transaction. STABLE: marked IMMUTABLE it gave one person's rows to another.
CREATE FUNCTION plein.listed(name text) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT unnest(nullif(current_setting('plein.' || name, true), '')::uuid[]) $$;
CREATE FUNCTION plein.me() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT nullif(current_setting('plein.person', true), '')::uuid $$;
RESET ROLE;
GRANT EXECUTE ON FUNCTION plein.listed(text), plein.me() TO plein_app, plein_worker, plein_door, plein_keeper;

SET ROLE plein_door;
-- The one rule, for a person through one login; a NULL person clears every list.
CREATE FUNCTION plein.compute(the_person uuid, the_login uuid, only_affiliation uuid) RETURNS void
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
  -- group is open to all staff of that party.
  SELECT array_agg(DISTINCT m.space_id),
         array_agg(DISTINCT m.space_id) FILTER (WHERE m.role IN ('steward', 'member') AND NOT s.archived AND NOT g.archived),
         array_agg(DISTINCT m.space_id) FILTER (WHERE NOT s.archived AND NOT g.archived),
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
  -- an administrator ended, or made a reader, goes on reading there and does not join again by oneself.
  SELECT array_agg(DISTINCT s.id),
         array_agg(DISTINCT s.id) FILTER (WHERE NOT s.archived AND (m.id IS NULL
           OR (m.until > t AND (m.role <> 'reader' OR m.came = 'self')) OR (m.until <= t AND m.ended_by IN ('', 'self', 'party', 'affiliation'))))
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

-- What the Actor is made of: the lists of this transaction and the person's own affiliations, ended ones too.
CREATE FUNCTION plein.entered() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT jsonb_build_object(
    'person', plein.me(),
    'lists', (SELECT jsonb_object_agg(name, to_jsonb(array(SELECT plein.listed(name))))
                FROM unnest(ARRAY['mine', 'affiliations', 'staff_affiliations', 'staff_of', 'administers', 'sees', 'writes', 'reacts',
                                  'stewards', 'joins', 'directory', 'knows']) name),
    'standings', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'organisation_id', a.organisation_id, 'kind', a.kind,
                    'role', a.role, 'shown', a.shown, 'until', a.until, 'active', a.id IN (SELECT plein.listed('affiliations')))
                    ORDER BY a.since, a.id), '[]')
                    FROM plein.affiliation a WHERE a.id IN (SELECT plein.listed('mine')))) $$;

-- The first statement of every transaction. proof: SHA-256 of the session's secret, or NULL for nobody.
CREATE FUNCTION plein.enter(the_proof bytea) RETURNS jsonb LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s plein.session; t timestamptz := plein.moment();
BEGIN
  SELECT * INTO s FROM plein.session x WHERE x.proof = the_proof AND x.until > t
    AND (x.idle_seconds = 0 OR x.seen_at + make_interval(secs => x.idle_seconds) > t);
  PERFORM plein.compute(s.person_id, s.login_id, NULL);
  IF s.person_id IS NULL THEN RETURN plein.entered(); END IF;
  UPDATE plein.session x SET seen_at = t WHERE x.proof =    -- at most once a minute, and waiting for nobody
    (SELECT y.proof FROM plein.session y WHERE y.proof = the_proof AND y.seen_at <= t - interval '1 minute' FOR UPDATE SKIP LOCKED);
  RETURN plein.entered() || (SELECT jsonb_build_object('login', s.login_id, 'acting', s.acting_id, 'fresh', s.fresh_until > plein.moment(),
    'language', p.language, 'colours', p.colours, 'shortcuts', p.shortcuts, 'shown', s.shown) FROM plein.person p WHERE p.id = s.person_id);
END $$;

-- A job enters as one affiliation, through the login it was made with: what that affiliation alone may see. Worker only.
CREATE FUNCTION plein.enter_as(the_affiliation uuid) RETURNS jsonb LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE b plein.affiliation_login;
BEGIN
  SELECT * INTO b FROM plein.affiliation_login x WHERE x.affiliation_id = the_affiliation ORDER BY x.accepted_at, x.login_id LIMIT 1;
  PERFORM plein.compute(b.person_id, b.login_id, the_affiliation);
  RETURN plein.entered() || jsonb_build_object('login', b.login_id, 'acting', the_affiliation, 'fresh', true) ||
    coalesce((SELECT jsonb_build_object('language', p.language) FROM plein.person p WHERE p.id = b.person_id), '{}');
END $$;

-- After a change of access in the same transaction the lists are made again, so that a founder can post at once.
CREATE FUNCTION plein.again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF plein.me() IS NOT NULL THEN
    PERFORM plein.compute(plein.me(), nullif(current_setting('plein.login', true), '')::uuid, nullif(current_setting('plein.only', true), '')::uuid);
  END IF;
  RETURN NULL;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;

SET ROLE plein_schema;
CREATE TRIGGER again AFTER INSERT OR UPDATE ON plein.affiliation FOR EACH STATEMENT EXECUTE FUNCTION plein.again();
CREATE TRIGGER again AFTER INSERT OR UPDATE ON plein.party FOR EACH STATEMENT EXECUTE FUNCTION plein.again();
CREATE TRIGGER again AFTER INSERT OR UPDATE ON plein.space FOR EACH STATEMENT EXECUTE FUNCTION plein.again();
CREATE TRIGGER again AFTER INSERT OR UPDATE OF since, until, role, came, confirmed ON plein.membership
  FOR EACH STATEMENT EXECUTE FUNCTION plein.again();
RESET ROLE;
