-- A town of its full size, laid past triggers and keys. The seventh part of everything is over; every place is of a group of which the town
-- is a party; n says who and where. Filled in by tests/many.py.
SET session_replication_role = replica;
CREATE TEMP TABLE who AS SELECT uuidv7() AS id, uuidv7() AS person_id, uuidv7() AS login_id, n,
    CASE WHEN n <= {staff} THEN 'staff' ELSE 'external' END AS kind, substr(md5(n::text), 1, 8) || ' ' || n AS name
  FROM generate_series(1, {staff} + {externals}) n;
CREATE UNIQUE INDEX ON who (n);
INSERT INTO plein.person (id, created_at) SELECT person_id, plein.moment() FROM who;
INSERT INTO plein.login (id, issuer_id, subject, person_id, created_at)
  SELECT login_id, %(issuer)s, 'many-' || n, person_id, plein.moment() FROM who;
INSERT INTO plein.affiliation (id, person_id, organisation_id, kind, shown, sort_name, employer, source, since, until)
  SELECT id, person_id, %(organisation)s, kind, initcap(name), name, CASE kind WHEN 'staff' THEN '' ELSE 'Bureau ' || n %% 40 END,
    'sign-in', plein.moment() - interval '2 years', CASE WHEN n %% 7 = 0 THEN plein.moment() - interval '1 day'
      WHEN kind = 'external' THEN plein.moment() + interval '300 days' ELSE '9999-12-31Z' END FROM who;
INSERT INTO plein.affiliation_login (affiliation_id, login_id, person_id, accepted_at)
  SELECT id, login_id, person_id, plein.moment() FROM who;
INSERT INTO plein.affiliation_address (affiliation_id, address) SELECT id, 'n' || n || '@zandwijk.example' FROM who;
INSERT INTO plein.session (proof, login_id, person_id, issuer_id, subject, fresh_until, created_at, seen_at, until)
  SELECT sha256(login_id::text::bytea), login_id, person_id, %(issuer)s, 'many-' || n, plein.moment(), plein.moment(),
    plein.moment(), plein.moment() + interval '9 days' FROM who WHERE n %% 3 = 0;
CREATE TEMP TABLE place AS SELECT uuidv7() AS id, n FROM generate_series(1, {groups}) n;
CREATE UNIQUE INDEX ON place (n);
INSERT INTO plein.space (id, group_id, kind, form, title, purpose, founder_id, archived, created_at, ends_at)
  SELECT id, id, 'group', (ARRAY['open', 'findable', 'closed', 'closed'])[1 + n %% 4], substr(md5('g' || n), 1, 6) || ' ' || n,
    'Waarvoor', %(author)s, n %% 7 = 0, plein.moment(), CASE WHEN n %% 5 = 0 THEN plein.moment() + n * interval '1 day'
      ELSE '9999-12-31Z' END FROM place;
INSERT INTO plein.space_activity (space_id) SELECT id FROM place;
INSERT INTO plein.space_tag (space_id, name) SELECT id, 'label ' || n %% 60 FROM place;
INSERT INTO plein.party (group_id, organisation_id, role, reach, since)
  SELECT id, %(organisation)s, CASE WHEN n %% 3 = 0 THEN 'participant' ELSE 'owner' END,
    CASE WHEN n %% 6 = 0 THEN 'named' ELSE 'all' END, plein.moment() - interval '1 year' FROM place;
INSERT INTO plein.party (group_id, organisation_id, role, reach, since)
  SELECT place.id, o.id, 'owner', 'named', plein.moment() - interval '1 year' FROM place
    CROSS JOIN unnest(%(others)s::uuid[]) WITH ORDINALITY o (id, n) WHERE place.n %% 5 >= o.n;
INSERT INTO plein.membership (id, space_id, group_id, affiliation_id, organisation_id, kind, role, came, confirmed, since, until,
    sponsor_id, ended_by)
  SELECT uuidv7(), place.id, place.id, who.id, %(organisation)s, who.kind,
    CASE WHEN turn = 0 AND who.kind = 'staff' AND place.n %% 50 > 0 THEN 'steward' WHEN turn = 5 THEN 'reader' ELSE 'member' END, 'added',
    turn %% 10 < 9, plein.moment() - interval '1 year', CASE WHEN who.n %% 7 = 0 THEN plein.moment() - interval '1 day'
      WHEN who.kind = 'external' THEN plein.moment() + (1 + who.n %% 300) * interval '1 day' ELSE '9999-12-31Z' END,
    CASE who.kind WHEN 'external' THEN sponsor.id END, CASE WHEN who.n %% 7 > 0 THEN '' WHEN who.n %% 14 = 0 THEN 'administrator' ELSE 'steward' END
    FROM generate_series(0, 29) turn CROSS JOIN place JOIN who ON who.n = 1 + (place.n * 31 + turn * 769) %% ({staff} + {externals})
    JOIN who sponsor ON sponsor.n = 1 + (place.n * 31) %% {staff};
INSERT INTO plein.invitation (id, kind, organisation_id, group_id, space_id, sponsor_id, shown, employer, address, proof, access_until,
    expires_at, status, created_at)
  SELECT uuidv7(), 'external', %(organisation)s, place.id, place.id, who.id, 'Gast ' || i, 'Bureau ' || i %% 40, 'gast' || i || '@elders.example',
    sha256(('i' || i)::bytea), plein.moment() + interval '200 days', plein.moment() + (i %% 40 - 20) * interval '1 day',
    (ARRAY['sent', 'opened', 'waiting', 'accepted', 'refused', 'withdrawn'])[1 + i %% 6], plein.moment() - i * interval '1 minute'
    FROM generate_series(1, 5000) i JOIN place ON place.n = 1 + i %% {groups} JOIN who ON who.n = 1 + i * 3 %% {staff};
INSERT INTO plein.request (id, group_id, named, affiliation_id, organisation_id, status, created_at, decided_at)
  SELECT uuidv7(), place.id, 'Groep', who.id, %(organisation)s, CASE WHEN i %% 2 = 0 THEN 'asked' ELSE 'refused' END, plein.moment(),
    CASE WHEN i %% 2 > 0 THEN plein.moment() END
    FROM generate_series(1, 2000) i JOIN place ON place.n = 1 + i * 4 %% {groups} JOIN who ON who.n = i;
INSERT INTO plein.proposal (id, group_id, organisation_id, named, role, reach, proposed_by, proposer_id, status, created_at, until, decided_at)
  SELECT uuidv7(), place.id, %(organisation)s, 'voorstel ' || place.n, 'owner', 'all', who.id, who_of.id,
    CASE WHEN place.n %% 4 = 0 THEN 'open' ELSE 'refused' END, plein.moment(), plein.moment() + interval '20 days',
    CASE WHEN place.n %% 4 > 0 THEN plein.moment() END
    FROM place JOIN who ON who.n = place.n CROSS JOIN (SELECT %(organisation)s::uuid AS id) who_of;
CREATE TEMP TABLE happened AS SELECT uuidv7() AS id, i AS n, CASE WHEN i %% 2 = 0 THEN %(organisation)s::uuid
    ELSE (%(others)s::uuid[])[1 + i %% 4] END AS organisation_id, plein.moment() - (200000 - i) * interval '1 minute' AS at
  FROM generate_series(1, 200000) i;
INSERT INTO plein.audit (id, event_id, organisation_id, at, person_id, affiliation_id, actor_shown, actor_organisation_id, verb, thing_kind,
    thing_id, thing_shown)
  SELECT h.id, h.id, h.organisation_id, h.at, who.person_id, who.id, who.name, h.organisation_id,
    (ARRAY['membership.added', 'membership.ended', 'space.renamed', 'item.deleted'])[1 + h.n %% 4], 'space', place.id, place.n::text
    FROM happened h JOIN who ON who.n = 1 + h.n * 7 %% {staff} JOIN place ON place.n = 1 + h.n %% {groups};
INSERT INTO plein.audit_seal (organisation_id, position, audit_id, hash)
  SELECT organisation_id, row_number() OVER (PARTITION BY organisation_id ORDER BY n) + 1000, id, sha256(id::text::bytea) FROM happened
    WHERE n <= 199000;
INSERT INTO plein.audit_unsealed (organisation_id, at, audit_id) SELECT organisation_id, at, id FROM happened WHERE n > 199000;
ANALYZE;
