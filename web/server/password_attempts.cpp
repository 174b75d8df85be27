// SPDX-License-Identifier: MIT
#include "password_attempts.hpp"

#include <chrono>
#include <utility>

#include "base/error.hpp"
#include "net/oauth2.hpp"

namespace tracekit::web {
namespace {

constexpr std::chrono::minutes patience{5};

Error no_such_attempt() {
  return {ErrorKind::not_found, "nobody waits for this code any more", "start the sign-in again"};
}

} // namespace

PasswordAttempts::~PasswordAttempts() {
  for (const auto& [user, attempt] : attempts_) {
    give_up(*attempt);
  }
}

void PasswordAttempts::give_up(Attempt& attempt) {
  const std::lock_guard lock(attempt.mutex);
  attempt.is_given_up = true;
  attempt.changed.notify_all();
}

Secret PasswordAttempts::wait_for_code(Attempt& attempt, const std::string& how) {
  std::unique_lock lock(attempt.mutex);
  attempt.asked = how;
  attempt.changed.notify_all();
  attempt.changed.wait_for(lock, patience, [&] { return attempt.code.has_value() || attempt.is_given_up; });
  attempt.asked.reset();
  if (!attempt.code) {
    throw Error(ErrorKind::auth, "no code came in time; nothing was saved", "start the sign-in again");
  }
  Secret code = std::move(*attempt.code);
  attempt.code.reset();
  return code;
}

PasswordAttempts::Step PasswordAttempts::begin(UserId user, SignIn sign_in) {
  auto attempt = std::make_shared<Attempt>();
  attempt->name = net::new_state();
  start(user, attempt, std::move(sign_in));
  return next_step(user, attempt);
}

void PasswordAttempts::start(UserId user, const std::shared_ptr<Attempt>& attempt, SignIn sign_in) {
  const std::lock_guard one_at_a_time(starting_); // whoever is found in the list has a thread
  std::shared_ptr<Attempt> before;
  {
    const std::lock_guard lock(mutex_);
    before = std::exchange(attempts_[user], attempt);
  }
  if (before) {
    give_up(*before);
    before->thread.join(); // until then it has the provider
  }
  attempt->thread = std::jthread([&one = *attempt, sign_in = std::move(sign_in)] {
    std::optional<Account> account;
    std::exception_ptr problem;
    try {
      account = sign_in([&one](const std::string& how) { return wait_for_code(one, how); });
    } catch (...) {
      problem = std::current_exception();
    }
    const std::lock_guard lock(one.mutex);
    one.account = std::move(account);
    one.problem = problem;
    one.changed.notify_all();
  });
}

PasswordAttempts::Step PasswordAttempts::go_on(UserId user, const std::string& name, const Secret& code) {
  std::shared_ptr<Attempt> attempt;
  {
    const std::lock_guard lock(mutex_);
    const auto found = attempts_.find(user);
    if (found == attempts_.end() || found->second->name != name) {
      throw no_such_attempt();
    }
    attempt = found->second;
  }
  {
    const std::lock_guard lock(attempt->mutex);
    if (!attempt->asked) {
      throw no_such_attempt();
    }
    attempt->asked.reset();
    attempt->code = code;
    attempt->changed.notify_all();
  }
  return next_step(user, attempt);
}

PasswordAttempts::Step PasswordAttempts::next_step(UserId user, const std::shared_ptr<Attempt>& attempt) {
  std::unique_lock lock(attempt->mutex);
  attempt->changed.wait(lock, [&] { return attempt->asked || attempt->account || attempt->problem; });
  if (attempt->asked) {
    return {std::nullopt, attempt->name, *attempt->asked};
  }
  lock.unlock();
  {
    const std::lock_guard all(mutex_);
    const auto found = attempts_.find(user);
    if (found != attempts_.end() && found->second == attempt) {
      attempts_.erase(found); // `attempt` keeps it until its thread has ended
    }
  }
  if (attempt->problem) {
    std::rethrow_exception(attempt->problem);
  }
  return {attempt->account, "", ""};
}

} // namespace tracekit::web
