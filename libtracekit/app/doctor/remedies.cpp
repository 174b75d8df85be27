// SPDX-License-Identifier: MIT
#include "app/doctor/remedies.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/months.hpp"
#include "config/secret_key.hpp"
#include "store/address.hpp"
#include "store/checking/identities.hpp"
#include "store/checking/indexes.hpp"
#include "store/checking/references.hpp"
#include "store/dialect.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr fs::perms group_and_others = fs::perms::group_all | fs::perms::others_all;

/// Takes rights away where somebody has them whom it does not concern. Only of what is this person's own.
void add_lock_up(std::vector<Remedy>& remedies, const std::string& subject, const fs::path& path, fs::perms rights) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 || status.st_uid != ::geteuid() ||
      (status.st_mode & static_cast<unsigned>(rights)) == 0) {
    return;
  }
  remedies.push_back({subject,
                      fmt::format("keep others from {} {}",
                                  rights == fs::perms::others_write ? "writing to" : "reading", path.string()),
                      [path, rights] { fs::permissions(path, rights, fs::perm_options::remove); }});
}

std::string index_names(const std::vector<store::Index>& indexes) {
  std::string names;
  for (const store::Index& index : indexes) {
    names += (names.empty() ? "" : ", ") + index.name;
  }
  return names;
}

void add_schema_remedies(App& app, std::vector<Remedy>& remedies) {
  sql::Connection& connection = app.store().connection();
  if (const auto missing = store::missing_indexes(connection); !missing.empty()) {
    remedies.push_back({"Database", fmt::format("make missing indexes: {}", index_names(missing)),
                        [&connection, missing] { store::make_indexes(connection, missing); }});
  }
  for (const store::LateIdentity& late : store::late_identities(connection)) {
    remedies.push_back({"Database", fmt::format("number new rows of {} from {} on", late.table, late.newest + 1),
                        [&connection, late] { store::continue_identity(connection, late); }});
  }
  if (!store::sees_everybody(connection)) {
    return; // to this database user parts of somebody else's things look like parts of nothing
  }
  for (const store::Orphans& orphans : store::find_orphans(connection)) {
    remedies.push_back({"Database", fmt::format("remove {} {}", orphans.rows, orphans.what),
                        [&connection, orphans] { store::remove_orphans(connection, orphans); }});
  }
}

} // namespace

std::vector<Remedy> place_remedies(const config::Settings& settings, const config::Layers& layers) {
  std::vector<Remedy> remedies;
  add_lock_up(remedies, "Secret key", config::key_file(settings.data_dir), group_and_others);
  add_lock_up(remedies, "Data folder", settings.data_dir, fs::perms::others_write);
  if (layers.file) { // its group may be that of the service
    const bool is_secret = !layers.file->content.secrets.empty();
    add_lock_up(remedies, "Settings", layers.file->path, is_secret ? fs::perms::others_all : fs::perms::others_write);
  }
  if (const store::Address address = store::parse_address(settings.database_url);
      address.engine == sql::Engine::sqlite) {
    for (const char* suffix : {"", "-wal", "-shm", ".locks"}) {
      add_lock_up(remedies, "Database", address.target + suffix, group_and_others);
    }
  }
  return remedies;
}

std::vector<Remedy> database_remedies(App& app) {
  std::vector<Remedy> remedies;
  add_schema_remedies(app, remedies);
  if (const auto months = app.mine().month_summaries.missing(); !months.empty()) {
    remedies.push_back(
        {"Months", fmt::format("count {} months that were never counted", months.size()), [&app, months] {
           app.mine().month_summaries.mark_dirty(months);
           refresh_touched_months(app);
         }});
  }
  if (const std::int64_t lost = app.store().job_queue().expired(); lost > 0) {
    remedies.push_back({"Jobs", fmt::format("let {} jobs wait again whose worker is gone", lost), [&app] {
                          constexpr std::int64_t most_losses = 5; // as workers have it
                          app.store().job_queue().release_expired(most_losses);
                        }});
  }
  return remedies;
}

void treat(const std::vector<Remedy>& remedies, Treatment treatment, Diagnosis& diagnosis) {
  for (const Remedy& remedy : remedies) {
    if (treatment == Treatment::propose) {
      diagnosis.attention("remedy", remedy.subject, "can be mended: " + remedy.cure, "`tracekit doctor --fix`");
      continue;
    }
    try {
      remedy.apply();
      diagnosis.add({"remedy", remedy.subject, Verdict::mended, "mended: " + remedy.cure, ""});
    } catch (const Error& error) {
      diagnosis.broken("remedy", remedy.subject, error);
    } catch (const fs::filesystem_error& error) {
      diagnosis.broken("remedy", remedy.subject,
                       Error(ErrorKind::input, fmt::format("{}: {}", remedy.cure, error.code().message()),
                             "its owner has to do it"));
    }
  }
}

} // namespace tracekit::app
