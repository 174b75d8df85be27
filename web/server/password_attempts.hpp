// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "providers/provider.hpp"
#include "store/repositories/users.hpp"

namespace tracekit::web {

/// Sign-ins with a password that may ask for a code in the middle: each runs on a thread of its own, and waits there
/// while the person reads his e-mail, between two requests. One a person; they live no longer than some minutes, and
/// not beyond the server. Thread-safe.
class PasswordAttempts {
public:
  using SignIn = std::function<Account(const CodeQuestion& ask_code)>;

  /// How far a sign-in has come.
  struct Step {
    std::optional<Account> account; ///< it is done
    std::string attempt;            ///< else: by what name a code is handed in
    std::string how;                ///< and how the provider says that it sent it
  };

  PasswordAttempts() = default;
  PasswordAttempts(const PasswordAttempts&) = delete;
  PasswordAttempts& operator=(const PasswordAttempts&) = delete;
  ~PasswordAttempts();

  /// Returns when it is done or wants a code, and throws what it throws. Another one of the same person ends.
  Step begin(UserId user, SignIn sign_in);
  /// The same after a code was handed in. Throws Error(not_found) when there is no such attempt of the person.
  Step go_on(UserId user, const std::string& attempt, const Secret& code);

private:
  struct Attempt {
    std::string name;
    std::mutex mutex;
    std::condition_variable changed;
    bool is_given_up = false;
    std::optional<std::string> asked; ///< how the code was sent that it waits for
    std::optional<Secret> code;
    std::optional<Account> account;
    std::exception_ptr problem;
    std::jthread thread; ///< is waited for before the others go
  };

  static Secret wait_for_code(Attempt& attempt, const std::string& how);
  static void give_up(Attempt& attempt);
  void start(UserId user, const std::shared_ptr<Attempt>& attempt, SignIn sign_in);
  Step next_step(UserId user, const std::shared_ptr<Attempt>& attempt);

  std::mutex starting_; ///< taken before `mutex_`
  std::mutex mutex_;
  std::map<UserId, std::shared_ptr<Attempt>> attempts_;
};

} // namespace tracekit::web
