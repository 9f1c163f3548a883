-- Doors of the charter: a steward writes and proposes it, administrators agree through its proposal, those of other parties say that they read it.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- The group of a charter, locked, for a steward of it; else refuses. Returns that affiliation.
CREATE FUNCTION plein.as_writer(the_group uuid) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s plein.space; me uuid;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_group AND x.kind = 'group' AND x.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  me := plein.as_steward(the_group);
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF plein.is_archived(the_group) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  RETURN me;
END $$;

-- Writes the draft of the next version, or over the draft there is. Not while a version waits for consent. Returns its id.
CREATE FUNCTION plein.write_charter(the_group uuid, the_purpose text, the_sharing text, the_inviters text, the_classification text, the_retention text, the_leaving text)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_writer(the_group); own uuid; c plein.charter;
BEGIN
  IF coalesce(the_inviters NOT IN ('stewards', 'members'), true) THEN PERFORM plein.refuse('PL422', 'inviters'); END IF;
  IF coalesce(the_classification NOT IN ('open', 'internal', 'confidential'), true) THEN PERFORM plein.refuse('PL422', 'classification'); END IF;
  -- A version whose proposal ran out is a draft again.
  UPDATE plein.charter x SET status = 'draft' WHERE x.group_id = the_group AND x.status = 'proposed'
    AND NOT EXISTS (SELECT FROM plein.proposal p WHERE p.group_id = the_group AND p.charter_id = x.id AND p.status = 'open' AND p.until > t);
  SELECT * INTO c FROM plein.charter x WHERE x.group_id = the_group AND x.status IN ('draft', 'proposed');
  IF c.status = 'proposed' THEN PERFORM plein.refuse('PL409', 'charter-waits'); END IF;
  SELECT a.organisation_id INTO own FROM plein.affiliation a WHERE a.id = me;
  IF c.id IS NULL THEN
    c.id := plein.new_id();
    INSERT INTO plein.charter (id, group_id, number, status, inviters, classification, written_by, writer_id, written_at)
      VALUES (c.id, the_group, 1 + coalesce((SELECT max(x.number) FROM plein.charter x WHERE x.group_id = the_group), 0), 'draft', the_inviters, the_classification, me, own, t);
    PERFORM plein.note(plein.owners(the_group), me, 'charter.written', 'space', the_group, (SELECT s.title FROM plein.space s WHERE s.id = the_group));
  END IF;
  UPDATE plein.charter x SET purpose = the_purpose, sharing = the_sharing, inviters = the_inviters, classification = the_classification, retention = the_retention,
    leaving = the_leaving, written_by = me, writer_id = own, written_at = t WHERE x.id = c.id;
  RETURN c.id;
END $$;

-- Lays the draft before every co-owner. A steward of whichever party may. Returns the proposal's id.
CREATE FUNCTION plein.propose_charter(the_group uuid, days integer) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid := plein.as_writer(the_group); c plein.charter; p plein.proposal;
BEGIN
  SELECT * INTO c FROM plein.charter x WHERE x.group_id = the_group AND x.status = 'draft';
  IF c.id IS NULL THEN PERFORM plein.refuse('PL409', 'no-draft'); END IF;
  UPDATE plein.charter x SET status = 'proposed' WHERE x.id = c.id;
  p.group_id := the_group; p.kind := 'charter'; p.charter_id := c.id; p.named := 'charter'; p.hidden := false; p.role := ''; p.reach := ''; p.form := ''; p.proposed_by := me;
  SELECT a.organisation_id INTO p.proposer_id FROM plein.affiliation a WHERE a.id = me;
  RETURN plein.lay_proposal(p, days);
END $$;

-- Versions of a charter, newest first: the one in force and those before it to who sees the group; drafts, proposed and refused ones to stewards.
CREATE FUNCTION plein.charters(the_group uuid) RETURNS TABLE (id uuid, number integer, status text, purpose text, sharing text, inviters text, classification text,
    retention text, leaving text, writer text, organisation text, written_at timestamptz, decided_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.id, c.number, CASE WHEN c.status = 'proposed' AND NOT EXISTS (SELECT FROM plein.proposal p WHERE p.charter_id = c.id AND p.status = 'open'
        AND p.until > plein.moment()) THEN 'draft' ELSE c.status END,
      c.purpose, c.sharing, c.inviters, c.classification, c.retention, c.leaving,
      CASE WHEN the_group IN (SELECT plein.listed('stewards')) THEN a.shown ELSE '' END, o.name, c.written_at, c.decided_at
    FROM plein.charter c JOIN plein.affiliation a ON a.id = c.written_by JOIN plein.organisation o ON o.id = c.writer_id
   WHERE c.group_id = the_group AND the_group IN (SELECT plein.listed('sees')) AND (c.status IN ('live', 'replaced') OR the_group IN (SELECT plein.listed('stewards')))
   ORDER BY c.number DESC LIMIT 100 $$;

-- For an administrator of a party, or of an organisation that is proposed as one: the version in force with the one before it, and the one that
-- waits for consent where the organisation must agree. is_read: whether the own organisation knows it.
CREATE FUNCTION plein.admin_charters(the_organisation uuid, the_group uuid) RETURNS TABLE (id uuid, number integer, status text, purpose text, sharing text, inviters text,
    classification text, retention text, leaving text, organisation text, written_at timestamptz, decided_at timestamptz, is_read boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.id, c.number, c.status, c.purpose, c.sharing, c.inviters, c.classification, c.retention, c.leaving, o.name, c.written_at, c.decided_at,
      EXISTS (SELECT FROM plein.charter_reading r WHERE r.charter_id = c.id AND r.organisation_id = the_organisation)
    FROM plein.charter c JOIN plein.organisation o ON o.id = c.writer_id
   WHERE c.group_id = the_group AND the_organisation IN (SELECT plein.listed('administers'))
     AND (c.status = 'live' OR c.status = 'replaced' AND c.number = (SELECT max(x.number) FROM plein.charter x WHERE x.group_id = the_group AND x.status = 'replaced')
          OR c.status = 'proposed' AND the_organisation = ANY (plein.owners(the_group))
             AND EXISTS (SELECT FROM plein.proposal p WHERE p.charter_id = c.id AND p.status = 'open' AND p.until > plein.moment()))
     AND (EXISTS (SELECT FROM plein.party p WHERE p.group_id = the_group AND p.organisation_id = the_organisation AND p.since <= plein.moment() AND p.until > plein.moment())
          OR c.status = 'live' AND EXISTS (SELECT FROM plein.proposal p WHERE p.group_id = the_group AND p.kind = 'party' AND p.organisation_id = the_organisation
            AND p.status = 'open' AND p.until > plein.moment() AND p.declined_at IS NULL))
   ORDER BY c.number DESC $$;

-- Charters in force that the organisation's administrators have not read yet.
CREATE FUNCTION plein.admin_unread_charters(the_organisation uuid) RETURNS TABLE (group_id uuid, title text, number integer, decided_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.id, s.title, c.number, c.decided_at FROM plein.party p JOIN plein.space s ON s.id = p.group_id JOIN plein.charter c ON c.group_id = s.id AND c.status = 'live'
   WHERE p.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND p.since <= plein.moment() AND p.until > plein.moment()
     AND NOT EXISTS (SELECT FROM plein.charter_reading r WHERE r.charter_id = c.id AND r.organisation_id = the_organisation)
   ORDER BY c.decided_at, s.id LIMIT 100 $$;

-- An administrator of a party says that the organisation knows the version in force; of another version (it was changed meanwhile) not.
CREATE FUNCTION plein.read_charter(the_organisation uuid, the_group uuid, the_charter uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_administrator(the_organisation);
BEGIN
  IF me IS NULL OR NOT EXISTS (SELECT FROM plein.party p WHERE p.group_id = the_group AND p.organisation_id = the_organisation AND p.since <= t AND p.until > t)
    THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF NOT EXISTS (SELECT FROM plein.charter c WHERE c.id = the_charter AND c.group_id = the_group AND c.status = 'live')
    THEN PERFORM plein.refuse('PL409', 'charter-changed'); END IF;
  INSERT INTO plein.charter_reading VALUES (the_charter, the_organisation, me, t) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    PERFORM plein.note(ARRAY[the_organisation], me, 'charter.read', 'space', the_group, (SELECT s.title FROM plein.space s WHERE s.id = the_group));
  END IF;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
