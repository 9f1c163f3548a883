-- The audit log sealed: for each organisation a chain without gaps, in which every hash holds the one before it. Writers leave the id of
-- a new row in audit_unsealed and never wait; the scheduler takes what was committed, in the order in which it happened, and chains it.
-- No key to the organisation here: its row is locked by doors, and a sealer that held it would make writers wait.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
CREATE TABLE plein.audit_seal (
  organisation_id uuid NOT NULL,
  position bigint NOT NULL CHECK (position >= 1),
  audit_id uuid NOT NULL UNIQUE REFERENCES plein.audit,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (organisation_id, position));
CREATE TABLE plein.audit_unsealed (               -- written, and in no chain yet
  organisation_id uuid NOT NULL,
  at timestamptz NOT NULL,
  audit_id uuid NOT NULL,
  PRIMARY KEY (organisation_id, at, audit_id));
CREATE TABLE plein.audit_published (              -- the head of each chain that was last put elsewhere
  organisation_id uuid PRIMARY KEY,
  position bigint NOT NULL CHECK (position >= 1));
CREATE INDEX audit_affiliation ON plein.audit (affiliation_id, id DESC);
CREATE INDEX audit_thing ON plein.audit (organisation_id, thing_id, id DESC);
RESET ROLE;
GRANT SELECT ON plein.audit TO plein_door;
GRANT SELECT, INSERT ON plein.audit_seal TO plein_door;
GRANT SELECT, INSERT, DELETE ON plein.audit_unsealed TO plein_door;
GRANT SELECT, INSERT, UPDATE ON plein.audit_published TO plein_door;
CREATE POLICY door ON plein.audit_seal TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.audit_unsealed TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.audit_published TO plein_door USING (true) WITH CHECK (true);
SET ROLE plein_door;

-- What stands for the person in the chain and outside: the same for no two rows, so that it joins nothing, yet a person's id proves it.
CREATE FUNCTION plein.person_mark(the_audit uuid, the_person uuid) RETURNS text LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT encode(sha256(convert_to(the_audit || ' ' || the_person, 'UTF8')), 'hex') $$;

-- A row of the log as the chain holds it: every column as text, each as its length in octets, ":", the octets and ","; NULL is "-,".
-- tenants/chain.py says the same in Python, and docs/run.md in words.
CREATE FUNCTION plein.canonical(a plein.audit) RETURNS bytea LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT convert_to(string_agg(coalesce(octet_length(said) || ':' || said, '-') || ',', '' ORDER BY n), 'UTF8') FROM unnest(ARRAY[
      a.id::text, a.event_id::text, a.organisation_id::text, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      plein.person_mark(a.id, a.person_id), a.affiliation_id::text, a.actor_shown, a.actor_organisation_id::text, a.verb, a.thing_kind,
      a.thing_id::text, a.thing_shown, a.origin, a.why]) WITH ORDINALITY AS x (said, n) $$;

-- Every row of the log waits for its seal, however it came.
CREATE FUNCTION plein.waits_for_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO plein.audit_unsealed VALUES (new.organisation_id, new.at, new.id);
  RETURN NULL;
END $$;

-- Seals what waits, the oldest first, at most so many rows; returns how many. An organisation at which another sealer is busy is left to it.
CREATE FUNCTION plein.work_seal(at_most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o uuid; at_position bigint; link bytea; ids uuid[]; moments timestamptz[]; links bytea[]; one record; n integer := 0;
BEGIN
  FOR o IN SELECT x.id FROM plein.organisation x
      WHERE EXISTS (SELECT FROM plein.audit_unsealed u WHERE u.organisation_id = x.id) ORDER BY x.id LOOP
    EXIT WHEN n >= at_most;
    CONTINUE WHEN NOT pg_try_advisory_xact_lock(hashtextextended('plein seal ' || o, 0));
    SELECT s.position, s.hash INTO at_position, link FROM plein.audit_seal s WHERE s.organisation_id = o ORDER BY s.position DESC LIMIT 1;
    IF NOT FOUND THEN at_position := 0; link := '\x'; END IF;
    ids := '{}'; moments := '{}'; links := '{}';
    FOR one IN SELECT u.at, u.audit_id, plein.canonical(a) AS said FROM plein.audit_unsealed u JOIN plein.audit a ON a.id = u.audit_id
        WHERE u.organisation_id = o AND a.organisation_id = o ORDER BY u.at, u.audit_id LIMIT at_most - n LOOP
      link := sha256(link || one.said);
      ids := ids || one.audit_id; moments := moments || one.at; links := links || link;
    END LOOP;
    INSERT INTO plein.audit_seal SELECT o, at_position + x.n, x.id, x.hash FROM unnest(ids, links) WITH ORDINALITY AS x (id, hash, n);
    DELETE FROM plein.audit_unsealed u USING unnest(moments, ids) AS x (at, id)
      WHERE u.organisation_id = o AND u.at = x.at AND u.audit_id = x.id;
    n := n + cardinality(ids);
  END LOOP;
  RETURN n;
END $$;

-- The heads of the chains that moved since they were published; all: also those that did not.
CREATE FUNCTION plein.work_heads(is_all boolean) RETURNS TABLE (organisation_id uuid, handle text, "position" bigint, hash text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT o.id, o.handle, h.position, encode(h.hash, 'hex'), plein.moment() FROM plein.organisation o
    CROSS JOIN LATERAL (SELECT s.position, s.hash FROM plein.audit_seal s WHERE s.organisation_id = o.id ORDER BY s.position DESC LIMIT 1) h
    LEFT JOIN plein.audit_published p ON p.organisation_id = o.id
   WHERE is_all OR p.position IS DISTINCT FROM h.position ORDER BY o.handle $$;
-- Remembers that a head was published.
CREATE FUNCTION plein.work_published(the_organisation uuid, the_position bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO plein.audit_published VALUES (the_organisation, the_position)
    ON CONFLICT (organisation_id) DO UPDATE SET position = excluded.position $$;
-- Asks for the mail with the heads of this day, once.
CREATE FUNCTION plein.work_mail_heads(the_day date) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT plein.put('audit.heads', jsonb_build_object('day', the_day), 'audit.heads ' || the_day) $$;

-- How the log of one organisation is sealed, for its administrators: where each of these rows stands in the chain, and its hash.
CREATE FUNCTION plein.audit_seals(the_organisation uuid, the_rows uuid[]) RETURNS TABLE (audit_id uuid, "position" bigint, hash text, person text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, s.position, encode(s.hash, 'hex'), plein.person_mark(a.id, a.person_id)
    FROM plein.audit a LEFT JOIN plein.audit_seal s ON s.audit_id = a.id
   WHERE the_organisation IN (SELECT plein.listed('administers')) AND a.organisation_id = the_organisation AND a.id = ANY (the_rows) $$;
-- How far the chain of the own organisation has come, and how many rows wait for their seal.
CREATE FUNCTION plein.audit_head(the_organisation uuid) RETURNS TABLE ("position" bigint, hash text, waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(h.position, 0), coalesce(encode(h.hash, 'hex'), ''), (SELECT count(*) FROM plein.audit_unsealed u WHERE u.organisation_id = the_organisation)
    FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT s.position, s.hash FROM plein.audit_seal s WHERE s.organisation_id = the_organisation
      ORDER BY s.position DESC LIMIT 1) h ON true
   WHERE the_organisation IN (SELECT plein.listed('administers')) $$;

-- What the person did, through the own affiliations that this login opens: the rows of the organisation that it was done for.
CREATE FUNCTION plein.own_audit(after_id uuid, at_most integer) RETURNS TABLE (id uuid, event_id uuid, at timestamptz, organisation text, actor_shown text,
    verb text, thing_kind text, thing_shown text, why text, origin text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.event_id, a.at, o.name, a.actor_shown, a.verb, a.thing_kind, a.thing_shown, a.why, CASE WHEN a.person_id = plein.me() THEN a.origin ELSE '' END
    FROM plein.audit a JOIN plein.organisation o ON o.id = a.organisation_id
   WHERE a.affiliation_id = ANY (ARRAY(SELECT plein.listed('mine'))) AND a.organisation_id = a.actor_organisation_id
     AND (after_id IS NULL OR a.id < after_id) ORDER BY a.id DESC LIMIT least(at_most, 200) $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER waits_for_seal AFTER INSERT ON plein.audit FOR EACH ROW EXECUTE FUNCTION plein.waits_for_seal();
RESET ROLE;
INSERT INTO plein.audit_unsealed SELECT a.organisation_id, a.at, a.id FROM plein.audit a;
