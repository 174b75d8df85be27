// SPDX-License-Identifier: MIT
#include "app/app.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/stored_tokens.hpp"
#include "config/secret_key.hpp"
#include "config/stored.hpp"

namespace tracekit::app {
namespace {

/// Key of the person's settings document in the database.
constexpr const char* settings_document = "document";

Store open_store(const config::Settings& settings) {
  if (settings.database_url.starts_with("sqlite:")) {
    std::error_code ignored; // opening says what is wrong
    std::filesystem::create_directories(settings.data_dir, ignored);
  }
  return Store::open(settings.database_url);
}

UserId user_id(Store& store, const Overrides& overrides, EpochSeconds now) {
  if (overrides.user_id) {
    if (!store.users().find(*overrides.user_id)) {
      throw Error(ErrorKind::not_found, fmt::format("there is no user {}", *overrides.user_id));
    }
    return *overrides.user_id;
  }
  if (!overrides.user) {
    return store.users().owner(now).id;
  }
  const auto user = store.users().find(*overrides.user);
  if (!user) {
    throw Error(ErrorKind::not_found, fmt::format("there is no user {}", *overrides.user));
  }
  return user->id;
}

} // namespace

config::Schema settings_schema() {
  config::Schema schema;
  for (const RegisteredProvider& registered : provider_registry()) {
    const ProviderInfo& info = registered.info;
    config::ProviderSchema& provider = schema.providers.emplace_back();
    provider.id = info.id;
    provider.title = info.title;
    provider.priority = info.default_priority;
    provider.write_only = info.write_only_by_default;
    provider.takes_uploads = info.upload;
    provider.options = info.options;
    for (const auto& [role, address] : info.base_urls) {
      provider.base_url_roles.push_back(role);
    }
  }
  return schema;
}

config::Layers settings_layers(const Overrides& overrides, NamedFile named) {
  config::Layers layers;
  layers.working_dir = std::filesystem::current_path();
  layers.environment = config::Environment::of_process();
  layers.environment.read_dotenv(layers.working_dir);
  if (overrides.database) {
    layers.flags.push_back({"metadata_db", *overrides.database, "--db"});
  }
  if (const auto path = config::locate_config(overrides.config, layers.environment, layers.working_dir);
      path && (named == NamedFile::must_exist || std::filesystem::exists(*path))) {
    layers.file = config::read_config(*path, settings_schema());
  }
  return layers;
}

App::App(const Overrides& overrides, ProgressSink& progress, const Cancellation& cancellation)
    : App(overrides, settings_layers(overrides), progress, cancellation) {}

App::App(const Overrides& overrides, config::Layers layers, ProgressSink& progress, const Cancellation& cancellation)
    : progress_(progress), cancellation_(cancellation), schema_(settings_schema()), environment_(layers.environment),
      settings_(config::resolve(schema_, layers)), home_(settings_.home_timezone), store_(open_store(settings_)),
      mine_(store_.for_user(user_id(store_, overrides, clock_.now()))) {
  read_stored_settings(std::move(layers));
  home_ = TimeZone(settings_.home_timezone);
  recover_tokens();
}

TokenPlace App::token_place(const std::string& provider) const {
  return {settings_.database_url, mine_.user(), provider, environment_, settings_.data_dir};
}

/// What a run before this one renewed and could not save.
void App::recover_tokens() {
  if (!UnsavedTokens::any(settings_.data_dir)) {
    return;
  }
  try {
    for (const RegisteredProvider& registered : provider_registry()) {
      StoredTokens(token_place(registered.info.id)).recover();
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::database) { // they can wait, and are used meanwhile
      throw;
    }
  }
}

/// The database is the truth; the file overrides it once, whenever it was edited.
void App::read_stored_settings(config::Layers layers) {
  layers.stored = stored_settings();
  if (layers.file && layers.file->sha256 != mine_.settings.seed_hash()) {
    layers.stored = config::stored_seeded_by(schema_, layers.stored, *layers.file, layers.environment);
    if (store_.may_write()) {
      auto transaction = store_.transaction();
      store_settings(layers.stored, "file");
      mine_.settings.set_seed_hash(layers.file->sha256, now());
      transaction.commit();
    }
  }
  stored_settings_ = layers.stored;
  settings_ = config::resolve(schema_, layers);
}

bool App::is_current() const { return stored_settings() == stored_settings_; }

std::string App::stored_settings() const {
  const auto stored = mine_.settings.find(settings_document);
  return stored ? stored->value_json : "";
}

void App::store_settings(const std::string& document, const std::string& origin) {
  mine_.settings.set(settings_document, document, origin, now());
}

Month App::current_month() const { return Month::of(date_of_wall(home_.to_wall(clock_.now()))); }

std::vector<std::string> App::enabled_providers() const {
  std::vector<std::string> ids;
  for (const RegisteredProvider& registered : provider_registry()) {
    if (settings_.providers.at(registered.info.id).enabled) {
      ids.push_back(registered.info.id);
    }
  }
  std::stable_sort(ids.begin(), ids.end(), [&](const std::string& a, const std::string& b) {
    return settings_.providers.at(a).priority < settings_.providers.at(b).priority;
  });
  return ids;
}

std::string App::unavailable(const std::string& id) const {
  const RegisteredProvider& registered = registered_provider(id);
  if (registered.make == nullptr) {
    return fmt::format("this version cannot connect to {}", registered.info.title);
  }
  const auto& values = settings_.providers.at(id).values;
  const auto client_id = values.find("client_id");
  const bool has_application = client_id != values.end() && !client_id->second.empty();
  if (registered.info.oauth && !has_application && !mine_.credentials.find(id, token_credential)) {
    return fmt::format("{} is not set up: providers.{}.client_id is not set", registered.info.title, id);
  }
  if (registered.info.sign_in == SignIn::password && !mine_.credentials.find(id, token_credential)) {
    return fmt::format("nobody has signed in to {} yet (`tracekit auth {}`)", registered.info.title, id);
  }
  return "";
}

std::unique_ptr<Provider> App::connect(const std::string& id, ProgressSink& progress) {
  const RegisteredProvider& registered = registered_provider(id);
  const config::ProviderSettings& provider = settings_.providers.at(id);
  if (!provider.enabled) {
    throw Error(ErrorKind::config, fmt::format("the provider {} is not enabled", id),
                fmt::format("tracekit configure --set providers.{}.enabled=true", id));
  }
  if (const std::string why = unavailable(id); !why.empty()) {
    throw Error(ErrorKind::config, why, "its records come by `tracekit load`");
  }
  return registered.make(context_for(id, {}, progress));
}

ProviderContext App::context_for(const std::string& id, const std::map<std::string, Secret>& trial,
                                 ProgressSink& progress) {
  const ProviderInfo& info = registered_provider(id).info;
  const config::ProviderSettings& provider = settings_.providers.at(id);
  ProviderContext context{provider.values,
                          settings_.data_dir,
                          mine_.user(),
                          home_,
                          settings_.units,
                          clock_,
                          progress,
                          cancellation_,
                          mine_.provider_states.cursor(id),
                          [this, id](const std::string& cursor) { mine_.provider_states.save_cursor(id, cursor); }};
  context.base_urls = info.base_urls;
  for (const auto& [role, address] : provider.base_urls) {
    context.base_urls.insert_or_assign(role, address);
  }
  context.network.heard = [this](const std::string& asked, int status) { calls_.count(asked, status); };
  context.secrets = trial;
  for (const Option& option : info.options) {
    if (option.secret && !trial.contains(option.key)) {
      if (auto found = secret(id, option.key)) {
        context.secrets.emplace(option.key, std::move(*found));
      }
    }
  }
  if (info.sign_in == SignIn::oauth2 || info.sign_in == SignIn::password) {
    context.tokens = std::make_shared<StoredTokens>(token_place(id));
  }
  return context;
}

std::optional<Secret> App::secret(const std::string& provider, const std::string& key) {
  const auto configured = settings_.secrets.find(fmt::format("providers.{}.{}", provider, key));
  const bool set = configured != settings_.secrets.end();
  if (set && configured->second.source.layer <= config::Layer::environment) {
    return configured->second.secret;
  }
  if (auto sealed = open_credential(provider, key)) {
    return sealed;
  }
  return set ? std::optional(configured->second.secret) : std::nullopt;
}

void App::seal_credential(const std::string& provider, const std::string& name, const Secret& secret) {
  auto transaction = store_.transaction();
  mine_.credentials.save(provider, name, seal(credential_place(mine_.user(), provider, name), secret), now());
  transaction.commit();
}

std::optional<Secret> App::open_credential(const std::string& provider, const std::string& name) {
  std::optional<Bytes> sealed = mine_.credentials.find(provider, name);
  while (sealed) {
    try {
      return unseal(credential_place(mine_.user(), provider, name), *sealed);
    } catch (const Error&) { // the key may have been changed after the look at the secret
      auto again = mine_.credentials.find(provider, name);
      if (again == sealed) {
        throw;
      }
      sealed = std::move(again);
    }
  }
  return std::nullopt;
}

Bytes App::seal(const std::string& place, const Secret& secret) {
  const config::SecretKeys keys = config::installation_keys(environment_, settings_.data_dir);
  return config::seal(sealing_key(store_, keys), place, secret);
}

Secret App::unseal(const std::string& place, ByteView sealed) {
  return config::open(config::installation_keys(environment_, settings_.data_dir), place, sealed);
}

std::vector<sync::ProviderRules> App::provider_rules() const {
  std::vector<sync::ProviderRules> rules;
  for (const std::string& id : enabled_providers()) {
    const RegisteredProvider& registered = registered_provider(id);
    const ProviderInfo& info = registered.info;
    const config::ProviderSettings& chosen = settings_.providers.at(id);
    sync::ProviderRules& rule = rules.emplace_back();
    rule.id = id;
    rule.title = info.title;
    rule.priority = chosen.priority;
    rule.sync_name = chosen.sync_name;
    rule.sync_equipment = chosen.sync_equipment;
    rule.write_only = chosen.write_only;
    rule.can_rename = info.rename;
    rule.can_set_equipment = info.set_equipment;
    rule.can_add = info.add_without_file;
    rule.can_store_file = info.store_files;
    rule.can_upload = info.upload && chosen.upload && registered.make != nullptr;
    rule.has_source_files = info.source_files;
    rule.can_set_metadata = info.set_metadata;
    rule.lists_equipment = info.lists_equipment;
    rule.refused_sports = info.refused_sports;
    rule.unavailable = unavailable(id);
  }
  return rules;
}

sync::GearNames App::gear_names() {
  std::vector<std::pair<std::string, std::string>> aliases;
  for (const store::GearAlias& alias : mine_.gear_aliases.all()) {
    aliases.emplace_back(alias.alias, alias.canonical);
  }
  return sync::GearNames(aliases);
}

} // namespace tracekit::app
