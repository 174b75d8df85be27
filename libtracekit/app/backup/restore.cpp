// SPDX-License-Identifier: MIT
#include "app/backup/restore.hpp"

#include <sys/stat.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "app/backup/backup_file.hpp"
#include "app/backup/file_errors.hpp"
#include "app/backup/scratch_folder.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "config/secret_key.hpp"
#include "store/address.hpp"
#include "store/copying.hpp"
#include "store/replacing.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* unpacked_files_folder = "files"; // in the scratch folder

bool is_on_same_disk(const fs::path& one, const fs::path& other) {
  struct stat first{};
  struct stat second{};
  return ::stat(one.c_str(), &first) == 0 && ::stat(other.c_str(), &second) == 0 && first.st_dev == second.st_dev;
}

/// A backup on its way back.
class Restoring {
public:
  Restoring(const RestoreOptions& options, const fs::path& scratch, const config::Environment& environment,
            ProgressSink& progress, const Cancellation& cancellation)
      : progress_(progress), cancellation_(cancellation), path_(options.file),
        reader_(options.file, options.passphrase, scratch), environment_(environment) {
    report_.manifest = reader_.manifest();
    report_.was_encrypted = reader_.was_encrypted();
    report_.schema_version = Store::current_schema_version();
    if (report_.manifest.schema_version > report_.schema_version) {
      throw Error(ErrorKind::input,
                  fmt::format("{} was made by a newer tracekit (schema {}, this one knows {})", path_.string(),
                              report_.manifest.schema_version, report_.schema_version),
                  "install the newer tracekit");
    }
  }

  /// Reads every file to its end. What is wrong shows before anything is changed.
  void check_files() {
    for (std::size_t file = 1; file < report_.manifest.files.size(); ++file) {
      cancellation_.check();
      progress_.advance("files checked", file, report_.manifest.files.size());
      reader_.read(file, [](ByteView) {});
    }
  }

  /// The database as one SQLite file of this version, checked.
  fs::path unpack_database(const fs::path& folder) {
    const fs::path path = folder / backup_database_name;
    unpack(0, path, 0600);
    OpenOptions as_it_is;
    as_it_is.schema = SchemaPolicy::leave;
    Store store = Store::open(path.string(), as_it_is);
    check_database(store);
    if (report_.manifest.schema_version < report_.schema_version) {
      Store::migrate(path.string());
    }
    store.connection().run_script("PRAGMA journal_mode = DELETE"); // one file, nothing beside it
    return path;
  }

  /// Unpacks the files that the data folder lacks beside it, so that `place_files` only has to name them: until then
  /// nobody finds one.
  void unpack_files(const fs::path& data_dir, const fs::path& beside) {
    const auto variable = environment_.find("TRACEKIT_SECRET_KEY");
    report_.key = variable || fs::exists(data_dir / backup_key_name) ? RestoredKey::here : RestoredKey::missing;
    for (std::size_t file = 1; file < report_.manifest.files.size(); ++file) {
      cancellation_.check();
      const BackedUpFile& wanted = report_.manifest.files[file];
      const fs::path path = data_dir / wanted.path;
      const bool is_key = wanted.path == backup_key_name;
      if (is_key && variable) { // which holds, whatever is in the data folder
        report_.key = is_among(file, *variable) ? RestoredKey::here : RestoredKey::other_here;
      } else if (fs::exists(fs::symlink_status(path))) {
        tell_of_one_that_is_here(file, path, is_key);
      } else {
        const fs::path unpacked = beside / std::to_string(file);
        unpack(file, unpacked, is_key ? 0600 : 0644);
        unpacked_.push_back({file, unpacked, path, is_key});
      }
      progress_.advance("files", file, report_.manifest.files.size());
    }
  }

  void place_files() {
    std::set<fs::path> folders;
    for (const Unpacked& one : unpacked_) {
      fs::create_directories(one.path.parent_path());
      if (!place(one)) { // somebody has made it meanwhile
        tell_of_one_that_is_here(one.file, one.path, one.is_key);
      } else if (one.is_key) {
        report_.key = RestoredKey::restored;
      } else {
        ++report_.files_restored;
      }
      folders.insert(one.path.parent_path());
    }
    std::ranges::for_each(folders, sync_folder);
  }

  RestoreReport& report() { return report_; }

private:
  struct Unpacked {
    std::size_t file; ///< in the manifest
    fs::path beside;
    fs::path path; ///< where it is to be
    bool is_key;
  };

  void check_database(Store& store) const {
    std::vector<std::string> complaints = store.check_integrity();
    if (complaints.empty() && report_.manifest.schema_version == report_.schema_version) {
      const std::vector<CopyReport::Table> tables = store::table_checksums(store.connection());
      for (std::size_t i = 0; i < std::min(tables.size(), report_.manifest.tables.size()); ++i) {
        const CopyReport::Table& wanted = report_.manifest.tables[i];
        if (tables[i].name != wanted.name || tables[i].rows != wanted.rows || tables[i].checksum != wanted.checksum) {
          complaints.push_back(fmt::format("the table {} is not as it was", wanted.name));
        }
      }
    }
    if (!complaints.empty()) {
      throw Error(ErrorKind::input,
                  fmt::format("the database in {} is damaged: {}", path_.string(), complaints.front()),
                  "take another backup");
    }
  }

  /// False when the name is taken.
  bool unpack(std::size_t file, const fs::path& path, unsigned mode) {
    fs::create_directories(path.parent_path());
    AtomicFile written(path, AtomicFile::Existing::keep, mode);
    reader_.read(file, [&](ByteView piece) {
      cancellation_.check();
      written.write(piece);
    });
    const BackedUpFile& wanted = report_.manifest.files[file];
    std::error_code ignored; // times are a courtesy
    fs::last_write_time(
        written.unfinished_path(),
        std::chrono::file_clock::from_sys(std::chrono::sys_seconds(std::chrono::seconds(wanted.modified_s))), ignored);
    return written.finish();
  }

  bool is_same(std::size_t file, const fs::path& path) {
    const BackedUpFile& wanted = report_.manifest.files[file];
    if (!fs::is_regular_file(path) || stamp_of(path).size != wanted.size) {
      return false;
    }
    const FileHandle here = open_for_reading(path);
    bool is_same = true;
    reader_.read(file, [&](ByteView piece) {
      Bytes other(piece.size());
      is_same = is_same && std::fread(other.data(), 1, other.size(), here.get()) == other.size() &&
                std::ranges::equal(other, piece);
    });
    return is_same;
  }

  void tell_of_one_that_is_here(std::size_t file, const fs::path& path, bool is_key) {
    const bool is_the_same = is_same(file, path);
    if (is_key) {
      report_.key = is_the_same ? RestoredKey::here : RestoredKey::other_here;
    } else if (!is_the_same) {
      report_.files_that_differ.push_back(path.string());
    }
  }

  /// Whether the keys in a backup are all among those of a variable.
  bool is_among(std::size_t file, const config::Variable& variable) {
    std::string text;
    reader_.read(file, [&](ByteView piece) { text += as_text(piece); });
    const Secret packed(std::move(text));
    const config::SecretKeys here = config::parse_keys(variable.value, variable.origin);
    return std::ranges::all_of(config::parse_keys(packed.reveal(), backup_key_name), [&](const config::SecretKey& key) {
      return std::ranges::any_of(here, [&](const config::SecretKey& one) { return one.id() == key.id(); });
    });
  }

  /// False when the name is taken. A folder may be a link to another disk, to which a file has to be copied.
  bool place(const Unpacked& one) {
    return is_on_same_disk(one.beside, one.path.parent_path()) ? rename_to_free_name_for_now(one.beside, one.path)
                                                               : unpack(one.file, one.path, one.is_key ? 0600 : 0644);
  }

  ProgressSink& progress_;
  const Cancellation& cancellation_;
  fs::path path_;
  BackupReader reader_;
  const config::Environment& environment_;
  RestoreReport report_;
  std::vector<Unpacked> unpacked_;
};

[[noreturn]] void refuse_to_replace(const std::string& location, std::string_view hint) {
  throw Error(ErrorKind::conflict, fmt::format("there is a database already: {}", location), std::string(hint));
}

/// A free name for the database that makes way: `tracekit.sqlite3.before-restore-20261129T235959Z`.
fs::path name_aside(const fs::path& database, EpochSeconds now) {
  std::string time = format_utc(now);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  const std::string wanted = fmt::format("{}.before-restore-{}", database.string(), time);
  std::string name = wanted;
  for (int number = 2; fs::exists(name); ++number) {
    name = fmt::format("{}-{}", wanted, number);
  }
  return name;
}

void restore_to_sqlite(Restoring& restoring, const fs::path& database, const config::Settings& settings, bool replace,
                       const fs::path& beside_files) {
  const ScratchFolder scratch(database.parent_path()); // on the same disk, so that the last step is a new name
  const fs::path unpacked = restoring.unpack_database(scratch.path());
  restoring.unpack_files(settings.data_dir, beside_files);
  store::refuse_if_in_use(database); // before files appear, which whoever uses it would take for new ones
  restoring.place_files();
  const fs::path aside = name_aside(database, SystemClock().now());
  const auto existing = replace ? AtomicFile::Existing::replace : AtomicFile::Existing::keep;
  if (store::put_in_place(unpacked, database, aside, existing)) {
    restoring.report().aside = aside;
  }
  restoring.report().database = database.string();
}

void restore_to_postgres(Restoring& restoring, Store& target, const config::Settings& settings, bool replace,
                         const fs::path& scratch, ProgressSink& progress, const Cancellation& cancellation) {
  Store unpacked = Store::open(restoring.unpack_database(scratch).string());
  restoring.unpack_files(settings.data_dir, scratch / unpacked_files_folder);
  const auto tell = [&](const std::string& table, std::int64_t rows) {
    cancellation.check();
    progress.advance("rows of " + table, static_cast<std::uint64_t>(rows), 0);
  };
  if (!replace && store::holds_data(target.connection())) {
    refuse_to_replace(target.location(), "somebody has filled it meanwhile");
  }
  restoring.place_files();
  store::replace_all(unpacked, target, tell);
  restoring.report().database = target.location();
}

RestoreReport restore_for_good(const Overrides& overrides, const RestoreOptions& options, ProgressSink& progress,
                               const Cancellation& cancellation) {
  const config::Layers layers = settings_layers(overrides);
  const config::Settings settings = config::resolve(settings_schema(), layers);
  const store::Address address = store::parse_address(settings.database_url);
  std::optional<Store> server;
  if (address.engine == sql::Engine::postgres) {
    server = Store::open(settings.database_url);
    if (!options.replace && store::holds_data(server->connection())) {
      refuse_to_replace(server->location(),
                        "give an empty one in --db, or back this one up and add --force to replace it");
    }
  } else if (address.target == ":memory:") {
    throw Error(ErrorKind::usage, "a database in memory is gone when this ends", "name a file in --db");
  } else if (fs::exists(address.target) && !options.replace) {
    refuse_to_replace(address.target, "add --force: it is then kept beside, under another name");
  }
  const ScratchFolder scratch(settings.data_dir);
  Restoring restoring(options, scratch.path(), layers.environment, progress, cancellation);
  restoring.check_files();
  if (server) {
    restore_to_postgres(restoring, *server, settings, options.replace, scratch.path(), progress, cancellation);
  } else {
    restore_to_sqlite(restoring, fs::weakly_canonical(address.target), settings, options.replace, // a link stays one
                      scratch.path() / unpacked_files_folder);
  }
  return std::move(restoring.report());
}

RestoreReport rehearse(const Overrides& overrides, const RestoreOptions& options, ProgressSink& progress,
                       const Cancellation& cancellation) {
  const config::Layers layers = settings_layers(overrides);
  const config::Settings settings = config::resolve(settings_schema(), layers);
  const ScratchFolder scratch(settings.data_dir);
  Restoring restoring(options, scratch.path(), layers.environment, progress, cancellation);
  restoring.check_files();
  restoring.unpack_database(scratch.path());
  restoring.unpack_files(scratch.path() / "data", scratch.path() / unpacked_files_folder);
  restoring.place_files();
  return std::move(restoring.report());
}

} // namespace

RestoreReport restore(const Overrides& overrides, const RestoreOptions& options, ProgressSink& progress,
                      const Cancellation& cancellation) {
  return naming_refused_paths([&] { return restore_for_good(overrides, options, progress, cancellation); });
}

RestoreReport rehearse_restore(const Overrides& overrides, const RestoreOptions& options, ProgressSink& progress,
                               const Cancellation& cancellation) {
  return naming_refused_paths([&] { return rehearse(overrides, options, progress, cancellation); });
}

nlohmann::json to_json(const RestoreReport& report) {
  constexpr std::array key_words{"missing", "restored", "here", "other here"};
  return {{"database", report.database},
          {"made_at", format_utc(report.manifest.made_at)},
          {"encrypted", report.was_encrypted},
          {"rows", report.manifest.rows()},
          {"files", report.manifest.activity_files()},
          {"backup_schema_version", report.manifest.schema_version},
          {"schema_version", report.schema_version},
          {"aside", report.aside.string()},
          {"files_restored", report.files_restored},
          {"files_that_differ", report.files_that_differ},
          {"key", key_words.at(static_cast<std::size_t>(report.key))}};
}

} // namespace tracekit::app
