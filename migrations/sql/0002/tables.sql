-- The own people of an organisation: when somebody was last here, whoever asks to come (back) in through another login, a second sign-in
-- that waits for its person's word, and invitations of staff.
SET ROLE plein_schema;
ALTER TABLE plein.affiliation ADD COLUMN seen_at timestamptz;               -- last here through one of its logins, to the hour
CREATE INDEX affiliation_ending ON plein.affiliation (until) WHERE kind = 'staff' AND until < '9999-12-31Z';
ALTER TABLE plein.login ADD COLUMN upstream text NOT NULL DEFAULT '' CHECK (length(upstream) <= 255);  -- the account behind a brokered one
CREATE INDEX login_upstream ON plein.login (issuer_id, upstream) WHERE upstream <> '';
ALTER TABLE plein.sign_in ADD COLUMN link bytea;                            -- the session whose person wants to link what comes back
ALTER TABLE plein.invitation ADD COLUMN title text NOT NULL DEFAULT '' CHECK (length(title) <= 120),
  DROP CONSTRAINT invitation_kind_check, DROP CONSTRAINT invitation_check,
  ADD CONSTRAINT invitation_kind_check CHECK (kind IN ('external', 'administrator', 'staff')),
  ADD CONSTRAINT invitation_check CHECK (kind = 'administrator' OR sponsor_id IS NOT NULL AND address <> ''
    AND (kind = 'staff') = (space_id IS NULL) AND (kind = 'staff') = (group_id IS NULL));

CREATE TABLE plein.login_request (                -- a login that asks an organisation for one of its affiliations
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('return', 'other')),   -- after the end of it; or besides the login that it has
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  affiliation_id uuid NOT NULL,
  login_id uuid NOT NULL REFERENCES plein.login ON DELETE CASCADE,  -- who is forgotten asks nothing
  matched text NOT NULL CHECK (matched IN ('login', 'person', 'upstream', 'address')),
  shown text NOT NULL DEFAULT '' CHECK (length(shown) <= 120),
  address text NOT NULL DEFAULT '' CHECK (length(address) <= 254),
  address_verified boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'reopened', 'new', 'accepted', 'refused', 'withdrawn')),
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  decided_by uuid,
  FOREIGN KEY (affiliation_id, organisation_id) REFERENCES plein.affiliation (id, organisation_id),
  FOREIGN KEY (decided_by, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE UNIQUE INDEX login_request_one_open ON plein.login_request (organisation_id, login_id, affiliation_id) WHERE status = 'open';
CREATE INDEX login_request_organisation ON plein.login_request (organisation_id, id);
CREATE INDEX login_request_affiliation ON plein.login_request (affiliation_id, organisation_id);
CREATE INDEX login_request_login ON plein.login_request (login_id);
CREATE INDEX login_request_decided_by ON plein.login_request (decided_by, organisation_id);

CREATE TABLE plein.login_link (                   -- a second sign-in that came back: linked once the person says so in this very session
  session bytea PRIMARY KEY,
  issuer_id uuid NOT NULL REFERENCES plein.issuer,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  upstream text NOT NULL DEFAULT '',
  shown text NOT NULL DEFAULT '',
  address text NOT NULL DEFAULT '',
  until timestamptz NOT NULL);
CREATE INDEX login_link_issuer ON plein.login_link (issuer_id);
CREATE INDEX login_link_until ON plein.login_link (until);
RESET ROLE;

GRANT SELECT, INSERT, UPDATE ON plein.login_request TO plein_door;
GRANT SELECT, INSERT, UPDATE, DELETE ON plein.login_link TO plein_door;
GRANT DELETE ON plein.affiliation_login TO plein_door;
GRANT UPDATE (person_id, seen_at) ON plein.affiliation TO plein_door;
GRANT UPDATE (person_id, upstream) ON plein.login TO plein_door;
-- (DELETE on plein.affiliation_login comes with 0008, which takes it back as well.)
GRANT UPDATE (sponsor_id) ON plein.invitation TO plein_door;
GRANT SELECT (title) ON plein.invitation TO plein_app;
CREATE POLICY door ON plein.login_request TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.login_link TO plein_door USING (true) WITH CHECK (true);

GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
-- Who was here is kept on the affiliation, at most once an hour, for sessions go; it waits for nobody.
CREATE FUNCTION plein.seen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE found uuid[];
BEGIN
  found := array(SELECT a.id FROM plein.affiliation_login b JOIN plein.affiliation a ON a.id = b.affiliation_id
    WHERE b.login_id = new.login_id AND a.until > new.seen_at AND (a.seen_at IS NULL OR a.seen_at < new.seen_at - interval '1 hour')
    ORDER BY a.id FOR NO KEY UPDATE OF a SKIP LOCKED);
  IF cardinality(found) > 0 THEN UPDATE plein.affiliation a SET seen_at = new.seen_at WHERE a.id = ANY (found); END IF;
  RETURN NULL;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER seen AFTER INSERT OR UPDATE OF seen_at ON plein.session FOR EACH ROW EXECUTE FUNCTION plein.seen();
RESET ROLE;
UPDATE plein.affiliation a SET seen_at = s.seen_at FROM (SELECT b.affiliation_id, max(x.seen_at) AS seen_at FROM plein.session x
  JOIN plein.affiliation_login b ON b.login_id = x.login_id GROUP BY 1) s WHERE s.affiliation_id = a.id;
