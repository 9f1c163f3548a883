-- What a group agreed on: its charter, in versions. One is in force; a change is drafted, proposed and consented to. Doors alone read it:
-- who sees the group, and administrators who must agree without seeing it.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
CREATE TABLE plein.charter (
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  status text NOT NULL CHECK (status IN ('draft', 'proposed', 'live', 'replaced', 'refused', 'withdrawn')),
  purpose text NOT NULL DEFAULT '' CHECK (length(purpose) <= 2000),
  sharing text NOT NULL DEFAULT '' CHECK (length(sharing) <= 4000),      -- what may be shared
  inviters text NOT NULL CHECK (inviters IN ('stewards', 'members')),    -- who may bring externals
  classification text NOT NULL CHECK (classification IN ('open', 'internal', 'confidential')),
  retention text NOT NULL DEFAULT '' CHECK (length(retention) <= 4000),  -- per party
  leaving text NOT NULL DEFAULT '' CHECK (length(leaving) <= 4000),      -- how a party leaves
  written_by uuid NOT NULL,
  writer_id uuid NOT NULL,
  written_at timestamptz NOT NULL,
  decided_at timestamptz,
  UNIQUE (group_id, id), UNIQUE (group_id, number),
  FOREIGN KEY (group_id, group_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (written_by, writer_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE UNIQUE INDEX charter_one_live ON plein.charter (group_id) WHERE status = 'live';
CREATE UNIQUE INDEX charter_one_pending ON plein.charter (group_id) WHERE status IN ('draft', 'proposed');
CREATE INDEX charter_written_by ON plein.charter (written_by, writer_id);
CREATE TABLE plein.charter_reading (              -- which parties' administrators know the version in force
  charter_id uuid NOT NULL REFERENCES plein.charter,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  read_by uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (charter_id, organisation_id),
  FOREIGN KEY (read_by, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX charter_reading_organisation ON plein.charter_reading (organisation_id);
CREATE INDEX charter_reading_read_by ON plein.charter_reading (read_by, organisation_id);
RESET ROLE;
GRANT SELECT, INSERT, UPDATE ON plein.charter TO plein_door;
GRANT SELECT, INSERT ON plein.charter_reading TO plein_door;
CREATE POLICY door ON plein.charter TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.charter_reading TO plein_door USING (true) WITH CHECK (true);
SET ROLE plein_door;

-- May members who are no stewards bring externals: as the charter in force says; without one they may not.
CREATE FUNCTION plein.members_may_invite(the_group uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.charter c WHERE c.group_id = the_group AND c.status = 'live' AND c.inviters = 'members') $$;

-- How confidential the charter in force says the group is: open, internal, confidential; '' without one.
CREATE FUNCTION plein.classification(the_group uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce((SELECT c.classification FROM plein.charter c WHERE c.group_id = the_group AND c.status = 'live'), '') $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
