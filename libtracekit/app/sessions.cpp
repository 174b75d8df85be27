// SPDX-License-Identifier: MIT
#include "app/sessions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/people.hpp"
#include "base/encoding.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "config/password.hpp"
#include "store/repositories/login_attempts.hpp"

namespace tracekit::app {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_length = 43; ///< in Base64
constexpr std::size_t longest_agent = 200;
constexpr EpochSeconds day_s = 24 * 3600;
constexpr EpochSeconds longest_session_s = 90 * day_s;

// Mistyping is free; guessing is not. The wait doubles up to a quarter of an hour, after which all is forgotten.
constexpr std::int64_t free_by_email = 5;
constexpr std::int64_t free_by_peer = 20;
constexpr EpochSeconds first_wait_s = 15;
constexpr EpochSeconds longest_wait_s = 900;

EpochSeconds wait_after(std::int64_t failures, std::int64_t free) {
  constexpr std::int64_t most_doublings = 6;
  return failures < free
             ? 0
             : std::min(longest_wait_s, first_wait_s << std::min<std::int64_t>(failures - free, most_doublings));
}

/// Counts a try before it is made, so that many at once do not slip through.
class Throttle {
public:
  Throttle(App& owner, const std::string& email, const std::string& peer)
      : attempts_(owner.store().connection()), email_("email:" + email), peer_("peer:" + peer), now_(owner.now()) {
    attempts_.forget_old(now_ - longest_wait_s);
    check(email_, free_by_email);
    check(peer_, free_by_peer);
    attempts_.note(email_, now_);
    attempts_.note(peer_, now_);
  }
  void succeeded() {
    attempts_.forget(email_);
    attempts_.forget(peer_);
  }

private:
  void check(const std::string& who, std::int64_t free) {
    const auto failures = attempts_.of(who);
    const EpochSeconds until = failures.last_at + wait_after(failures.count, free);
    if (until > now_) {
      throw RateLimited("too many wrong passwords", until);
    }
  }

  store::LoginAttempts attempts_;
  std::string email_;
  std::string peer_;
  EpochSeconds now_;
};

std::string token_hash(std::string_view token) { return sha256_hex(as_bytes(token)); }

EpochSeconds idle_end_s(const App& owner) {
  return day_s * parse_integer(owner.settings().values.at("web.session_days").text).value();
}

} // namespace

NewSession log_in(App& owner, const LogIn& with) {
  const std::string email = to_lower(trim(with.email)).substr(0, 254);
  Throttle throttle(owner, email, with.peer);
  const auto person = store::People(owner.store().connection()).find(email);
  if (!config::is_password(with.password, person ? person->password : "")) {
    if (person) {
      owner.store().for_user(person->id).audit.append(email, "session.refused", "from " + with.peer, owner.now());
    }
    throw Error(ErrorKind::auth, "e-mail address or password is wrong");
  }
  throttle.succeeded();
  if (person->state != store::PersonState::active) {
    throw Error(ErrorKind::conflict, person->state == store::PersonState::pending
                                         ? "your account waits for the approval of an administrator"
                                         : "your account is blocked");
  }
  return begin_session(owner, person->id, with);
}

NewSession begin_session(App& owner, UserId person, const LogIn& with) {
  Secret token(base64_url(random_bytes(token_bytes)));
  auto transaction = owner.store().transaction();
  store::SessionIndex(owner.store().connection())
      .forget_old(owner.now() - longest_session_s, owner.now() - idle_end_s(owner));
  const store::Session session =
      store::Sessions(owner.store().connection(), person)
          .add(token_hash(token.reveal()), to_valid_utf8(with.agent.substr(0, longest_agent)), with.peer, owner.now());
  owner.store().for_user(person).audit.append(to_lower(trim(with.email)), "session.begin",
                                              fmt::format("{} from {}", session.id, with.peer), owner.now());
  transaction.commit();
  return {session, std::move(token)};
}

std::optional<store::SessionIndex::Found> find_session(App& owner, std::string_view token) {
  if (token.size() != token_length) {
    return std::nullopt;
  }
  // Looking a hash up tells by its time nothing that helps to guess a token.
  store::SessionIndex index(owner.store().connection());
  auto found = index.find(token_hash(token));
  const EpochSeconds now = owner.now();
  if (!found || found->person.state != store::PersonState::active ||
      now - found->session.created_at >= longest_session_s || now - found->session.last_seen_at >= idle_end_s(owner)) {
    return std::nullopt;
  }
  index.note_use(found->session, now);
  return found;
}

void change_password(App& app, const store::Session& kept, const Secret& old_password, const Secret& new_password) {
  check_password_rules(new_password);
  store::People people(app.store().connection());
  const auto person = people.find(app.mine().user());
  Throttle throttle(app, person->email, "password of " + person->email);
  if (!config::is_password(old_password, person->password)) {
    throw Error(ErrorKind::usage, "the old password is wrong");
  }
  throttle.succeeded();
  const std::string hash = config::password_hash(new_password);
  auto transaction = app.store().transaction();
  people.set_password(person->id, hash);
  store::Sessions(app.store().connection(), person->id).end_others(kept.id);
  app.mine().audit.append(person->email, "user.password", "in the dashboard", app.now());
  transaction.commit();
}

nlohmann::json to_json(const store::Session& session, std::int64_t own) {
  return {{"id", session.id},
          {"agent", session.agent},
          {"peer", session.peer},
          {"created_at", format_utc(session.created_at)},
          {"last_seen_at", format_utc(session.last_seen_at)},
          {"own", session.id == own}};
}

} // namespace tracekit::app
