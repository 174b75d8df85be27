// SPDX-License-Identifier: MIT
#include "providers/garmin/token_files.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "net/json_fields.hpp"
#include "net/url.hpp"
#include "providers/garmin/token_calls.hpp"

namespace tracekit::garmin {
namespace {

namespace fs = std::filesystem;
using net::text_of;
using nlohmann::json;

constexpr std::uint64_t largest_file = 1U << 20U;
constexpr const char* oauth1_file = "oauth1_token.json";
constexpr const char* oauth2_file = "oauth2_token.json";
constexpr const char* single_files[] = {"garmin_tokens.json", "native-oauth2.json"};

Error no_tokens(const std::string& why) {
  return {ErrorKind::input, fmt::format("no tokens of {}: {}", title, why),
          "garth leaves oauth1_token.json and oauth2_token.json in one folder, garminconnect garmin_tokens.json"};
}

net::Tokens di_tokens(const std::string& access, const std::string& refresh, std::string client_id) {
  if (access.empty() || refresh.empty()) {
    throw no_tokens("a token is missing");
  }
  net::Tokens tokens;
  tokens.access = Secret(access);
  tokens.refresh = Secret(refresh);
  const Claims claims = claims_of(tokens.access);
  tokens.expires_at = claims.expires_at;
  if (client_id.empty()) {
    client_id = claims.client_id;
  }
  if (!client_id.empty()) {
    tokens.extra[extra_client_id] = client_id;
  }
  return tokens;
}

net::Tokens garth_tokens(const json& oauth1, const json& oauth2, const std::string& domain) {
  const std::string own = text_of(oauth1, "domain").empty() ? world : text_of(oauth1, "domain");
  if (own != world && own != china) {
    throw no_tokens(fmt::format("they are for {}, which is not Garmin's", own));
  }
  if (own != domain) {
    throw Error(ErrorKind::config, fmt::format("these tokens are for {}, and tracekit is set to {}", own, domain),
                fmt::format("tracekit configure --set providers.garmin.domain={}", own));
  }
  net::Query form;
  for (const char* key : {"oauth_token", "oauth_token_secret", "mfa_token"}) {
    if (const std::string value = text_of(oauth1, key); !value.empty()) {
      form.emplace_back(key, value);
    }
  }
  if (form.size() < 2 || text_of(oauth2, "access_token").empty()) {
    throw no_tokens("a token is missing");
  }
  net::Tokens tokens;
  tokens.access = Secret(text_of(oauth2, "access_token"));
  tokens.refresh = Secret(net::query_text(form));
  tokens.extra[extra_kind] = kind_oauth1;
  tokens.expires_at = net::integer_of(oauth2, "expires_at");
  return tokens;
}

json parsed(std::string_view text) {
  auto document = net::json_of(text);
  if (!document) {
    throw no_tokens("it is not JSON");
  }
  return std::move(*document);
}

bool is_there(const fs::path& path) {
  std::error_code ignored; // reading says what is wrong
  return fs::exists(path, ignored);
}

std::string content(const fs::path& path) { return std::string(as_text(read_file(path, largest_file))); }

} // namespace

net::Tokens tokens_in_text(std::string_view text, const std::string& domain) {
  text = trim(text);
  const bool is_json = text.starts_with('{') || text.starts_with('[');
  const auto bytes = is_json ? std::nullopt : base64_decoded(text);
  if (!is_json && !bytes) {
    throw no_tokens("it is neither JSON nor Base64");
  }
  const json document = parsed(is_json ? text : as_text(*bytes));
  if (document.is_array() && document.size() == 2) {
    return garth_tokens(document.at(0), document.at(1), domain);
  }
  if (!document.is_object()) {
    throw no_tokens("it is of no form that is known");
  }
  if (document.contains("di_token")) {
    return di_tokens(text_of(document, "di_token"), text_of(document, "di_refresh_token"),
                     text_of(document, "di_client_id"));
  }
  if (const json& di = net::part_of(document, "di"); di.is_object()) {
    const json& token = net::part_of(di, "token");
    return di_tokens(text_of(token, "access_token"), text_of(token, "refresh_token"), text_of(di, "clientId"));
  }
  throw no_tokens("it is of no form that is known");
}

net::Tokens tokens_in_files(const fs::path& path, const std::string& domain) {
  const std::string name = path.filename().string();
  const bool half = name == oauth1_file || name == oauth2_file;
  std::error_code ignored;
  if (!half && !fs::is_directory(path, ignored)) {
    return tokens_in_text(content(path), domain);
  }
  const fs::path folder = half ? path.parent_path() : path;
  for (const char* single : single_files) {
    if (!half && is_there(folder / single)) {
      return tokens_in_text(content(folder / single), domain);
    }
  }
  if (!is_there(folder / oauth1_file) || !is_there(folder / oauth2_file)) {
    throw no_tokens(fmt::format("{} has none", folder.string()));
  }
  return garth_tokens(parsed(content(folder / oauth1_file)), parsed(content(folder / oauth2_file)), domain);
}

} // namespace tracekit::garmin
