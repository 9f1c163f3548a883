-- Every noun of the first release. Owned by plein_schema; text with CHECK instead of ENUM (enum equality is not leakproof);
-- ids are UUIDv7 made by the application or by new_id(); whatever rules read is NOT NULL; every foreign key has an index.
CREATE SCHEMA plein AUTHORIZATION plein_schema;
GRANT USAGE ON SCHEMA plein TO plein_app, plein_worker, plein_door, plein_keeper;
SET ROLE plein_schema;

-- The one clock. Never now(), which is the start of the transaction. The test database replaces the body.
CREATE FUNCTION plein.moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  SET search_path = pg_catalog AS 'SELECT statement_timestamp()';
-- UUIDv7 (RFC 9562, section 5.7) for rows that a door makes; PostgreSQL has its own only from 18 on.
CREATE FUNCTION plein.new_id() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid $$;

-- ---------------------------------------------------------------- organisations, people, logins
CREATE TABLE plein.organisation (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  short_name text NOT NULL CHECK (length(short_name) BETWEEN 1 AND 40),
  initials text NOT NULL CHECK (length(initials) BETWEEN 1 AND 3),
  handle text NOT NULL UNIQUE CHECK (handle ~ '^[a-z0-9-]{2,60}$'),
  firm boolean NOT NULL DEFAULT false,
  listed boolean NOT NULL DEFAULT true,
  in_picker boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'succeeded')),
  succeeded_by uuid REFERENCES plein.organisation,
  brand text NOT NULL DEFAULT '#0b5c8c' CHECK (brand ~ '^#[0-9a-f]{6}$'),
  founders text NOT NULL DEFAULT 'staff' CHECK (founders IN ('staff', 'administrators')),
  guest_days integer NOT NULL DEFAULT 183 CHECK (guest_days BETWEEN 1 AND 1096),
  created_at timestamptz NOT NULL,
  CHECK (listed OR NOT in_picker),
  CHECK ((status = 'succeeded') = (succeeded_by IS NOT NULL)));
CREATE INDEX organisation_succeeded_by ON plein.organisation (succeeded_by);

CREATE TABLE plein.domain (
  name text PRIMARY KEY CHECK (name = lower(name) AND name ~ '^[a-z0-9.-]{3,253}$'),
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  verified_at timestamptz);
CREATE INDEX domain_organisation ON plein.domain (organisation_id);

CREATE TABLE plein.issuer (
  id uuid PRIMARY KEY,
  url text NOT NULL UNIQUE,
  title text NOT NULL,
  client_id text NOT NULL,
  secret bytea,                                   -- sealed with the hub's key; NULL for a public client
  authentication text NOT NULL DEFAULT 'client_secret_basic'
    CHECK (authentication IN ('client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none')),
  verified text NOT NULL DEFAULT 'claim' CHECK (verified IN ('claim', 'always', 'never')),
  guests boolean NOT NULL DEFAULT false,          -- externals may make their account here
  created_at timestamptz NOT NULL);
CREATE UNIQUE INDEX issuer_guests ON plein.issuer (guests) WHERE guests;

CREATE TABLE plein.binding (                      -- which issuer may speak for which organisation
  issuer_id uuid NOT NULL REFERENCES plein.issuer,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  upstream_id text NOT NULL DEFAULT '',           -- the organisation's id in the issuer's claim
  PRIMARY KEY (issuer_id, organisation_id));
CREATE INDEX binding_organisation ON plein.binding (organisation_id);

CREATE TABLE plein.person (
  id uuid PRIMARY KEY,
  language text NOT NULL DEFAULT 'nl' CHECK (language IN ('nl', 'en')),
  colours text NOT NULL DEFAULT 'system' CHECK (colours IN ('system', 'light', 'dark')),
  shortcuts boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL);

CREATE TABLE plein.login (
  id uuid PRIMARY KEY,
  issuer_id uuid NOT NULL REFERENCES plein.issuer,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  person_id uuid NOT NULL REFERENCES plein.person,
  created_at timestamptz NOT NULL,
  UNIQUE (issuer_id, subject), UNIQUE (id, person_id));
CREATE INDEX login_person ON plein.login (person_id);

CREATE TABLE plein.affiliation (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES plein.person,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  kind text NOT NULL CHECK (kind IN ('staff', 'external', 'service')),
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'administrator')),
  shown text NOT NULL CHECK (length(shown) BETWEEN 1 AND 120),
  sort_name text NOT NULL,
  title text NOT NULL DEFAULT '' CHECK (length(title) <= 120),
  department text NOT NULL DEFAULT '' CHECK (length(department) <= 120),
  employer text NOT NULL DEFAULT '' CHECK (length(employer) <= 120),
  source text NOT NULL CHECK (source IN ('sign-in', 'invitation', 'scim', 'merger')),
  since timestamptz NOT NULL,
  until timestamptz NOT NULL DEFAULT '9999-12-31Z',
  CHECK (kind <> 'external' OR until < '9999-01-01Z'),
  CHECK (role = 'member' OR kind = 'staff'),
  UNIQUE (id, organisation_id), UNIQUE (id, person_id), UNIQUE (id, organisation_id, kind));
CREATE INDEX affiliation_person ON plein.affiliation (person_id);
CREATE INDEX affiliation_directory ON plein.affiliation (organisation_id, sort_name, id);
CREATE INDEX affiliation_prefix ON plein.affiliation (sort_name text_pattern_ops);

-- At most one live affiliation per person, organisation and kind: rows that have ended carry their end, so a door checks
-- under the organisation's lock; this index stops the common double click.
CREATE UNIQUE INDEX affiliation_unended ON plein.affiliation (person_id, organisation_id, kind) WHERE until = '9999-12-31Z';

CREATE TABLE plein.affiliation_login (            -- the logins through which an affiliation may act
  affiliation_id uuid NOT NULL,
  login_id uuid NOT NULL,
  person_id uuid NOT NULL,
  accepted_at timestamptz NOT NULL,
  accepted_by uuid REFERENCES plein.affiliation,
  PRIMARY KEY (affiliation_id, login_id),
  FOREIGN KEY (affiliation_id, person_id) REFERENCES plein.affiliation (id, person_id),
  FOREIGN KEY (login_id, person_id) REFERENCES plein.login (id, person_id));
CREATE INDEX affiliation_login_affiliation ON plein.affiliation_login (affiliation_id, person_id);
CREATE INDEX affiliation_login_login ON plein.affiliation_login (login_id, person_id);
CREATE INDEX affiliation_login_accepted_by ON plein.affiliation_login (accepted_by);

CREATE TABLE plein.affiliation_address (          -- own class: never in a row that co-members read
  affiliation_id uuid PRIMARY KEY REFERENCES plein.affiliation,
  address text NOT NULL CHECK (length(address) BETWEEN 3 AND 254));
CREATE INDEX affiliation_address_address ON plein.affiliation_address (address);

-- ---------------------------------------------------------------- agreements
CREATE TABLE plein.agreement (
  id uuid PRIMARY KEY,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  directory boolean NOT NULL DEFAULT false,
  joint_groups boolean NOT NULL DEFAULT true,
  questions boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'proposed' CHECK (status IN ('proposed', 'refused', 'withdrawn', 'signed', 'suspended', 'ended')),
  proposed_by uuid NOT NULL,
  proposer_id uuid NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL DEFAULT '9999-12-31Z',
  FOREIGN KEY (proposed_by, proposer_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX agreement_proposed_by ON plein.agreement (proposed_by, proposer_id);
CREATE TABLE plein.agreement_party (
  agreement_id uuid NOT NULL REFERENCES plein.agreement,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  signed_at timestamptz,
  signed_by uuid,
  PRIMARY KEY (agreement_id, organisation_id),
  FOREIGN KEY (signed_by, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX agreement_party_organisation ON plein.agreement_party (organisation_id);
CREATE INDEX agreement_party_signed_by ON plein.agreement_party (signed_by, organisation_id);

-- ---------------------------------------------------------------- spaces, parties, memberships
CREATE TABLE plein.space (
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('group', 'room')),
  form text NOT NULL CHECK (form IN ('open', 'findable', 'closed')),
  square boolean NOT NULL DEFAULT false,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  purpose text NOT NULL DEFAULT '' CHECK (length(purpose) <= 2000),
  founder_id uuid,                                -- NULL for a square, which nobody founded
  archived boolean NOT NULL DEFAULT false,
  ends_at timestamptz NOT NULL DEFAULT '9999-12-31Z',
  created_at timestamptz NOT NULL,
  UNIQUE (group_id, id),
  CHECK ((kind = 'group') = (group_id = id)),
  CHECK (kind = 'group' OR form = 'closed'),
  CHECK (NOT square OR (kind = 'group' AND form = 'open' AND NOT archived AND ends_at = '9999-12-31Z')),
  CHECK (square OR founder_id IS NOT NULL),
  FOREIGN KEY (group_id, group_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (founder_id) REFERENCES plein.affiliation);
CREATE INDEX space_founder ON plein.space (founder_id);
CREATE INDEX space_ends ON plein.space (ends_at) WHERE NOT archived AND ends_at < '9999-12-31Z';

CREATE TABLE plein.party (
  group_id uuid NOT NULL,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  role text NOT NULL CHECK (role IN ('owner', 'participant')),
  reach text NOT NULL CHECK (reach IN ('all', 'named')),
  since timestamptz NOT NULL,
  until timestamptz NOT NULL DEFAULT '9999-12-31Z',
  PRIMARY KEY (group_id, organisation_id),
  FOREIGN KEY (group_id, group_id) REFERENCES plein.space (group_id, id));
CREATE INDEX party_organisation ON plein.party (organisation_id, group_id);

CREATE TABLE plein.membership (
  id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  group_id uuid NOT NULL,
  affiliation_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('staff', 'external')),
  role text NOT NULL CHECK (role IN ('steward', 'member', 'reader')),
  came text NOT NULL CHECK (came IN ('founded', 'self', 'added', 'invited')),
  confirmed boolean NOT NULL,                     -- false: came by oneself, or waits for the party's administrator where only named
                                                  -- people are in; gives sight only while the group is open to all its staff
  wrote boolean NOT NULL DEFAULT false,
  let_in_by uuid,
  sponsor_id uuid,
  sponsor_kind text NOT NULL GENERATED ALWAYS AS ('staff') STORED,
  ended_by text NOT NULL DEFAULT '' CHECK (ended_by IN ('', 'self', 'steward', 'administrator', 'sponsor', 'party', 'affiliation')),
  since timestamptz NOT NULL,
  until timestamptz NOT NULL DEFAULT '9999-12-31Z',
  UNIQUE (space_id, affiliation_id),
  CHECK (kind = 'staff' OR (sponsor_id IS NOT NULL AND until < '9999-01-01Z' AND role <> 'steward')),
  CHECK (kind = 'external' OR sponsor_id IS NULL),
  FOREIGN KEY (group_id, space_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (group_id, organisation_id) REFERENCES plein.party (group_id, organisation_id),
  FOREIGN KEY (affiliation_id, organisation_id, kind) REFERENCES plein.affiliation (id, organisation_id, kind),
  FOREIGN KEY (sponsor_id, organisation_id, sponsor_kind) REFERENCES plein.affiliation (id, organisation_id, kind),
  FOREIGN KEY (let_in_by) REFERENCES plein.affiliation);
CREATE INDEX membership_affiliation ON plein.membership (affiliation_id, space_id);
CREATE INDEX membership_affiliation_key ON plein.membership (affiliation_id, organisation_id, kind);
CREATE INDEX membership_organisation ON plein.membership (organisation_id, space_id);
CREATE INDEX membership_group ON plein.membership (group_id, space_id);
CREATE INDEX membership_party ON plein.membership (group_id, organisation_id);
CREATE INDEX membership_sponsor ON plein.membership (sponsor_id, organisation_id, sponsor_kind);
CREATE INDEX membership_let_in_by ON plein.membership (let_in_by);
CREATE INDEX membership_externals_until ON plein.membership (until) WHERE kind = 'external';

CREATE TABLE plein.voice (                        -- whose people wrote in a space: their organisation's name stays readable
  space_id uuid NOT NULL REFERENCES plein.space,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  PRIMARY KEY (space_id, organisation_id));
CREATE INDEX voice_organisation ON plein.voice (organisation_id);

CREATE TABLE plein.space_activity (
  space_id uuid PRIMARY KEY REFERENCES plein.space,
  sequence bigint NOT NULL DEFAULT 0,
  last_item_id uuid);

CREATE TABLE plein.proposal (                     -- a change to a group that others must agree to
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL,
  organisation_id uuid REFERENCES plein.organisation,   -- NULL: nobody of that name is here; it runs out like the others
  named text NOT NULL CHECK (length(named) BETWEEN 1 AND 253),
  role text NOT NULL CHECK (role IN ('owner', 'participant')),
  reach text NOT NULL CHECK (reach IN ('all', 'named')),
  proposed_by uuid NOT NULL,
  proposer_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'taken', 'refused', 'withdrawn')),
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  decided_at timestamptz,
  FOREIGN KEY (group_id, group_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (proposed_by, proposer_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE UNIQUE INDEX proposal_one_open ON plein.proposal (group_id, named) WHERE status = 'open';
CREATE INDEX proposal_group ON plein.proposal (group_id);
CREATE INDEX proposal_organisation ON plein.proposal (organisation_id);
CREATE INDEX proposal_proposed_by ON plein.proposal (proposed_by, proposer_id);
CREATE TABLE plein.consent (
  proposal_id uuid NOT NULL REFERENCES plein.proposal,
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  given_by uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (proposal_id, organisation_id),
  FOREIGN KEY (given_by, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX consent_organisation ON plein.consent (organisation_id);
CREATE INDEX consent_given_by ON plein.consent (given_by, organisation_id);

CREATE TABLE plein.invitation (                   -- of an external into a space, or of an organisation's first administrator
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('external', 'administrator')),
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  group_id uuid,
  space_id uuid,
  sponsor_id uuid,
  sponsor_kind text NOT NULL GENERATED ALWAYS AS ('staff') STORED,
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'reader')),
  shown text NOT NULL DEFAULT '' CHECK (length(shown) <= 120),
  employer text NOT NULL DEFAULT '' CHECK (length(employer) <= 120),
  address text NOT NULL DEFAULT '' CHECK (length(address) <= 254),
  proof bytea NOT NULL UNIQUE,
  generation integer NOT NULL DEFAULT 1,
  access_until timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'sent' CHECK (status IN ('sent', 'opened', 'waiting', 'accepted', 'refused', 'withdrawn')),
  taker_login_id uuid REFERENCES plein.login,
  taker_shown text NOT NULL DEFAULT '',
  taker_address text NOT NULL DEFAULT '',
  affiliation_id uuid,
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  CHECK (kind = 'administrator' OR (space_id IS NOT NULL AND group_id IS NOT NULL AND sponsor_id IS NOT NULL AND address <> '')),
  FOREIGN KEY (group_id, space_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (sponsor_id, organisation_id, sponsor_kind) REFERENCES plein.affiliation (id, organisation_id, kind),
  FOREIGN KEY (affiliation_id, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX invitation_organisation ON plein.invitation (organisation_id, id);
CREATE INDEX invitation_space ON plein.invitation (group_id, space_id);
CREATE INDEX invitation_sponsor ON plein.invitation (sponsor_id, organisation_id, sponsor_kind);
CREATE INDEX invitation_taker ON plein.invitation (taker_login_id);
CREATE INDEX invitation_affiliation ON plein.invitation (affiliation_id, organisation_id);

-- ---------------------------------------------------------------- content: the spine and the features
CREATE TABLE plein.item (
  id uuid PRIMARY KEY,
  space_id uuid NOT NULL REFERENCES plein.space,
  kind text NOT NULL CHECK (kind IN ('post', 'question', 'document', 'answer', 'comment')),
  parent_id uuid,
  author_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  deleted_at timestamptz,
  deleted_by uuid,
  UNIQUE (space_id, id), UNIQUE (space_id, id, author_id), UNIQUE (space_id, id, parent_id, kind),
  CHECK ((parent_id IS NULL) = (kind IN ('post', 'question', 'document'))),
  CHECK ((deleted_at IS NULL) = (deleted_by IS NULL)),
  FOREIGN KEY (space_id, author_id) REFERENCES plein.membership (space_id, affiliation_id),
  FOREIGN KEY (author_id, owner_id) REFERENCES plein.affiliation (id, organisation_id),
  FOREIGN KEY (space_id, parent_id) REFERENCES plein.item (space_id, id),
  FOREIGN KEY (deleted_by) REFERENCES plein.affiliation);
CREATE INDEX item_timeline ON plein.item (space_id, id DESC) WHERE parent_id IS NULL AND deleted_at IS NULL;
CREATE INDEX item_kind ON plein.item (space_id, kind, id DESC) WHERE parent_id IS NULL AND deleted_at IS NULL;
CREATE INDEX item_thread ON plein.item (space_id, parent_id, id);
CREATE INDEX item_author ON plein.item (author_id, owner_id);
CREATE INDEX item_membership ON plein.item (space_id, author_id);
CREATE INDEX item_deleted_by ON plein.item (deleted_by);

CREATE TABLE plein.item_text (                    -- what somebody wrote; changed by its author alone
  item_id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  author_id uuid NOT NULL,
  title text NOT NULL DEFAULT '' CHECK (length(title) <= 200),
  body text NOT NULL DEFAULT '' CHECK (length(body) <= 100000),
  edited_at timestamptz,
  FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id));
CREATE INDEX item_text_item ON plein.item_text (space_id, item_id, author_id);

CREATE TABLE plein.reaction (
  space_id uuid NOT NULL,
  item_id uuid NOT NULL,
  author_id uuid NOT NULL,
  word text NOT NULL CHECK (word IN ('useful', 'agree', 'thanks', 'congratulations', 'looking_forward', 'me_too')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (item_id, author_id, word),
  FOREIGN KEY (space_id, item_id) REFERENCES plein.item (space_id, id),
  FOREIGN KEY (space_id, author_id) REFERENCES plein.membership (space_id, affiliation_id));
CREATE INDEX reaction_item ON plein.reaction (space_id, item_id);
CREATE INDEX reaction_author ON plein.reaction (space_id, author_id);

CREATE TABLE plein.question (
  item_id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  author_id uuid NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  accepted_id uuid,
  accepted_kind text NOT NULL GENERATED ALWAYS AS ('answer') STORED,
  accepted_at timestamptz,
  accepted_by uuid REFERENCES plein.affiliation,
  FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id),
  FOREIGN KEY (space_id, accepted_id, item_id, accepted_kind) REFERENCES plein.item (space_id, id, parent_id, kind),
  CHECK ((accepted_id IS NULL) = (accepted_at IS NULL) AND (accepted_id IS NULL) = (accepted_by IS NULL)));
CREATE INDEX question_item ON plein.question (space_id, item_id, author_id);
CREATE INDEX question_open ON plein.question (space_id, item_id) WHERE accepted_id IS NULL;
CREATE INDEX question_accepted ON plein.question (space_id, accepted_id, item_id, accepted_kind);
CREATE INDEX question_accepted_by ON plein.question (accepted_by);

CREATE TABLE plein.document (
  item_id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  author_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  FOREIGN KEY (space_id, item_id, author_id) REFERENCES plein.item (space_id, id, author_id),
  UNIQUE (space_id, item_id));
CREATE INDEX document_item ON plein.document (space_id, item_id, author_id);

CREATE TABLE plein.document_version (
  id uuid PRIMARY KEY,
  space_id uuid NOT NULL,
  document_id uuid NOT NULL,
  number integer NOT NULL CHECK (number >= 1),
  author_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint NOT NULL CHECK (size >= 0),
  media_type text NOT NULL CHECK (length(media_type) <= 200),
  file_name text NOT NULL CHECK (length(file_name) BETWEEN 1 AND 200),
  note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
  created_at timestamptz NOT NULL,
  UNIQUE (document_id, number),
  FOREIGN KEY (space_id, document_id) REFERENCES plein.document (space_id, item_id),
  FOREIGN KEY (space_id, author_id) REFERENCES plein.membership (space_id, affiliation_id),
  FOREIGN KEY (author_id, owner_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX document_version_document ON plein.document_version (space_id, document_id);
CREATE INDEX document_version_membership ON plein.document_version (space_id, author_id);
CREATE INDEX document_version_author ON plein.document_version (author_id, owner_id);
CREATE INDEX document_version_blob ON plein.document_version (owner_id, sha256);

-- ---------------------------------------------------------------- sessions and the machinery around them
CREATE TABLE plein.session (
  proof bytea PRIMARY KEY,                        -- SHA-256 of the cookie's secret
  login_id uuid NOT NULL,
  person_id uuid NOT NULL,
  issuer_id uuid NOT NULL REFERENCES plein.issuer,
  subject text NOT NULL,
  sid text NOT NULL DEFAULT '',
  acting_id uuid REFERENCES plein.affiliation,
  shown text NOT NULL DEFAULT '',                 -- what the issuer said of this person, for an invitation's acceptance
  address text NOT NULL DEFAULT '',
  address_verified boolean NOT NULL DEFAULT false,
  tokens bytea,                                   -- sealed: refresh and id token
  fresh_until timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,                   -- the last click, to the minute
  idle_seconds integer NOT NULL DEFAULT 0,        -- so long without a click and it is over; 0: no such limit
  until timestamptz NOT NULL,
  FOREIGN KEY (login_id, person_id) REFERENCES plein.login (id, person_id));
CREATE INDEX session_login ON plein.session (login_id, person_id);
CREATE INDEX session_sid ON plein.session (issuer_id, sid);
CREATE INDEX session_subject ON plein.session (issuer_id, subject);
CREATE INDEX session_person ON plein.session (person_id);
CREATE INDEX session_acting ON plein.session (acting_id);
CREATE INDEX session_until ON plein.session (until);

CREATE TABLE plein.sign_in (                      -- started, not yet finished
  state bytea PRIMARY KEY,
  browser bytea NOT NULL,
  issuer_id uuid NOT NULL REFERENCES plein.issuer,
  nonce text NOT NULL,
  verifier text NOT NULL,
  silent boolean NOT NULL DEFAULT false,
  return_to text NOT NULL DEFAULT '/',
  invitation bytea,
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL);
CREATE INDEX sign_in_browser ON plein.sign_in (browser, created_at);
CREATE INDEX sign_in_issuer ON plein.sign_in (issuer_id);
CREATE INDEX sign_in_until ON plein.sign_in (until);

CREATE TABLE plein.logout_seen (                  -- back-channel logout tokens that were used
  issuer_id uuid NOT NULL REFERENCES plein.issuer,
  jti text NOT NULL CHECK (length(jti) BETWEEN 1 AND 255),
  until timestamptz NOT NULL,
  PRIMARY KEY (issuer_id, jti));

CREATE TABLE plein.once (                         -- a form that was handled: the second click goes where the first went
  person_id uuid NOT NULL REFERENCES plein.person,
  key uuid NOT NULL,
  location text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (person_id, key));

CREATE TABLE plein.outbox (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  payload jsonb NOT NULL,                         -- ids only, never texts
  key text UNIQUE,                                -- the same key is put once
  created_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  taken_at timestamptz,
  done_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  error text NOT NULL DEFAULT '');
CREATE INDEX outbox_due ON plein.outbox (due_at) WHERE done_at IS NULL;

CREATE TABLE plein.audit (
  id uuid PRIMARY KEY,
  event_id uuid NOT NULL,                         -- one event, a row for each organisation concerned
  organisation_id uuid NOT NULL REFERENCES plein.organisation,
  at timestamptz NOT NULL,
  person_id uuid,
  affiliation_id uuid,
  actor_shown text NOT NULL DEFAULT '',
  actor_organisation_id uuid,
  verb text NOT NULL,
  thing_kind text NOT NULL,
  thing_id uuid,
  thing_shown text NOT NULL DEFAULT '',           -- a name or a title at that moment, never content
  origin text NOT NULL DEFAULT '',
  why text NOT NULL DEFAULT '' CHECK (length(why) <= 1000));
CREATE INDEX audit_organisation ON plein.audit (organisation_id, id DESC);
RESET ROLE;
