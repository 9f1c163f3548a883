-- Who may call what: nothing for PUBLIC; the web process calls the doors; the worker alone calls work_* and enter_as.
DO $$
DECLARE f regprocedure; name text;
BEGIN
  FOR f, name IN SELECT p.oid::regprocedure, p.proname FROM pg_proc p WHERE p.pronamespace = 'plein'::regnamespace LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO plein_keeper, plein_door', f);
    IF name LIKE 'work\_%' OR name = 'enter_as' THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO plein_worker', f);
    ELSIF name NOT IN ('note', 'put', 'compute', 'let_in', 'again', 'accepted', 'wrote', 'moved', 'announced', 'refuse', 'owners', 'may_sponsor', 'latest_end',
        'another_steward', 'is_archived', 'taken_out', 'as_steward', 'as_administrator') THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO plein_app', f);
    END IF;
  END LOOP;
END $$;
