-- What every door uses: the way to say no, the audit row that goes with a change, and the acting affiliation.
-- Doors are SECURITY DEFINER, owned by plein_door, with search_path = pg_catalog; none is for PUBLIC (see grants.sql).
GRANT CREATE ON SCHEMA plein TO plein_door;
GRANT INSERT ON plein.audit, plein.outbox TO plein_door;
SET ROLE plein_door;

-- Says no. code: SQLSTATE PL404, PL403, PL409 or PL422; reason: a key of the table of words in tenants/doors.py.
CREATE FUNCTION plein.refuse(code text, reason text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN RAISE EXCEPTION USING ERRCODE = code, MESSAGE = reason; END $$;

-- One audit row for each organisation concerned, with one event id. The organisations are derived by the door that calls.
CREATE FUNCTION plein.note(organisations uuid[], as_affiliation uuid, the_verb text, the_kind text, the_thing uuid, the_shown text DEFAULT '',
    the_why text DEFAULT '') RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE event uuid := plein.new_id(); o uuid; own uuid; shown_as text;
BEGIN
  SELECT a.organisation_id, a.shown INTO own, shown_as FROM plein.affiliation a WHERE a.id = as_affiliation;
  FOR o IN SELECT DISTINCT x FROM unnest(organisations || own) x WHERE x IS NOT NULL LOOP
    INSERT INTO plein.audit (id, event_id, organisation_id, at, person_id, affiliation_id, actor_shown, actor_organisation_id, verb,
      thing_kind, thing_id, thing_shown, origin, why)
    VALUES (plein.new_id(), event, o, plein.moment(), plein.me(), as_affiliation, coalesce(shown_as, ''), own, the_verb, the_kind, the_thing,
      coalesce(left(the_shown, 200), ''),   -- from where is for the actor's own organisation alone
      CASE WHEN o = own THEN coalesce(left(current_setting('plein.origin', true), 200), '') ELSE '' END, left(the_why, 1000));
  END LOOP;
  RETURN event;
END $$;

-- The application's own audit rows about content: the actor's organisation, and that of the affected affiliation's. Verbs of access are
-- the doors' own: nobody writes that an administrator was appointed who was not.
CREATE FUNCTION plein.audit(as_affiliation uuid, the_verb text, the_kind text, the_thing uuid, the_shown text, the_why text, affected uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM plein.listed('affiliations') x WHERE x = as_affiliation) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF split_part(the_verb, '.', 1) IN ('group', 'room', 'space', 'party', 'membership', 'invitation', 'external', 'affiliation', 'administrator',
      'agreement', 'operator') THEN PERFORM plein.refuse('PL403', 'verb'); END IF;
  PERFORM plein.note(ARRAY(SELECT a.organisation_id FROM plein.affiliation a
      WHERE a.id = affected AND EXISTS (SELECT FROM plein.membership m WHERE m.affiliation_id = a.id AND m.space_id IN (SELECT plein.listed('sees')))),
    as_affiliation, the_verb, the_kind, the_thing, the_shown, the_why);
END $$;

-- A job to be done after the commit; the same key is put once.
CREATE FUNCTION plein.put(the_kind text, the_payload jsonb, the_key text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO plein.outbox (id, kind, payload, key, created_at, due_at)
    VALUES (plein.new_id(), the_kind, the_payload, the_key, plein.moment(), plein.moment()) ON CONFLICT (key) DO NOTHING;
END $$;

-- Does this own affiliation have a live place in this space, one that gives sight; writing: as steward or member.
CREATE FUNCTION plein.has_place(the_space uuid, the_affiliation uuid, writing boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.membership m JOIN plein.space s ON s.id = m.space_id
      JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
    WHERE m.space_id = the_space AND m.affiliation_id = the_affiliation AND the_affiliation IN (SELECT plein.listed('affiliations'))
      AND m.since <= plein.moment() AND m.until > plein.moment() AND p.since <= plein.moment() AND p.until > plein.moment()
      AND (m.confirmed OR s.form = 'open' AND p.reach = 'all') AND (NOT writing OR m.role IN ('steward', 'member'))) $$;

-- The agreements that an administrator's own organisation is in.
CREATE FUNCTION plein.own_agreements() RETURNS TABLE (agreement_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.agreement_id FROM plein.agreement_party p WHERE p.organisation_id IN (SELECT plein.listed('administers')) $$;

-- The organisations that own a group now.
CREATE FUNCTION plein.owners(the_group uuid) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(array_agg(p.organisation_id), '{}') FROM plein.party p
   WHERE p.group_id = the_group AND p.role = 'owner' AND p.since <= plein.moment() AND p.until > plein.moment() $$;

-- The affiliation through which the person administers an organisation, or NULL.
CREATE FUNCTION plein.as_administrator(the_organisation uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id FROM plein.affiliation a WHERE a.id IN (SELECT plein.listed('staff_affiliations')) AND a.organisation_id = the_organisation
    AND a.role = 'administrator' AND the_organisation IN (SELECT plein.listed('administers')) ORDER BY a.id LIMIT 1 $$;

-- The affiliation through which the person is a live steward of a space, or NULL; organisations: of one of these.
CREATE FUNCTION plein.as_steward(the_space uuid, organisations uuid[] DEFAULT NULL) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.affiliation_id FROM plein.membership m JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE m.space_id = the_space AND m.role = 'steward' AND m.affiliation_id IN (SELECT plein.listed('staff_affiliations'))
     AND the_space IN (SELECT plein.listed('stewards')) AND m.since <= plein.moment() AND m.until > plein.moment()
     AND p.since <= plein.moment() AND p.until > plein.moment() AND (organisations IS NULL OR m.organisation_id = ANY (organisations))
   ORDER BY m.affiliation_id LIMIT 1 $$;

-- Archived itself, or in a group that is.
CREATE FUNCTION plein.is_archived(the_space uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.archived OR g.archived FROM plein.space s JOIN plein.space g ON g.id = s.group_id WHERE s.id = the_space $$;

-- Has a space a live steward besides this membership: the last one can neither leave nor step down.
CREATE FUNCTION plein.another_steward(the_space uuid, besides uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id
    WHERE m.space_id = the_space AND m.id <> besides AND m.role = 'steward' AND m.since <= plein.moment() AND m.until > plein.moment()
      AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active') $$;

-- Who accepts an answer says so in an own name (the row may keep another's name when only its title changes: no policy can see that).
CREATE FUNCTION plein.accepted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF plein.me() IS NOT NULL AND NOT EXISTS (SELECT FROM plein.listed('affiliations') x WHERE x = new.accepted_by) THEN
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'accepted in another name';
  END IF;
  RETURN new;
END $$;

-- First writing: the affiliation stays visible by name, its organisation too; and the space's counter moves in the same transaction.
CREATE FUNCTION plein.wrote() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE plein.membership m SET wrote = true WHERE m.space_id = new.space_id AND m.affiliation_id = new.author_id AND NOT m.wrote;
  IF FOUND THEN INSERT INTO plein.voice VALUES (new.space_id, new.owner_id) ON CONFLICT DO NOTHING; END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION plein.moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO plein.space_activity AS s VALUES (new.space_id, 1, new.id)
    ON CONFLICT (space_id) DO UPDATE SET sequence = s.sequence + 1, last_item_id = greatest(s.last_item_id, excluded.last_item_id);
  RETURN NULL;
END $$;
RESET ROLE;
GRANT UPDATE (wrote) ON plein.membership TO plein_door;
GRANT INSERT ON plein.voice TO plein_door;
GRANT INSERT, UPDATE ON plein.space_activity TO plein_door;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER wrote AFTER INSERT ON plein.item FOR EACH ROW EXECUTE FUNCTION plein.wrote();
CREATE TRIGGER wrote AFTER INSERT ON plein.document_version FOR EACH ROW EXECUTE FUNCTION plein.wrote();
CREATE TRIGGER accepted BEFORE UPDATE ON plein.question FOR EACH ROW WHEN (new.accepted_by IS NOT NULL
  AND (new.accepted_id, new.accepted_at, new.accepted_by) IS DISTINCT FROM (old.accepted_id, old.accepted_at, old.accepted_by))
  EXECUTE FUNCTION plein.accepted();
-- A promise in the outbox wakes the scheduler; NOTIFY carries nothing but that.
CREATE FUNCTION plein.announced() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN NOTIFY plein_outbox; RETURN NULL; END $$;
CREATE TRIGGER announced AFTER INSERT ON plein.outbox FOR EACH STATEMENT EXECUTE FUNCTION plein.announced();
CREATE TRIGGER moved AFTER INSERT ON plein.item FOR EACH ROW WHEN (new.parent_id IS NULL) EXECUTE FUNCTION plein.moved();
RESET ROLE;
