-- Who is in a space: adding several at once, confirming, bringing back, and what stewards and administrators may know of it.

-- Who waits to be let in, or came by oneself before a group was closed, is shown to its stewards and the own administrators; all others see
-- who is in, as the one rule counts it.
ALTER POLICY see ON plein.membership USING (
  space_id IN (SELECT plein.listed('sees')) AND (wrote OR since <= (SELECT plein.moment()) AND until > (SELECT plein.moment())
      AND (confirmed OR space_id IN (SELECT plein.listed('stewards')) OR organisation_id IN (SELECT plein.listed('administers'))
        OR EXISTS (SELECT FROM plein.party p JOIN plein.space s ON s.id = p.group_id
          WHERE s.id = membership.space_id AND s.form = 'open' AND p.organisation_id = membership.organisation_id AND p.reach = 'all')))
  OR affiliation_id IN (SELECT plein.listed('mine'))
  OR sponsor_id IN (SELECT plein.listed('staff_affiliations')));

GRANT CREATE ON SCHEMA plein TO plein_door;
SET ROLE plein_door;

-- Does this membership count now: begun, not ended, of a live affiliation of an active organisation that is a party, and confirmed
-- where the group is not open to all staff of that party.
CREATE FUNCTION plein.is_live(the_membership uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.membership m
    JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id JOIN plein.space s ON s.id = m.space_id
   WHERE m.id = the_membership AND m.since <= plein.moment() AND m.until > plein.moment() AND a.since <= plein.moment() AND a.until > plein.moment()
     AND o.status = 'active' AND p.since <= plein.moment() AND p.until > plein.moment()
     AND (m.confirmed OR s.kind = 'group' AND s.form = 'open' AND p.reach = 'all')) $$;

-- The stewards that a space has now, each with the organisation whose party they are.
CREATE FUNCTION plein.stewards_of(the_space uuid) RETURNS TABLE (membership_id uuid, affiliation_id uuid, organisation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, m.affiliation_id, m.organisation_id FROM plein.membership m
   WHERE m.space_id = the_space AND m.role = 'steward' AND plein.is_live(m.id) $$;

-- Has a space a live steward besides this membership: the last one can neither leave nor step down.
CREATE OR REPLACE FUNCTION plein.another_steward(the_space uuid, besides uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM plein.stewards_of(the_space) x WHERE x.membership_id <> besides) $$;

-- A steward adds staff of a party whom she may see, or brings back whom a steward ended, or confirms whoever came by oneself.
-- Where only named people of that party are in, its administrator confirms first: returns 'waiting', else 'added'.
CREATE OR REPLACE FUNCTION plein.add_member(the_space uuid, the_affiliation uuid, the_role text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_steward(the_space); s plein.space; a plein.affiliation; m plein.membership; waits boolean;
  administers boolean; title text;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees')) FOR SHARE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF plein.is_archived(the_space) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF coalesce(the_role NOT IN ('member', 'reader'), true) THEN PERFORM plein.refuse('PL422', 'role'); END IF;
  SELECT x.* INTO a FROM plein.affiliation x JOIN plein.organisation o ON o.id = x.organisation_id
   WHERE x.id = the_affiliation AND x.kind = 'staff' AND x.since <= t AND x.until > t AND o.status = 'active'
     AND EXISTS (SELECT FROM plein.party p WHERE p.group_id = s.group_id AND p.organisation_id = x.organisation_id AND p.since <= t AND p.until > t)
     AND (x.organisation_id IN (SELECT plein.listed('staff_of')) OR x.organisation_id IN (SELECT plein.listed('directory'))
          OR EXISTS (SELECT FROM plein.membership y WHERE y.affiliation_id = x.id AND y.space_id IN (SELECT plein.listed('sees'))
                     AND (y.space_id = the_space OR y.wrote OR y.since <= t AND y.until > t AND plein.is_live(y.id))));
  IF a.id IS NULL THEN PERFORM plein.refuse('PL422', 'not-addable'); END IF;
  administers := plein.as_administrator(a.organisation_id) IS NOT NULL;
  SELECT p.reach = 'named' AND NOT administers INTO waits FROM plein.party p
   WHERE p.group_id = s.group_id AND p.organisation_id = a.organisation_id;
  SELECT * INTO m FROM plein.membership x WHERE x.space_id = the_space AND x.affiliation_id = the_affiliation FOR UPDATE;
  IF m.id IS NULL THEN
    INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
      VALUES (plein.new_id(), the_space, s.group_id, a.id, a.organisation_id, 'staff', the_role, 'added', NOT waits, me, t);
  ELSIF m.until > t THEN
    IF m.confirmed THEN PERFORM plein.refuse('PL409', 'already-member'); END IF;
    IF waits AND m.let_in_by IS DISTINCT FROM m.affiliation_id THEN RETURN 'waiting'; END IF;  -- was asked for already
    UPDATE plein.membership x SET confirmed = NOT waits, let_in_by = me WHERE x.id = m.id;
  -- Whom an administrator took out, a steward who is one herself brings back.
  ELSIF m.ended_by = 'administrator' AND NOT administers THEN PERFORM plein.refuse('PL403', 'ended-by-administrator');
  ELSIF m.ended_by = 'steward' AND plein.may_bring_back(m) IS NULL THEN PERFORM plein.refuse('PL403', 'ended-by-other-steward');
  ELSE
    IF m.ended_by = 'steward' THEN me := plein.may_bring_back(m); END IF;
    UPDATE plein.membership x SET role = the_role, came = 'added', confirmed = NOT waits, let_in_by = me, ended_by = '', ended_for = NULL, since = t, until = '9999-12-31Z' WHERE x.id = m.id;
  END IF;
  -- A room's title is for organisations with people in it: not while somebody waits.
  SELECT g.title INTO title FROM plein.space g WHERE g.id = CASE WHEN waits THEN s.group_id ELSE s.id END;
  PERFORM plein.note(ARRAY[a.organisation_id], me, CASE WHEN waits THEN 'membership.asked' WHEN m.until > t THEN 'membership.confirmed' ELSE 'membership.added' END,
    'affiliation', a.id, a.shown, title);
  IF waits THEN RETURN 'waiting'; END IF;
  PERFORM plein.put('groups.added', jsonb_build_object('space', the_space, 'affiliation', a.id));
  RETURN 'added';
END $$;

-- Several at once, each asked as by add_member; whoever is in already is passed by. Says how many are in, and for how many an
-- administrator decides.
CREATE FUNCTION plein.add_members(the_space uuid, the_affiliations uuid[], the_role text) RETURNS TABLE (added integer, waiting integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE one uuid; was text;
BEGIN
  added := 0; waiting := 0;
  FOR one IN SELECT DISTINCT x FROM unnest(the_affiliations) x ORDER BY x LOOP
    CONTINUE WHEN the_space IN (SELECT plein.listed('stewards')) AND EXISTS (SELECT FROM plein.membership m
      WHERE m.space_id = the_space AND m.affiliation_id = one AND plein.is_live(m.id) AND m.confirmed);
    was := plein.add_member(the_space, one, the_role);
    IF was = 'added' THEN added := added + 1; ELSE waiting := waiting + 1; END IF;
  END LOOP;
  RETURN NEXT;
END $$;

-- An administrator of the party says whether one of its people, whom a steward wants in, comes in. Not whether she herself does who came
-- by herself: that nobody asked for.
CREATE OR REPLACE FUNCTION plein.confirm_member(the_membership uuid, agrees boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; me uuid; a plein.affiliation;
BEGIN
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND x.kind = 'staff' FOR UPDATE;
  me := plein.as_administrator(m.organisation_id);
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = m.affiliation_id AND x.since <= t AND x.until > t;
  IF me IS NULL OR m.until <= t OR a.id IS NULL OR NOT EXISTS (SELECT FROM plein.party p WHERE p.group_id = m.group_id
      AND p.organisation_id = m.organisation_id AND p.since <= t AND p.until > t) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF m.confirmed THEN PERFORM plein.refuse('PL409', 'already-member'); END IF;
  IF agrees AND a.person_id = plein.me() AND coalesce(m.let_in_by, a.id) = a.id THEN PERFORM plein.refuse('PL403', 'not-yourself-in'); END IF;
  IF agrees IS NOT TRUE THEN
    UPDATE plein.membership x SET until = greatest(t, x.since), ended_by = 'administrator' WHERE x.id = m.id;
    PERFORM plein.note(ARRAY[m.organisation_id], me, 'membership.refused', 'affiliation', m.affiliation_id, a.shown);
    RETURN;
  END IF;
  IF plein.is_archived(m.space_id) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  UPDATE plein.membership x SET confirmed = true WHERE x.id = m.id;
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'membership.confirmed', 'affiliation', m.affiliation_id, a.shown,
    (SELECT s.title FROM plein.space s WHERE s.id = m.space_id));
  PERFORM plein.put('groups.added', jsonb_build_object('space', m.space_id, 'affiliation', m.affiliation_id));
END $$;

-- An administrator lets one of the own people into a group that the organisation is a party of, or back in whom an administrator took
-- out, in a room too; whoever was a reader comes back as one. Never herself: being administrator gives no sight of content.
CREATE OR REPLACE FUNCTION plein.admit_own(the_group uuid, the_affiliation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; m plein.membership; me uuid; s plein.space;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation AND x.kind = 'staff' AND x.since <= t AND x.until > t;
  me := plein.as_administrator(a.organisation_id);
  SELECT x.* INTO s FROM plein.space x JOIN plein.party p ON p.group_id = x.group_id
   WHERE x.id = the_group AND p.organisation_id = a.organisation_id AND p.since <= t AND p.until > t;
  IF me IS NULL OR s.id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF a.person_id = plein.me() THEN PERFORM plein.refuse('PL403', 'not-yourself-in'); END IF;
  SELECT * INTO m FROM plein.membership x WHERE x.space_id = the_group AND x.affiliation_id = a.id FOR UPDATE;
  IF s.kind = 'room' AND (m.id IS NULL OR m.until > t OR m.ended_by <> 'administrator') THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF plein.is_archived(the_group) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF m.until > t AND m.confirmed THEN PERFORM plein.refuse('PL409', 'already-member'); END IF;
  IF m.until <= t AND m.ended_by = 'steward' THEN PERFORM plein.refuse('PL403', 'ended-by-steward'); END IF;
  IF m.until > t THEN
    UPDATE plein.membership x SET confirmed = true WHERE x.id = m.id;
  ELSE
    INSERT INTO plein.membership AS x (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
      VALUES (plein.new_id(), the_group, s.group_id, a.id, a.organisation_id, 'staff', 'member', 'added', true, me, t)
      ON CONFLICT (space_id, affiliation_id) DO UPDATE SET role = CASE x.role WHEN 'reader' THEN 'reader' ELSE 'member' END, came = 'added', confirmed = true,
        let_in_by = me, ended_by = '', since = t, until = '9999-12-31Z';
  END IF;
  PERFORM plein.note(ARRAY[a.organisation_id], me, 'membership.added', 'affiliation', a.id, a.shown, s.title);
  PERFORM plein.put('groups.added', jsonb_build_object('space', the_group, 'affiliation', a.id));
END $$;

-- A steward makes a member a reader or a reader a member; a steward only when there is another one. Who reads along by
-- an emergency has no role to change: it ends by itself.
CREATE OR REPLACE FUNCTION plein.change_role(the_membership uuid, the_role text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; me uuid;
BEGIN
  PERFORM FROM plein.space s JOIN plein.membership x ON x.space_id = s.id WHERE x.id = the_membership FOR UPDATE OF s;
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND x.space_id IN (SELECT plein.listed('sees')) AND x.until > t FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  me := plein.as_steward(m.space_id);
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF coalesce(the_role NOT IN ('member', 'reader'), true) THEN PERFORM plein.refuse('PL422', 'role'); END IF;
  IF plein.is_archived(m.space_id) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF m.came = 'emergency' THEN PERFORM plein.refuse('PL409', 'emergency-reader'); END IF;
  IF m.role = 'steward' THEN
    IF m.affiliation_id NOT IN (SELECT plein.listed('affiliations')) THEN PERFORM plein.refuse('PL403', 'other-steward'); END IF;
    IF NOT plein.another_steward(m.space_id, m.id) THEN PERFORM plein.refuse('PL409', 'last-steward'); END IF;
  END IF;
  UPDATE plein.membership x SET role = the_role, came = CASE WHEN x.came = 'self' THEN 'added' ELSE x.came END,
    confirmed = x.confirmed OR EXISTS (SELECT FROM plein.party p WHERE p.group_id = x.group_id AND p.organisation_id = x.organisation_id AND p.reach = 'all')
   WHERE x.id = m.id;
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'membership.role', 'affiliation', m.affiliation_id,
    (SELECT a.shown FROM plein.affiliation a WHERE a.id = m.affiliation_id), the_role);
END $$;

-- Ends a membership: oneself, an administrator of its organisation, the sponsor of an external, or a steward (anyone but a steward of
-- another organisation). In a group it ends that affiliation's places in its rooms too; who did it learns nothing of them. The last steward
-- does not leave: not the space, and not the group around a room of which nobody else is steward.
CREATE OR REPLACE FUNCTION plein.end_membership(the_membership uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; s plein.space; me uuid; as_what text;
BEGIN
  SELECT x.* INTO s FROM plein.space x JOIN plein.membership y ON y.space_id = x.id WHERE y.id = the_membership FOR UPDATE OF x;
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership FOR UPDATE;
  IF m.affiliation_id IN (SELECT plein.listed('affiliations')) THEN me := m.affiliation_id; as_what := 'self';
  ELSIF plein.as_administrator(m.organisation_id) IS NOT NULL THEN me := plein.as_administrator(m.organisation_id); as_what := 'administrator';
  ELSIF m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) THEN me := m.sponsor_id; as_what := 'sponsor';
  ELSIF m.space_id IN (SELECT plein.listed('sees')) THEN
    me := coalesce(plein.as_steward(m.space_id, ARRAY[m.organisation_id]), plein.as_steward(m.space_id)); as_what := 'steward';
    IF me IS NULL OR m.until <= t THEN PERFORM plein.refuse(CASE WHEN m.until <= t THEN 'PL404' ELSE 'PL403' END, 'steward-only'); END IF;
    IF m.role = 'steward' AND plein.as_steward(m.space_id, ARRAY[m.organisation_id]) IS NULL THEN PERFORM plein.refuse('PL403', 'other-steward'); END IF;
  END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF m.until <= t THEN RETURN; END IF;
  IF as_what = 'self' AND m.role = 'steward' AND NOT plein.another_steward(m.space_id, m.id) THEN PERFORM plein.refuse('PL409', 'last-steward'); END IF;
  IF as_what = 'self' AND s.kind = 'group' THEN
    PERFORM FROM plein.space x JOIN plein.membership y ON y.space_id = x.id   -- in their order, so that two who leave do not wait for one another
      WHERE y.affiliation_id = m.affiliation_id AND y.group_id = s.id AND x.kind = 'room' AND y.until > t ORDER BY x.id FOR UPDATE OF x;
    IF EXISTS (SELECT FROM plein.membership y WHERE y.affiliation_id = m.affiliation_id AND y.group_id = s.id AND y.id <> m.id AND y.role = 'steward' AND y.until > t
        AND NOT plein.another_steward(y.space_id, y.id)) THEN PERFORM plein.refuse('PL409', 'last-steward-of-room'); END IF;
  END IF;
  UPDATE plein.membership x SET until = greatest(t, x.since), ended_by = as_what,
      ended_for = CASE WHEN as_what = 'steward' THEN (SELECT a.organisation_id FROM plein.affiliation a WHERE a.id = me) END
   WHERE x.until > t AND x.affiliation_id = m.affiliation_id AND (x.id = m.id OR s.kind = 'group' AND x.group_id = m.group_id);
  -- A sponsor who left the space reads the own rows of the log, not its title of today.
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'membership.ended', 'affiliation', m.affiliation_id,
    (SELECT a.shown FROM plein.affiliation a WHERE a.id = m.affiliation_id),
    CASE WHEN as_what = 'sponsor' AND s.id NOT IN (SELECT plein.listed('sees')) THEN '' ELSE s.title END);
END $$;

-- ---------------------------------------------------------------- what a steward may know
-- How members came in, and through whom.
CREATE FUNCTION plein.member_origins(the_space uuid, the_memberships uuid[]) RETURNS TABLE (membership_id uuid, came text, since timestamptz, let_in_by uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, m.came, m.since, m.let_in_by FROM plein.membership m
   WHERE m.space_id = the_space AND m.id = ANY (the_memberships) AND the_space IN (SELECT plein.listed('stewards')) AND plein.is_live(m.id) $$;

-- Who is not in yet: came by oneself before the group was closed, or waits for the administrator of a party with only named people.
CREATE FUNCTION plein.waiting_members(the_space uuid, at_most integer) RETURNS TABLE (membership_id uuid, affiliation_id uuid, shown text, organisation_id uuid,
    role text, came text, since timestamptz, by_administrator boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, a.id, a.shown, m.organisation_id, m.role, m.came, m.since, p.reach = 'named'
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE m.space_id = the_space AND the_space IN (SELECT plein.listed('stewards')) AND m.kind = 'staff' AND NOT m.confirmed AND NOT plein.is_live(m.id)
     AND m.since <= plein.moment() AND m.until > plein.moment() AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active'
     AND p.since <= plein.moment() AND p.until > plein.moment()
   ORDER BY a.sort_name, a.id LIMIT at_most $$;

-- Who is not in any more and may be brought back by this steward: not whom an administrator took out, nor whom another's steward did.
CREATE FUNCTION plein.former_members(the_space uuid, after_name text, after_id uuid, at_most integer) RETURNS TABLE (affiliation_id uuid, shown text, sort_name text,
    organisation_id uuid, role text, ended_by text, ended_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.shown, a.sort_name, m.organisation_id, m.role, m.ended_by, m.until
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.organisation o ON o.id = m.organisation_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE m.space_id = the_space AND the_space IN (SELECT plein.listed('stewards')) AND m.kind = 'staff' AND m.until <= plein.moment() AND m.ended_by <> 'administrator'
     AND (m.ended_by <> 'steward' OR plein.may_bring_back(m) IS NOT NULL) AND a.since <= plein.moment() AND a.until > plein.moment() AND o.status = 'active' AND p.since <= plein.moment() AND p.until > plein.moment()
     AND (a.sort_name, a.id) > (after_name, after_id)
   ORDER BY a.sort_name, a.id LIMIT at_most $$;

-- ---------------------------------------------------------------- what an administrator may know
-- Own people whom somebody wants in, or who came by themselves, where only named people of the organisation are: they wait for an administrator,
-- who came by herself for another one.
CREATE OR REPLACE FUNCTION plein.admin_waiting(the_organisation uuid) RETURNS TABLE (membership_id uuid, affiliation_id uuid, shown text, group_title text, space_kind text,
    role text, asked_by text, since timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at)
  SELECT m.id, a.id, a.shown, g.title, s.kind, m.role, CASE WHEN b.id = a.id THEN '' ELSE coalesce(b.shown, '') END, m.since
    FROM t CROSS JOIN plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id JOIN plein.space g ON g.id = m.group_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
    LEFT JOIN plein.affiliation b ON b.id = m.let_in_by
   WHERE m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND NOT m.confirmed AND p.reach = 'named'
     AND NOT (a.person_id = (SELECT plein.me()) AND coalesce(m.let_in_by, a.id) = a.id)
     AND m.since <= t.at AND m.until > t.at AND p.since <= t.at AND p.until > t.at AND a.since <= t.at AND a.until > t.at
   ORDER BY m.since, m.id $$;

-- Own people whom an administrator took out, newest first: only an administrator brings them back.
CREATE FUNCTION plein.admin_ended(the_organisation uuid, before_until timestamptz, before_id uuid, at_most integer) RETURNS TABLE (id uuid, space_id uuid,
    affiliation_id uuid, shown text, title text, space_kind text, ended_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH t AS MATERIALIZED (SELECT plein.moment() AS at)
  SELECT m.id, s.id, a.id, a.shown, s.title, s.kind, m.until
    FROM t CROSS JOIN plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id
    JOIN plein.space g ON g.id = s.group_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND m.kind = 'staff' AND m.ended_by = 'administrator'
     AND m.until <= t.at AND (m.confirmed OR s.kind = 'group') AND (m.until, m.id) < (before_until, before_id)
     AND NOT s.archived AND NOT g.archived AND s.ends_at > t.at AND g.ends_at > t.at
     AND a.since <= t.at AND a.until > t.at AND p.since <= t.at AND p.until > t.at
   ORDER BY m.until DESC, m.id DESC LIMIT at_most $$;

-- One of them, for the act itself.
CREATE FUNCTION plein.admin_ended_place(the_organisation uuid, the_membership uuid) RETURNS TABLE (id uuid, space_id uuid, affiliation_id uuid, shown text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, m.space_id, a.id, a.shown FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
   WHERE m.id = the_membership AND m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND m.kind = 'staff'
     AND m.ended_by = 'administrator' AND m.until <= plein.moment() AND (m.confirmed OR m.space_id = m.group_id) AND a.since <= plein.moment()
     AND a.until > plein.moment() AND p.since <= plein.moment() AND p.until > plein.moment() $$;

-- The own staff who are not in a group that the organisation is a party of, by name: an administrator lets them in. Not whom a steward took out.
CREATE FUNCTION plein.admin_outside(the_organisation uuid, the_group uuid, prefix text, after_name text, after_id uuid, at_most integer) RETURNS TABLE (id uuid, shown text,
    sort_name text, title text, department text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.id, a.shown, a.sort_name, a.title, a.department FROM plein.affiliation a
   WHERE a.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND a.kind = 'staff' AND a.person_id <> plein.me()
     AND a.since <= plein.moment() AND a.until > plein.moment()
     AND EXISTS (SELECT FROM plein.party p WHERE p.group_id = the_group AND p.organisation_id = the_organisation AND p.since <= plein.moment() AND p.until > plein.moment())
     AND NOT EXISTS (SELECT FROM plein.membership m WHERE m.space_id = the_group AND m.affiliation_id = a.id
                     AND (m.until > plein.moment() AND m.confirmed OR m.until <= plein.moment() AND m.ended_by = 'steward'))
     AND (prefix = '' OR a.sort_name ^@ prefix OR strpos(a.sort_name, ' ' || prefix) > 0) AND (a.sort_name, a.id) > (after_name, after_id)
   ORDER BY a.sort_name, a.id LIMIT at_most $$;

-- One place of one of the own people, for who may end it.
CREATE FUNCTION plein.admin_place(the_organisation uuid, the_membership uuid) RETURNS TABLE (id uuid, affiliation_id uuid, shown text, kind text, role text, title text,
    space_kind text, last_steward boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, a.id, a.shown, m.kind, m.role, s.title, s.kind, m.role = 'steward' AND NOT EXISTS (SELECT FROM plein.stewards_of(s.id) x WHERE x.membership_id <> m.id
      AND (s.kind = 'room' OR x.organisation_id = the_organisation))
    FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id JOIN plein.space s ON s.id = m.space_id
   WHERE m.id = the_membership AND m.organisation_id = the_organisation AND the_organisation IN (SELECT plein.listed('administers')) AND plein.is_live(m.id) $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
