-- Terms of use of an organisation, by version, and which version each of its externals accepted. An external who has not accepted the
-- version in force does not count: no list of the one rule has anything through that affiliation, so no page, stream, download or form.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
CREATE TABLE plein.terms (                        -- a version is never changed: a new one takes its place
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  number integer NOT NULL CHECK (number >= 1),
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 20000),
  made_by uuid NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, number),
  FOREIGN KEY (made_by, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX terms_made_by ON plein.terms (made_by, organisation_id);
CREATE TABLE plein.terms_accepted (
  affiliation_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  number integer NOT NULL,
  accepted_at timestamptz NOT NULL,
  PRIMARY KEY (affiliation_id, number),
  FOREIGN KEY (affiliation_id, organisation_id) REFERENCES plein.affiliation (id, organisation_id),
  FOREIGN KEY (organisation_id, number) REFERENCES plein.terms (organisation_id, number));
CREATE INDEX terms_accepted_affiliation ON plein.terms_accepted (affiliation_id, organisation_id);
CREATE INDEX terms_accepted_terms ON plein.terms_accepted (organisation_id, number);
RESET ROLE;
GRANT SELECT, INSERT ON plein.terms, plein.terms_accepted TO plein_door;
CREATE POLICY door ON plein.terms TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.terms_accepted TO plein_door USING (true) WITH CHECK (true);
SET ROLE plein_door;

-- The version in force: 0 where the organisation has no terms.
CREATE FUNCTION plein.terms_number(the_organisation uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(max(t.number), 0) FROM plein.terms t WHERE t.organisation_id = the_organisation $$;

-- Has this affiliation accepted the version in force (or is there none). The one rule asks it of externals.
CREATE FUNCTION plein.has_agreed(the_affiliation uuid, the_organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT NOT EXISTS (SELECT FROM plein.terms t WHERE t.organisation_id = the_organisation AND t.number >
    (SELECT coalesce(max(x.number), 0) FROM plein.terms_accepted x WHERE x.affiliation_id = the_affiliation)) $$;

-- A new version, in force at once; the same text as the one in force makes none. Returns its number. An administrator.
CREATE FUNCTION plein.publish_terms(the_organisation uuid, the_text text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid := plein.as_administrator(the_organisation); now_in_force plein.terms; n integer;
BEGIN
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM FROM plein.organisation o WHERE o.id = the_organisation FOR NO KEY UPDATE;
  IF coalesce(btrim(the_text), '') = '' THEN PERFORM plein.refuse('PL422', 'terms-empty'); END IF;
  IF length(the_text) > 20000 THEN PERFORM plein.refuse('PL422', 'terms-long'); END IF;
  SELECT * INTO now_in_force FROM plein.terms t WHERE t.organisation_id = the_organisation ORDER BY t.number DESC LIMIT 1;
  IF now_in_force.text = the_text THEN RETURN now_in_force.number; END IF;
  n := coalesce(now_in_force.number, 0) + 1;
  INSERT INTO plein.terms VALUES (the_organisation, n, the_text, me, plein.moment());
  PERFORM plein.note(ARRAY[the_organisation], me, 'terms.published', 'organisation', the_organisation, n::text);
  RETURN n;
END $$;

-- Every version, the newest first, with how many of the externals who are here now accepted it last. An administrator.
CREATE FUNCTION plein.terms_of(the_organisation uuid) RETURNS TABLE (number integer, text text, made_by text, made_at timestamptz, accepted integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.number, t.text, a.shown, t.made_at, (SELECT count(*)::int FROM plein.affiliation f
      WHERE f.organisation_id = the_organisation AND f.kind = 'external' AND f.until > plein.moment()
        AND t.number = (SELECT max(x.number) FROM plein.terms_accepted x WHERE x.affiliation_id = f.id))
    FROM plein.terms t JOIN plein.affiliation a ON a.id = t.made_by
   WHERE t.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) ORDER BY t.number DESC $$;

-- The externals who are here now, by name, and the version that each accepted last (0: none). An administrator.
CREATE FUNCTION plein.terms_takers(the_organisation uuid, after_name text, after_id uuid, at_most integer) RETURNS TABLE (id uuid, shown text, sort_name text,
    employer text, number integer, accepted_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.id, f.shown, f.sort_name, f.employer, coalesce(x.number, 0), x.accepted_at
    FROM plein.affiliation f LEFT JOIN LATERAL (SELECT y.number, y.accepted_at FROM plein.terms_accepted y WHERE y.affiliation_id = f.id ORDER BY y.number DESC LIMIT 1) x ON true
   WHERE f.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND f.kind = 'external'
     AND f.since <= plein.moment() AND f.until > plein.moment() AND (f.sort_name, f.id) > (after_name, after_id)
   ORDER BY f.sort_name, f.id LIMIT at_most $$;

-- The terms in force, for who belongs to the organisation or administers it.
CREATE FUNCTION plein.current_terms(the_organisation uuid) RETURNS TABLE (number integer, text text, made_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.number, t.text, t.made_at FROM plein.terms t WHERE t.organisation_id = the_organisation
     AND EXISTS (SELECT FROM plein.affiliation a WHERE a.id IN (SELECT plein.listed('mine')) AND a.organisation_id = the_organisation AND a.until > plein.moment())
   ORDER BY t.number DESC LIMIT 1 $$;

-- What the person must accept first: of each own external affiliation that would count, the version in force.
CREATE FUNCTION plein.owed_terms() RETURNS TABLE (affiliation_id uuid, organisation_id uuid, organisation text, initials text, number integer, text text,
    made_at timestamptz, is_new boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, o.id, o.name, o.initials, t.number, t.text, t.made_at, EXISTS (SELECT FROM plein.terms_accepted x WHERE x.affiliation_id = a.id)
    FROM plein.affiliation a JOIN plein.organisation o ON o.id = a.organisation_id JOIN plein.terms t ON t.organisation_id = o.id AND t.number = plein.terms_number(o.id)
   WHERE a.id IN (SELECT plein.listed('mine')) AND a.kind = 'external' AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active'
     AND NOT plein.has_agreed(a.id, o.id) ORDER BY o.name, a.id $$;

-- The person accepts the version that was shown; when another came meanwhile, that one must be read first.
CREATE FUNCTION plein.accept_terms(the_affiliation uuid, the_number integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation AND x.id IN (SELECT plein.listed('mine')) AND x.kind = 'external' AND x.until > t;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM FROM plein.organisation o WHERE o.id = a.organisation_id FOR SHARE;
  IF the_number IS DISTINCT FROM plein.terms_number(a.organisation_id) OR the_number = 0 THEN PERFORM plein.refuse('PL409', 'terms-changed'); END IF;
  INSERT INTO plein.terms_accepted VALUES (a.id, a.organisation_id, the_number, t) ON CONFLICT DO NOTHING;
  IF FOUND THEN PERFORM plein.note(ARRAY[a.organisation_id], a.id, 'terms.accepted', 'affiliation', a.id, a.shown, the_number::text); END IF;
END $$;
GRANT EXECUTE ON FUNCTION plein.again() TO plein_schema;
RESET ROLE;
SET ROLE plein_schema;
CREATE TRIGGER again AFTER INSERT ON plein.terms_accepted FOR EACH STATEMENT EXECUTE FUNCTION plein.again();
RESET ROLE;
SET ROLE plein_door;
REVOKE EXECUTE ON FUNCTION plein.again() FROM plein_schema;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
