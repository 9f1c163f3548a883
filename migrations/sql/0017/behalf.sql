-- For whom a question is asked can be changed: judged as when it was asked, said by the asker alone, and told to whom it is about.
SET ROLE plein_schema;
DROP TRIGGER asks_for ON plein.question;
RESET ROLE;
GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;
DROP FUNCTION plein.asks_for();
-- For whom one asks is somebody who reads that space as a live member: whoever reads the question may know so. Who asked says it; a steward
-- may take a name away and puts none there. A question goes nowhere where that person is not.
CREATE FUNCTION plein.asks_for() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE said boolean := TG_OP = 'INSERT' OR (new.asked_for, new.asked_for_id) IS DISTINCT FROM (old.asked_for, old.asked_for_id);
BEGIN
  IF said AND plein.me() IS NOT NULL AND (new.asked_for <> '' OR new.asked_for_id IS NOT NULL) AND new.author_id NOT IN (SELECT plein.listed('mine')) THEN
    PERFORM plein.refuse('PL403', 'asked-for-other');
  END IF;
  IF new.asked_for_id IS NULL THEN RETURN new; END IF;
  IF NOT EXISTS (SELECT FROM plein.membership m JOIN plein.space s ON s.id = m.space_id
      JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
      JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id AND o.status = 'active'
      WHERE m.space_id = new.space_id AND m.affiliation_id = new.asked_for_id AND m.since <= plein.moment() AND m.until > plein.moment()
        AND p.since <= plein.moment() AND p.until > plein.moment() AND a.since <= plein.moment() AND a.until > plein.moment()
        AND (m.confirmed OR s.form = 'open' AND p.reach = 'all')) THEN
    IF said THEN PERFORM plein.refuse('PL422', 'asked-for'); END IF;
    PERFORM plein.refuse('PL409', 'asked-for-elsewhere');
  END IF;
  IF said AND plein.me() IS NOT NULL AND NOT EXISTS (SELECT FROM plein.affiliation a WHERE a.id = new.asked_for_id AND a.person_id = plein.me()) THEN
    PERFORM plein.put('questions.asked_for', jsonb_build_object('question', new.item_id, 'affiliation', new.asked_for_id));
  END IF;
  RETURN new;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
SET ROLE plein_schema;
CREATE TRIGGER asks_for BEFORE INSERT ON plein.question FOR EACH ROW WHEN (new.asked_for <> '' OR new.asked_for_id IS NOT NULL) EXECUTE FUNCTION plein.asks_for();
CREATE TRIGGER asks_for_later BEFORE UPDATE OF asked_for, asked_for_id, space_id ON plein.question FOR EACH ROW
  WHEN ((new.asked_for, new.asked_for_id, new.space_id) IS DISTINCT FROM (old.asked_for, old.asked_for_id, old.space_id)) EXECUTE FUNCTION plein.asks_for();
RESET ROLE;
GRANT UPDATE (asked_for, asked_for_id) ON plein.question TO plein_app;
