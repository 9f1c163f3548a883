-- Doors of groups: founding, parties, joining, members, rooms. Each asks again, in SQL, who may (permissions of the product), changes
-- one thing, and writes its audit row. as_affiliation is the own affiliation through which the person acts.
GRANT CREATE ON SCHEMA plein TO plein_door;
GRANT INSERT ON plein.space, plein.party, plein.membership, plein.proposal, plein.consent TO plein_door;
GRANT UPDATE (form, title, purpose, archived, ends_at) ON plein.space TO plein_door;
GRANT UPDATE (role, reach, since, until) ON plein.party TO plein_door;
GRANT UPDATE (role, came, confirmed, let_in_by, sponsor_id, ended_by, since, until) ON plein.membership TO plein_door;
GRANT UPDATE (status, decided_at) ON plein.proposal TO plein_door;
GRANT DELETE ON plein.consent TO plein_door;
SET ROLE plein_door;

-- A group of one organisation, with its founder as steward. Returns the group's id.
CREATE FUNCTION plein.found_group(as_affiliation uuid, the_title text, the_purpose text, the_form text, the_end timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); g uuid := plein.new_id(); o plein.organisation; f plein.affiliation;
BEGIN
  SELECT * INTO f FROM plein.affiliation a WHERE a.id = as_affiliation AND a.id IN (SELECT plein.listed('staff_affiliations'));
  IF NOT FOUND THEN PERFORM plein.refuse('PL403', 'founding-staff'); END IF;
  SELECT * INTO o FROM plein.organisation x WHERE x.id = f.organisation_id;
  IF o.founders = 'administrators' AND f.role <> 'administrator' THEN PERFORM plein.refuse('PL403', 'founding-policy'); END IF;
  IF the_end <= t THEN PERFORM plein.refuse('PL422', 'end-passed'); END IF;
  INSERT INTO plein.space (id, group_id, kind, form, title, purpose, founder_id, ends_at, created_at)
    VALUES (g, g, 'group', the_form, the_title, the_purpose, as_affiliation, the_end, t);
  INSERT INTO plein.party (group_id, organisation_id, role, reach, since) VALUES (g, o.id, 'owner', 'all', t);
  INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
    VALUES (plein.new_id(), g, g, as_affiliation, o.id, 'staff', 'steward', 'founded', true, as_affiliation, t);
  INSERT INTO plein.space_activity (space_id) VALUES (g);
  PERFORM plein.note(ARRAY[o.id], as_affiliation, 'group.founded', 'space', g, the_title);
  RETURN g;
END $$;

-- A closed space inside a group; its maker is its steward. Other stewards of the group see nothing of it.
CREATE FUNCTION plein.create_room(the_group uuid, the_title text, the_purpose text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); r uuid := plein.new_id(); me uuid := plein.as_steward(the_group); g plein.space;
BEGIN
  SELECT * INTO g FROM plein.space s WHERE s.id = the_group AND s.kind = 'group' AND s.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF g.archived THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF g.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  INSERT INTO plein.space (id, group_id, kind, form, title, purpose, founder_id, created_at)
    VALUES (r, the_group, 'room', 'closed', the_title, the_purpose, me, t);
  INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
    SELECT plein.new_id(), r, the_group, a.id, a.organisation_id, 'staff', 'steward', 'founded', true, me, t FROM plein.affiliation a WHERE a.id = me;
  INSERT INTO plein.space_activity (space_id) VALUES (r);
  PERFORM plein.note('{}', me, 'room.created', 'space', r, the_title);
  RETURN r;
END $$;

-- Title and purpose, by a steward.
CREATE FUNCTION plein.rename_space(the_space uuid, the_title text, the_purpose text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid := plein.as_steward(the_space); s plein.space;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF plein.is_archived(the_space) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  UPDATE plein.space SET title = the_title, purpose = the_purpose WHERE id = the_space;
  PERFORM plein.note(CASE s.kind WHEN 'group' THEN plein.owners(the_space) ELSE '{}'::uuid[] END, me, 'space.renamed', 'space', the_space, the_title);
END $$;

-- Archives a space or wakes it up; archiving a group archives what happens in its rooms too (they are not written any more).
CREATE FUNCTION plein.archive_space(the_space uuid, is_archived boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE me uuid := plein.as_steward(the_space); s plein.space;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF s.archived = is_archived THEN RETURN; END IF;
  UPDATE plein.space SET archived = is_archived,
    ends_at = CASE WHEN NOT is_archived AND ends_at <= plein.moment() THEN '9999-12-31Z' ELSE ends_at END WHERE id = the_space;
  PERFORM plein.note(CASE s.kind WHEN 'group' THEN plein.owners(the_space) ELSE '{}'::uuid[] END, me,
    CASE WHEN is_archived THEN 'space.archived' ELSE 'space.woken' END, 'space', the_space, s.title);
END $$;

-- ---------------------------------------------------------------- parties
-- Proposes an organisation as a party, by id (one that the person knows) or by an exact verified domain, with the same answer whether
-- it exists or not. The steward must be staff of a co-owner. Takes effect when the organisation itself and every co-owner agree.
CREATE FUNCTION plein.propose_party(the_group uuid, the_organisation uuid, the_domain text, the_role text, the_reach text, days integer)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); p uuid := plein.new_id(); me uuid := plein.as_steward(the_group, plein.owners(the_group)); own uuid; s plein.space;
  o plein.organisation; label text;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_group AND x.kind = 'group' AND x.id IN (SELECT plein.listed('sees')) FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-of-co-owner'); END IF;
  SELECT a.organisation_id INTO own FROM plein.affiliation a WHERE a.id = me;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF s.archived THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF the_organisation IS NOT NULL THEN
    SELECT * INTO o FROM plein.organisation x WHERE x.id = the_organisation AND x.status = 'active'
      AND (x.listed OR x.id IN (SELECT plein.listed('knows')));
    IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
    label := o.name;
  ELSE
    SELECT x.* INTO o FROM plein.domain d JOIN plein.organisation x ON x.id = d.organisation_id
     WHERE d.name = lower(the_domain) AND d.verified_at IS NOT NULL AND x.status = 'active';
    label := lower(the_domain);
    IF o.listed OR o.id IN (SELECT plein.listed('knows')) THEN label := o.name; END IF;
  END IF;
  IF EXISTS (SELECT FROM plein.party x WHERE x.group_id = the_group AND x.organisation_id = o.id AND x.since <= t AND x.until > t
             AND (x.role = the_role OR x.role = 'owner')) THEN PERFORM plein.refuse('PL409', 'already-party'); END IF;
  IF EXISTS (SELECT FROM plein.proposal x WHERE x.group_id = the_group AND x.named = label AND x.status = 'open' AND x.until > t)
    THEN PERFORM plein.refuse('PL409', 'already-proposed'); END IF;
  UPDATE plein.proposal x SET status = 'withdrawn', decided_at = t WHERE x.group_id = the_group AND x.named = label AND x.status = 'open';
  INSERT INTO plein.proposal (id, group_id, organisation_id, named, role, reach, proposed_by, proposer_id, created_at, until)
    VALUES (p, the_group, o.id, label, the_role, the_reach, me, own, t, t + make_interval(days => days));
  PERFORM plein.note(plein.owners(the_group) || o.id, me, 'party.proposed', 'space', the_group, s.title, label);
  PERFORM plein.put('groups.proposal', jsonb_build_object('proposal', p));
  IF plein.as_administrator(own) IS NOT NULL THEN
    INSERT INTO plein.consent VALUES (p, own, plein.as_administrator(own), t);
  END IF;
  RETURN p;
END $$;

-- An administrator of the proposed organisation or of a co-owner agrees or refuses. Returns the proposal's status afterwards.
CREATE FUNCTION plein.answer_proposal(the_proposal uuid, the_organisation uuid, agrees boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); p plein.proposal; s plein.space; me uuid := plein.as_administrator(the_organisation); needed uuid[]; title text;
BEGIN
  SELECT * INTO p FROM plein.proposal x WHERE x.id = the_proposal FOR UPDATE;
  needed := array_remove(plein.owners(p.group_id) || p.organisation_id, NULL);
  IF p.id IS NULL OR me IS NULL OR the_organisation <> ALL (needed) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF p.status <> 'open' THEN PERFORM plein.refuse('PL409', 'proposal-decided'); END IF;
  IF p.until <= t THEN PERFORM plein.refuse('PL409', 'proposal-run-out'); END IF;
  SELECT * INTO s FROM plein.space x WHERE x.id = p.group_id FOR UPDATE;
  IF agrees IS NOT TRUE THEN
    UPDATE plein.proposal SET status = 'refused', decided_at = t WHERE id = p.id;
    PERFORM plein.note(needed, me, 'party.refused', 'space', p.group_id, s.title, p.named);
    RETURN 'refused';
  END IF;
  IF s.archived THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  INSERT INTO plein.consent VALUES (p.id, the_organisation, me, t) ON CONFLICT DO NOTHING;
  PERFORM plein.note(needed, me, 'party.agreed', 'space', p.group_id, s.title, p.named);
  -- A proposal of a name that nobody has here waits like any other, until it runs out.
  IF p.organisation_id IS NULL OR EXISTS (SELECT FROM unnest(needed) n WHERE NOT EXISTS (SELECT FROM plein.consent c WHERE c.proposal_id = p.id AND c.organisation_id = n))
    THEN RETURN 'open'; END IF;
  -- A live agreement between two of them that excludes joint groups refuses a party.
  IF EXISTS (SELECT FROM plein.agreement_party one JOIN plein.agreement g ON g.id = one.agreement_id JOIN plein.agreement_party two ON two.agreement_id = g.id
       JOIN plein.party q ON q.group_id = p.group_id AND q.organisation_id = two.organisation_id AND q.since <= t AND q.until > t
      WHERE one.organisation_id = p.organisation_id AND two.organisation_id <> one.organisation_id AND g.status = 'signed' AND g.since <= t AND g.until > t
        AND NOT g.joint_groups) THEN PERFORM plein.refuse('PL409', 'agreement-excludes'); END IF;
  INSERT INTO plein.party AS x (group_id, organisation_id, role, reach, since) VALUES (p.group_id, p.organisation_id, p.role, p.reach, t)
    ON CONFLICT (group_id, organisation_id) DO UPDATE SET role = excluded.role, reach = excluded.reach,
      since = CASE WHEN x.until > t THEN x.since ELSE t END, until = '9999-12-31Z';
  -- A firm that is not the only party reaches only those named.
  UPDATE plein.party x SET reach = 'named' FROM plein.organisation o WHERE x.group_id = p.group_id AND o.id = x.organisation_id AND o.firm AND x.reach = 'all';
  UPDATE plein.proposal SET status = 'taken', decided_at = t WHERE id = p.id;
  PERFORM plein.note(needed, me, 'party.began', 'space', p.group_id, s.title, p.named);
  RETURN 'taken';
END $$;

-- Takes a proposal back: who made it, a steward, or an administrator of the proposer's organisation.
CREATE FUNCTION plein.withdraw_proposal(the_proposal uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE p plein.proposal; me uuid;
BEGIN
  SELECT * INTO p FROM plein.proposal x WHERE x.id = the_proposal FOR UPDATE;
  me := coalesce(plein.as_steward(p.group_id), plein.as_administrator(p.proposer_id),
    (SELECT a.id FROM plein.affiliation a WHERE a.id = p.proposed_by AND a.id IN (SELECT plein.listed('staff_affiliations'))));
  IF me IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF p.status <> 'open' THEN PERFORM plein.refuse('PL409', 'proposal-decided'); END IF;
  UPDATE plein.proposal SET status = 'withdrawn', decided_at = plein.moment() WHERE id = p.id;
  PERFORM plein.note(plein.owners(p.group_id) || p.organisation_id, me, 'party.withdrawn', 'space', p.group_id,
    (SELECT s.title FROM plein.space s WHERE s.id = p.group_id), p.named);
END $$;

-- One's own party out, at once, by its administrator. The last co-owner only after archiving. Its memberships end with it.
CREATE FUNCTION plein.leave_party(the_group uuid, the_organisation uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_administrator(the_organisation); s plein.space; p plein.party;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_group FOR UPDATE;
  SELECT * INTO p FROM plein.party x WHERE x.group_id = the_group AND x.organisation_id = the_organisation AND x.since <= t AND x.until > t FOR UPDATE;
  IF me IS NULL OR p.group_id IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF s.square THEN PERFORM plein.refuse('PL409', 'square'); END IF;
  IF p.role = 'owner' AND NOT s.archived AND cardinality(plein.owners(the_group)) = 1 THEN PERFORM plein.refuse('PL409', 'last-owner'); END IF;
  UPDATE plein.membership m SET until = t, ended_by = 'party' WHERE m.group_id = the_group AND m.organisation_id = the_organisation AND m.until > t;
  UPDATE plein.party x SET until = t WHERE x.group_id = the_group AND x.organisation_id = the_organisation;
  PERFORM plein.note(plein.owners(the_group), me, 'party.left', 'space', the_group, s.title);
END $$;

-- ---------------------------------------------------------------- memberships
-- Joins an open group as staff of a party whose reach is all: as member, or as reader by a reaction. A reader who came so becomes member.
CREATE FUNCTION plein.join_group(the_space uuid, as_affiliation uuid, the_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; m plein.membership;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = as_affiliation AND x.id IN (SELECT plein.listed('staff_affiliations'));
  IF a.id IS NULL OR the_space NOT IN (SELECT plein.listed('joins')) OR the_role NOT IN ('member', 'reader')
     OR NOT EXISTS (SELECT FROM plein.party p WHERE p.group_id = the_space AND p.organisation_id = a.organisation_id AND p.reach = 'all'
                    AND p.since <= t AND p.until > t) THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  SELECT * INTO m FROM plein.membership x WHERE x.space_id = the_space AND x.affiliation_id = as_affiliation FOR UPDATE;
  IF m.id IS NULL THEN
    INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
      VALUES (plein.new_id(), the_space, the_space, a.id, a.organisation_id, 'staff', the_role, 'self', false, a.id, t)
      ON CONFLICT (space_id, affiliation_id) DO NOTHING;
  ELSIF m.until > t THEN
    IF m.role = 'reader' AND m.came = 'self' AND the_role = 'member' THEN UPDATE plein.membership x SET role = 'member' WHERE x.id = m.id; END IF;
    RETURN;
  ELSIF m.ended_by IN ('', 'self', 'party', 'affiliation') THEN
    UPDATE plein.membership x SET role = the_role, came = 'self', confirmed = false, let_in_by = a.id, ended_by = '', since = t, until = '9999-12-31Z' WHERE x.id = m.id;
  ELSE PERFORM plein.refuse('PL403', 'ended-by-other'); END IF;
  PERFORM plein.note('{}', as_affiliation, 'membership.joined', 'space', the_space, (SELECT s.title FROM plein.space s WHERE s.id = the_space));
END $$;

-- A steward adds staff of a party whom she may see, or brings back whom a steward ended, or confirms whoever came by oneself.
-- Where only named people of that party are in, its administrator confirms first: returns 'waiting', else 'added'.
CREATE FUNCTION plein.add_member(the_space uuid, the_affiliation uuid, the_role text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); me uuid := plein.as_steward(the_space); s plein.space; a plein.affiliation; m plein.membership; waits boolean;
BEGIN
  SELECT * INTO s FROM plein.space x WHERE x.id = the_space AND x.id IN (SELECT plein.listed('sees')) FOR SHARE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF plein.is_archived(the_space) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  IF the_role NOT IN ('member', 'reader') THEN PERFORM plein.refuse('PL422', 'role'); END IF;
  SELECT x.* INTO a FROM plein.affiliation x JOIN plein.organisation o ON o.id = x.organisation_id
   WHERE x.id = the_affiliation AND x.kind = 'staff' AND x.since <= t AND x.until > t AND o.status = 'active'
     AND EXISTS (SELECT FROM plein.party p WHERE p.group_id = s.group_id AND p.organisation_id = x.organisation_id AND p.since <= t AND p.until > t)
     AND (x.organisation_id IN (SELECT plein.listed('staff_of')) OR x.organisation_id IN (SELECT plein.listed('directory'))
          OR EXISTS (SELECT FROM plein.membership y WHERE y.affiliation_id = x.id AND y.space_id IN (SELECT plein.listed('sees'))
                     AND (y.space_id = the_space OR y.wrote OR y.since <= t AND y.until > t)));
  IF a.id IS NULL THEN PERFORM plein.refuse('PL422', 'not-addable'); END IF;
  SELECT p.reach = 'named' AND plein.as_administrator(a.organisation_id) IS NULL INTO waits FROM plein.party p
   WHERE p.group_id = s.group_id AND p.organisation_id = a.organisation_id;
  SELECT * INTO m FROM plein.membership x WHERE x.space_id = the_space AND x.affiliation_id = the_affiliation FOR UPDATE;
  IF m.id IS NULL THEN
    INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
      VALUES (plein.new_id(), the_space, s.group_id, a.id, a.organisation_id, 'staff', the_role, 'added', NOT waits, me, t);
  ELSIF m.until > t THEN
    IF m.confirmed THEN PERFORM plein.refuse('PL409', 'already-member'); END IF;
    UPDATE plein.membership x SET confirmed = NOT waits, let_in_by = me WHERE x.id = m.id;
  ELSIF m.ended_by = 'administrator' THEN PERFORM plein.refuse('PL403', 'ended-by-administrator');
  ELSE
    UPDATE plein.membership x SET role = the_role, came = 'added', confirmed = NOT waits, let_in_by = me, ended_by = '', since = t, until = '9999-12-31Z' WHERE x.id = m.id;
  END IF;
  PERFORM plein.note(ARRAY[a.organisation_id], me, CASE WHEN waits THEN 'membership.asked' ELSE 'membership.added' END, 'affiliation', a.id, a.shown, s.title);
  IF waits THEN RETURN 'waiting'; END IF;
  PERFORM plein.put('groups.added', jsonb_build_object('space', the_space, 'affiliation', a.id));
  RETURN 'added';
END $$;

-- An administrator of the party says whether one of its people, whom a steward wants in, comes in.
CREATE FUNCTION plein.confirm_member(the_membership uuid, agrees boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; me uuid; shown_as text;
BEGIN
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND x.kind = 'staff' FOR UPDATE;
  me := plein.as_administrator(m.organisation_id);
  IF me IS NULL OR m.until <= t THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF m.confirmed THEN PERFORM plein.refuse('PL409', 'already-member'); END IF;
  SELECT a.shown INTO shown_as FROM plein.affiliation a WHERE a.id = m.affiliation_id;
  IF agrees IS NOT TRUE THEN
    UPDATE plein.membership x SET until = greatest(t, x.since), ended_by = 'administrator' WHERE x.id = m.id;
    PERFORM plein.note(ARRAY[m.organisation_id], me, 'membership.refused', 'affiliation', m.affiliation_id, shown_as);
    RETURN;
  END IF;
  IF plein.is_archived(m.space_id) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  UPDATE plein.membership x SET confirmed = true WHERE x.id = m.id;
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'membership.confirmed', 'affiliation', m.affiliation_id, shown_as);
  PERFORM plein.put('groups.added', jsonb_build_object('space', m.space_id, 'affiliation', m.affiliation_id));
END $$;

-- An administrator lets one of the own people into a group that the organisation is a party of, or back in whom she took out herself.
CREATE FUNCTION plein.admit_own(the_group uuid, the_affiliation uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); a plein.affiliation; m plein.membership; me uuid; title text;
BEGIN
  SELECT * INTO a FROM plein.affiliation x WHERE x.id = the_affiliation AND x.kind = 'staff' AND x.since <= t AND x.until > t;
  me := plein.as_administrator(a.organisation_id);
  SELECT s.title INTO title FROM plein.space s JOIN plein.party p ON p.group_id = s.id
   WHERE s.id = the_group AND p.organisation_id = a.organisation_id AND p.since <= t AND p.until > t;
  IF me IS NULL OR title IS NULL THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  IF plein.is_archived(the_group) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
  SELECT * INTO m FROM plein.membership x WHERE x.space_id = the_group AND x.affiliation_id = a.id FOR UPDATE;
  IF m.until > t AND m.confirmed THEN PERFORM plein.refuse('PL409', 'already-member'); END IF;
  IF m.until <= t AND m.ended_by = 'steward' THEN PERFORM plein.refuse('PL403', 'ended-by-steward'); END IF;
  IF m.until > t THEN
    UPDATE plein.membership x SET confirmed = true WHERE x.id = m.id;
  ELSE
    INSERT INTO plein.membership AS x (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since)
      VALUES (plein.new_id(), the_group, the_group, a.id, a.organisation_id, 'staff', 'member', 'added', true, me, t)
      ON CONFLICT (space_id, affiliation_id) DO UPDATE SET role = 'member', came = 'added', confirmed = true, let_in_by = me, ended_by = '', since = t,
        until = '9999-12-31Z';
  END IF;
  PERFORM plein.note(ARRAY[a.organisation_id], me, 'membership.added', 'affiliation', a.id, a.shown, title);
  PERFORM plein.put('groups.added', jsonb_build_object('space', the_group, 'affiliation', a.id));
END $$;

-- A steward makes a member a reader or a reader a member; a steward only when there is another one.
CREATE FUNCTION plein.change_role(the_membership uuid, the_role text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE t timestamptz := plein.moment(); m plein.membership; me uuid;
BEGIN
  PERFORM FROM plein.space s JOIN plein.membership x ON x.space_id = s.id WHERE x.id = the_membership FOR UPDATE OF s;
  SELECT * INTO m FROM plein.membership x WHERE x.id = the_membership AND x.space_id IN (SELECT plein.listed('sees')) AND x.until > t FOR UPDATE;
  IF NOT FOUND THEN PERFORM plein.refuse('PL404', 'absent'); END IF;
  me := plein.as_steward(m.space_id);
  IF me IS NULL THEN PERFORM plein.refuse('PL403', 'steward-only'); END IF;
  IF coalesce(the_role NOT IN ('member', 'reader'), true) THEN PERFORM plein.refuse('PL422', 'role'); END IF;
  IF plein.is_archived(m.space_id) THEN PERFORM plein.refuse('PL409', 'archived'); END IF;
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
-- another organisation). In a group it ends that affiliation's places in its rooms too; who did it learns nothing of them.
CREATE FUNCTION plein.end_membership(the_membership uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
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
  UPDATE plein.membership x SET until = greatest(t, x.since), ended_by = as_what
   WHERE x.until > t AND x.affiliation_id = m.affiliation_id AND (x.id = m.id OR s.kind = 'group' AND x.group_id = m.group_id);
  PERFORM plein.note(ARRAY[m.organisation_id], me, 'membership.ended', 'affiliation', m.affiliation_id,
    (SELECT a.shown FROM plein.affiliation a WHERE a.id = m.affiliation_id), s.title);
END $$;

-- Who is in a space that the person sees. until and sponsor only for a steward, an administrator of that organisation, the sponsor, oneself.
-- The clock is asked once, not for each member: 10,000 of them took 200 ms, and take 50.
CREATE FUNCTION plein.members(the_space uuid) RETURNS TABLE (membership_id uuid, affiliation_id uuid, organisation_id uuid, kind text, role text,
    since timestamptz, until timestamptz, sponsor_id uuid, confirmed boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.id, m.affiliation_id, m.organisation_id, m.kind, m.role, m.since, CASE WHEN open THEN m.until END, CASE WHEN open THEN m.sponsor_id END, m.confirmed
    FROM plein.membership m
    JOIN plein.party p ON p.group_id = m.group_id AND p.organisation_id = m.organisation_id
    JOIN plein.affiliation a ON a.id = m.affiliation_id
    JOIN plein.organisation o ON o.id = m.organisation_id
    JOIN plein.space s ON s.id = m.space_id
    CROSS JOIN LATERAL (SELECT m.kind = 'external' AND (the_space IN (SELECT plein.listed('stewards')) OR m.organisation_id IN (SELECT plein.listed('administers'))
      OR m.sponsor_id IN (SELECT plein.listed('staff_affiliations')) OR m.affiliation_id IN (SELECT plein.listed('affiliations'))) AS open) x
   WHERE m.space_id = the_space AND the_space IN (SELECT plein.listed('sees'))
     AND m.since <= (SELECT plein.moment()) AND m.until > (SELECT plein.moment()) AND p.since <= (SELECT plein.moment()) AND p.until > (SELECT plein.moment())
     AND a.since <= (SELECT plein.moment()) AND a.until > (SELECT plein.moment()) AND o.status = 'active'
     AND (m.confirmed OR s.kind = 'group' AND s.form = 'open' AND p.reach = 'all') $$;

-- Findable groups that the person does not see: title, purpose and stewards, for staff of a party with reach to all its staff.
CREATE FUNCTION plein.findable_groups(the_words text[], at_most integer) RETURNS TABLE (id uuid, title text, purpose text, stewards text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT s.id, s.title, s.purpose, ARRAY(SELECT a.shown FROM plein.membership m JOIN plein.affiliation a ON a.id = m.affiliation_id
      JOIN plein.party q ON q.group_id = m.group_id AND q.organisation_id = m.organisation_id
     WHERE m.space_id = s.id AND m.role = 'steward' AND m.since <= plein.moment() AND m.until > plein.moment() AND q.since <= plein.moment()
       AND q.until > plein.moment() AND a.since <= plein.moment() AND a.until > plein.moment() ORDER BY a.sort_name, a.id)
    FROM plein.space s
   WHERE s.kind = 'group' AND s.form = 'findable' AND NOT s.archived AND s.id NOT IN (SELECT plein.listed('sees'))
     AND EXISTS (SELECT FROM plein.party p WHERE p.group_id = s.id AND p.organisation_id IN (SELECT plein.listed('staff_of')) AND p.reach = 'all'
                   AND p.since <= plein.moment() AND p.until > plein.moment())
     AND NOT EXISTS (SELECT FROM unnest(the_words) w WHERE strpos(lower(s.title), w) = 0)
   ORDER BY lower(s.title), s.id LIMIT least(at_most, 100) $$;

-- How many read along, per organisation: its members, and whether all of its staff may. For the audience bar.
CREATE FUNCTION plein.audience(the_space uuid) RETURNS TABLE (organisation_id uuid, members integer, externals integer, everyone boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH live AS (SELECT m.organisation_id, count(*)::int AS members, (count(*) FILTER (WHERE m.kind = 'external'))::int AS externals
                  FROM plein.members(the_space) m GROUP BY m.organisation_id),
       open AS (SELECT p.organisation_id FROM plein.space s JOIN plein.party p ON p.group_id = s.id
                 WHERE s.id = the_space AND the_space IN (SELECT plein.listed('sees')) AND s.kind = 'group' AND s.form = 'open' AND p.reach = 'all'
                   AND p.since <= plein.moment() AND p.until > plein.moment())
  SELECT coalesce(l.organisation_id, o.organisation_id), coalesce(l.members, 0), coalesce(l.externals, 0), o.organisation_id IS NOT NULL
    FROM live l FULL JOIN open o ON o.organisation_id = l.organisation_id $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA plein FROM plein_door;
