-- What the self-check of the fences found, each time that it ran: about the installation, of no organisation, and for administrators to read.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
CREATE TABLE plein.self_check (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  faults jsonb NOT NULL,                          -- a list of sentences with their remedies; none: all fences stand
  facts jsonb NOT NULL);                          -- how many fences there are of each kind
CREATE INDEX self_check_at ON plein.self_check (at DESC);
RESET ROLE;
GRANT SELECT, INSERT, DELETE ON plein.self_check TO plein_door;
CREATE POLICY door ON plein.self_check TO plein_door USING (true) WITH CHECK (true);
SET ROLE plein_door;

-- Keeps what a check found; those older than a month go, but for the last one that found a fault.
CREATE FUNCTION plein.work_keep_check(the_faults jsonb, the_facts jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO plein.self_check VALUES (plein.new_id(), plein.moment(), the_faults, the_facts);
  DELETE FROM plein.self_check c WHERE c.at < plein.moment() - interval '30 days'
    AND c.id IS DISTINCT FROM (SELECT x.id FROM plein.self_check x WHERE x.faults <> '[]' ORDER BY x.at DESC LIMIT 1);
END $$;

-- What was found last, and when a fault was found last; for administrators.
CREATE FUNCTION plein.last_check(the_organisation uuid) RETURNS TABLE (at timestamptz, faults jsonb, facts jsonb, fault_at timestamptz, asked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.at, c.faults, c.facts, (SELECT max(x.at) FROM plein.self_check x WHERE x.faults <> '[]'),
      EXISTS (SELECT FROM plein.outbox o WHERE o.kind = 'audit.check' AND o.done_at IS NULL)
    FROM plein.self_check c WHERE the_organisation IN (SELECT plein.listed('administers')) ORDER BY c.at DESC LIMIT 1 $$;

-- An administrator asks for a check now: once a minute for the whole installation, whoever asks.
CREATE FUNCTION plein.ask_check(the_organisation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid := plein.as_administrator(the_organisation); the_key text;
BEGIN
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  the_key := 'audit.check ' || to_char(plein.moment() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI');
  IF EXISTS (SELECT FROM plein.outbox o WHERE o.key = the_key) OR EXISTS (SELECT FROM plein.self_check c WHERE c.at > plein.moment() - interval '1 minute')
    THEN PERFORM plein.refuse('PL409', 'check-recent'); END IF;
  PERFORM plein.put('audit.check', '{}', the_key);
  PERFORM plein.note('{}', me, 'seal.check-asked', 'organisation', the_organisation, '');
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
