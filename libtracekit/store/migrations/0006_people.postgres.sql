-- Who may only look sees who the people are, not what their passwords are checked with.
DO $reader$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'tracekit_reader') THEN
    REVOKE SELECT ON users FROM tracekit_reader;
    GRANT SELECT (id, email, created_at, state, is_admin, last_seen_at) ON users TO tracekit_reader;
  END IF;
END
$reader$;
