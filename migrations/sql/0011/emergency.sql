-- Emergency access: an administrator of an owner reads along in a group for a few hours, when administrators of all owners agree; of the
-- only owner two of them. A membership like any other (reader, confirmed, with an end): the one rule knows nothing of emergencies.
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_schema;
CREATE TABLE plein.emergency (
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL,
  space_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  asked_by uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 10 AND 1000),
  hours integer NOT NULL CHECK (hours BETWEEN 1 AND 24),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'granted', 'refused', 'withdrawn', 'run-out', 'ended')),
  created_at timestamptz NOT NULL,
  until timestamptz NOT NULL,                     -- open: runs out then; granted: ends then
  FOREIGN KEY (group_id, space_id) REFERENCES plein.space (group_id, id),
  FOREIGN KEY (asked_by, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE UNIQUE INDEX emergency_one_open ON plein.emergency (space_id, asked_by) WHERE status = 'open';
CREATE INDEX emergency_space ON plein.emergency (group_id, space_id);
CREATE INDEX emergency_asked_by ON plein.emergency (asked_by, organisation_id);
CREATE TABLE plein.emergency_consent (            -- the key is the person: nobody agrees for two organisations
  emergency_id uuid NOT NULL REFERENCES plein.emergency,
  person_id uuid NOT NULL,                        -- whoever it was then: two persons may turn out to be one
  given_by uuid NOT NULL,
  organisation_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (emergency_id, person_id),
  FOREIGN KEY (given_by, organisation_id) REFERENCES plein.affiliation (id, organisation_id));
CREATE INDEX emergency_consent_given_by ON plein.emergency_consent (given_by, organisation_id);
ALTER TABLE plein.membership DROP CONSTRAINT membership_came_check,
  ADD CONSTRAINT membership_came_check CHECK (came IN ('founded', 'self', 'added', 'invited', 'emergency')),
  ADD CONSTRAINT membership_emergency_check CHECK (came <> 'emergency' OR kind = 'staff' AND role = 'reader' AND confirmed AND until <= since + interval '24 hours');
CREATE INDEX membership_emergency ON plein.membership (affiliation_id) WHERE came = 'emergency';
RESET ROLE;
GRANT SELECT, INSERT ON plein.emergency, plein.emergency_consent TO plein_door;
GRANT UPDATE (status, until) ON plein.emergency TO plein_door;
CREATE POLICY door ON plein.emergency TO plein_door USING (true) WITH CHECK (true);
CREATE POLICY door ON plein.emergency_consent TO plein_door USING (true) WITH CHECK (true);
SET ROLE plein_door;

-- Who has a say in a request and reads of it: the owners of a group; of a room its only owner of then, for another knows nothing of it.
CREATE FUNCTION plein.emergency_owners(e plein.emergency) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT array(SELECT o FROM unnest(plein.owners(e.group_id)) o WHERE e.space_id = e.group_id OR o = e.organisation_id) $$;

-- Whose agreement a request still needs now: owners of whom no administrator agreed who is one still; the only owner until two of them did.
CREATE FUNCTION plein.emergency_needs(the_emergency uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(array_agg(o.id), '{}') FROM plein.emergency e CROSS JOIN LATERAL (SELECT plein.emergency_owners(e) AS all_of_them) w
    CROSS JOIN LATERAL unnest(w.all_of_them) AS o (id)
   WHERE e.id = the_emergency AND CASE WHEN cardinality(w.all_of_them) = 1 THEN 2 ELSE 1 END > (SELECT count(*) FROM plein.emergency_consent c
      JOIN plein.affiliation a ON a.id = c.given_by JOIN plein.organisation x ON x.id = a.organisation_id AND x.status = 'active'
     WHERE c.emergency_id = e.id AND c.organisation_id = o.id AND a.role = 'administrator' AND a.since <= plein.moment() AND a.until > plein.moment()) $$;

-- An administrator asks to read along in a group that the own organisation owns, or in a room of it in which own people are: of a group with
-- one owner only, since else asking would tell another owner of a room that it may not know of.
CREATE FUNCTION plein.ask_emergency(the_space uuid, the_organisation uuid, the_reason text, the_hours integer, most_hours integer, pending_hours integer) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_administrator(the_organisation); s plein.space; made uuid := plein.new_id(); all_owners uuid[];
BEGIN
  SELECT x.* INTO s FROM plein.space x JOIN plein.party p ON p.group_id = x.group_id AND p.organisation_id = the_organisation AND p.since <= t AND p.until > t
   WHERE x.id = the_space AND (x.kind = 'group' OR EXISTS (SELECT FROM plein.membership m WHERE m.space_id = x.id AND m.organisation_id = the_organisation AND m.confirmed
     AND m.since <= t AND m.until > t)) FOR UPDATE OF x;
  IF me IS NULL OR s.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  all_owners := plein.owners(s.group_id);
  IF the_organisation <> ALL (all_owners) OR (SELECT o.firm FROM plein.organisation o WHERE o.id = the_organisation) THEN PERFORM plein.refuse('PL403', 'emergency-owner'); END IF;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF s.kind = 'room' AND cardinality(all_owners) > 1 THEN PERFORM plein.refuse('PL409', 'emergency-room'); END IF;
  IF the_space IN (SELECT plein.listed('sees')) THEN PERFORM plein.refuse('PL409', 'emergency-sees'); END IF;
  IF coalesce(length(btrim(the_reason)), 0) NOT BETWEEN 10 AND 1000 THEN PERFORM plein.refuse('PL422', 'emergency-reason'); END IF;
  IF coalesce(the_hours NOT BETWEEN 1 AND least(most_hours, 24), true) THEN PERFORM plein.refuse('PL422', 'emergency-hours'); END IF;
  UPDATE plein.emergency e SET status = 'run-out' WHERE e.space_id = the_space AND e.asked_by = me AND e.status = 'open' AND e.until <= t;
  IF EXISTS (SELECT FROM plein.emergency e WHERE e.space_id = the_space AND e.asked_by = me AND e.status = 'open') THEN PERFORM plein.refuse('PL409', 'emergency-asked'); END IF;
  INSERT INTO plein.emergency (id, group_id, space_id, organisation_id, asked_by, reason, hours, created_at, until)
    VALUES (made, s.group_id, s.id, the_organisation, me, btrim(the_reason), the_hours, t, t + make_interval(hours => least(pending_hours, 24)));
  INSERT INTO plein.emergency_consent VALUES (made, plein.me(), me, the_organisation, t);
  PERFORM plein.note(all_owners, me, 'emergency.asked', 'space', s.id, s.title, btrim(the_reason));
  PERFORM plein.put('emergency.asked', jsonb_build_object('emergency', made));
  RETURN made;
END $$;

-- An administrator of an owner agrees or refuses; one refusal is enough. Never the person who asked, and no person twice, through whichever
-- affiliation. Returns the status afterwards; needless: who asked is a member already, and nothing was granted.
CREATE FUNCTION plein.answer_emergency(the_emergency uuid, the_organisation uuid, agrees boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); e plein.emergency; me uuid := plein.as_administrator(the_organisation); all_owners uuid[]; s plein.space; asker plein.affiliation;
BEGIN
  SELECT x.* INTO s FROM plein.space x JOIN plein.emergency y ON y.space_id = x.id WHERE y.id = the_emergency FOR UPDATE OF x;
  SELECT * INTO e FROM plein.emergency x WHERE x.id = the_emergency FOR UPDATE;
  all_owners := plein.emergency_owners(e);
  IF e.id IS NULL OR me IS NULL OR the_organisation <> ALL (all_owners) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF e.status <> 'open' THEN PERFORM plein.refuse('PL409', 'emergency-decided'); END IF;
  IF e.until <= t THEN PERFORM plein.refuse('PL409', 'emergency-run-out'); END IF;
  IF EXISTS (SELECT FROM plein.affiliation a WHERE a.id = e.asked_by AND a.person_id = plein.me()) THEN PERFORM plein.refuse('PL403', 'emergency-own'); END IF;
  IF agrees IS NOT TRUE THEN
    UPDATE plein.emergency x SET status = 'refused' WHERE x.id = e.id;
    PERFORM plein.note(all_owners, me, 'emergency.refused', 'space', s.id, s.title);
    PERFORM plein.put('emergency.answered', jsonb_build_object('emergency', e.id));
    RETURN 'refused';
  END IF;
  IF EXISTS (SELECT FROM plein.emergency_consent c WHERE c.emergency_id = e.id AND c.person_id = plein.me()) THEN PERFORM plein.refuse('PL403', 'emergency-twice'); END IF;
  IF the_organisation <> ALL (plein.emergency_needs(e.id)) THEN PERFORM plein.refuse('PL409', 'emergency-agreed'); END IF;
  SELECT a.* INTO asker FROM plein.affiliation a JOIN plein.organisation o ON o.id = a.organisation_id AND o.status = 'active' AND NOT o.firm
   WHERE a.id = e.asked_by AND a.role = 'administrator' AND a.since <= t AND a.until > t AND a.organisation_id = ANY (all_owners);
  IF asker.id IS NULL OR s.kind = 'room' AND cardinality(plein.owners(e.group_id)) > 1 THEN PERFORM plein.refuse('PL409', 'emergency-asker'); END IF;
  INSERT INTO plein.emergency_consent VALUES (e.id, plein.me(), me, the_organisation, t);
  PERFORM plein.note(all_owners, me, 'emergency.confirmed', 'space', s.id, s.title);
  IF cardinality(plein.emergency_needs(e.id)) > 0 THEN RETURN 'open'; END IF;
  IF EXISTS (SELECT FROM plein.membership m WHERE m.space_id = s.id AND m.affiliation_id = e.asked_by AND m.confirmed AND m.since <= t AND m.until > t) THEN
    UPDATE plein.emergency x SET status = 'withdrawn' WHERE x.id = e.id;
    PERFORM plein.note(all_owners, NULL, 'emergency.needless', 'space', s.id, s.title);
    RETURN 'needless';
  END IF;
  -- Who was put out before stays so afterwards: ended_by is kept.
  INSERT INTO plein.membership AS m (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since, until)
    VALUES (plein.new_id(), s.id, s.group_id, asker.id, asker.organisation_id, 'staff', 'reader', 'emergency', true, me, t, t + make_interval(hours => e.hours))
    ON CONFLICT (space_id, affiliation_id) DO UPDATE SET role = 'reader', came = 'emergency', confirmed = true, let_in_by = me, since = t, until = excluded.until,
      ended_by = CASE WHEN m.role = 'reader' AND m.came NOT IN ('self', 'emergency') AND m.ended_by <> 'administrator' THEN 'steward' ELSE m.ended_by END;
  UPDATE plein.emergency x SET status = 'granted', until = t + make_interval(hours => e.hours) WHERE x.id = e.id;
  PERFORM plein.note(all_owners, e.asked_by, 'emergency.began', 'space', s.id, s.title, e.reason);
  PERFORM plein.put('emergency.answered', jsonb_build_object('emergency', e.id));
  RETURN 'granted';
END $$;

-- Ends it early: who reads, an administrator who agreed and is one still, a steward of the space. What still waits: who asked takes it back.
CREATE FUNCTION plein.end_emergency(the_emergency uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); e plein.emergency; me uuid; s plein.space;
BEGIN
  SELECT x.* INTO s FROM plein.space x JOIN plein.emergency y ON y.space_id = x.id WHERE y.id = the_emergency FOR UPDATE OF x;
  SELECT * INTO e FROM plein.emergency x WHERE x.id = the_emergency FOR UPDATE;
  SELECT x INTO me FROM plein.listed('affiliations') x WHERE x = e.asked_by;
  IF me IS NOT NULL AND e.status = 'open' AND e.until > t THEN
    UPDATE plein.emergency x SET status = 'withdrawn' WHERE x.id = e.id;
    PERFORM plein.note(plein.emergency_owners(e), me, 'emergency.withdrawn', 'space', s.id, s.title);
    RETURN;
  END IF;
  me := coalesce(me, (SELECT plein.as_administrator(c.organisation_id) FROM plein.emergency_consent c WHERE c.emergency_id = e.id AND c.person_id = plein.me()),
    CASE WHEN e.status <> 'open' THEN plein.as_steward(e.space_id) END);
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF e.status <> 'granted' OR e.until <= t THEN PERFORM plein.refuse('PL409', 'emergency-decided'); END IF;
  UPDATE plein.membership m SET until = greatest(t, m.since) WHERE m.space_id = e.space_id AND m.affiliation_id = e.asked_by AND m.came = 'emergency' AND m.until > t;
  UPDATE plein.emergency x SET status = 'ended', until = t WHERE x.id = e.id;
  PERFORM plein.note(plein.emergency_owners(e), me, 'emergency.ended', 'space', s.id, s.title);
END $$;

-- Ends one without anybody behind it, for what it rested on is gone. The organisation of who asked reads of it, owner or not.
CREATE FUNCTION plein.cut_emergency(e plein.emergency) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment();
BEGIN
  UPDATE plein.membership m SET until = greatest(t, m.since) WHERE m.space_id = e.space_id AND m.affiliation_id = e.asked_by AND m.came = 'emergency' AND m.until > t;
  UPDATE plein.emergency x SET status = CASE e.status WHEN 'open' THEN 'withdrawn' ELSE 'ended' END, until = t WHERE x.id = e.id;
  PERFORM plein.note(plein.emergency_owners(e) || e.organisation_id, NULL, CASE e.status WHEN 'open' THEN 'emergency.withdrawn' ELSE 'emergency.ended' END, 'space',
    e.space_id, (SELECT s.title FROM plein.space s WHERE s.id = e.space_id));
END $$;

-- Who is administrator no more reads along no more.
CREATE FUNCTION plein.ends_emergencies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE e plein.emergency;
BEGIN
  FOR e IN SELECT * FROM plein.emergency x WHERE x.asked_by = new.id AND x.status IN ('open', 'granted') AND x.until > plein.moment() ORDER BY x.id FOR UPDATE LOOP
    PERFORM plein.cut_emergency(e);
  END LOOP;
  RETURN NULL;
END $$;

-- Nor who is of an organisation that owns the group no more.
CREATE FUNCTION plein.ends_owners_emergencies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE e plein.emergency;
BEGIN
  FOR e IN SELECT * FROM plein.emergency x WHERE x.group_id = new.group_id AND x.organisation_id = new.organisation_id AND x.status IN ('open', 'granted')
      AND x.until > plein.moment() ORDER BY x.id FOR UPDATE LOOP
    PERFORM plein.cut_emergency(e);
  END LOOP;
  RETURN NULL;
END $$;

-- However an emergency ends, who was put out before stays so: that word was a steward's or an administrator's.
CREATE FUNCTION plein.stays_put_out() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN new.ended_by := old.ended_by; RETURN new; END $$;

-- Where the person reads along by an emergency now.
CREATE FUNCTION plein.own_emergencies() RETURNS TABLE (space_id uuid, until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.space_id, m.until FROM plein.membership m WHERE m.affiliation_id IN (SELECT plein.listed('affiliations')) AND m.came = 'emergency'
    AND m.since <= plein.moment() AND m.until > plein.moment() $$;
-- Writes that the person opened something there; for the owners. the_thing: an id, no name: the log holds no content.
CREATE FUNCTION plein.emergency_read(the_space uuid, the_kind text, the_thing uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid; s plein.space;
BEGIN
  SELECT m.affiliation_id INTO me FROM plein.membership m WHERE m.space_id = the_space AND m.affiliation_id IN (SELECT plein.listed('affiliations'))
    AND m.came = 'emergency' AND m.since <= plein.moment() AND m.until > plein.moment();
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space;
  IF me IS NULL OR the_kind !~ '^[a-z]{1,20}$' THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  PERFORM plein.note(CASE s.kind WHEN 'group' THEN plein.owners(s.id) ELSE '{}'::uuid[] END, me, 'emergency.read', the_kind, the_thing, s.title);
END $$;

-- Who reads along here by an emergency, for everybody who sees the space; the reason for its stewards.
CREATE FUNCTION plein.space_emergencies(the_space uuid) RETURNS TABLE (id uuid, affiliation_id uuid, shown text, organisation text, reason text, until timestamptz, may_end boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.id, a.id, a.shown, o.name, CASE WHEN the_space IN (SELECT plein.listed('stewards')) OR x.mine THEN e.reason ELSE '' END, m.until,
      the_space IN (SELECT plein.listed('stewards')) OR x.mine
    FROM plein.emergency e JOIN plein.membership m ON m.space_id = e.space_id AND m.affiliation_id = e.asked_by AND m.came = 'emergency'
      AND m.since <= plein.moment() AND m.until > plein.moment()
    JOIN plein.affiliation a ON a.id = e.asked_by JOIN plein.organisation o ON o.id = e.organisation_id
    CROSS JOIN LATERAL (SELECT a.id IN (SELECT plein.listed('affiliations')) AS mine) x
   WHERE e.space_id = the_space AND the_space IN (SELECT plein.listed('sees')) AND e.status = 'granted' AND e.until > plein.moment() ORDER BY m.until, e.id $$;

-- The requests of groups that the own organisation owns, newest first: titles, who asked, why, who agreed, whose word is needed.
CREATE FUNCTION plein.admin_emergencies(the_organisation uuid) RETURNS TABLE (id uuid, space_id uuid, title text, is_room boolean, asked_by text, asker text, reason text, hours integer,
    status text, created_at timestamptz, until timestamptz, agreed text[], needs text[], mine boolean, may_answer boolean, may_end boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT e.id, e.space_id, s.title, s.kind = 'room', a.shown, o.name, e.reason, e.hours, y.status, e.created_at, e.until,
      array(SELECT g.shown || ' (' || x.name || ')' FROM plein.emergency_consent c JOIN plein.affiliation g ON g.id = c.given_by
              JOIN plein.organisation x ON x.id = c.organisation_id WHERE c.emergency_id = e.id ORDER BY c.at),
      CASE WHEN y.status = 'open' THEN array(SELECT x.name FROM plein.organisation x WHERE x.id = ANY (y.needs) ORDER BY x.name) ELSE '{}' END,
      a.person_id = plein.me(), y.status = 'open' AND a.person_id IS DISTINCT FROM plein.me() AND the_organisation = ANY (y.needs) AND NOT y.agreed,
      y.status = 'granted' AND (a.id IN (SELECT plein.listed('affiliations')) OR y.agreed)
    FROM plein.emergency e JOIN plein.space s ON s.id = e.space_id JOIN plein.affiliation a ON a.id = e.asked_by JOIN plein.organisation o ON o.id = e.organisation_id
    LEFT JOIN plein.membership m ON m.space_id = e.space_id AND m.affiliation_id = e.asked_by AND m.came = 'emergency' AND m.until > plein.moment()
    CROSS JOIN LATERAL (SELECT CASE WHEN e.status = 'open' AND e.until <= plein.moment() THEN 'run-out'
        WHEN e.status = 'granted' AND (e.until <= plein.moment() OR m.id IS NULL) THEN 'ended' ELSE e.status END AS status,
        CASE WHEN e.status = 'open' THEN plein.emergency_needs(e.id) ELSE '{}' END AS needs,
        EXISTS (SELECT FROM plein.emergency_consent c WHERE c.emergency_id = e.id AND c.person_id = plein.me()) AS agreed) y
   WHERE the_organisation IN (SELECT plein.listed('administers')) AND the_organisation = ANY (plein.emergency_owners(e))
   ORDER BY e.created_at DESC, e.id DESC LIMIT 100 $$;
-- What an administrator may ask for: a space's title, and whether this organisation may ask at all and whose agreement it takes.
CREATE FUNCTION plein.emergency_terms(the_space uuid, the_organisation uuid) RETURNS TABLE (title text, is_room boolean, square boolean, owns boolean, sees boolean, owners text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.title, s.kind = 'room', s.square, the_organisation = ANY (w.all_of_them) AND NOT o.firm AND (s.kind = 'group' OR cardinality(w.all_of_them) = 1),
      s.id IN (SELECT plein.listed('sees')), array(SELECT x.name FROM plein.organisation x WHERE x.id = ANY (w.all_of_them) ORDER BY x.name)
    FROM plein.space s JOIN plein.organisation o ON o.id = the_organisation
    JOIN plein.party p ON p.group_id = s.group_id AND p.organisation_id = the_organisation AND p.since <= plein.moment() AND p.until > plein.moment()
    CROSS JOIN LATERAL (SELECT plein.owners(s.group_id) AS all_of_them) w
   WHERE s.id = the_space AND the_organisation IN (SELECT plein.listed('administers')) AND (s.kind = 'group' OR EXISTS (SELECT FROM plein.membership m
     WHERE m.space_id = s.id AND m.organisation_id = the_organisation AND m.confirmed AND m.since <= plein.moment() AND m.until > plein.moment())) $$;

-- Whom a mail about it goes to: administrators whose word is needed, stewards once it began, who asked once it was answered.
CREATE FUNCTION plein.work_emergency(the_emergency uuid) RETURNS TABLE (affiliation_id uuid, part text, asker text, organisation text, title text, until timestamptz, status text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH e AS (SELECT x.*, a.shown, a.person_id, o.name, s.title FROM plein.emergency x JOIN plein.affiliation a ON a.id = x.asked_by
      JOIN plein.organisation o ON o.id = x.organisation_id JOIN plein.space s ON s.id = x.space_id WHERE x.id = the_emergency AND x.until > plein.moment())
  SELECT a.id, 'confirmer', e.shown, e.name, '', e.until, e.status FROM e JOIN plein.affiliation a ON a.organisation_id = ANY (plein.emergency_needs(e.id))
   WHERE e.status = 'open' AND a.role = 'administrator' AND a.person_id <> e.person_id AND a.since <= plein.moment() AND a.until > plein.moment()
  UNION ALL
  SELECT m.affiliation_id, 'steward', e.shown, e.name, e.title, e.until, e.status FROM e JOIN plein.membership m ON m.space_id = e.space_id AND m.role = 'steward'
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id AND p.since <= plein.moment() AND p.until > plein.moment()
   WHERE e.status = 'granted' AND m.since <= plein.moment() AND m.until > plein.moment()
  UNION ALL
  SELECT e.asked_by, 'asker', e.shown, e.name, '', e.until, e.status FROM e WHERE e.status IN ('granted', 'refused')
  ORDER BY 2, 1 $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER stays_put_out BEFORE UPDATE OF ended_by ON plein.membership FOR EACH ROW
  WHEN (old.came = 'emergency' AND new.came = 'emergency' AND old.ended_by IN ('steward', 'administrator')
    AND new.ended_by NOT IN ('', 'steward', 'administrator')) EXECUTE FUNCTION plein.stays_put_out();
CREATE TRIGGER ends_emergencies AFTER UPDATE OF role ON plein.affiliation FOR EACH ROW
  WHEN (old.role = 'administrator' AND new.role <> 'administrator') EXECUTE FUNCTION plein.ends_emergencies();
CREATE TRIGGER ends_owners_emergencies AFTER UPDATE OF role, until ON plein.party FOR EACH ROW
  WHEN (old.role = 'owner' AND (new.role <> 'owner' OR new.until < old.until)) EXECUTE FUNCTION plein.ends_owners_emergencies();
RESET ROLE;
