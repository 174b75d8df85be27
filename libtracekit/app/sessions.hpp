// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

#include "app/app.hpp"
#include "base/secret.hpp"
#include "store/repositories/sessions.hpp"

// Browsers in which people are signed in to the dashboard. `owner` is the App of the installation's owner.
namespace tracekit::app {

struct LogIn {
  std::string email;
  Secret password;
  std::string peer;  ///< from where; trying too often from one place is refused, too
  std::string agent; ///< what the browser calls itself
};

/// A session as it begins. What the browser keeps of it is shown this once.
struct NewSession {
  store::Session session;
  Secret token; ///< 256 bits that nobody can guess
};

/// Throws Error(auth) when address or password are wrong, Error(conflict) when the person may not come in, and
/// RateLimited when that was tried too often.
NewSession log_in(App& owner, const LogIn& with);

/// One for a person who is known already, since he has just signed up.
NewSession begin_session(App& owner, UserId person, const LogIn& with);

/// Whose session it is of which a browser sent the token, when it is good; notes that it was used. It ends after
/// `web.session_days` without a visit, and after 90 days.
std::optional<store::SessionIndex::Found> find_session(App& owner, std::string_view token);

/// Another password for oneself; all other sessions end. Throws Error(usage) when the old one is wrong.
void change_password(App& app, const store::Session& kept, const Secret& old_password, const Secret& new_password);

nlohmann::json to_json(const store::Session& session, std::int64_t own);

} // namespace tracekit::app
