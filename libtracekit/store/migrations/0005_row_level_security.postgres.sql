-- Every statement names its person anyway. This is the second lock: a statement that forgot to is answered as if nobody
-- else had rows. It holds for roles that do not own the tables (`tracekit migrate --roles`); the owner sees everything, which
-- is what copies and upgrades need.

-- Whom the connection acts for, as Driver::act_for says; nothing when it has not said, which no row matches. Without a
-- search_path of its own, so that the planner puts the body in the function's place and can use indexes.
CREATE FUNCTION acting_user() RETURNS BIGINT LANGUAGE sql STABLE PARALLEL SAFE AS
  'SELECT CAST(NULLIF(pg_catalog.current_setting(''tracekit.user_id'', true), '''') AS pg_catalog.int8)';

DO $body$
DECLARE
  name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'records', 'record_versions', 'activities', 'activity_aliases', 'links', 'verdicts', 'ignored_records', 'questions',
    'clock_corrections', 'provider_months', 'provider_status', 'provider_cursors', 'sources', 'source_records',
    'month_summaries', 'month_providers', 'changes', 'dismissed_changes', 'blobs', 'recordings', 'settings',
    'settings_seeds', 'credentials', 'gear_aliases', 'audit', 'notifications']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_rows ON %I USING (user_id = acting_user())', name);
  END LOOP;
END
$body$;

-- Pieces belong to whom their whole belongs.
ALTER TABLE blob_chunks ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON blob_chunks
  USING (EXISTS (SELECT 1 FROM blobs b WHERE b.number = blob AND b.user_id = acting_user()));
ALTER TABLE streams ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON streams
  USING (EXISTS (SELECT 1 FROM recordings d WHERE d.record = streams.record AND d.user_id = acting_user()));

-- Where the roles were made before the tables, the writer got more than it should.
DO $body$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'tracekit_writer') THEN
    REVOKE UPDATE, DELETE ON audit FROM tracekit_writer;
    REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM tracekit_writer;
  END IF;
END
$body$;
