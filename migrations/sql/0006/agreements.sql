-- Agreements through their whole life: proposed to organisations by name or by exact domain, signed by all, suspended by one, resumed by
-- all, ended with a look at what stops; the staff directory that one opens; and what an organisation decides for its own people.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
ALTER TABLE plein.organisation ADD COLUMN forget_days integer NOT NULL DEFAULT 365 CHECK (forget_days BETWEEN 1 AND 3650);
ALTER TABLE plein.agreement_party ADD COLUMN resumed_at timestamptz;  -- of a suspended one: this side wants it to go on
CREATE TABLE plein.agreement_address (            -- asked by the domain that somebody typed: whether anybody is there, nobody learns before it signs
  agreement_id uuid NOT NULL REFERENCES plein.agreement,
  domain text NOT NULL CHECK (domain ~ '^[a-z0-9.-]{3,253}$'),
  organisation_id uuid REFERENCES plein.organisation,
  declined_at timestamptz,                        -- refused in silence: to the others it waits on, as where nobody is
  PRIMARY KEY (agreement_id, domain));
CREATE INDEX agreement_address_organisation ON plein.agreement_address (organisation_id);
CREATE TABLE plein.agreement_step (               -- what was done with it, by which side
  id uuid PRIMARY KEY,
  agreement_id uuid NOT NULL REFERENCES plein.agreement,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  shown text NOT NULL,                            -- the name of that side then
  step text NOT NULL CHECK (step IN ('propose', 'sign', 'refuse', 'withdraw', 'suspend', 'ask', 'resume', 'end')),
  at timestamptz NOT NULL);
CREATE INDEX agreement_step_agreement ON plein.agreement_step (agreement_id, id);
CREATE INDEX agreement_step_organisation ON plein.agreement_step (organisation_id);
RESET ROLE;
INSERT INTO plein.agreement_step SELECT plein.new_id(), g.id, o.id, o.name, 'propose', g.since FROM plein.agreement g JOIN plein.organisation o ON o.id = g.proposer_id;
INSERT INTO plein.agreement_step SELECT plein.new_id(), p.agreement_id, o.id, o.name, 'sign', p.signed_at
  FROM plein.agreement_party p JOIN plein.organisation o ON o.id = p.organisation_id WHERE p.signed_at IS NOT NULL ORDER BY p.signed_at;
GRANT SELECT (forget_days) ON plein.organisation TO plein_app;
GRANT UPDATE (guest_days, founders, forget_days, brand) ON plein.organisation TO plein_door;
GRANT UPDATE (resumed_at) ON plein.agreement_party TO plein_door;
GRANT SELECT, INSERT, DELETE, UPDATE (declined_at) ON plein.agreement_address TO plein_door;
GRANT SELECT, INSERT ON plein.agreement_step TO plein_door;
CREATE POLICY door ON plein.agreement_address TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.agreement_step TO plein_door USING (true) WITH CHECK (true);
SET ROLE plein_door;

-- ---------------------------------------------------------------- steps
DROP FUNCTION plein.propose_agreement(uuid, uuid[], text, boolean, boolean, boolean, timestamptz);
-- Proposes one to organisations that one knows, and to whoever has exactly these domains: the answer is the same whether anybody has.
CREATE FUNCTION plein.propose_agreement(the_organisation uuid, others uuid[], the_title text, is_directory boolean, is_joint_groups boolean, is_questions boolean,
    the_until timestamptz, domains text[] DEFAULT '{}') RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); g uuid := plein.new_id(); me uuid := plein.as_administrator(the_organisation); asked uuid[];
BEGIN
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF coalesce(cardinality(others), 0) + coalesce(cardinality(domains), 0) = 0 OR the_organisation = ANY (others)
     OR EXISTS (SELECT FROM unnest(others) x WHERE NOT EXISTS (SELECT FROM plein.organisation o
       WHERE o.id = x AND o.status = 'active' AND (o.listed OR o.id IN (SELECT plein.listed('knows'))))) THEN PERFORM plein.refuse('PL422', 'organisations'); END IF;
  IF EXISTS (SELECT FROM unnest(domains) d WHERE d IS NULL OR d !~ '^[a-z0-9.-]{3,253}$' OR strpos(d, '.') = 0
       OR EXISTS (SELECT FROM plein.domain x WHERE x.name = d AND x.organisation_id = the_organisation)) THEN PERFORM plein.refuse('PL422', 'agreement-domain'); END IF;
  IF cardinality(others) + cardinality(domains) > 100 THEN PERFORM plein.refuse('PL422', 'organisations'); END IF;
  IF NOT (is_directory OR is_joint_groups OR is_questions) IS TRUE THEN PERFORM plein.refuse('PL422', 'agreement-empty'); END IF;
  IF the_until <= t THEN PERFORM plein.refuse('PL422', 'end-passed'); END IF;
  INSERT INTO plein.agreement (id, title, directory, joint_groups, questions, proposed_by, proposer_id, since, until)
    VALUES (g, the_title, is_directory, is_joint_groups, is_questions, me, the_organisation, t, the_until);
  INSERT INTO plein.agreement_party (agreement_id, organisation_id, signed_at, signed_by)
    SELECT g, x, CASE WHEN x = the_organisation THEN t END, CASE WHEN x = the_organisation THEN me END
      FROM (SELECT DISTINCT y FROM unnest(others || the_organisation) y) z (x);
  INSERT INTO plein.agreement_address (agreement_id, domain, organisation_id) SELECT g, d, (SELECT o.id FROM plein.domain x JOIN plein.organisation o ON o.id = x.organisation_id
      WHERE x.name = d AND x.verified_at IS NOT NULL AND o.status = 'active') FROM (SELECT DISTINCT unnest(domains)) y (d);
  SELECT array_agg(x.organisation_id) INTO asked FROM plein.agreement_address x WHERE x.agreement_id = g;
  INSERT INTO plein.agreement_step SELECT plein.new_id(), g, o.id, o.name, 'propose', t FROM plein.organisation o WHERE o.id = the_organisation;
  PERFORM plein.note(others || the_organisation || asked, me, 'agreement.proposed', 'agreement', g, the_title);
  PERFORM plein.put('agreements.step', jsonb_build_object('agreement', g, 'organisation', the_organisation, 'step', 'propose'));
  RETURN g;
END $$;

-- step: sign, refuse, withdraw (the proposer, before all have signed); suspend (one side, at once), resume (all sides); end (one side).
-- Returns the status afterwards. Who was asked by domain becomes a side by signing, and refuses in silence: to the others the agreement goes on
-- waiting, as it does where nobody has that domain.
CREATE OR REPLACE FUNCTION plein.step_agreement(the_agreement uuid, the_organisation uuid, step text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); g plein.agreement; me uuid := plein.as_administrator(the_organisation); now_status text; all_of uuid[]; label text; did text := step; the_verb text;
BEGIN
  SELECT * INTO g FROM plein.agreement x WHERE x.id = the_agreement FOR UPDATE;
  SELECT array_agg(p.organisation_id) INTO all_of FROM plein.agreement_party p WHERE p.agreement_id = g.id;
  SELECT min(a.domain) INTO label FROM plein.agreement_address a WHERE a.agreement_id = g.id AND a.organisation_id = the_organisation AND a.declined_at IS NULL
     AND g.status = 'proposed' AND the_organisation <> ALL (all_of);
  IF me IS NULL OR g.id IS NULL OR (the_organisation <> ALL (coalesce(all_of, '{}')) AND label IS NULL) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF coalesce(step NOT IN ('sign', 'refuse', 'withdraw', 'suspend', 'resume', 'end'), true) THEN PERFORM plein.refuse('PL422', 'step'); END IF;
  IF g.until <= t OR step IN ('sign', 'refuse', 'withdraw') AND g.status <> 'proposed' OR step IN ('suspend', 'end') AND g.status NOT IN ('signed', 'suspended')
     OR step = 'resume' AND g.status <> 'suspended' THEN PERFORM plein.refuse('PL409', 'agreement-decided'); END IF;
  IF step = 'withdraw' AND the_organisation <> g.proposer_id THEN PERFORM plein.refuse('PL403', 'proposer-only'); END IF;
  IF step = 'refuse' AND label IS NOT NULL THEN
    UPDATE plein.agreement_address a SET declined_at = t WHERE a.agreement_id = g.id AND a.organisation_id = the_organisation;
    PERFORM plein.note('{}', me, 'agreement.refused', 'agreement', g.id, g.title, label);
    RETURN 'refused';
  END IF;
  IF step = 'sign' THEN
    IF label IS NOT NULL THEN INSERT INTO plein.agreement_party (agreement_id, organisation_id) VALUES (g.id, the_organisation); END IF;
    DELETE FROM plein.agreement_address a WHERE a.agreement_id = g.id AND a.organisation_id = the_organisation;
    UPDATE plein.agreement_party p SET signed_at = t, signed_by = me WHERE p.agreement_id = g.id AND p.organisation_id = the_organisation AND p.signed_at IS NULL;
    IF NOT FOUND THEN RETURN g.status; END IF;
    now_status := CASE WHEN EXISTS (SELECT FROM plein.agreement_party p WHERE p.agreement_id = g.id AND p.signed_at IS NULL)
      OR EXISTS (SELECT FROM plein.agreement_address a WHERE a.agreement_id = g.id) THEN 'proposed' ELSE 'signed' END;
  ELSIF step = 'suspend' THEN
    now_status := 'suspended';
    IF g.status = 'suspended' THEN    -- takes back that this side wanted it to go on
      UPDATE plein.agreement_party p SET resumed_at = NULL WHERE p.agreement_id = g.id AND p.organisation_id = the_organisation AND p.resumed_at IS NOT NULL;
      IF NOT FOUND THEN PERFORM plein.refuse('PL409', 'agreement-decided'); END IF;
    ELSE UPDATE plein.agreement_party p SET resumed_at = NULL WHERE p.agreement_id = g.id; END IF;
  ELSIF step = 'resume' THEN
    UPDATE plein.agreement_party p SET resumed_at = t WHERE p.agreement_id = g.id AND p.organisation_id = the_organisation AND p.resumed_at IS NULL;
    IF NOT FOUND THEN PERFORM plein.refuse('PL409', 'resume-waits'); END IF;
    IF EXISTS (SELECT FROM plein.agreement_party p WHERE p.agreement_id = g.id AND p.resumed_at IS NULL) THEN now_status := 'suspended'; did := 'ask';
    ELSE
      now_status := 'signed';
      UPDATE plein.agreement_party p SET resumed_at = NULL WHERE p.agreement_id = g.id;
    END IF;
  ELSE
    now_status := CASE step WHEN 'refuse' THEN 'refused' WHEN 'withdraw' THEN 'withdrawn' ELSE 'ended' END;
  END IF;
  UPDATE plein.agreement x SET status = now_status, until = CASE WHEN now_status = 'ended' THEN greatest(t, x.since) ELSE x.until END WHERE x.id = g.id;
  INSERT INTO plein.agreement_step SELECT plein.new_id(), g.id, o.id, o.name, did, t
    FROM plein.organisation o WHERE o.id = the_organisation;
  the_verb := CASE did WHEN 'sign' THEN 'agreement.signed' WHEN 'refuse' THEN 'agreement.refused' WHEN 'withdraw' THEN 'agreement.withdrawn'
    WHEN 'suspend' THEN 'agreement.suspended' WHEN 'ask' THEN 'agreement.resume-asked' WHEN 'resume' THEN 'agreement.resumed' ELSE 'agreement.ended' END;
  PERFORM plein.note(all_of, me, the_verb, 'agreement', g.id, g.title);
  PERFORM plein.put('agreements.step', jsonb_build_object('agreement', g.id, 'organisation', the_organisation, 'step', did));
  RETURN now_status;
END $$;

-- ---------------------------------------------------------------- what an administrator reads of them
-- The agreements that the organisation is a side of, or was asked for by its domain.
CREATE FUNCTION plein.admin_agreements(the_organisation uuid, the_agreement uuid DEFAULT NULL) RETURNS TABLE (id uuid, title text, directory boolean, joint_groups boolean,
    questions boolean, status text, is_proposer boolean, is_side boolean, signed boolean, resumed boolean, since timestamptz, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT g.id, g.title, g.directory, g.joint_groups, g.questions, CASE WHEN g.until <= t.at AND g.status IN ('proposed', 'signed', 'suspended') THEN 'expired' ELSE g.status END,
      g.proposer_id = the_organisation, p.organisation_id IS NOT NULL, p.signed_at IS NOT NULL, p.resumed_at IS NOT NULL, g.since, g.until
    FROM (SELECT plein.moment() AS at) t CROSS JOIN plein.agreement g
    LEFT JOIN plein.agreement_party p ON p.agreement_id = g.id AND p.organisation_id = the_organisation
   WHERE the_organisation IN (SELECT plein.listed('administers')) AND (the_agreement IS NULL OR g.id = the_agreement)
     AND (p.organisation_id IS NOT NULL OR g.status = 'proposed' AND EXISTS (SELECT FROM plein.agreement_address a WHERE a.agreement_id = g.id AND a.organisation_id = the_organisation AND a.declined_at IS NULL))
   ORDER BY g.since DESC, g.id LIMIT 500 $$;

-- Their sides: by name; who was asked by domain and has not signed by that domain, whoever is there.
CREATE FUNCTION plein.admin_agreement_sides(the_organisation uuid, the_agreements uuid[]) RETURNS TABLE (agreement_id uuid, organisation_id uuid, name text, initials text,
    signed_at timestamptz, resumed_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH known AS (SELECT x.id FROM plein.admin_agreements(the_organisation) x WHERE x.id = ANY (the_agreements))
  SELECT p.agreement_id, o.id, o.name, o.initials, p.signed_at, p.resumed_at FROM known k JOIN plein.agreement_party p ON p.agreement_id = k.id
    JOIN plein.organisation o ON o.id = p.organisation_id
  UNION ALL
  SELECT a.agreement_id, CASE WHEN a.organisation_id = the_organisation THEN a.organisation_id END, a.domain, '', NULL, NULL FROM known k JOIN plein.agreement_address a ON a.agreement_id = k.id
   ORDER BY 3, 1 $$;

CREATE FUNCTION plein.admin_agreement_steps(the_organisation uuid, the_agreement uuid) RETURNS TABLE (at timestamptz, shown text, step text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.at, s.shown, s.step FROM plein.admin_agreements(the_organisation, the_agreement) g JOIN plein.agreement_step s ON s.agreement_id = g.id ORDER BY s.at, s.id $$;

-- What the end of its staff directory takes away, for each other side: how many names of theirs we lose and of ours they lose; none where
-- another agreement keeps the directory open.
CREATE FUNCTION plein.admin_agreement_names(the_organisation uuid, the_agreement uuid) RETURNS TABLE (organisation text, theirs integer, ours integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at),
  sides AS (SELECT o.id, o.name FROM plein.admin_agreements(the_organisation, the_agreement) g JOIN plein.agreement_party p ON p.agreement_id = g.id
     JOIN plein.organisation o ON o.id = p.organisation_id WHERE g.directory AND g.status = 'signed' AND g.is_side),
  staff AS (SELECT a.organisation_id, count(*)::int AS n FROM t CROSS JOIN plein.affiliation a WHERE a.kind = 'staff' AND a.since <= t.at AND a.until > t.at
     AND a.organisation_id IN (SELECT s.id FROM sides s) GROUP BY 1)
  SELECT s.name, coalesce(x.n, 0), coalesce(y.n, 0) FROM sides s LEFT JOIN staff x ON x.organisation_id = s.id LEFT JOIN staff y ON y.organisation_id = the_organisation
   WHERE s.id <> the_organisation AND NOT EXISTS (SELECT FROM t CROSS JOIN plein.agreement g JOIN plein.agreement_party p ON p.agreement_id = g.id AND p.organisation_id = s.id
     JOIN plein.agreement_party q ON q.agreement_id = g.id AND q.organisation_id = the_organisation
    WHERE g.id <> the_agreement AND g.directory AND g.status = 'signed' AND g.since <= t.at AND g.until > t.at AND p.signed_at IS NOT NULL AND q.signed_at IS NOT NULL)
   ORDER BY s.name $$;

-- The groups that the organisation shares with another side, as far as it may know of that: they go on after an agreement's end.
CREATE FUNCTION plein.admin_agreement_groups(the_organisation uuid, the_agreement uuid) RETURNS TABLE (group_id uuid, title text, own_members integer, others text[], last_owner boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at),
  sides AS (SELECT p.organisation_id AS id FROM plein.admin_agreements(the_organisation, the_agreement) g JOIN plein.agreement_party p ON p.agreement_id = g.id
     WHERE g.is_side AND p.organisation_id <> the_organisation)
  SELECT s.id, s.title, (SELECT count(*)::int FROM plein.membership m WHERE m.space_id = s.id AND m.organisation_id = the_organisation AND m.since <= t.at AND m.until > t.at),
      x.others, p.role = 'owner' AND NOT plein.is_archived(s.id) AND cardinality(plein.owners(s.id)) = 1
    FROM t CROSS JOIN plein.party p JOIN plein.space s ON s.id = p.group_id
    CROSS JOIN LATERAL (SELECT array(SELECT o.name FROM plein.party q JOIN plein.organisation o ON o.id = q.organisation_id WHERE q.group_id = p.group_id
      AND q.organisation_id IN (SELECT y.id FROM sides y) AND q.since <= t.at AND q.until > t.at AND (p.role = 'owner' OR q.role = 'owner') ORDER BY o.name) AS others) x
   WHERE p.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND p.since <= t.at AND p.until > t.at
     AND cardinality(x.others) > 0
   ORDER BY lower(s.title), s.id LIMIT 500 $$;

-- ---------------------------------------------------------------- the worker: telling administrators
-- Whom a step concerns: the administrators of the other sides, and of who was asked by domain.
CREATE FUNCTION plein.work_agreement_step(the_agreement uuid, the_organisation uuid) RETURNS TABLE (affiliation_id uuid, organisation_id uuid, title text, by_shown text, status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.organisation_id, g.title, coalesce((SELECT s.shown FROM plein.agreement_step s WHERE s.agreement_id = g.id AND s.organisation_id = the_organisation
      ORDER BY s.at DESC, s.id DESC LIMIT 1), ''), g.status
    FROM plein.agreement g JOIN plein.affiliation a ON a.role = 'administrator' AND a.since <= plein.moment() AND a.until > plein.moment()
   WHERE g.id = the_agreement AND a.organisation_id <> the_organisation
     AND (EXISTS (SELECT FROM plein.agreement_party p WHERE p.agreement_id = g.id AND p.organisation_id = a.organisation_id)
          OR g.status = 'proposed' AND EXISTS (SELECT FROM plein.agreement_address d WHERE d.agreement_id = g.id AND d.organisation_id = a.organisation_id AND d.declined_at IS NULL))
   ORDER BY a.id $$;

-- Puts the warnings of agreements that end within the given days: once for each, its end and number of days.
CREATE FUNCTION plein.work_warn_agreements(days integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE n integer;
BEGIN
  INSERT INTO plein.outbox (id, kind, payload, key, created_at, due_at)
    SELECT plein.new_id(), 'agreements.warning', jsonb_build_object('agreement', g.id, 'days', days),
      format('agreements.warning %s %s %s', g.id, extract(epoch FROM g.until)::bigint, days), plein.moment(), plein.moment()
      FROM plein.agreement g WHERE g.status IN ('signed', 'suspended') AND g.until > plein.moment()
       AND g.until <= plein.moment() + make_interval(days => days) AND g.since < g.until - make_interval(days => days)
    ON CONFLICT (key) DO NOTHING;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
CREATE FUNCTION plein.work_agreement_warning(the_agreement uuid) RETURNS TABLE (affiliation_id uuid, organisation_id uuid, title text, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.organisation_id, g.title, g.until FROM plein.agreement g JOIN plein.agreement_party p ON p.agreement_id = g.id
    JOIN plein.affiliation a ON a.organisation_id = p.organisation_id AND a.role = 'administrator' AND a.since <= plein.moment() AND a.until > plein.moment()
   WHERE g.id = the_agreement AND g.status IN ('signed', 'suspended') AND g.until > plein.moment() ORDER BY a.id $$;

-- ---------------------------------------------------------------- the staff directory
-- Colleagues by the beginning of a first or last name, at least two letters; or without one those of a department of an own organisation.
-- Of own organisations and of those with a live directory agreement; for staff alone. Never a list of everybody.
CREATE FUNCTION plein.find_colleagues(prefix text, the_organisation uuid DEFAULT NULL, the_department text DEFAULT '', after_name text DEFAULT '', after_id uuid DEFAULT NULL,
    at_most integer DEFAULT 31) RETURNS TABLE (id uuid, shown text, sort_name text, title text, department text, organisation_id uuid, organisation text, initials text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at),
  open AS MATERIALIZED (SELECT o.id, o.name, o.initials, o.id IN (SELECT plein.listed('staff_of')) AS own FROM plein.organisation o
     WHERE o.status = 'active' AND (o.id IN (SELECT plein.listed('staff_of')) OR o.id IN (SELECT plein.listed('directory')))
       AND EXISTS (SELECT plein.listed('staff_of')) AND (the_organisation IS NULL OR o.id = the_organisation))
  SELECT a.id, a.shown, a.sort_name, a.title, a.department, o.id, o.name, o.initials
    FROM t CROSS JOIN open o JOIN plein.affiliation a ON a.organisation_id = o.id
   WHERE a.kind = 'staff' AND a.since <= t.at AND a.until > t.at AND (after_id IS NULL OR (a.sort_name, a.id) > (after_name, after_id))
     AND CASE WHEN prefix = '' THEN o.own AND the_department <> '' AND a.department = the_department
              ELSE length(prefix) >= 2 AND (a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0) END
   ORDER BY a.sort_name, a.id LIMIT least(at_most, 101) $$;
-- The organisations whose directory is open to the person.
CREATE FUNCTION plein.open_directories() RETURNS TABLE (id uuid, name text, own boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.id, o.name, o.id IN (SELECT plein.listed('staff_of')) FROM plein.organisation o
   WHERE o.status = 'active' AND EXISTS (SELECT plein.listed('staff_of')) AND (o.id IN (SELECT plein.listed('staff_of')) OR o.id IN (SELECT plein.listed('directory')))
   ORDER BY o.id IN (SELECT plein.listed('staff_of')) DESC, o.name, o.id $$;
-- The department of an own affiliation, '' for another's.
CREATE FUNCTION plein.own_department(the_affiliation uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce((SELECT a.department FROM plein.affiliation a WHERE a.id = the_affiliation AND a.id IN (SELECT plein.listed('staff_affiliations'))), '') $$;

-- ---------------------------------------------------------------- what an organisation decides for its own people
-- Each that changes has a row in the log with what it was and what it became.
CREATE FUNCTION plein.set_policies(the_organisation uuid, the_guest_days integer, the_founders text, the_forget_days integer, the_brand text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid := plein.as_administrator(the_organisation); o plein.organisation; n integer := 0; verb text; was text; becomes text;
BEGIN
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  SELECT * INTO o FROM plein.organisation x WHERE x.id = the_organisation FOR NO KEY UPDATE;
  IF coalesce(the_guest_days NOT BETWEEN 1 AND 1096, true) THEN PERFORM plein.refuse('PL422', 'guest-days'); END IF;
  IF coalesce(the_forget_days NOT BETWEEN 1 AND 3650, true) THEN PERFORM plein.refuse('PL422', 'forget-days'); END IF;
  IF coalesce(the_founders NOT IN ('staff', 'administrators'), true) THEN PERFORM plein.refuse('PL422', 'founders'); END IF;
  IF coalesce(the_brand !~ '^#[0-9a-f]{6}$', true) THEN PERFORM plein.refuse('PL422', 'brand'); END IF;
  UPDATE plein.organisation x SET guest_days = the_guest_days, founders = the_founders, forget_days = the_forget_days, brand = the_brand WHERE x.id = o.id;
  FOR verb, was, becomes IN VALUES ('policy.guest-days', o.guest_days::text, the_guest_days::text), ('policy.founders', o.founders, the_founders),
      ('policy.forget-days', o.forget_days::text, the_forget_days::text), ('policy.brand', o.brand, the_brand) LOOP
    IF was <> becomes THEN
      PERFORM plein.note(ARRAY[o.id], me, verb, 'organisation', o.id, o.name, was || ' → ' || becomes);
      n := n + 1;
    END IF;
  END LOOP;
  RETURN n;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
