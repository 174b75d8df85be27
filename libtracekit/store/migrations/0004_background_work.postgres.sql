-- The database's clock, by which jobs are due; SQLite's connections bring a function of the same name.
CREATE FUNCTION now_ms() RETURNS BIGINT LANGUAGE sql STABLE SET search_path = pg_catalog AS
  'SELECT CAST(extract(epoch FROM statement_timestamp()) * 1000 AS BIGINT)';

-- The queue changes all the time: room for updates in place, and cleaning early.
ALTER TABLE jobs SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01);
