// SPDX-License-Identifier: MIT
#include "app/ended_sign_in.hpp"

#include <fmt/format.h>

#include "app/sign_in.hpp"

namespace tracekit::app {
namespace {

bool is_accepted(App& app, const std::string& provider) {
  try {
    registered_provider(provider).make(app.context_for(provider))->account_reader()->account();
    return true;
  } catch (const Unauthorized&) {
    return false;
  }
}

} // namespace

bool check_sign_in(App& app, const std::string& provider) {
  if (is_accepted(app, provider)) {
    return false;
  }
  const ProviderInfo& info = registered_provider(provider).info;
  if (!sign_out(app, provider).was_signed_in) {
    return true; // told twice
  }
  app.mine().notifications.add(store::NotificationLevel::error, "sign-in:" + provider,
                               fmt::format("{} no longer lets tracekit in{}: run `tracekit auth {}` to sign in again",
                                           info.title, info.erase_when_gone ? ", and its records were erased here" : "",
                                           provider),
                               app.now());
  return true;
}

} // namespace tracekit::app
