// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/cancellation.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/progress.hpp"
#include "base/secret.hpp"
#include "base/timezone.hpp"
#include "model/month.hpp"
#include "model/option.hpp"
#include "model/record.hpp"
#include "model/recording.hpp"
#include "model/units.hpp"
#include "net/http_client.hpp"
#include "net/oauth2.hpp"
#include "net/tokens.hpp"
#include "providers/webhooks.hpp"

namespace tracekit {

/// How one signs in to a provider.
enum class SignIn { none, oauth2, password, api_key };

/// What a provider says of itself. Drives `configure`, `auth`, the settings page, environment variables, docs and
/// validation; no other place names a provider.
struct ProviderInfo {
  std::string id;     ///< `file`, `strava`: as in settings, tables and commands
  std::string title;  ///< "Garmin Connect"
  std::string colour; ///< brand colour, `#rrggbb`
  SignIn sign_in = SignIn::none;
  int default_priority = 9; ///< 1 is the first authority
  bool write_only_by_default = false;
  /// Its terms want everything erased, not only marked, that is deleted there, and all of it when the sign-in ends.
  bool erase_when_gone = false;
  bool rename = false; ///< names can be written there
  bool set_equipment = false;
  bool set_metadata = false; ///< duration and empty cells
  bool add_without_file = false;
  bool store_files = false; ///< takes downloaded source files
  bool upload = false;
  bool source_files = false; ///< source files can be had from there
  bool lists_equipment = true;
  bool has_months = true;                  ///< lists by date; false: every pull sees everything
  std::vector<std::string> refused_sports; ///< sport families that it does not take
  std::string activity_url;                ///< web page of an activity, `{id}` replaced; empty when there is none
  std::vector<Option> options;             ///< its own settings besides the common ones
  /// Where it is reached, by role (`api`, `oauth` ...); each can be set as `base_urls.<role>`. Empty: it needs no
  /// network.
  std::map<std::string, std::string> base_urls;
  /// With `sign_in` = oauth2: how, at the address of the role `oauth`. Its options are `client_id`, `client_secret`
  /// and, where it differs, `callback_port`.
  std::optional<net::OAuthProfile> oauth;
};

/// What remembers, per source (a path, a sheet), how it looked when it was last read.
using KnownSources = std::map<std::string, std::string>; ///< source key to fingerprint

/// Which part of a provider's history is asked for. Days are local, both ends included; nothing means everything.
struct PullRequest {
  std::optional<Date> from;
  std::optional<Date> to;
  std::string cursor; ///< as the last pull returned it
  const KnownSources* known = nullptr;
  bool force = false; ///< look at everything again

  /// Whether something was stored before.
  [[nodiscard]] bool knows_any() const { return known != nullptr && !known->empty(); }

  /// How many sources there will be, as far as that can be known before; 0: not at all.
  [[nodiscard]] std::uint64_t expected() const { return !from && !to && known != nullptr ? known->size() : 0; }

  /// Whether a source was stored as it is now, so that it need not be taken again.
  [[nodiscard]] bool knows(const std::string& key, const std::string& fingerprint) const;
};

/// One record on its way in, with what came along.
struct PulledRecord {
  Record record;
  std::optional<Recording> recording; ///< full streams and laps where the source has them
  std::optional<RecordKey> replaces;  ///< the record whose content changed under the same path
};

/// All that one source (one file, one sheet) gave. Stored in one transaction.
struct PulledSource {
  std::string key; ///< see KnownSources; empty for API pages
  std::string fingerprint;
  std::vector<PulledRecord> records;
  std::optional<Bytes> original; ///< the bytes as found, kept content-addressed
  std::string original_sha256;
  std::string failure; ///< why it could not be read, one sentence; then `records` may be empty
};

/// Takes what a pull finds, as it finds it. May be called from several threads; calls block when the writer is behind.
class PullSink {
public:
  virtual ~PullSink() = default;
  virtual void take(PulledSource source) = 0;
  /// A record that this provider held and holds no longer.
  virtual void gone(const std::string& provider_id) = 0;
  /// A source that vanished (its records are reported by `gone` where they did too).
  virtual void forget(const std::string& source_key) = 0;
};

struct PullOutcome {
  std::string cursor; ///< for the next pull; stored when everything before it is stored
  std::uint64_t sources_seen = 0;
  std::uint64_t sources_read = 0; ///< opened, not skipped as unchanged
  std::vector<std::string> warnings;
  /// Names of equipment by its id as they are now, also for records that were stored long ago.
  std::map<std::string, std::string> gear_names;
};

/// A value that may be written to an existing record.
struct FieldWrite {
  std::string field; ///< `name`, `equipment`, `timer_s`, `distance_m`, `avg_hr` ... (names of the portable record form)
  std::string value; ///< numbers in SI as decimal text
  /// What stood there when the change was planned; nothing: unknown. A provider that has no other way to notice edits
  /// compares it with what stands there now.
  std::optional<std::string> expected = {};
};

/// Single writes. Each throws Error(conflict) when the target changed since it was read, Error(not_found) when it is
/// gone.
class RecordWriter {
public:
  virtual ~RecordWriter() = default;
  /// Writes fields of one record and returns it as the provider shows it afterwards.
  virtual Record write(const std::string& provider_id, const std::vector<FieldWrite>& fields) = 0;
};

class RecordAdder {
public:
  virtual ~RecordAdder() = default;
  /// Creates a record from the merged view of an activity. `idempotency` names the change: asked twice, it is added
  /// once.
  virtual Record add(const Record& merged, const std::string& idempotency) = 0;
};

class FileStorer {
public:
  virtual ~FileStorer() = default;
  /// Stores a source file and returns what it then lists. Never overwrites; the same content is stored once.
  virtual std::vector<PulledRecord> store(const std::string& suggested_name, ByteView content) = 0;
};

/// A workout's file on its way to a provider that lacks it.
struct FileUpload {
  std::string file_name; ///< its ending tells the format: `fit`, `gpx`, `tcx`
  ByteView content;      ///< not packed
  Record workout;        ///< the merged view: its name and equipment are wanted, its start tells whether it is there
  /// Told under which task the provider reads the file once it has taken it, where it has such.
  std::function<void(const std::string& task)> taken = [](const std::string&) {};
};

/// A provider has taken a file and is still reading it; what becomes of it is told by `FileUploader::fate_of`.
class StillReading : public Error {
public:
  StillReading(const std::string& title, const std::string& file_name);
};

/// What has become of a file that a provider took.
struct UploadFate {
  std::string id;      ///< of the record that it is now
  std::string refusal; ///< in the provider's words, why nothing will come of it

  [[nodiscard]] bool is_known() const { return !id.empty() || !refusal.empty(); } ///< else it is still read
};

class FileUploader {
public:
  virtual ~FileUploader() = default;
  /// Hands a file over, waits until it has become a record, and returns that. What is there already is found, not made
  /// twice, so that it may be asked for again when an answer was lost. Throws Error(provider) with the provider's own
  /// words when it does not take the file, StillReading when it takes too long.
  virtual Record upload(const FileUpload& file) = 0;
  /// Of a file that it took under this task (`FileUpload::taken`), with one look.
  virtual UploadFate fate_of(const std::string& /*task*/) { return {}; }
};

class RecordFetcher {
public:
  virtual ~RecordFetcher() = default;
  /// One record as it is there now; nothing when it is gone.
  virtual std::optional<Record> fetch(const std::string& provider_id) = 0;
};

class FileSource {
public:
  virtual ~FileSource() = default;
  /// The original file of a record.
  virtual Bytes download(const std::string& provider_id) = 0;
};

/// Who is signed in.
struct Account {
  std::string id;
  std::string name;
};

class AccountReader {
public:
  virtual ~AccountReader() = default;
  /// Asks the provider with one call. Throws Unauthorized when it does not accept the sign-in.
  virtual Account account() = 0;
};

/// Asks the person for the code that a provider wants besides the password; `how` is the provider's word for the way in
/// which it was sent, such as `email`.
using CodeQuestion = std::function<Secret(const std::string& how)>;

/// Ways to sign in that end with tokens. They store nothing. Each throws Error(auth) when the provider refuses.
class PasswordSignIn {
public:
  virtual ~PasswordSignIn() = default;
  virtual net::Tokens sign_in(const std::string& email, const Secret& password, const CodeQuestion& ask_code) = 0;
};

/// By way of the person's own browser, which ends at a page of the provider with a ticket in its address.
class TicketSignIn {
public:
  virtual ~TicketSignIn() = default;
  virtual std::string page() = 0; ///< the address to open
  /// Throws Error(usage) when there is no ticket in what was pasted.
  virtual net::Tokens redeem(const Secret& pasted) = 0;
};

class TokenImporter {
public:
  virtual ~TokenImporter() = default;
  /// The tokens that another program keeps there. Throws Error(input) when there are none.
  virtual net::Tokens import_tokens(const std::filesystem::path& path) = 0;
};

class PlaceReader {
public:
  virtual ~PlaceReader() = default;
  /// Looks whether the folder or file is there and can be read, and tells where that is and what it holds, in a few
  /// words. `known` is what was read there before. Throws Error with a sentence that names it.
  virtual std::string place(const KnownSources& known) = 0;
};

/// One connected source of records. Knows nothing of the database or of other providers. Abilities beyond pulling are
/// offered as small interfaces: null means that it cannot.
class Provider {
public:
  virtual ~Provider() = default;
  virtual PullOutcome pull(const PullRequest& request, PullSink& sink) = 0;
  virtual RecordWriter* writer() { return nullptr; }
  virtual RecordAdder* adder() { return nullptr; }
  virtual FileStorer* file_storer() { return nullptr; }
  virtual FileUploader* file_uploader() { return nullptr; }
  virtual RecordFetcher* fetcher() { return nullptr; }
  virtual FileSource* file_source() { return nullptr; }
  virtual AccountReader* account_reader() { return nullptr; } ///< every provider with a sign-in has one
  virtual PasswordSignIn* password_sign_in() { return nullptr; }
  virtual TicketSignIn* ticket_sign_in() { return nullptr; }
  virtual TokenImporter* token_importer() { return nullptr; }
  virtual PlaceReader* place_reader() { return nullptr; } ///< every provider without
};

/// What a provider is given to work with. References outlive it.
struct ProviderContext {
  std::map<std::string, std::string> settings; ///< its own option values, defaults filled in
  std::filesystem::path data_dir;
  std::int64_t user_id = 1;
  TimeZone home;
  Units units = Units::metric;
  const Clock& clock;
  ProgressSink& progress;
  const Cancellation& cancellation;
  std::string cursor; ///< the stored cursor, for writes that need row identities
  std::function<void(const std::string&)>
      save_cursor;                                   ///< stores a new cursor after a write, in the write's bookkeeping
  std::map<std::string, std::string> base_urls = {}; ///< by role, complete
  std::map<std::string, Secret> secrets = {};        ///< its secret options that are set, by key
  net::Surroundings network = {};
  std::shared_ptr<net::TokenStore> tokens = {}; ///< for those that sign in with OAuth or a password

  [[nodiscard]] std::string setting(const std::string& key) const; ///< empty when it is not set
  [[nodiscard]] Secret secret(const std::string& key) const;       ///< likewise
  [[nodiscard]] const std::string& base_url(const std::string& role) const;
};

/// One line a provider. `make` is null for those that this version only knows by records that were loaded.
struct RegisteredProvider {
  ProviderInfo info;
  std::unique_ptr<Provider> (*make)(ProviderContext context) = nullptr;
  std::optional<WebhookAbility> webhooks = {}; ///< nothing: it tells nobody of changes
};

/// Every provider, in the order of their default priority.
const std::vector<RegisteredProvider>& provider_registry();

/// The registered provider of this id. Throws Error(usage) that lists the known ids.
const RegisteredProvider& registered_provider(const std::string& id);

/// How people call a provider; the id itself where it is not registered (records of it may have been loaded).
std::string provider_title(const std::string& id);

} // namespace tracekit
