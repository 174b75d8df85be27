// SPDX-License-Identifier: MIT
#include "app/backup/backup.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <regex>

#include "app/backup/backup_file.hpp"
#include "app/backup/data_files.hpp"
#include "app/backup/file_errors.hpp"
#include "app/backup/scratch_folder.hpp"
#include "base/atomic_file.hpp"
#include "base/error.hpp"
#include "base/folder_lock.hpp"
#include "base/text.hpp"
#include "config/secret_key.hpp"
#include "store/copying.hpp"
#include "store/dialect.hpp"

namespace tracekit::app {
namespace {

namespace fs = std::filesystem;

/// `tracekit-20261129T235959Z.zip`, with `.encrypted` behind where it is.
std::string name_by_time(EpochSeconds now, bool is_encrypted) {
  std::string time = format_utc(now);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return fmt::format("tracekit-{}.zip{}", time, is_encrypted ? ".encrypted" : "");
}

bool is_named_by_time(const std::string& name) {
  static const std::regex form(R"(tracekit-\d{8}T\d{6}Z\.zip(\.encrypted)?)");
  return std::regex_match(name, form);
}

bool is_folder(const fs::path& target) { return fs::is_directory(target) || !target.has_filename(); }

void check(const BackupOptions& options) {
  if (options.with_key && !options.passphrase) {
    throw Error(ErrorKind::usage, "the key is only for encrypted backups: with it, sign-ins can be read",
                "add --encrypt, or keep the key in another place");
  }
  if (options.keep && !is_folder(options.target)) {
    throw Error(ErrorKind::usage, "--keep is for a folder of backups", "give the folder instead of a file");
  }
}

fs::path file_for(const BackupOptions& options, EpochSeconds now) {
  if (!is_folder(options.target)) {
    return options.target;
  }
  std::error_code ignored; // writing says what is wrong
  fs::create_directories(options.target, ignored);
  return options.target / name_by_time(now, options.passphrase.has_value());
}

config::Environment environment_here() {
  config::Environment environment = config::Environment::of_process();
  environment.read_dotenv(fs::current_path());
  return environment;
}

/// One backup in the making.
class Backup {
public:
  Backup(App& app, const BackupOptions& options)
      : app_(app), options_(options), scratch_(app.settings().data_dir), file_(file_for(options, app.now())),
        writer_(file_, options.passphrase) {
    report_.file = file_;
    report_.is_encrypted = options.passphrase.has_value();
    report_.manifest.made_at = app.now();
  }

  BackupReport make() {
    config::SecretKeys keys = options_.with_key ? keys_in_place() : config::SecretKeys{};
    add_database();
    if (options_.with_key) {
      add_keys(std::move(keys));
    }
    add_files();
    writer_.finish(report_.manifest);
    verify();
    app_.cancellation().check();
    std::optional<FolderLock> turn; // of two that each keep only their own, none would stay
    if (options_.keep) {
      turn.emplace(file_.parent_path());
    }
    writer_.keep();
    report_.bytes = fs::file_size(file_);
    note();
    remove_older();
    return std::move(report_);
  }

private:
  void add_database() {
    const fs::path copy = scratch_.path() / backup_database_name;
    store::back_up(app_.store(), copy, [this](const std::string& table, std::int64_t rows) {
      app_.cancellation().check();
      app_.progress().advance("rows of " + table, static_cast<std::uint64_t>(rows), 0);
    });
    report_.manifest.engine = store::engine_name(app_.store().engine());
    {
      Store copied = Store::open(copy.string());
      report_.manifest.schema_version = copied.schema_version();
      report_.manifest.tables = store::table_checksums(copied.connection());
      copied.connection().run_script("PRAGMA journal_mode = DELETE"); // one file, nothing beside it
    }
    report_.manifest.files.push_back(
        writer_.add(backup_database_name, copy, counter("MiB of the database", fs::file_size(copy))));
    fs::remove(copy);
  }

  [[nodiscard]] config::SecretKeys keys_in_place() const {
    return config::installation_keys(environment_here(), app_.settings().data_dir);
  }

  /// Those from before the database was copied and from after it, since they may have been changed meanwhile.
  void add_keys(config::SecretKeys keys) {
    for (const config::SecretKey& key : keys_in_place()) {
      if (std::ranges::none_of(keys, [&](const config::SecretKey& one) { return one.id() == key.id(); })) {
        keys.push_back(key);
      }
    }
    std::string lines;
    for (const config::SecretKey& key : keys) {
      lines += key.to_hex().reveal() + "\n";
    }
    const Secret text(std::move(lines));
    report_.manifest.files.push_back(writer_.add(backup_key_name, as_bytes(text.reveal()), app_.now()));
  }

  void add_files() {
    const fs::path& data = app_.settings().data_dir;
    const auto count = counter("MiB of files", 0);
    DataFiles found = list_data_files(data / backup_files_folder);
    for (const fs::path& link : found.links) {
      report_.left_out.push_back(
          fmt::format("{} is a link to a folder, which is not followed", to_valid_utf8(link.string())));
    }
    for (const fs::path& file : found.files) {
      const std::string name = file.lexically_relative(data).generic_string();
      if (name != to_valid_utf8(name)) {
        report_.left_out.push_back(fmt::format("{} has a name that is not UTF-8", to_valid_utf8(name)));
        continue;
      }
      try {
        report_.manifest.files.push_back(writer_.add(name, file, count));
      } catch (const Error&) {
        if (fs::exists(file)) {
          throw;
        } // else somebody has removed it since it was listed
      }
    }
    if (const auto chosen = app_.settings().values.find("providers.file.path");
        chosen != app_.settings().values.end() && !chosen->second.text.empty()) {
      report_.left_out.push_back(fmt::format(
          "the files in {} are yours to back up; their content is in the database, too", chosen->second.text));
    }
  }

  /// Nothing counts as backed up that cannot be read again.
  void verify() {
    BackupReader reader(writer_.unfinished_path(), [this] { return *options_.passphrase; }, scratch_.path());
    for (std::size_t file = 0; file < reader.manifest().files.size(); ++file) {
      app_.cancellation().check();
      reader.read(file, [](ByteView) {});
    }
  }

  /// For the doctor, and for whoever watches the metrics. The backup is good without it.
  void note() {
    try {
      if (app_.store().may_write()) {
        store::note_backup(app_.store().connection(), report_.manifest.made_at);
      }
    } catch (const Error& error) {
      app_.progress().note(fmt::format("the database does not know of this backup: {}", error.what()));
    }
  }

  void remove_older() {
    if (!options_.keep) {
      return;
    }
    std::vector<fs::path> backups;
    for (const fs::directory_entry& entry : fs::directory_iterator(file_.parent_path())) {
      const bool is_this_one = entry.path().filename() == file_.filename(); // kept, even if a clock was ahead once
      if (entry.is_regular_file() && is_named_by_time(entry.path().filename().string()) && !is_this_one) {
        backups.push_back(entry.path());
      }
    }
    std::ranges::sort(backups, std::greater{});
    for (std::size_t i = static_cast<std::size_t>(*options_.keep) - 1; i < backups.size(); ++i) {
      fs::remove(backups[i]);
      report_.removed.push_back(backups[i]);
    }
  }

  /// Tells how much of something has been packed; `total` is 0 where nobody knows it.
  std::function<void(std::uint64_t)> counter(std::string what, std::uint64_t total) {
    return [this, what = std::move(what), total, done = std::uint64_t{0}](std::uint64_t bytes) mutable {
      app_.cancellation().check();
      done += bytes;
      app_.progress().advance(what, done >> 20U, total >> 20U);
    };
  }

  App& app_;
  const BackupOptions& options_;
  ScratchFolder scratch_; ///< in the data folder: the target may be less private, and the rows are not encrypted here
  fs::path file_;
  BackupWriter writer_;
  BackupReport report_;
};

} // namespace

BackupReport back_up(App& app, const BackupOptions& options) {
  check(options);
  return naming_refused_paths([&] {
    if (is_folder(options.target)) {
      remove_unfinished_files(options.target, is_named_by_time); // what killed ones left; it may be large
    }
    return Backup(app, options).make();
  });
}

std::optional<Secret> passphrase_of_environment() {
  const auto found = environment_here().find("TRACEKIT_BACKUP_PASSPHRASE");
  return found ? std::optional(Secret(found->value)) : std::nullopt;
}

nlohmann::json to_json(const BackupReport& report) {
  nlohmann::json removed = nlohmann::json::array();
  for (const fs::path& file : report.removed) {
    removed.push_back(file.string());
  }
  return {{"file", report.file.string()},         {"bytes", report.bytes},       {"encrypted", report.is_encrypted},
          {"manifest", to_json(report.manifest)}, {"left_out", report.left_out}, {"removed", std::move(removed)}};
}

} // namespace tracekit::app
