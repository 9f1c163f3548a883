-- What an external reads about itself, and the end by its own hand.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- Of each own external affiliation, ended ones too: what is kept, until when, and which terms were accepted. keep_days: how long after the
-- end all but the name goes.
CREATE FUNCTION plein.own_kept() RETURNS TABLE (affiliation_id uuid, organisation text, shown text, employer text, address text, since timestamptz, until timestamptz,
    live boolean, keep_days integer, terms_number integer, accepted_number integer, accepted_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, o.name, a.shown, a.employer, coalesce(d.address, ''), a.since, a.until, a.until > plein.moment(), plein.keep_days(o.id), plein.terms_number(o.id),
      coalesce(x.number, 0), x.accepted_at
    FROM plein.affiliation a JOIN plein.organisation o ON o.id = a.organisation_id LEFT JOIN plein.affiliation_address d ON d.affiliation_id = a.id
    LEFT JOIN LATERAL (SELECT y.number, y.accepted_at FROM plein.terms_accepted y WHERE y.affiliation_id = a.id ORDER BY y.number DESC LIMIT 1) x ON true
   WHERE a.id = ANY (ARRAY(SELECT plein.listed('mine'))) AND a.kind = 'external' ORDER BY a.until > plein.moment() DESC, o.name, a.id $$;

-- Where the person read along and does no more: through which organisation, since when, how many groups and rooms; no titles. As an external
-- for ever; as staff of the last days, where others decided it: a steward, an administrator, a party that left, a group that narrowed.
-- By the own keys: not along everybody's ended places.
DROP FUNCTION plein.own_ended();
CREATE FUNCTION plein.own_ended(days integer) RETURNS TABLE (organisation text, kind text, ended_at timestamptz, places integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.name, m.kind, max(x.at), count(*)::integer FROM plein.membership m JOIN plein.organisation o ON o.id = m.organisation_id
    CROSS JOIN LATERAL (SELECT CASE WHEN m.until <= plein.moment() THEN m.until ELSE m.narrowed_at END AS at) x
   WHERE m.affiliation_id = ANY (ARRAY(SELECT plein.listed('mine'))) AND m.space_id NOT IN (SELECT plein.listed('sees'))
     AND CASE m.kind WHEN 'external' THEN m.until <= plein.moment()
       ELSE x.at > plein.moment() - make_interval(days => days) AND m.came <> 'emergency' AND (m.until > plein.moment() AND NOT m.confirmed
         OR m.until <= plein.moment() AND (m.confirmed OR m.narrowed_at IS NOT NULL) AND m.ended_by IN ('steward', 'administrator', 'party')) END
   GROUP BY o.name, m.kind ORDER BY 3 DESC, 1, 2 LIMIT 10 $$;

-- The accounts through which the person may act as these affiliations.
CREATE FUNCTION plein.own_accounts() RETURNS TABLE (affiliation_id uuid, issuer text, since timestamptz, last_seen timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT b.affiliation_id, i.title, b.accepted_at, (SELECT max(s.seen_at) FROM plein.session s WHERE s.login_id = l.id)
    FROM plein.affiliation_login b JOIN plein.login l ON l.id = b.login_id JOIN plein.issuer i ON i.id = l.issuer_id
   WHERE b.affiliation_id IN (SELECT plein.listed('mine')) AND b.person_id = plein.me() ORDER BY b.affiliation_id, b.accepted_at, l.id $$;

-- The rows of the audit log of the own affiliations, the newest first; after: the last id of the page before. By affiliation: who linked two
-- logins was another person when the older ones were written. From where, of one's own clicks alone.
-- Doors may read the log from the step that seals it on (0010).
CREATE FUNCTION plein.own_log(after uuid, at_most integer) RETURNS TABLE (id uuid, at timestamptz, verb text, actor_shown text, thing_shown text, why text, origin text,
    organisation text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT x.id, x.at, x.verb, x.actor_shown, x.thing_shown, x.why, CASE WHEN x.person_id = plein.me() THEN x.origin ELSE '' END, o.name
    FROM plein.audit x JOIN plein.organisation o ON o.id = x.organisation_id
   WHERE x.affiliation_id = ANY (ARRAY(SELECT plein.listed('mine'))) AND x.organisation_id = x.actor_organisation_id AND (after IS NULL OR x.id < after)
   ORDER BY x.id DESC LIMIT least(at_most, 101) $$;

-- Ends the own external affiliation with all its places, also when new terms were not accepted.
CREATE FUNCTION plein.end_own_access(the_affiliation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation AND x.kind = 'external' AND x.id IN (SELECT plein.listed('mine'));
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM FROM plein.organisation o WHERE o.id = a.organisation_id FOR NO KEY UPDATE;
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation FOR NO KEY UPDATE;
  IF a.until <= t THEN RETURN; END IF;
  PERFORM plein.note(ARRAY[a.organisation_id], a.id, 'external.left', 'affiliation', a.id, a.shown);
  UPDATE plein.membership m SET until = greatest(t, m.since), ended_by = 'self' WHERE m.affiliation_id = a.id AND m.until > t;
  UPDATE plein.affiliation x SET until = greatest(t, x.since) WHERE x.id = a.id;
  PERFORM plein.put('externals.left', jsonb_build_object('affiliation', a.id));
END $$;

-- Whom to tell that an external left: the sponsors of the places that ended with it.
CREATE FUNCTION plein.work_left(the_affiliation uuid) RETURNS TABLE (sponsor_id uuid, shown text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT DISTINCT m.sponsor_id, a.shown FROM plein.affiliation a JOIN plein.membership m ON m.affiliation_id = a.id
   WHERE a.id = the_affiliation AND a.kind = 'external' AND a.until <= plein.moment() AND m.ended_by = 'self' AND m.until >= a.until $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
