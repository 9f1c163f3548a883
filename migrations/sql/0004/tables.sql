-- What waits for a person about membership: the role of steward that is offered, and somebody asked for by work address.
-- Both are read through doors alone: an address tells of a person, and whether it belongs to anybody is the administrator's to say.
SET ROLE plein_schema;
CREATE TABLE plein.offer (
  id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  affiliation_id uuid NOT NULL,                   -- who may become steward
  offered_by uuid NOT NULL,
  steps_down boolean NOT NULL,                    -- whoever offers is steward no longer once it is accepted
  status text NOT NULL DEFAULT 'sent' CHECK (status IN ('sent', 'accepted', 'refused', 'withdrawn')),
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  decided_at timestamptz,
  CHECK (affiliation_id <> offered_by),
  CHECK ((status = 'sent') = (decided_at IS NULL)),
  FOREIGN KEY (space_id, affiliation_id) REFERENCES plein.membership (space_id, affiliation_id),
  FOREIGN KEY (space_id, offered_by) REFERENCES plein.membership (space_id, affiliation_id));
CREATE INDEX offer_taker ON plein.offer (space_id, affiliation_id);
CREATE INDEX offer_maker ON plein.offer (space_id, offered_by);
CREATE INDEX offer_waits ON plein.offer (affiliation_id) WHERE status = 'sent';
CREATE INDEX offer_sent ON plein.offer (offered_by) WHERE status = 'sent';
CREATE UNIQUE INDEX offer_one_open ON plein.offer (space_id, affiliation_id) WHERE status = 'sent';

CREATE TABLE plein.address_request (
  id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  group_id uuid NOT NULL,
  address text NOT NULL CHECK (length(address) BETWEEN 3 AND 254),
  role text NOT NULL CHECK (role IN ('member', 'reader')),
  asked_by uuid NOT NULL,
  organisation_id uuid,                           -- NULL: the address is nobody's here; it runs out like the others
  affiliation_id uuid,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'confirmed', 'withdrawn')),
  refused_at timestamptz,                         -- whoever asked is not told
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  CHECK ((organisation_id IS NULL) = (affiliation_id IS NULL)),
  FOREIGN KEY (group_id, space_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (space_id, asked_by) REFERENCES plein.membership (space_id, affiliation_id),
  FOREIGN KEY (affiliation_id, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX address_request_space ON plein.address_request (group_id, space_id);
CREATE INDEX address_request_maker ON plein.address_request (space_id, asked_by);
CREATE INDEX address_request_asked ON plein.address_request (asked_by, created_at);
CREATE INDEX address_request_found ON plein.address_request (affiliation_id, organisation_id);
CREATE INDEX address_request_waits ON plein.address_request (organisation_id) WHERE status = 'open';
CREATE INDEX address_request_until ON plein.address_request (until);

-- The few that administrators are shown out of the many places of an organisation.
CREATE INDEX membership_stewards ON plein.membership (group_id, space_id) WHERE role = 'steward';
CREATE INDEX membership_waits ON plein.membership (organisation_id) WHERE NOT confirmed;
CREATE INDEX membership_put_out ON plein.membership (organisation_id, until DESC, id DESC) WHERE ended_by = 'administrator';
RESET ROLE;
GRANT SELECT, INSERT, UPDATE ON plein.offer TO plein_door;
GRANT SELECT, INSERT, UPDATE, DELETE ON plein.address_request TO plein_door;
CREATE POLICY door ON plein.offer TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.address_request TO plein_door USING (true) WITH CHECK (true);
