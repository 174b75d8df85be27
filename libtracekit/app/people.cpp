// SPDX-License-Identifier: MIT
#include "app/people.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "config/password.hpp"
#include "store/repositories/sessions.hpp"

namespace tracekit::app {
namespace {

constexpr std::size_t longest_email = 254; // RFC 5321
constexpr std::size_t shortest_password = 8;
constexpr std::size_t longest_password = 1024;
constexpr std::size_t claim_bytes = 20;

store::Person must_find(store::People& people, UserId id) {
  auto person = people.find(id);
  if (!person) {
    throw Error(ErrorKind::not_found, fmt::format("there is no user {}", id), "`tracekit users` lists them");
  }
  return std::move(*person);
}

void note(App& owner, const std::string& actor, const char* action, const store::Person& person) {
  owner.mine().audit.append(actor, action, fmt::format("{} {}", person.id, person.email), owner.now());
}

store::PersonState claim(App& owner, const SignUp& wanted, const std::string& email) {
  store::People people(owner.store().connection());
  const std::string token = people.claim_token();
  if (people.has_data(owner.mine().user()) && (token.empty() || !same_secret(wanted.claim.reveal(), token))) {
    throw Error(ErrorKind::auth, "the one-time token is wrong", "`tracekit web token` shows it");
  }
  if (!people.claim(owner.mine().user(), email, config::password_hash(wanted.password))) {
    throw Error(ErrorKind::conflict, "somebody has just signed up as the first one", "sign up again");
  }
  owner.mine().audit.append(email, "user.claim", "from the dashboard", owner.now());
  return store::PersonState::active;
}

} // namespace

std::string checked_email(const std::string& text) {
  const std::string address = to_lower(trim(text));
  const std::size_t at = address.find('@');
  const bool is_plain = std::all_of(address.begin(), address.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (at == 0 || at == std::string::npos || at + 1 == address.size() || !is_plain || address.size() > longest_email) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no e-mail address", to_valid_utf8(text.substr(0, 100))));
  }
  return address;
}

Beginning beginning(App& owner) {
  store::People people(owner.store().connection());
  return people.any_password()                  ? Beginning::later
         : people.has_data(owner.mine().user()) ? Beginning::first_to_claim
                                                : Beginning::first;
}

Secret claim_token(App& owner) {
  if (beginning(owner) != Beginning::first_to_claim) {
    return {};
  }
  store::People people(owner.store().connection());
  if (people.claim_token().empty()) {
    people.set_claim_token(base64_url(random_bytes(claim_bytes)));
  }
  return Secret(people.claim_token());
}

void check_password_rules(const Secret& password) {
  if (password.reveal().size() < shortest_password || password.reveal().size() > longest_password) {
    throw Error(
        ErrorKind::usage,
        fmt::format("a password has {} characters or more, and at most {}", shortest_password, longest_password),
        "a few words that do not belong together are easy to keep in mind");
  }
}

store::PersonState sign_up(App& owner, const SignUp& wanted) {
  const std::string email = checked_email(wanted.email);
  check_password_rules(wanted.password);
  store::People people(owner.store().connection());
  if (!people.any_password()) {
    return claim(owner, wanted, email);
  }
  const std::string hash = config::password_hash(wanted.password); // always, so that time tells nothing either
  if (people.find(email)) {
    owner.mine().audit.append("web", "user.sign_up_again", email, owner.now());
    return store::PersonState::pending;
  }
  auto transaction = owner.store().transaction();
  const UserId id = people.add_pending(email, hash, owner.now());
  owner.mine().audit.append("web", "user.sign_up", fmt::format("{} {}", id, email), owner.now());
  owner.mine().notifications.add(store::NotificationLevel::info, fmt::format("sign-up {}", id),
                                 fmt::format("{} signed up and waits for your approval.", email), owner.now());
  transaction.commit();
  return store::PersonState::pending;
}

void approve_person(App& owner, UserId id, const std::string& actor) {
  auto transaction = owner.store().transaction();
  store::People people(owner.store().connection());
  const store::Person person = must_find(people, id);
  people.set_state(id, store::PersonState::active);
  note(owner, actor, "user.approve", person);
  transaction.commit();
}

void block_person(App& owner, UserId id, const std::string& actor) {
  auto transaction = owner.store().transaction();
  store::People people(owner.store().connection());
  const store::Person person = must_find(people, id);
  if (id == owner.mine().user()) {
    throw Error(ErrorKind::conflict, "the owner of this installation cannot be blocked");
  }
  people.set_state(id, store::PersonState::blocked);
  note(owner, actor, "user.block", person);
  transaction.commit();
}

void remove_person(App& owner, UserId id, const std::string& actor) {
  auto transaction = owner.store().transaction();
  store::People people(owner.store().connection());
  const store::Person person = must_find(people, id);
  if (!people.remove_pending(id)) {
    throw Error(ErrorKind::conflict, fmt::format("user {} does not wait for approval", id),
                "only those who never came in can be removed; block others");
  }
  note(owner, actor, "user.remove", person);
  transaction.commit();
}

void set_password(App& owner, UserId id, const Secret& password, const std::string& actor) {
  check_password_rules(password);
  const std::string hash = config::password_hash(password);
  auto transaction = owner.store().transaction();
  store::People people(owner.store().connection());
  const store::Person person = must_find(people, id);
  people.set_password(id, hash);
  store::Sessions(owner.store().connection(), id).end_others(0);
  note(owner, actor, "user.password", person);
  transaction.commit();
}

nlohmann::json to_json(const store::Person& person) {
  return {{"id", person.id},
          {"email", person.email},
          {"state", to_string(person.state)},
          {"admin", person.is_admin},
          {"created_at", format_utc(person.created_at)},
          {"last_seen_at", person.last_seen_at ? nlohmann::json(format_utc(*person.last_seen_at)) : nlohmann::json()}};
}

} // namespace tracekit::app
