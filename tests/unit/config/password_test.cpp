// SPDX-License-Identifier: MIT
#include "config/password.hpp"

#include "config_support.hpp"

using namespace tracekit;
using namespace tracekit::config;

TEST_CASE("a password is kept as Argon2id with a salt of its own") {
  const Secret password(std::string("correct horse"));
  const std::string hash = password_hash(password);
  CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(hash != password_hash(password));
  CHECK(is_password(password, hash));
  CHECK_FALSE(is_password(Secret(std::string("Correct horse")), hash));
  CHECK_FALSE(is_password(password, ""));
  CHECK_FALSE(is_password(password, "$argon2id$damaged"));
}
