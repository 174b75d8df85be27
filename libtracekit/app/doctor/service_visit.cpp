// SPDX-License-Identifier: MIT
#include "app/doctor/service_visit.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/accounts.hpp"
#include "app/limits.hpp"
#include "base/encoding.hpp"

namespace tracekit::app {
namespace {

constexpr double patience_s = 10;

/// What the person did not agree to. Nothing where the service does not tell what was granted.
std::vector<std::string> missing_scopes(const ProviderInfo& info, const net::Tokens& tokens) {
  std::vector<std::string> missing;
  if (!info.oauth || tokens.scopes.empty()) {
    return missing;
  }
  for (const std::string& scope : info.oauth->scopes) {
    if (std::ranges::find(tokens.scopes, scope) == tokens.scopes.end()) {
      missing.push_back(scope);
    }
  }
  return missing;
}

} // namespace

ServiceVisit::ServiceVisit(App& app, const std::string& provider)
    : info_(registered_provider(provider).info), witness_(info_.title, app.clock(), patience_s) {
  ProviderContext context = app.context_for(provider);
  context.network = witness_.watch(context.network);
  tokens_ = context.tokens;
  if (tokens_) {
    tokens_before_ = tokens_->load();
  }
  provider_ = registered_provider(provider).make(std::move(context));
}

void ServiceVisit::ask() noexcept {
  try {
    account_ = provider_->account_reader()->account();
    const auto now = tokens_ ? tokens_->load() : std::nullopt;
    renewed_ = now && tokens_before_ && !same_secret(now->access.reveal(), tokens_before_->access.reveal());
  } catch (const RateLimited& error) {
    error_ = error;
    limited_until_ = error.resets_at();
  } catch (const Error& error) {
    error_ = error;
  } catch (const std::exception& error) {
    error_ = Error(ErrorKind::provider, fmt::format("unexpected failure: {}", error.what()));
  }
}

void ServiceVisit::add(Diagnosis& diagnosis, Verdict verdict, std::string message, std::string advice,
                       std::optional<ErrorKind> kind) const {
  diagnosis.add({"provider", info_.title, verdict, std::move(message), std::move(advice), info_.id, kind});
}

void ServiceVisit::report(App& app, Diagnosis& diagnosis) const {
  if (error_ && limited_until_) {
    add(diagnosis, Verdict::broken, limit_words(app, *limited_until_), "wait for it", ErrorKind::rate_limit);
  } else if (error_) {
    add(diagnosis, Verdict::broken, error_->what(), error_->hint(), error_->kind());
  } else {
    report_account(app, diagnosis);
  }
  const auto missing = tokens_before_ ? missing_scopes(info_, *tokens_before_) : std::vector<std::string>();
  if (!missing.empty()) {
    add(diagnosis, Verdict::broken, fmt::format("was not allowed to tracekit: {}", fmt::join(missing, ", ")),
        fmt::format("`tracekit auth {}`, and leave the boxes ticked", info_.id), ErrorKind::auth);
  }
}

/// The account to which somebody signed in; older sign-ins only left it beside the tokens.
std::optional<std::string> ServiceVisit::account_before(App& app) const {
  if (auto remembered = remembered_account(app, info_.id)) {
    return remembered;
  }
  if (info_.oauth && tokens_before_) {
    for (const std::string& key : info_.oauth->account_keys) {
      if (const auto found = tokens_before_->extra.find(key); found != tokens_before_->extra.end()) {
        return found->second;
      }
    }
  }
  return std::nullopt;
}

void ServiceVisit::report_account(App& app, Diagnosis& diagnosis) const {
  const std::string who = fmt::format("{} ({})", account_->name, account_->id);
  const auto before = account_before(app);
  if (before && *before != account_->id) {
    add(diagnosis, Verdict::broken, fmt::format("the sign-in changed: it is {} now and was account {}", who, *before),
        how_to_change_accounts(info_.id), ErrorKind::auth);
    return;
  }
  add(diagnosis, Verdict::good, fmt::format("signed in as {}{}", who, renewed_ ? ", renewed just now" : ""), "", {});
}

} // namespace tracekit::app
