// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/api_tokens.hpp"
#include "app_pool.hpp"
#include "http/description.hpp"
#include "http/message.hpp"
#include "model/month.hpp"
#include "service.hpp"
#include "store/repositories/sessions.hpp"

namespace tracekit::web {

/// Who sent a request: a program with a token, or a person in a browser.
struct Caller {
  UserId user = 0;
  std::string email;
  bool is_admin = false;
  std::optional<store::ApiToken> token;
  std::optional<store::Session> session;
};

/// One request on its way through a handler.
class Call {
public:
  Call(const Request& request, const Description& route, std::map<std::string, std::string> parts, Service& service)
      : request_(request), route_(route), parts_(std::move(parts)), service_(service) {}

  [[nodiscard]] const Request& request() const { return request_; }
  [[nodiscard]] Service& service() const { return service_; }

  /// What stands in the path at a name in braces.
  [[nodiscard]] const std::string& part(const std::string& name) const { return parts_.at(name); }
  /// The same as the number of something. Throws HttpError(404) when it is none: there is nothing of that name.
  [[nodiscard]] std::int64_t number(const std::string& name) const;
  /// Throws Error(usage) when it is no month.
  [[nodiscard]] Month month() const { return Month::parse(part("month")); }

  /// A value of the query; empty ones count as not given.
  [[nodiscard]] std::optional<std::string> asked(std::string_view name) const;
  [[nodiscard]] std::optional<Month> asked_month(std::string_view name) const;
  /// Throws Error(usage) when it is no whole number within the bounds.
  [[nodiscard]] std::optional<std::int64_t> asked_number(std::string_view name, std::int64_t least,
                                                         std::int64_t most) const;
  /// Throws Error(usage) when the query has any other name: a filter that is misspelt must not be passed over.
  void knows_only(std::initializer_list<std::string_view> names) const;

  /// The body as a JSON object. Throws HttpError(415) when it is said to be something else, HttpError(400) when it is
  /// none, Error(usage) when it has a field that the route does not tell of.
  [[nodiscard]] nlohmann::json body() const;

  /// Everything below is as the person who sent it.
  void acts_as(Caller caller, AppPool::Lease lease);
  [[nodiscard]] bool is_known() const { return caller_.has_value(); }
  [[nodiscard]] const Caller& caller() const { return caller_.value(); }
  /// Whether the token has this scope; whoever is signed in may do everything of his own.
  [[nodiscard]] bool allows(app::TokenScope scope) const;
  /// Throws HttpError(403) for anybody else.
  void require_administrator() const;
  /// Where the person is signed in. Throws HttpError(403) for a program with a token.
  [[nodiscard]] const store::Session& session() const;
  [[nodiscard]] app::App& app() const { return lease_.value().app(); }

private:
  const Request& request_;
  const Description& route_;
  std::map<std::string, std::string> parts_;
  Service& service_;
  std::optional<Caller> caller_;
  std::optional<AppPool::Lease> lease_;
};

/// A document as the body of an answer.
Response json_response(const nlohmann::json& document, int status = 200);

/// A field of a body. Throws HttpError(400) when it is missing or of another type.
std::string text_field(const nlohmann::json& body, const char* name);

} // namespace tracekit::web
