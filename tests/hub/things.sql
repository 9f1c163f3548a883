-- So many (n) of each thing: people of several kinds in the group and its room, groups, what was written, and whatever waits for an answer.
CREATE TEMP TABLE one AS SELECT plein.new_id() AS id, plein.new_id() AS person_id, plein.new_id() AS login_id, 'k' || plein.new_id() AS key, n,
    (ARRAY[%(zandwijk)s, %(meerbergen)s]::uuid[])[1 + n %% 2] AS organisation_id, k.kind, k.role
  FROM generate_series(1, %(n)s) n CROSS JOIN (VALUES ('staff', 'member'), ('staff', 'former'), ('staff', 'waiting'), ('staff', 'asks'),
    ('external', 'member')) k (kind, role);
INSERT INTO plein.person (id, created_at) SELECT person_id, plein.moment() FROM one;
INSERT INTO plein.login (id, issuer_id, subject, person_id, created_at) SELECT login_id, %(issuer)s, key, person_id, plein.moment() FROM one;
INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, shown, sort_name, employer, source, since, until)
  SELECT id, person_id, organisation_id, kind, key, key, 'Bureau', 'sign-in', plein.moment(), CASE kind WHEN 'staff' THEN '9999-12-31Z'
    ELSE plein.moment() + interval '80 days' END FROM one;
INSERT INTO plein.affiliation_login SELECT id, login_id, person_id, plein.moment(), NULL FROM one;
INSERT INTO plein.affiliation_address SELECT id, key || '@zandwijk.example' FROM one;
INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, let_in_by, since, until,
    sponsor_id, ended_by)
  SELECT plein.new_id(), s.id, s.group_id, one.id, organisation_id, one.kind, CASE WHEN n %% 3 = 0 AND one.kind = 'staff' THEN 'steward' ELSE 'member' END,
    'added', one.role <> 'waiting', one.id, plein.moment() - interval '1 day', CASE WHEN one.role = 'former' THEN plein.moment()
      WHEN one.kind = 'external' THEN plein.moment() + interval '9 days' ELSE '9999-12-31Z' END,
    CASE WHEN one.kind = 'external' THEN (ARRAY[%(fatima)s, %(sanne)s]::uuid[])[1 + n %% 2] END,
    CASE WHEN one.role = 'former' THEN (ARRAY['steward', 'administrator'])[1 + n %% 2] ELSE '' END
    FROM one CROSS JOIN plein.space s WHERE s.id = ANY (%(spaces)s) AND one.role <> 'asks';
INSERT INTO plein.sponsorship (id, membership_id, organisation_id, asked_by, asked_id, created_at, until)
  SELECT plein.new_id(), m.id, m.organisation_id, m.affiliation_id, m.sponsor_id, plein.moment(), plein.moment() + interval '9 days'
    FROM plein.membership m JOIN one ON one.id = m.affiliation_id WHERE one.kind = 'external';
INSERT INTO plein.offer (id, space_id, affiliation_id, offered_by, steps_down, created_at, until)
  SELECT plein.new_id(), m.space_id, m.affiliation_id, %(fatima)s, false, plein.moment(), plein.moment() + interval '9 days'
    FROM plein.membership m JOIN one ON one.id = m.affiliation_id WHERE one.role = 'member' AND one.kind = 'staff';
INSERT INTO plein.address_request (id, space_id, group_id, address, role, asked_by, organisation_id, affiliation_id, created_at, until)
  SELECT plein.new_id(), s.id, s.group_id, key || '@zandwijk.example', 'member', %(fatima)s, one.organisation_id, one.id, plein.moment(),
    plein.moment() + interval '9 days' FROM one CROSS JOIN plein.space s WHERE s.id = ANY (%(spaces)s) AND one.role = 'asks';
INSERT INTO plein.request (id, group_id, named, affiliation_id, organisation_id, created_at)
  SELECT plein.new_id(), %(here)s, 'Groep', id, organisation_id, plein.moment() FROM one WHERE role = 'asks';
INSERT INTO plein.invitation (id, kind, organisation_id, group_id, space_id, sponsor_id, shown, address, proof, access_until, expires_at, status,
    taker_login_id, created_at)
  SELECT plein.new_id(), 'external', %(zandwijk)s, s.group_id, s.id, %(fatima)s, key, key || '@elders.example', (s.id || key)::bytea,
    plein.moment() + interval '80 days', plein.moment() + interval '9 days', (ARRAY['sent', 'opened', 'waiting', 'refused'])[1 + n %% 4],
    CASE WHEN n %% 4 = 2 THEN login_id END, plein.moment() FROM one CROSS JOIN plein.space s WHERE s.id = ANY (%(spaces)s) AND one.role = 'asks';
CREATE TEMP TABLE made AS SELECT plein.new_id() AS id, form, n FROM generate_series(1, %(n)s) n CROSS JOIN unnest(ARRAY['open', 'findable', 'closed']) form;
INSERT INTO plein.space (id, group_id, kind, form, title, founder_id, created_at, ends_at)
  SELECT id, id, 'group', form, 'Groep ' || id, %(fatima)s, plein.moment(), plein.moment() + interval '20 days' FROM made;
INSERT INTO plein.party (group_id, organisation_id, role, reach, since)
  SELECT id, o, 'owner', 'all', plein.moment() FROM made CROSS JOIN unnest(ARRAY[%(zandwijk)s, %(dienst)s]::uuid[]) o;
INSERT INTO plein.space_activity (space_id) SELECT id FROM made;
INSERT INTO plein.space_tag (space_id, name) SELECT id, 'label' FROM made;
INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, since)
  SELECT plein.new_id(), id, id, %(fatima)s, %(zandwijk)s, 'staff', 'steward', 'founded', true, plein.moment() FROM made WHERE form = 'closed';
INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, since, until, sponsor_id)
  SELECT plein.new_id(), id, id, %(peter)s, %(zandwijk)s, 'external', 'member', 'invited', true, plein.moment(), plein.moment() + interval '9 days',
    %(fatima)s FROM made WHERE form = 'closed';
INSERT INTO plein.proposal (id, group_id, organisation_id, named, role, reach, proposed_by, proposer_id, created_at, until)
  SELECT plein.new_id(), g, %(zandwijk)s, 'Naam ' || made.id, 'participant', 'all', %(sanne)s, %(meerbergen)s, plein.moment(),
    plein.moment() + interval '9 days' FROM made CROSS JOIN unnest(ARRAY[made.id, %(here)s]::uuid[]) g WHERE form = 'open';
CREATE TEMP TABLE said AS SELECT plein.new_id() AS id, s AS space_id, n, what AS kind, one.id AS author_id, one.organisation_id FROM one CROSS JOIN unnest(%(spaces)s) s
  CROSS JOIN unnest(ARRAY['post', 'question', 'document']) what WHERE one.role = 'member';
INSERT INTO plein.item (id, space_id, kind, author_id, owner_id, created_at) SELECT id, space_id, kind, author_id, organisation_id, plein.moment() FROM said;
INSERT INTO plein.item_text (item_id, space_id, author_id, body) SELECT id, space_id, author_id, 'Tekst' FROM said;
INSERT INTO plein.question (item_id, space_id, author_id, title) SELECT id, space_id, author_id, 'Vraag?' FROM said WHERE kind = 'question';
INSERT INTO plein.document (item_id, space_id, author_id, name) SELECT id, space_id, author_id, 'Stuk' FROM said WHERE kind = 'document';
INSERT INTO plein.document_version (id, space_id, document_id, number, author_id, owner_id, sha256, size, media_type, file_name, created_at)
  SELECT plein.new_id(), space_id, id, v, author_id, organisation_id, %(sha256)s, %(size)s, 'text/plain', 'stuk.txt', plein.moment()
    FROM said CROSS JOIN generate_series(1, 2) v WHERE kind = 'document';
INSERT INTO plein.document_version (id, space_id, document_id, number, author_id, owner_id, sha256, size, media_type, file_name, created_at)
  SELECT plein.new_id(), d.space_id, d.item_id, (SELECT max(number) FROM plein.document_version v WHERE v.document_id = d.item_id) + n.n, one.id,
    one.organisation_id, %(sha256)s, %(size)s, 'text/plain', 'stuk.txt', plein.moment()
    FROM plein.document d JOIN LATERAL (SELECT n, id, organisation_id FROM one WHERE role = 'member' AND kind = 'staff') one ON true
    CROSS JOIN LATERAL (SELECT one.n) n WHERE d.item_id = ANY (%(items)s);
INSERT INTO plein.item (id, space_id, kind, parent_id, author_id, owner_id, created_at)
  SELECT plein.new_id(), i.space_id, CASE i.kind WHEN 'question' THEN 'answer' ELSE 'comment' END, i.id, one.id, one.organisation_id, plein.moment()
    FROM plein.item i CROSS JOIN one WHERE i.id = ANY (%(items)s) AND one.role = 'member';
INSERT INTO plein.item_text (item_id, space_id, author_id, body) SELECT i.id, i.space_id, i.author_id, 'Tekst' FROM plein.item i
  WHERE i.parent_id IS NOT NULL AND i.author_id IN (SELECT id FROM one);
INSERT INTO plein.reaction SELECT i.space_id, i.id, one.id, 'useful', plein.moment() FROM plein.item i CROSS JOIN one
  WHERE i.id = ANY (%(items)s) AND one.role = 'member';
WITH g AS (INSERT INTO plein.agreement (id, title, directory, status, proposed_by, proposer_id, since)
  SELECT plein.new_id(), 'Afspraak', false, (ARRAY['signed', 'proposed', 'ended'])[1 + n %% 3], %(zara)s, %(zandwijk)s, plein.moment()
    FROM generate_series(1, %(n)s) n RETURNING id)
  INSERT INTO plein.agreement_party (agreement_id, organisation_id, signed_at)
    SELECT g.id, o, plein.moment() FROM g CROSS JOIN unnest(ARRAY[%(zandwijk)s, %(dienst)s]::uuid[]) o;
INSERT INTO plein.terms SELECT %(meerbergen)s, (SELECT coalesce(max(number), 0) FROM plein.terms) + n, 'Voorwaarden', %(mehmet)s, plein.moment()
  FROM generate_series(1, %(n)s) n;
INSERT INTO plein.bulk (id, organisation_id, affiliation_id, kind, status, created_at, ended_at)
  SELECT plein.new_id(), %(zandwijk)s, %(zara)s, 'externen-beeindigen', 'done', plein.moment(), plein.moment() FROM generate_series(1, %(n)s);
INSERT INTO plein.bulk_row SELECT b, (SELECT count(*) FROM plein.bulk_row) + n, plein.new_id(), 'Iemand', 'done', '', plein.moment()
  FROM generate_series(1, %(n)s) n CROSS JOIN unnest(%(bulks)s) b;
INSERT INTO plein.login (id, issuer_id, subject, person_id, created_at) SELECT plein.new_id(), %(issuer)s, plein.new_id()::text, %(peter_person)s,
  plein.moment() FROM generate_series(1, %(n)s);
INSERT INTO plein.affiliation_login SELECT %(peter)s, l.id, l.person_id, plein.moment(), NULL FROM plein.login l WHERE l.person_id = %(peter_person)s
  ON CONFLICT DO NOTHING;
SELECT plein.note(ARRAY[%(zandwijk)s]::uuid[], a, 'space.archived', 'space', %(here)s, 'Groep')
  FROM unnest(ARRAY[%(fatima)s, %(zara)s, %(peter)s]::uuid[]) a CROSS JOIN generate_series(1, %(n)s);
DROP TABLE one, made, said
