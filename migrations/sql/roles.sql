-- The six roles. Run once per server by a superuser, before the first migration; safe to run again.
-- Passwords are given by whoever runs the server (ALTER ROLE ... PASSWORD), never here.
DO $$
BEGIN
  IF to_regrole('plein_schema') IS NULL THEN CREATE ROLE plein_schema NOLOGIN; END IF;             -- owns the tables, under FORCE
  IF to_regrole('plein_door')   IS NULL THEN CREATE ROLE plein_door NOLOGIN; END IF;               -- owns the definer functions
  IF to_regrole('plein_search') IS NULL THEN CREATE ROLE plein_search NOLOGIN; END IF;             -- will own the search door alone
  IF to_regrole('plein_app')    IS NULL THEN CREATE ROLE plein_app LOGIN NOINHERIT; END IF;        -- the web process
  IF to_regrole('plein_worker') IS NULL THEN CREATE ROLE plein_worker LOGIN INHERIT; END IF;       -- outbox and jobs
  IF to_regrole('plein_keeper') IS NULL THEN CREATE ROLE plein_keeper LOGIN BYPASSRLS; END IF;     -- migrations, mergers, backup
END $$;
-- A job enters as one affiliation and then reads under the same policies as the web process.
GRANT plein_app TO plein_worker;
-- Migrations create tables as schema and doors as door.
GRANT plein_schema, plein_door, plein_search TO plein_keeper;
