-- What a database needs before the first migration. Run once per database by a superuser or the database's owner.
DO $$
BEGIN
  EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO plein_keeper', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO plein_app, plein_worker', current_database());
  EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO plein_keeper;   -- the version table of the migrations
GRANT USAGE ON SCHEMA public TO plein_app, plein_worker; -- which the application compares at its start
