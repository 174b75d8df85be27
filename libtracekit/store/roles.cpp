// SPDX-License-Identifier: MIT
#include "store/roles.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "store/opening.hpp"

namespace tracekit::store {
namespace {

constexpr std::string_view sql =
    R"sql(-- Roles of tracekit in this database. Run as a superuser, or as the owner of the database with the right CREATEROLE.
-- They have no passwords yet: set them with psql's \password, or let the server know them otherwise.
BEGIN;

DO $roles$
DECLARE
  wanted TEXT;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['tracekit_migrator', 'tracekit_writer', 'tracekit_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', wanted);
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), wanted);
  END LOOP;
  -- Only a member can hand over to a role; superusers are members of all.
  IF NOT pg_has_role(current_user, 'tracekit_migrator', 'MEMBER') THEN
    EXECUTE format('GRANT tracekit_migrator TO %I', current_user);
  END IF;
  EXECUTE format('GRANT CREATE ON DATABASE %I TO tracekit_migrator', current_database());
END
$roles$;

CREATE SCHEMA IF NOT EXISTS tracekit;
ALTER SCHEMA tracekit OWNER TO tracekit_migrator;

-- What somebody else has made belongs to the migrator from now on. Sequences of identity columns go with their tables.
DO $owner$
DECLARE
  statement TEXT;
BEGIN
  FOR statement IN
    SELECT format('ALTER TABLE %s OWNER TO tracekit_migrator', oid::regclass) FROM pg_class
      WHERE relnamespace = 'tracekit'::regnamespace AND relkind = 'r' AND relowner <> 'tracekit_migrator'::regrole
    UNION ALL
    SELECT format('ALTER FUNCTION %s OWNER TO tracekit_migrator', oid::regprocedure) FROM pg_proc
      WHERE pronamespace = 'tracekit'::regnamespace AND proowner <> 'tracekit_migrator'::regrole
  LOOP
    EXECUTE statement;
  END LOOP;
END
$owner$;

GRANT USAGE ON SCHEMA tracekit TO tracekit_writer, tracekit_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA tracekit TO tracekit_writer;
GRANT SELECT, USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA tracekit TO tracekit_writer;
GRANT SELECT ON ALL TABLES IN SCHEMA tracekit TO tracekit_reader;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA tracekit TO tracekit_reader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tracekit TO tracekit_writer, tracekit_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE tracekit_migrator IN SCHEMA tracekit
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tracekit_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE tracekit_migrator IN SCHEMA tracekit
  GRANT SELECT, USAGE, UPDATE ON SEQUENCES TO tracekit_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE tracekit_migrator IN SCHEMA tracekit
  GRANT SELECT ON TABLES TO tracekit_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE tracekit_migrator IN SCHEMA tracekit
  GRANT SELECT ON SEQUENCES TO tracekit_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE tracekit_migrator IN SCHEMA tracekit
  GRANT EXECUTE ON FUNCTIONS TO tracekit_writer, tracekit_reader;

-- What is only ever added to, and the schema's own bookkeeping. Tables that come later are seen to by their migration.
DO $append_only$
BEGIN
  IF to_regclass('tracekit.audit') IS NOT NULL THEN
    REVOKE UPDATE, DELETE ON tracekit.audit FROM tracekit_writer;
    REVOKE INSERT, UPDATE, DELETE ON tracekit.schema_migrations FROM tracekit_writer;
  END IF;
END
$append_only$;

-- Who may only look sees who the people are, not what their passwords are checked with.
DO $passwords$
BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('tracekit.users') AND attname = 'password') THEN
    REVOKE SELECT ON tracekit.users FROM tracekit_reader;
    GRANT SELECT (id, email, created_at, state, is_admin, last_seen_at) ON tracekit.users TO tracekit_reader;
  END IF;
END
$passwords$;

COMMIT;
)sql";

} // namespace

std::string_view roles_sql() { return sql; }

std::string apply_roles(const std::string& url, double wait_seconds) {
  const auto connection = connect(url, wait_seconds, false);
  const std::string location = connection->driver().location();
  if (connection->engine() != tracekit::sql::Engine::postgres) {
    throw Error(ErrorKind::usage, fmt::format("{} is an SQLite file, which has no roles", location),
                "give the address of a PostgreSQL database in --db");
  }
  tracekit::sql::Query may = connection->query(
      "SELECT rolname::text FROM pg_roles WHERE rolname = current_user AND NOT rolsuper AND NOT rolcreaterole");
  if (may.next()) {
    throw Error(
        ErrorKind::database, fmt::format("{} may not make roles in {}", may.text_view(0), location),
        "connect as a superuser, or give the output of `tracekit migrate --roles` to who administers the server");
  }
  connection->run_script(std::string(sql));
  return location;
}

} // namespace tracekit::store
