"""Keeps a copy of every row of a database and puts it back: ten times as fast as a copy of the database."""

SAVE = """
CREATE SCHEMA saved;
DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'plein'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('CREATE TABLE saved.%1$I AS TABLE plein.%1$I', t);
  END LOOP;
END $$;
"""
RESTORE = """
SET session_replication_role = replica;
DO $$ DECLARE t text; columns text; BEGIN
  FOR t, columns IN SELECT relname, (SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
      WHERE attrelid = c.oid AND attnum > 0 AND attgenerated = '' AND NOT attisdropped)
    FROM pg_class c WHERE relnamespace = 'plein'::regnamespace AND relkind = 'r' LOOP
    EXECUTE format('DELETE FROM plein.%I', t);
    EXECUTE format('INSERT INTO plein.%1$I (%2$s) SELECT %2$s FROM saved.%1$I', t, columns);
  END LOOP;
END $$;
UPDATE testing.clock SET ahead = '0';
"""
