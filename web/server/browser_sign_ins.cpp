// SPDX-License-Identifier: MIT
#include "browser_sign_ins.hpp"

#include <algorithm>

namespace tracekit::web {
namespace {

constexpr EpochSeconds patience_s = 600;
constexpr std::ptrdiff_t most_of_one_person = 20;

} // namespace

void BrowserSignIns::forget_old(EpochSeconds now) {
  std::erase_if(by_state_, [&](const auto& entry) { return entry.second.begun_at + patience_s < now; });
}

void BrowserSignIns::remember(BrowserSignIn sign_in) {
  const std::lock_guard lock(mutex_);
  forget_old(sign_in.begun_at);
  const auto is_his = [&](const auto& entry) { return entry.second.user == sign_in.user; };
  if (std::ranges::count_if(by_state_, is_his) >= most_of_one_person) {
    std::erase_if(by_state_, is_his);
  }
  std::string state = sign_in.request.state;
  by_state_.insert_or_assign(std::move(state), std::move(sign_in));
}

std::optional<BrowserSignIn> BrowserSignIns::take(const std::string& state, UserId user, const std::string& provider,
                                                  EpochSeconds now) {
  const std::lock_guard lock(mutex_);
  forget_old(now);
  const auto found = by_state_.find(state);
  if (found == by_state_.end() || found->second.user != user || found->second.provider != provider) {
    return std::nullopt;
  }
  BrowserSignIn sign_in = std::move(found->second);
  by_state_.erase(found);
  return sign_in;
}

} // namespace tracekit::web
