-- Requests to come in, tags, and the picture of a group: a drawing out of a fixed set on a tint, so nothing is uploaded.
SET ROLE plein_schema;
ALTER TABLE plein.space
  ADD COLUMN icon text NOT NULL DEFAULT '' CONSTRAINT space_icon CHECK (icon ~ '^[a-z0-9-]{0,40}$'),
  ADD COLUMN tint integer NOT NULL DEFAULT -1 CONSTRAINT space_tint CHECK (tint BETWEEN -1 AND 7);   -- -1: by the title

-- Of a membership that a steward ended: of which organisation that steward was.
ALTER TABLE plein.membership ADD COLUMN ended_for uuid REFERENCES plein.organisation;
CREATE INDEX membership_ended_for ON plein.membership (ended_for);

CREATE TABLE plein.space_tag (
  space_id uuid NOT NULL REFERENCES plein.space,
  name text NOT NULL CHECK (length(name) BETWEEN 2 AND 40 AND name = btrim(name)),
  PRIMARY KEY (space_id, name));

CREATE TABLE plein.request (                      -- staff who ask to come into a findable group
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL,
  named text NOT NULL CHECK (length(named) BETWEEN 1 AND 120),   -- the title as the asker read it
  affiliation_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  word text NOT NULL DEFAULT '' CHECK (length(word) <= 500),
  status text NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'admitted', 'refused', 'withdrawn')),
  answer text NOT NULL DEFAULT '' CHECK (length(answer) <= 500),
  answered_by uuid REFERENCES plein.affiliation,
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  CHECK ((status = 'asked') = (decided_at IS NULL)),
  FOREIGN KEY (group_id, group_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (affiliation_id, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE UNIQUE INDEX request_one_open ON plein.request (group_id, affiliation_id) WHERE status = 'asked';
CREATE INDEX request_group ON plein.request (group_id, id);
CREATE INDEX request_affiliation ON plein.request (affiliation_id, organisation_id);
CREATE INDEX request_answered_by ON plein.request (answered_by);
RESET ROLE;

GRANT SELECT (icon, tint) ON plein.space TO plein_app;
GRANT UPDATE (icon, tint) ON plein.space TO plein_door;
GRANT UPDATE (ended_for) ON plein.membership TO plein_door;
GRANT SELECT ON plein.space_tag TO plein_app;
CREATE POLICY see ON plein.space_tag FOR SELECT TO plein_app USING (space_id IN (SELECT plein.listed('sees')));
GRANT SELECT, INSERT, DELETE ON plein.space_tag TO plein_door;
CREATE POLICY door ON plein.space_tag TO plein_door USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (status, answer, answered_by, decided_at) ON plein.request TO plein_door;
CREATE POLICY door ON plein.request TO plein_door USING (true) WITH CHECK (true);
