-- Proposals of every kind: a party, its role, its reach, a wider form, another's party out, a charter. What widens takes the consent of every
-- party that gains and of every co-owner; what narrows is done at once. A consent counts only while the proposal means what it meant then.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
ALTER TABLE plein.proposal
  ADD kind text NOT NULL DEFAULT 'party' CONSTRAINT proposal_kind_check CHECK (kind IN ('party', 'role', 'reach', 'form', 'out', 'charter')),
  ADD form text NOT NULL DEFAULT '' CONSTRAINT proposal_form_check CHECK (form IN ('', 'findable', 'open')),
  ADD charter_id uuid,
  ADD hidden boolean NOT NULL DEFAULT false,      -- named by a domain that says nothing: looks the same whether somebody has it here or not
  ADD declined_at timestamptz,                    -- when such an organisation refused: nobody else is told, it runs out
  DROP CONSTRAINT proposal_role_check, ADD CONSTRAINT proposal_role_check CHECK (role IN ('', 'owner', 'participant')),
  DROP CONSTRAINT proposal_reach_check, ADD CONSTRAINT proposal_reach_check CHECK (reach IN ('', 'all', 'named')),
  DROP CONSTRAINT proposal_status_check,
  ADD CONSTRAINT proposal_status_check CHECK (status IN ('open', 'taken', 'refused', 'withdrawn', 'lapsed')),
  ADD CONSTRAINT proposal_what_check CHECK ((kind = 'charter') = (charter_id IS NOT NULL) AND (kind = 'form') = (form <> '')
    AND (kind = 'party' OR (kind IN ('role', 'reach', 'out')) = (organisation_id IS NOT NULL) AND NOT hidden)
    AND (kind NOT IN ('party', 'role') OR role <> '') AND (kind NOT IN ('party', 'reach') OR reach <> '')),
  ADD CONSTRAINT proposal_charter_fkey FOREIGN KEY (group_id, charter_id) REFERENCES plein.charter (group_id, id);
DROP INDEX plein.proposal_one_open;
CREATE UNIQUE INDEX proposal_one_open ON plein.proposal (group_id, kind, named) WHERE status = 'open';
CREATE INDEX proposal_charter ON plein.proposal (group_id, charter_id);
ALTER TABLE plein.consent ADD meaning text NOT NULL DEFAULT '';   -- what was agreed to: plein.meaning() at that moment
ALTER TABLE plein.membership ADD narrowed_at timestamptz;          -- when who came by oneself read no more: the form or the reach narrowed
RESET ROLE;
GRANT UPDATE (narrowed_at) ON plein.membership TO plein_door;
UPDATE plein.proposal p SET hidden = true WHERE NOT EXISTS (SELECT FROM plein.organisation o WHERE o.id = p.organisation_id AND o.name = p.named);
GRANT UPDATE (declined_at) ON plein.proposal TO plein_door;
GRANT UPDATE (given_by, at, meaning) ON plein.consent TO plein_door;
SET ROLE plein_door;

-- How wide a form is: each includes the sight of those before it.
CREATE FUNCTION plein.width(the_form text) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT array_position(ARRAY['closed', 'findable', 'open'], the_form) $$;

-- Whose administrators must agree: every co-owner (but not the one to be put out) and every party that gains. Asked anew at each answer.
CREATE FUNCTION plein.needed(the_proposal uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT array(
    SELECT n FROM plein.proposal p CROSS JOIN LATERAL (
        SELECT unnest(plein.owners(p.group_id)) AS n
        UNION SELECT p.organisation_id WHERE p.kind IN ('party', 'reach') OR p.kind = 'role' AND p.role = 'owner'
        UNION SELECT x.organisation_id FROM plein.party x WHERE p.kind = 'form' AND x.group_id = p.group_id AND x.reach = 'all'
               AND x.since <= plein.moment() AND x.until > plein.moment()) who
     WHERE p.id = the_proposal AND n IS NOT NULL AND NOT (p.kind = 'out' AND n = p.organisation_id) ORDER BY n) $$;

-- What a proposal would do, as it stands now: how wide the group is, and for a form which parties gain. Who is proposed agrees to the charter too.
CREATE FUNCTION plein.meaning(the_proposal uuid, the_organisation uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT md5(concat_ws('|', p.kind, p.role, p.reach, p.form, p.charter_id, CASE WHEN p.kind IN ('party', 'reach', 'form') THEN s.form END,
      CASE WHEN p.kind = 'form' THEN (SELECT string_agg(x.organisation_id::text, ',' ORDER BY x.organisation_id) FROM plein.party x
        WHERE x.group_id = p.group_id AND x.reach = 'all' AND x.since <= plein.moment() AND x.until > plein.moment()) END,
      CASE WHEN p.kind = 'party' AND p.organisation_id = the_organisation THEN
        (SELECT c.id::text FROM plein.charter c WHERE c.group_id = p.group_id AND c.status = 'live') END))
    FROM plein.proposal p JOIN plein.space s ON s.id = p.group_id WHERE p.id = the_proposal $$;

CREATE FUNCTION plein.consents_to(the_proposal uuid, the_organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.consent c WHERE c.proposal_id = the_proposal AND c.organisation_id = the_organisation
    AND c.meaning = plein.meaning(the_proposal, the_organisation)) $$;

-- The verb of a step of a proposal: proposed, agreed, began, refused, withdrawn.
CREATE FUNCTION plein.proposal_verb(the_kind text, step text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT CASE the_kind WHEN 'party' THEN 'party.' ELSE 'proposal.' || the_kind || '-' END || step $$;

-- Whose log a step is written in: the co-owners', that of whom it is about, and of whoever must agree. A step of an organisation that was
-- proposed under a domain stays in its own log until it is a party.
CREATE FUNCTION plein.proposal_logs(the_proposal uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT plein.needed(p.id) || plein.owners(p.group_id) || p.organisation_id FROM plein.proposal p WHERE p.id = the_proposal $$;

-- After a change that makes waiting proposals mean something else: consents to what they meant before fall away, and everybody is asked again.
CREATE FUNCTION plein.ask_again(the_group uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p uuid;
BEGIN
  FOR p IN SELECT x.id FROM plein.proposal x WHERE x.group_id = the_group AND x.status = 'open' AND x.until > plein.moment() AND EXISTS (
      SELECT FROM plein.consent c WHERE c.proposal_id = x.id AND c.meaning <> plein.meaning(x.id, c.organisation_id)) ORDER BY x.id LOOP
    DELETE FROM plein.consent c WHERE c.proposal_id = p AND c.meaning <> plein.meaning(p, c.organisation_id);
    PERFORM plein.put('parties.proposal', jsonb_build_object('proposal', p));
  END LOOP;
END $$;

-- A party out: its memberships, open invitations and what was proposed by it or about it end with it. Nothing of it revives when it comes back.
CREATE FUNCTION plein.party_out(the_group uuid, the_organisation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment();
BEGIN
  UPDATE plein.invitation i SET status = 'withdrawn', decided_at = t
   WHERE i.group_id = the_group AND i.organisation_id = the_organisation AND i.status IN ('sent', 'opened', 'waiting');
  UPDATE plein.membership m SET until = greatest(t, m.since), ended_by = 'party'
   WHERE m.group_id = the_group AND m.organisation_id = the_organisation AND m.until > t;
  UPDATE plein.party x SET until = t WHERE x.group_id = the_group AND x.organisation_id = the_organisation;
  UPDATE plein.charter c SET status = 'draft' FROM plein.proposal p
   WHERE p.charter_id = c.id AND p.group_id = the_group AND p.status = 'open' AND p.proposer_id = the_organisation AND c.status = 'proposed';
  UPDATE plein.proposal p SET status = 'lapsed', decided_at = t WHERE p.group_id = the_group AND p.status = 'open'
     AND (p.organisation_id = the_organisation AND p.kind <> 'party' OR p.proposer_id = the_organisation);
  DELETE FROM plein.consent c USING plein.proposal p WHERE p.id = c.proposal_id AND p.group_id = the_group AND p.status = 'open' AND c.organisation_id = the_organisation;
  PERFORM plein.ask_again(the_group);
END $$;

-- Makes a proposal so when everybody needed has agreed to what it means now. Returns 'taken' or 'open'; refuses what can't be any more.
CREATE FUNCTION plein.take_proposal(the_proposal uuid, me uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); p plein.proposal; s plein.space; x plein.party; o plein.organisation; owners uuid[]; logs uuid[];
BEGIN
  SELECT * INTO p FROM plein.proposal y WHERE y.id = the_proposal;
  SELECT * INTO s FROM plein.space y WHERE y.id = p.group_id;
  owners := plein.owners(p.group_id);
  -- A name that nobody has here, and one that refused in silence, wait like any other until they run out.
  IF p.declined_at IS NOT NULL OR p.kind = 'party' AND p.organisation_id IS NULL OR owners = '{}'
     OR EXISTS (SELECT FROM unnest(plein.needed(p.id)) n WHERE NOT plein.consents_to(p.id, n)) THEN RETURN 'open'; END IF;
  logs := plein.proposal_logs(p.id);
  SELECT * INTO x FROM plein.party y WHERE y.group_id = p.group_id AND y.organisation_id = p.organisation_id AND y.since <= t AND y.until > t;
  SELECT * INTO o FROM plein.organisation y WHERE y.id = p.organisation_id;
  IF p.kind IN ('role', 'reach', 'out') AND x.group_id IS NULL THEN PERFORM plein.refuse('PL409', 'no-party'); END IF;
  CASE p.kind
    WHEN 'party' THEN
      IF x.group_id IS NOT NULL THEN PERFORM plein.refuse('PL409', 'already-party'); END IF;
      IF o.status <> 'active' THEN PERFORM plein.refuse('PL409', 'party-inactive'); END IF;
      -- A live agreement between two of them that excludes joint groups refuses a party.
      IF EXISTS (SELECT FROM plein.agreement_party one JOIN plein.agreement g ON g.id = one.agreement_id JOIN plein.agreement_party two ON two.agreement_id = g.id
           JOIN plein.party q ON q.group_id = p.group_id AND q.organisation_id = two.organisation_id AND q.since <= t AND q.until > t
          WHERE one.organisation_id = p.organisation_id AND two.organisation_id <> one.organisation_id AND g.status = 'signed' AND g.since <= t AND g.until > t
            AND NOT g.joint_groups) THEN PERFORM plein.refuse('PL409', 'agreement-excludes'); END IF;
      -- Whatever place was made while it was leaving ended with it.
      UPDATE plein.membership m SET until = greatest(t, m.since), ended_by = 'party'
       WHERE m.group_id = p.group_id AND m.organisation_id = p.organisation_id AND m.until > t;
      INSERT INTO plein.party AS y (group_id, organisation_id, role, reach, since) VALUES (p.group_id, p.organisation_id, p.role, p.reach, t)
        ON CONFLICT (group_id, organisation_id) DO UPDATE SET role = excluded.role, reach = excluded.reach, since = t, until = '9999-12-31Z';
      -- A firm that is not the only party reaches only those named.
      UPDATE plein.party y SET reach = 'named' FROM plein.organisation f WHERE y.group_id = p.group_id AND f.id = y.organisation_id AND f.firm AND y.reach = 'all';
      INSERT INTO plein.charter_reading SELECT c.id, d.organisation_id, d.given_by, d.at FROM plein.charter c JOIN plein.consent d ON d.proposal_id = p.id
        AND d.organisation_id = p.organisation_id WHERE c.group_id = p.group_id AND c.status = 'live' ON CONFLICT DO NOTHING;
    WHEN 'role' THEN
      IF x.role = p.role THEN PERFORM plein.refuse('PL409', 'already-so'); END IF;
      IF p.role = 'participant' AND cardinality(owners) < 2 THEN PERFORM plein.refuse('PL409', 'last-owner'); END IF;
      UPDATE plein.party y SET role = p.role WHERE y.group_id = p.group_id AND y.organisation_id = p.organisation_id;
    WHEN 'reach' THEN
      IF x.reach = p.reach THEN PERFORM plein.refuse('PL409', 'already-so'); END IF;
      IF o.firm AND EXISTS (SELECT FROM plein.party y WHERE y.group_id = p.group_id AND y.organisation_id <> o.id AND y.since <= t AND y.until > t)
        THEN PERFORM plein.refuse('PL409', 'firm-named'); END IF;
      UPDATE plein.party y SET reach = p.reach WHERE y.group_id = p.group_id AND y.organisation_id = p.organisation_id;
    WHEN 'form' THEN
      IF plein.width(p.form) <= plein.width(s.form) THEN PERFORM plein.refuse('PL409', 'already-so'); END IF;
      UPDATE plein.space y SET form = p.form WHERE y.id = p.group_id;
    WHEN 'out' THEN
      IF x.role = 'owner' AND cardinality(owners) < 3 THEN PERFORM plein.refuse('PL409', 'two-owners'); END IF;
    WHEN 'charter' THEN
      UPDATE plein.charter c SET status = 'replaced' WHERE c.group_id = p.group_id AND c.status = 'live';
      UPDATE plein.charter c SET status = 'live', decided_at = t WHERE c.id = p.charter_id;
      INSERT INTO plein.charter_reading SELECT p.charter_id, d.organisation_id, d.given_by, d.at FROM plein.consent d WHERE d.proposal_id = p.id ON CONFLICT DO NOTHING;
  END CASE;
  UPDATE plein.proposal SET status = 'taken', decided_at = t WHERE id = p.id;
  IF p.kind = 'out' THEN PERFORM plein.party_out(p.group_id, p.organisation_id); END IF;
  PERFORM plein.note(logs, me, plein.proposal_verb(p.kind, 'began'), 'space', p.group_id, s.title, p.named);
  PERFORM plein.put('parties.decided', jsonb_build_object('proposal', p.id));
  PERFORM plein.ask_again(p.group_id);
  RETURN 'taken';
END $$;

-- Lays a proposal before everybody who must agree; its maker agrees at once where she is the administrator herself. Returns its id.
CREATE FUNCTION plein.lay_proposal(p plein.proposal, days integer) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); made uuid := plein.new_id(); own uuid := plein.as_administrator(p.proposer_id);
BEGIN
  IF EXISTS (SELECT FROM plein.proposal x WHERE x.group_id = p.group_id AND x.kind = p.kind AND (x.named = p.named OR x.organisation_id = p.organisation_id AND NOT x.hidden AND NOT p.hidden)
             AND x.status = 'open' AND x.until > t) THEN PERFORM plein.refuse('PL409', CASE p.kind WHEN 'party' THEN 'already-proposed' ELSE 'already-waits' END); END IF;
  UPDATE plein.proposal x SET status = 'lapsed', decided_at = x.until WHERE x.group_id = p.group_id AND x.kind = p.kind AND x.named = p.named AND x.status = 'open';
  INSERT INTO plein.proposal (id, group_id, kind, organisation_id, named, hidden, role, reach, form, charter_id, proposed_by, proposer_id, created_at, until)
    VALUES (made, p.group_id, p.kind, p.organisation_id, p.named, p.hidden, p.role, p.reach, p.form, p.charter_id, p.proposed_by, p.proposer_id, t, t + make_interval(days => days));
  PERFORM plein.note(plein.proposal_logs(made), p.proposed_by, plein.proposal_verb(p.kind, 'proposed'), 'space', p.group_id,
    (SELECT s.title FROM plein.space s WHERE s.id = p.group_id), p.named);
  IF own IS NOT NULL AND p.proposer_id = ANY (plein.needed(made)) THEN
    INSERT INTO plein.consent VALUES (made, p.proposer_id, own, t, plein.meaning(made, p.proposer_id));
    IF plein.take_proposal(made, own) = 'taken' THEN RETURN made; END IF;
  END IF;
  PERFORM plein.put('parties.proposal', jsonb_build_object('proposal', made));
  RETURN made;
END $$;

-- The group of a proposal, locked, for a steward who is staff of a co-owner; else refuses. Returns that affiliation.
CREATE FUNCTION plein.as_proposer(the_group uuid) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s plein.space; me uuid;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_group AND x.kind = 'group' AND x.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  me := plein.as_steward(the_group, plein.owners(the_group));
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-of-co-owner'); END IF;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF plein.is_archived(the_group) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  RETURN me;
END $$;

-- Proposes an organisation as a party, by id (one that the person knows) or by an exact verified domain, with the same answer whether
-- it exists or not. Takes effect when the organisation itself and every co-owner agree.
CREATE OR REPLACE FUNCTION plein.propose_party(the_group uuid, the_organisation uuid, the_domain text, the_role text, the_reach text, days integer)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_proposer(the_group); o plein.organisation; p plein.proposal;
BEGIN
  IF the_organisation IS NOT NULL THEN
    SELECT * INTO o FROM plein.organisation x WHERE x.id = the_organisation AND x.status = 'active' AND (x.listed OR x.id IN (SELECT plein.listed('knows')));
    IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  ELSE
    IF coalesce(btrim(the_domain), '') = '' THEN PERFORM plein.refuse('PL422', 'party-domain'); END IF;
    SELECT x.* INTO o FROM plein.domain d JOIN plein.organisation x ON x.id = d.organisation_id
     WHERE d.name = lower(the_domain) AND d.verified_at IS NOT NULL AND x.status = 'active';
  END IF;
  p.hidden := NOT coalesce(o.listed OR o.id IN (SELECT plein.listed('knows')), false);
  IF NOT p.hidden AND EXISTS (SELECT FROM plein.party x WHERE x.group_id = the_group AND x.organisation_id = o.id AND x.since <= t AND x.until > t)
    THEN PERFORM plein.refuse('PL409', 'already-party'); END IF;
  p.group_id := the_group; p.kind := 'party'; p.organisation_id := o.id; p.role := the_role; p.form := ''; p.proposed_by := me;
  p.named := CASE WHEN p.hidden THEN lower(the_domain) ELSE o.name END;
  p.reach := CASE WHEN o.firm AND NOT p.hidden THEN 'named' ELSE the_reach END;
  SELECT a.organisation_id INTO p.proposer_id FROM plein.affiliation a WHERE a.id = me;
  RETURN plein.lay_proposal(p, days);
END $$;

-- Proposes another role (owner, participant) or all staff (all) for a party, its end (out), or a wider form (findable, open).
CREATE FUNCTION plein.propose_change(the_group uuid, the_kind text, the_organisation uuid, the_value text, days integer)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_proposer(the_group); x plein.party; o plein.organisation; p plein.proposal; s plein.space;
  owners uuid[] := plein.owners(the_group);
BEGIN
  SELECT * INTO s FROM plein.space y WHERE y.id = the_group;
  SELECT a.organisation_id INTO p.proposer_id FROM plein.affiliation a WHERE a.id = me;
  p.group_id := the_group; p.kind := the_kind; p.role := ''; p.reach := ''; p.form := ''; p.hidden := false; p.proposed_by := me; p.named := 'form';
  IF the_kind = 'form' THEN
    IF coalesce(the_value NOT IN ('findable', 'open'), true) THEN PERFORM plein.refuse('PL422', 'form'); END IF;
    IF plein.width(the_value) <= plein.width(s.form) THEN PERFORM plein.refuse('PL409', 'already-so'); END IF;
    p.form := the_value;
    RETURN plein.lay_proposal(p, days);
  END IF;
  SELECT * INTO x FROM plein.party y WHERE y.group_id = the_group AND y.organisation_id = the_organisation AND y.since <= t AND y.until > t;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  SELECT * INTO o FROM plein.organisation y WHERE y.id = the_organisation;
  p.organisation_id := o.id; p.named := o.name;
  CASE the_kind
    WHEN 'role' THEN
      IF coalesce(the_value NOT IN ('owner', 'participant'), true) THEN PERFORM plein.refuse('PL422', 'role'); END IF;
      IF x.role = the_value THEN PERFORM plein.refuse('PL409', 'already-so'); END IF;
      IF the_value = 'participant' AND cardinality(owners) < 2 THEN PERFORM plein.refuse('PL409', 'last-owner'); END IF;
      p.role := the_value;
    WHEN 'reach' THEN
      IF the_value IS DISTINCT FROM 'all' THEN PERFORM plein.refuse('PL422', 'reach'); END IF;
      IF x.reach = 'all' THEN PERFORM plein.refuse('PL409', 'already-so'); END IF;
      IF o.firm AND EXISTS (SELECT FROM plein.party y WHERE y.group_id = the_group AND y.organisation_id <> o.id AND y.since <= t AND y.until > t)
        THEN PERFORM plein.refuse('PL409', 'firm-named'); END IF;
      p.reach := 'all';
    WHEN 'out' THEN
      IF o.id = p.proposer_id THEN PERFORM plein.refuse('PL409', 'own-party-leaves'); END IF;
      IF x.role = 'owner' AND cardinality(owners) < 3 THEN PERFORM plein.refuse('PL409', 'two-owners'); END IF;
    ELSE PERFORM plein.refuse('PL422', 'step');
  END CASE;
  RETURN plein.lay_proposal(p, days);
END $$;

-- An administrator of an organisation that must agree does so or refuses. Returns the proposal's status afterwards. the_meaning: what the page
-- showed; when it means something else by now nothing is agreed to.
DROP FUNCTION plein.answer_proposal(uuid, uuid, boolean);
CREATE FUNCTION plein.answer_proposal(the_proposal uuid, the_organisation uuid, agrees boolean, the_meaning text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); p plein.proposal; s plein.space; me uuid := plein.as_administrator(the_organisation); logs uuid[]; in_silence boolean;
BEGIN
  SELECT x.* INTO s FROM plein.space x JOIN plein.proposal y ON y.group_id = x.id WHERE y.id = the_proposal FOR UPDATE OF x;
  SELECT * INTO p FROM plein.proposal x WHERE x.id = the_proposal FOR UPDATE;
  IF p.id IS NULL OR me IS NULL OR the_organisation <> ALL (plein.needed(p.id)) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  in_silence := p.hidden AND the_organisation IS NOT DISTINCT FROM p.organisation_id;
  IF p.status <> 'open' OR in_silence AND p.declined_at IS NOT NULL THEN PERFORM plein.refuse('PL409', 'proposal-decided'); END IF;
  IF p.until <= t THEN PERFORM plein.refuse('PL409', 'proposal-run-out'); END IF;
  logs := CASE WHEN in_silence THEN ARRAY[the_organisation] ELSE plein.proposal_logs(p.id) END;
  IF agrees IS NOT TRUE THEN
    IF in_silence THEN
      UPDATE plein.proposal SET declined_at = t WHERE id = p.id;
    ELSE
      UPDATE plein.proposal SET status = 'refused', decided_at = t WHERE id = p.id;
      UPDATE plein.charter c SET status = 'refused', decided_at = t WHERE c.id = p.charter_id;
      PERFORM plein.put('parties.decided', jsonb_build_object('proposal', p.id));
    END IF;
    PERFORM plein.note(logs, me, plein.proposal_verb(p.kind, 'refused'), 'space', p.group_id, s.title, p.named);
    RETURN 'refused';
  END IF;
  IF plein.is_archived(p.group_id) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF the_meaning <> plein.meaning(p.id, the_organisation) THEN PERFORM plein.refuse('PL409', 'meaning-changed'); END IF;
  IF NOT plein.consents_to(p.id, the_organisation) THEN
    INSERT INTO plein.consent AS c VALUES (p.id, the_organisation, me, t, plein.meaning(p.id, the_organisation))
      ON CONFLICT (proposal_id, organisation_id) DO UPDATE SET given_by = excluded.given_by, at = excluded.at, meaning = excluded.meaning;
    PERFORM plein.note(logs, me, plein.proposal_verb(p.kind, 'agreed'), 'space', p.group_id, s.title, p.named);
  END IF;
  RETURN plein.take_proposal(p.id, me);
END $$;

-- Takes a proposal back: who made it, a steward, or an administrator of the proposer's organisation.
CREATE OR REPLACE FUNCTION plein.withdraw_proposal(the_proposal uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p plein.proposal; s plein.space; me uuid;
BEGIN
  SELECT x.* INTO s FROM plein.space x JOIN plein.proposal y ON y.group_id = x.id WHERE y.id = the_proposal FOR UPDATE OF x;
  SELECT * INTO p FROM plein.proposal x WHERE x.id = the_proposal FOR UPDATE;
  me := coalesce(plein.as_steward(p.group_id), plein.as_administrator(p.proposer_id),
    (SELECT a.id FROM plein.affiliation a WHERE a.id = p.proposed_by AND a.id IN (SELECT plein.listed('staff_affiliations'))));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF p.status <> 'open' THEN PERFORM plein.refuse('PL409', 'proposal-decided'); END IF;
  UPDATE plein.proposal SET status = 'withdrawn', decided_at = plein.moment() WHERE id = p.id;
  UPDATE plein.charter c SET status = 'draft' WHERE c.id = p.charter_id;
  PERFORM plein.note(plein.owners(p.group_id) || p.organisation_id, me, plein.proposal_verb(p.kind, 'withdrawn'), 'space', p.group_id, s.title, p.named);
END $$;

-- One's own party out, at once, by its administrator. The last co-owner only after archiving.
CREATE OR REPLACE FUNCTION plein.leave_party(the_group uuid, the_organisation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_administrator(the_organisation); s plein.space; p plein.party; logs uuid[] := plein.owners(the_group);
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_group FOR UPDATE;
  SELECT * INTO p FROM plein.party x WHERE x.group_id = the_group AND x.organisation_id = the_organisation AND x.since <= t AND x.until > t FOR UPDATE;
  IF me IS NULL OR p.group_id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF p.role = 'owner' AND NOT plein.is_archived(the_group) AND cardinality(plein.owners(the_group)) = 1 THEN PERFORM plein.refuse('PL409', 'last-owner'); END IF;
  PERFORM plein.party_out(the_group, the_organisation);
  PERFORM plein.note(logs, me, 'party.left', 'space', the_group, s.title);
  PERFORM plein.put('parties.left', jsonb_build_object('group', the_group, 'organisation', the_organisation));
END $$;

-- A narrower form, at once, by a steward. Who came by oneself reads no more until a steward lets them in, or stays when she says so now (where
-- only named people of a party are in, that is its administrator's). Waiting proposals of a wider form end. Returns how many stopped or stayed.
CREATE FUNCTION plein.narrow_form(the_group uuid, the_form text, keeps boolean) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid; s plein.space; n integer;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_group AND x.kind = 'group' AND x.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  me := plein.as_steward(the_group);
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF coalesce(the_form NOT IN ('closed', 'findable'), true) THEN PERFORM plein.refuse('PL422', 'form'); END IF;
  IF plein.width(the_form) >= plein.width(s.form) THEN PERFORM plein.refuse('PL409', 'already-so'); END IF;
  SELECT count(*) INTO n FROM plein.membership m JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE s.form = 'open' AND m.space_id = the_group AND NOT m.confirmed AND m.since <= t AND m.until > t AND p.reach = 'all' AND p.since <= t AND p.until > t;
  IF keeps AND s.form = 'open' THEN
    UPDATE plein.membership m SET confirmed = true, let_in_by = me FROM plein.party p
     WHERE p.group_id = m.group_id AND p.organisation_id = m.organisation_id AND p.reach = 'all' AND p.since <= t AND p.until > t
       AND m.space_id = the_group AND NOT m.confirmed AND m.since <= t AND m.until > t;
  ELSIF s.form = 'open' THEN
    UPDATE plein.membership m SET narrowed_at = t FROM plein.party p
     WHERE p.group_id = m.group_id AND p.organisation_id = m.organisation_id AND p.reach = 'all' AND p.since <= t AND p.until > t
       AND m.space_id = the_group AND NOT m.confirmed AND m.since <= t AND m.until > t;
  END IF;
  UPDATE plein.proposal p SET status = 'lapsed', decided_at = t WHERE p.group_id = the_group AND p.kind = 'form' AND p.status = 'open';
  UPDATE plein.space x SET form = the_form WHERE x.id = the_group;
  PERFORM plein.note(plein.owners(the_group), me, CASE the_form WHEN 'closed' THEN 'space.closed' ELSE 'space.narrowed' END, 'space', the_group, s.title);
  PERFORM plein.ask_again(the_group);
  RETURN n;
END $$;

-- From all staff of a party to those named, at once: a steward, or an administrator of that party, who may let those who came by themselves stay.
CREATE FUNCTION plein.narrow_reach(the_group uuid, the_organisation uuid, keeps boolean) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a uuid := plein.as_administrator(the_organisation); me uuid; s plein.space; p plein.party; n integer;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_group AND x.kind = 'group' FOR UPDATE;
  SELECT * INTO p FROM plein.party x WHERE x.group_id = the_group AND x.organisation_id = the_organisation AND x.since <= t AND x.until > t FOR UPDATE;
  IF p.group_id IS NULL OR a IS NULL AND the_group NOT IN (SELECT plein.listed('sees')) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  me := coalesce(a, plein.as_steward(the_group));
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF p.reach = 'named' THEN PERFORM plein.refuse('PL409', 'already-so'); END IF;
  SELECT count(*) INTO n FROM plein.membership m WHERE s.form = 'open' AND m.space_id = the_group AND m.organisation_id = the_organisation
     AND NOT m.confirmed AND m.since <= t AND m.until > t;
  IF keeps AND a IS NOT NULL AND s.form = 'open' THEN
    UPDATE plein.membership m SET confirmed = true, let_in_by = a WHERE m.space_id = the_group AND m.organisation_id = the_organisation
       AND NOT m.confirmed AND m.since <= t AND m.until > t;
  ELSIF s.form = 'open' THEN
    UPDATE plein.membership m SET narrowed_at = t WHERE m.space_id = the_group AND m.organisation_id = the_organisation
       AND NOT m.confirmed AND m.since <= t AND m.until > t;
  END IF;
  UPDATE plein.party x SET reach = 'named' WHERE x.group_id = the_group AND x.organisation_id = the_organisation;
  PERFORM plein.note(plein.owners(the_group) || the_organisation, me, 'party.narrowed', 'space', the_group, s.title,
    (SELECT o.name FROM plein.organisation o WHERE o.id = the_organisation));
  PERFORM plein.ask_again(the_group);
  RETURN n;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
