// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

#include "app/app.hpp"
#include "base/secret.hpp"
#include "store/repositories/people.hpp"

// Who may sign in to the dashboard. `owner` is the App of the installation's owner.
namespace tracekit::app {

/// Throws Error(usage) when it is no e-mail address; what is left is in lower case.
std::string checked_email(const std::string& text);

/// The one-time token without which nobody gets what the owner has here already; made when there is none. Empty when
/// none is needed: there is nothing, or somebody has signed up.
Secret claim_token(App& owner);

/// How a server without sessions begins.
enum class Beginning {
  first,          ///< nobody has signed up, and there is nothing yet
  first_to_claim, ///< nobody has signed up; the one-time token is needed
  later,
};
Beginning beginning(App& owner);

struct SignUp {
  std::string email;
  Secret password;
  Secret claim; ///< the one-time token
};

/// The first one becomes the owner, with what is here already; others wait until an administrator approves them. Throws
/// Error(usage) for an address or a password that is none, Error(auth) for a wrong token. Of an address that is taken
/// nothing is told.
store::PersonState sign_up(App& owner, const SignUp& wanted);

/// Throws Error(usage) for a password that is too short or too long.
void check_password_rules(const Secret& password);

/// What an administrator does with people. `actor` is for the audit. Throws Error(not_found), and Error(conflict) for
/// the owner, who cannot be blocked, and for people who wait no longer.
void approve_person(App& owner, UserId id, const std::string& actor);
void block_person(App& owner, UserId id, const std::string& actor);
void remove_person(App& owner, UserId id, const std::string& actor);
/// Ends all sessions of the person.
void set_password(App& owner, UserId id, const Secret& password, const std::string& actor);

nlohmann::json to_json(const store::Person& person);

} // namespace tracekit::app
