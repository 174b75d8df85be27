// SPDX-License-Identifier: MIT
#include "app/api_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace tracekit::app {
namespace {

constexpr std::string_view prefix = "tk_";
constexpr std::size_t random_part_bytes = 32;
constexpr std::size_t text_length = 46; ///< the prefix and 32 bytes in Base64
constexpr std::size_t longest_name = 100;

struct ScopeWord {
  std::string_view word;
  TokenScope scope;
};

constexpr std::array scopes{ScopeWord{"metrics", TokenScope::metrics}, ScopeWord{"read", TokenScope::read},
                            ScopeWord{"write", TokenScope::write}, ScopeWord{"admin", TokenScope::admin}};

std::string hash_of(std::string_view text) { return sha256_hex(as_bytes(text)); }

bool is_good(const store::ApiToken& token, EpochSeconds now) {
  return !token.revoked_at && (!token.expires_at || *token.expires_at > now);
}

const char* standing(const store::ApiToken& token, EpochSeconds now) {
  return token.revoked_at ? "revoked" : is_good(token, now) ? "good" : "expired";
}

} // namespace

TokenScope token_scope_of(std::string_view word) {
  const auto* found = std::ranges::find(scopes, word, &ScopeWord::word);
  if (found == scopes.end()) {
    throw Error(ErrorKind::usage, fmt::format("there is no scope \"{}\"", word),
                "scopes are metrics, read, write and admin");
  }
  return found->scope;
}

NewApiToken add_api_token(App& app, const std::string& name, const std::vector<TokenScope>& wanted,
                          std::optional<EpochSeconds> expires_at, const std::string& actor) {
  const std::string label = to_valid_utf8(trim(name));
  if (label.empty() || label.size() > longest_name) {
    throw Error(ErrorKind::usage, fmt::format("a token needs a name of at most {} bytes", longest_name),
                "name the program that will use it");
  }
  if (wanted.empty()) {
    throw Error(ErrorKind::usage, "a token without a scope may do nothing", "--scope read");
  }
  std::string words;
  for (const ScopeWord& scope : scopes) {
    if (std::ranges::find(wanted, scope.scope) != wanted.end()) {
      words += fmt::format("{}{}", words.empty() ? "" : " ", scope.word);
    }
  }
  Secret text(std::string(prefix) + base64_url(random_bytes(random_part_bytes)));
  auto transaction = app.store().transaction();
  const store::ApiToken token = app.mine().api_tokens.add(label, hash_of(text.reveal()), words, expires_at, app.now());
  app.mine().audit.append(actor, "token.add", fmt::format("{} \"{}\" ({})", token.id, label, words), app.now());
  transaction.commit();
  return {token, std::move(text)};
}

std::optional<EpochSeconds> token_expiry(std::string_view text, EpochSeconds now) {
  constexpr long long hour_s = 3600;
  constexpr long long day_s = 24 * hour_s;
  constexpr long long most = 100'000;
  if (text == "never") {
    return std::nullopt;
  }
  const char unit = text.empty() ? ' ' : text.back();
  const auto count = text.empty() ? std::nullopt : parse_integer(text.substr(0, text.size() - 1));
  if (!count || *count < 1 || *count > most || (unit != 'd' && unit != 'h')) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no time for which a token could be good", text),
                "write 90d for days, 12h for hours, or never");
  }
  return now + *count * (unit == 'd' ? day_s : hour_s);
}

void revoke_api_token(App& app, std::int64_t id, const std::string& actor) {
  auto transaction = app.store().transaction();
  if (!app.mine().api_tokens.revoke(id, app.now())) {
    throw Error(ErrorKind::not_found, fmt::format("there is no token {} that could be revoked", id),
                "`tracekit token list` shows them");
  }
  app.mine().audit.append(actor, "token.revoke", std::to_string(id), app.now());
  transaction.commit();
}

std::optional<store::ApiToken> authenticate(Store& store, std::string_view text, EpochSeconds now) {
  if (text.size() != text_length || !text.starts_with(prefix)) {
    return std::nullopt;
  }
  // Looking a hash up tells by its time nothing that helps to guess a token.
  store::ApiTokenIndex index(store.connection());
  auto token = index.find(hash_of(text));
  if (!token || !is_good(*token, now)) {
    return std::nullopt;
  }
  index.note_use(*token, now);
  return token;
}

bool allows(const store::ApiToken& token, TokenScope wanted) {
  const auto words = split(token.scopes, ' ');
  return std::ranges::any_of(scopes, [&](const ScopeWord& scope) {
    return scope.scope >= wanted && std::ranges::find(words, scope.word) != words.end();
  });
}

nlohmann::json to_json(const store::ApiToken& token, EpochSeconds now) {
  const auto time = [](const std::optional<EpochSeconds>& at) {
    return at ? nlohmann::json(format_utc(*at)) : nlohmann::json(nullptr);
  };
  return {{"id", token.id},
          {"name", token.name},
          {"scopes", split(token.scopes, ' ')},
          {"state", standing(token, now)},
          {"created_at", format_utc(token.created_at)},
          {"expires_at", time(token.expires_at)},
          {"last_used_at", time(token.last_used_at)},
          {"revoked_at", time(token.revoked_at)}};
}

} // namespace tracekit::app
