// SPDX-License-Identifier: MIT
#include "config/password.hpp"

#include <sodium.h>

#include <array>
#include <chrono>
#include <semaphore>

#include "base/error.hpp"
#include "config/sodium.hpp"

namespace tracekit::config {
namespace {

// What OWASP's password storage cheat sheet asks of Argon2id at least.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{19} << 20U;
constexpr std::ptrdiff_t most_at_once = 2;
constexpr std::chrono::seconds longest_wait{10};

/// One of the few places for this much memory.
class Place {
public:
  Place() {
    if (!places().try_acquire_for(longest_wait)) {
      throw Error(ErrorKind::rate_limit, "too many people are signing in", "try again in a moment");
    }
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { places().release(); }

private:
  static std::counting_semaphore<most_at_once>& places() {
    static std::counting_semaphore<most_at_once> semaphore(most_at_once);
    return semaphore;
  }
};

} // namespace

std::string password_hash(const Secret& password) {
  need_sodium();
  const Place place;
  std::array<char, crypto_pwhash_argon2id_STRBYTES> text{};
  if (crypto_pwhash_argon2id_str(text.data(), password.reveal().data(), password.reveal().size(), passes,
                                 memory_bytes) != 0) {
    throw Error(ErrorKind::database, "there is no memory for checking passwords");
  }
  return text.data();
}

bool is_password(const Secret& password, const std::string& hash) {
  static const std::string nobodys = password_hash(Secret(std::string("of nobody")));
  const Place place;
  const std::string& compared = hash.empty() ? nobodys : hash;
  const bool is_same =
      crypto_pwhash_argon2id_str_verify(compared.c_str(), password.reveal().data(), password.reveal().size()) == 0;
  return is_same && !hash.empty();
}

} // namespace tracekit::config
