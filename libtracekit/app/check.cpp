// SPDX-License-Identifier: MIT
#include "app/check.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/on_all_cores.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "store/checking/contents.hpp"
#include "store/checking/identities.hpp"
#include "store/checking/indexes.hpp"
#include "store/checking/references.hpp"
#include "store/checking/texts.hpp"
#include "store/dialect.hpp"

namespace tracekit::app {
namespace {

constexpr std::size_t check_batch_bytes = std::size_t{16} << 20U;
constexpr std::int64_t check_batch_rows = 128;
constexpr std::size_t most_faults = 1000; ///< that are kept; what is broken as a whole needs no list
constexpr std::int64_t most_parts = 1000;

std::uint64_t weight_of(const store::PackedBlob& blob) { return blob.blob.data.size(); }
std::uint64_t weight_of(const store::PackedRecording& packed) {
  std::uint64_t bytes = packed.recording.detail.size();
  for (const store::EncodedColumn& column : packed.recording.columns) {
    bytes += column.data.size();
  }
  return bytes;
}

/// One look at what a connection sees.
class Checker {
public:
  Checker(Store& store, const store::Slice& slice, CheckReport& report, ProgressSink& progress,
          const Cancellation& cancellation)
      : connection_(store.connection()), slice_(slice), report_(report), progress_(progress),
        cancellation_(cancellation) {}

  /// What cannot be looked at in parts.
  void look_at_whole() {
    guarded("the engine's own structures", [&] {
      for (const std::string& complaint : store::engine_complaints(acting())) {
        add({"database", complaint, store::restore_advice});
      }
      for (const store::Index& index : store::missing_indexes(acting())) {
        add({"database", fmt::format("the index {} is missing", index.name), "`tracekit doctor --fix` makes it"});
      }
      for (const store::LateIdentity& late : store::late_identities(acting())) {
        add({"database",
             fmt::format("the next row of {} would be number {}, and there is a number {}", late.table, late.last + 1,
                         late.newest),
             "`tracekit doctor --fix` makes it go on behind that"});
      }
    });
  }

  /// Everything in the tables; `user`: whom to act for, where the engine shows no other rows.
  void look(std::optional<UserId> user) {
    user_ = user;
    guarded("the rows that lead to others",
            [&] { store::check_references(acting(), slice_, [this](store::Fault fault) { add(std::move(fault)); }); });
    guarded("the stored texts",
            [&] { store::check_texts(acting(), slice_, [this](store::Fault fault) { add(std::move(fault)); }); });
    guarded("the originals", [&] { look_into("originals", report_.originals, store::next_blobs, store::packed_blob); });
    guarded("the recordings",
            [&] { look_into("recordings", report_.recordings, store::next_recordings, store::packed_recording); });
  }

  void add(store::Fault fault) {
    ++report_.fault_count;
    if (report_.faults.size() < most_faults) {
      report_.faults.push_back(std::move(fault));
    }
  }

private:
  sql::Connection& acting() {
    cancellation_.check();
    if (user_) {
      connection_.act_for(*user_);
    }
    return connection_;
  }

  /// What cannot be read at all is a fault like others, and the rest is looked at.
  template <class Work> void guarded(std::string_view what, const Work& work) {
    try {
      work();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::database || !answers()) {
        throw;
      }
      add({"database", fmt::format("{} cannot be read to their end: {}", what, error.what()), store::restore_advice});
    }
  }

  /// A server that went away is no damage.
  bool answers() {
    try {
      return connection_.query("SELECT 1").next();
    } catch (const Error&) {
      return false;
    }
  }

  /// A batch is read in one transaction, so that what others replace meanwhile is seen as it was or as it is.
  template <class Next, class Load>
  void look_into(std::string_view what, std::uint64_t& count, const Next& next, const Load& load) {
    using Packed = typename decltype(load(connection_, 0))::value_type;
    std::int64_t after = 0;
    for (bool more = true; more;) {
      sql::Transaction snapshot(connection_, sql::Access::read);
      const std::vector<std::int64_t> numbers = next(acting(), slice_, after, check_batch_rows);
      more = !numbers.empty();
      std::vector<Looked<Packed>> batch;
      std::uint64_t bytes = 0;
      for (const std::int64_t number : numbers) {
        if (auto packed = load(connection_, number)) {
          bytes += weight_of(*packed);
          batch.push_back({std::move(*packed), ""});
        }
        after = number;
        if (bytes >= check_batch_bytes) {
          break;
        }
      }
      on_all_cores(batch, [](Looked<Packed>& one) { one.problem = store::problem_of(one.packed); });
      for (const Looked<Packed>& one : batch) {
        if (!one.problem.empty()) {
          add(store::fault_of(connection_, one.packed, one.problem));
        }
      }
      snapshot.commit();
      count += batch.size();
      progress_.advance(what, count, 0);
    }
  }

  template <class Packed> struct Looked {
    Packed packed;
    std::string problem;
  };

  sql::Connection& connection_;
  store::Slice slice_;
  CheckReport& report_;
  ProgressSink& progress_;
  const Cancellation& cancellation_;
  std::optional<UserId> user_;
};

} // namespace

store::Slice parse_slice(std::string_view text) {
  const auto stroke = text.find('/');
  const auto part = parse_integer(text.substr(0, stroke));
  const auto of = stroke == std::string_view::npos ? std::nullopt : parse_integer(text.substr(stroke + 1));
  if (!part || !of || *of < 1 || *of > most_parts || *part < 1 || *part > *of) {
    throw Error(ErrorKind::usage, fmt::format("--subset {}: expected a part of a whole", text),
                "for example --subset 1/7, and 2/7 the next day");
  }
  return {*part, *of};
}

CheckReport check(const Overrides& overrides, const store::Slice& slice, ProgressSink& progress,
                  const Cancellation& cancellation) {
  const config::Settings settings = config::resolve(settings_schema(), settings_layers(overrides));
  Store store = Store::open(settings.database_url, {.create = false});
  CheckReport report{store.location(), slice, 0, 0, 0, {}};
  Checker checker(store, slice, report, progress, cancellation);
  if (slice.is_first()) {
    checker.look_at_whole();
  }
  if (store::sees_everybody(store.connection())) {
    checker.look({});
  } else {
    for (const auto& user : store.users().all()) {
      checker.look(user.id);
    }
  }
  return report;
}

nlohmann::json to_json(const CheckReport& report) {
  nlohmann::json faults = nlohmann::json::array();
  for (const store::Fault& fault : report.faults) {
    faults.push_back({{"thing", fault.thing}, {"message", fault.message}, {"advice", fault.advice}});
  }
  return {{"database", report.database},       {"subset", fmt::format("{}/{}", report.slice.part, report.slice.of)},
          {"originals", report.originals},     {"recordings", report.recordings},
          {"fault_count", report.fault_count}, {"faults", std::move(faults)}};
}

} // namespace tracekit::app
