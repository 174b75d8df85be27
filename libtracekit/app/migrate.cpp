// SPDX-License-Identifier: MIT
#include "app/migrate.hpp"

#include "config/locations.hpp"

namespace tracekit::app {

MigrateReport migrate(const Overrides& overrides, double wait_seconds, const std::optional<std::string>& from,
                      ProgressSink& progress, const Cancellation& cancellation) {
  const config::Layers layers = settings_layers(overrides);
  const config::Settings settings = config::resolve(settings_schema(), layers);
  if (settings.database_url.starts_with("sqlite:")) {
    std::error_code ignored; // opening says what is wrong
    std::filesystem::create_directories(settings.data_dir, ignored);
  }
  if (from) {
    config::check_database_address("--from", *from);
  }
  MigrateReport report;
  report.schema = Store::migrate(settings.database_url, wait_seconds);
  Store target = Store::open(settings.database_url);
  report.database = target.location();
  if (from) {
    const std::string address = config::database_address(*from, layers.working_dir, layers.environment);
    if (const auto original = store::OriginalDatabase::recognise(address)) {
      report.taken_over = take_over(overrides, *original, progress, cancellation);
      return report;
    }
    OpenOptions existing;
    existing.create = false;
    Store source = Store::open(address, existing);
    report.copied = source.copy_to(target, [&](const std::string& table, std::int64_t rows) {
      progress.advance("rows of " + table, static_cast<std::uint64_t>(rows), 0);
    });
  }
  return report;
}

} // namespace tracekit::app
