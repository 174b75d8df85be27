// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/app.hpp"

namespace tracekit::app {

/// The sealed secrets of the whole installation, as the keys that are in place open them.
struct SealedSecrets {
  std::uint64_t count = 0;
  std::vector<std::string> closed; ///< `Strava tokens of user 1: was sealed with another key`
};
SealedSecrets sealed_secrets(App& app);

struct KeyRotation {
  std::uint64_t resealed = 0;
  std::vector<std::string> closed;   ///< that no key opened; they stay as they are
  bool was_interrupted = false;      ///< an earlier change of the key was brought to its end here; there is no new one
  std::filesystem::path earlier_key; ///< a file with the key that held before; empty when the environment has it
  std::string place;                 ///< where the new key is: a file, or the variable that has to lose the earlier one
};

/// Seals all secrets with another key and gives up the one that held before. At each moment, also after a kill, the
/// keys in place open every secret: the key file holds both keys first, then the database changes as a whole, then the
/// earlier key goes to a file of its own, since copies from before need it. What runs meanwhile goes on. A database
/// that shares the key file with one whose key was changed follows to the key in place. Keys in the environment cannot
/// be written: there it takes the last of two and leaves the rest to the person. Throws Error(config) when there is
/// only one, Error(conflict) when another process changes the key or does not end renewing a sign-in.
KeyRotation rotate_key(App& app);

nlohmann::json to_json(const KeyRotation& rotation);

} // namespace tracekit::app
