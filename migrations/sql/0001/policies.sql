-- Row-level security: which rows the application's role may touch, and column grants: which columns. One arm where pages are hot.
-- Classes of table: content, access, own, listed, doors only, outbox. tests/meta holds the same list.
DO $$
DECLARE t text;
BEGIN
  FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('ALTER TABLE plein.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE plein.%I FORCE ROW LEVEL SECURITY', t);
  END LOOP;
  -- The doors read and write the access tables, and no content at all.
  FOREACH t IN ARRAY ARRAY['organisation', 'domain', 'issuer', 'binding', 'person', 'login', 'affiliation', 'affiliation_login',
      'affiliation_address', 'agreement', 'agreement_party', 'space', 'party', 'membership', 'voice', 'space_activity', 'proposal', 'consent',
      'invitation', 'session', 'sign_in', 'logout_seen', 'audit', 'outbox'] LOOP
    EXECUTE format('CREATE POLICY door ON plein.%I TO plein_door USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;

-- ---------------------------------------------------------------- content: by space; written only as oneself
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['item', 'item_text', 'question', 'document', 'document_version', 'reaction'] LOOP
    EXECUTE format('GRANT SELECT, INSERT ON plein.%I TO plein_app', t);
    EXECUTE format('CREATE POLICY see ON plein.%I FOR SELECT TO plein_app USING (space_id IN (SELECT plein.listed(''sees'')))', t);
    EXECUTE format('CREATE POLICY as_me ON plein.%I AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (author_id IN (SELECT plein.listed(''affiliations'')))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['item', 'item_text', 'question', 'document', 'document_version'] LOOP
    EXECUTE format('CREATE POLICY add ON plein.%I FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed(''writes'')))', t);
  END LOOP;
END $$;
-- As an affiliation that has a live place there: a person with two of them does not write as the one that was ended.
CREATE POLICY in_place ON plein.item AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (plein.has_place(space_id, author_id, true));
CREATE POLICY in_place ON plein.document_version AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (plein.has_place(space_id, author_id, true));
CREATE POLICY in_place ON plein.reaction AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (plein.has_place(space_id, author_id, false));
-- Nothing is born deleted or accepted: those carry somebody's name.
CREATE POLICY newborn ON plein.item AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (deleted_by IS NULL);
CREATE POLICY newborn ON plein.question AS RESTRICTIVE FOR INSERT TO plein_app WITH CHECK (accepted_by IS NULL);
CREATE POLICY add ON plein.reaction FOR INSERT TO plein_app WITH CHECK (space_id IN (SELECT plein.listed('reacts')));
GRANT DELETE ON plein.reaction TO plein_app;
CREATE POLICY take_back ON plein.reaction FOR DELETE TO plein_app
  USING (space_id IN (SELECT plein.listed('reacts')) AND author_id IN (SELECT plein.listed('affiliations')));
-- Deleting: the author or a steward, in a space that is not archived; who did it is one of the actor's own. Restoring: who deleted, or a steward.
GRANT UPDATE (deleted_at, deleted_by) ON plein.item TO plein_app;
CREATE POLICY change ON plein.item FOR UPDATE TO plein_app USING (space_id IN (SELECT plein.listed('reacts')))
  WITH CHECK (space_id IN (SELECT plein.listed('reacts')) AND (deleted_by IS NULL OR deleted_by IN (SELECT plein.listed('affiliations'))));
CREATE POLICY author_or_steward ON plein.item AS RESTRICTIVE FOR UPDATE TO plein_app
  USING (author_id IN (SELECT plein.listed('mine')) AND (deleted_by IS NULL OR deleted_by IN (SELECT plein.listed('mine'))) OR space_id IN (SELECT plein.listed('stewards')));
GRANT UPDATE (title, body, edited_at) ON plein.item_text TO plein_app;
CREATE POLICY change ON plein.item_text FOR UPDATE TO plein_app
  USING (space_id IN (SELECT plein.listed('writes')) AND author_id IN (SELECT plein.listed('affiliations')));
GRANT UPDATE (title, accepted_id, accepted_at, accepted_by) ON plein.question TO plein_app;
CREATE POLICY change ON plein.question FOR UPDATE TO plein_app USING (space_id IN (SELECT plein.listed('reacts')));
CREATE POLICY asker_or_steward ON plein.question AS RESTRICTIVE FOR UPDATE TO plein_app
  USING (author_id IN (SELECT plein.listed('mine')) OR space_id IN (SELECT plein.listed('stewards')));
GRANT UPDATE (name) ON plein.document TO plein_app;
CREATE POLICY change ON plein.document FOR UPDATE TO plein_app USING (space_id IN (SELECT plein.listed('writes')));
CREATE POLICY author_or_steward ON plein.document AS RESTRICTIVE FOR UPDATE TO plein_app
  USING (author_id IN (SELECT plein.listed('mine')) OR space_id IN (SELECT plein.listed('stewards')));
GRANT SELECT ON plein.space_activity TO plein_app;
CREATE POLICY see ON plein.space_activity FOR SELECT TO plein_app USING (space_id IN (SELECT plein.listed('sees')));

-- ---------------------------------------------------------------- access: keys and names to read; every write is a door
GRANT SELECT (id, name, short_name, initials, handle, firm, listed, status, succeeded_by, brand, founders, guest_days) ON plein.organisation TO plein_app;
CREATE POLICY see ON plein.organisation FOR SELECT TO plein_app
  USING (plein.me() IS NOT NULL AND listed OR id IN (SELECT plein.listed('knows')));
GRANT SELECT (id, organisation_id, kind, role, shown, sort_name, title, department, employer) ON plein.affiliation TO plein_app;
CREATE POLICY see ON plein.affiliation FOR SELECT TO plein_app USING (
  id IN (SELECT plein.listed('mine'))
  OR kind = 'staff' AND since <= (SELECT plein.moment()) AND until > (SELECT plein.moment())
    AND (organisation_id IN (SELECT plein.listed('staff_of')) OR organisation_id IN (SELECT plein.listed('directory')))
  OR kind = 'external' AND organisation_id IN (SELECT plein.listed('administers'))
  OR EXISTS (SELECT FROM plein.membership m WHERE m.affiliation_id = affiliation.id));
GRANT SELECT (id, group_id, kind, form, square, title, purpose, founder_id, archived, ends_at, created_at) ON plein.space TO plein_app;
CREATE POLICY see ON plein.space FOR SELECT TO plein_app USING (id IN (SELECT plein.listed('sees')));
GRANT SELECT ON plein.party TO plein_app;
CREATE POLICY see ON plein.party FOR SELECT TO plein_app
  USING (group_id IN (SELECT plein.listed('sees')) AND since <= (SELECT plein.moment()) AND until > (SELECT plein.moment()));
GRANT SELECT (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, wrote) ON plein.membership TO plein_app;
CREATE POLICY see ON plein.membership FOR SELECT TO plein_app USING (
  space_id IN (SELECT plein.listed('sees')) AND (wrote OR since <= (SELECT plein.moment()) AND until > (SELECT plein.moment()))
  OR affiliation_id IN (SELECT plein.listed('mine'))
  OR sponsor_id IN (SELECT plein.listed('staff_affiliations')));
-- Not which organisation: whether an unlisted one exists is what its own administrators say.
GRANT SELECT (id, group_id, named, role, reach, proposed_by, proposer_id, status, created_at, until) ON plein.proposal TO plein_app;
CREATE POLICY see ON plein.proposal FOR SELECT TO plein_app USING (group_id IN (SELECT plein.listed('stewards')));
GRANT SELECT (id, kind, organisation_id, group_id, space_id, sponsor_id, role, shown, employer, address, generation, access_until,
  expires_at, status, taker_shown, taker_address, created_at) ON plein.invitation TO plein_app;
CREATE POLICY see ON plein.invitation FOR SELECT TO plein_app USING (
  sponsor_id IN (SELECT plein.listed('staff_affiliations')) OR organisation_id IN (SELECT plein.listed('administers')));
GRANT SELECT ON plein.agreement, plein.agreement_party TO plein_app;
CREATE POLICY see ON plein.agreement_party FOR SELECT TO plein_app
  USING (agreement_id IN (SELECT own.agreement_id FROM plein.own_agreements() own));
CREATE POLICY see ON plein.agreement FOR SELECT TO plein_app
  USING (EXISTS (SELECT FROM plein.agreement_party p WHERE p.agreement_id = agreement.id));

-- ---------------------------------------------------------------- own
GRANT SELECT (id, language, colours, shortcuts), UPDATE (language, colours, shortcuts) ON plein.person TO plein_app;
CREATE POLICY own ON plein.person TO plein_app USING (id = (SELECT plein.me()));
GRANT SELECT ON plein.affiliation_address TO plein_app;
CREATE POLICY own ON plein.affiliation_address FOR SELECT TO plein_app USING (affiliation_id IN (SELECT plein.listed('mine')));
GRANT SELECT, INSERT ON plein.once TO plein_app;
CREATE POLICY own ON plein.once TO plein_app USING (person_id = (SELECT plein.me())) WITH CHECK (person_id = (SELECT plein.me()));

-- ---------------------------------------------------------------- outbox and audit
GRANT INSERT (id, kind, payload, key, created_at, due_at) ON plein.outbox TO plein_app;
CREATE POLICY add ON plein.outbox FOR INSERT TO plein_app WITH CHECK (plein.me() IS NOT NULL AND key IS NULL);
GRANT SELECT, INSERT, UPDATE ON plein.outbox TO plein_worker;
CREATE POLICY work ON plein.outbox TO plein_worker USING (true) WITH CHECK (true);
GRANT SELECT (id, event_id, organisation_id, at, affiliation_id, actor_shown, actor_organisation_id, verb, thing_kind, thing_id,
  thing_shown, origin, why) ON plein.audit TO plein_app;
CREATE POLICY see ON plein.audit FOR SELECT TO plein_app USING (organisation_id IN (SELECT plein.listed('administers')));

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA plein TO plein_keeper;
