// SPDX-License-Identifier: MIT
#include "events/broadcaster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "errors.hpp"

namespace tracekit::web {
namespace {

constexpr std::size_t most_listeners = 256;
constexpr std::ptrdiff_t most_of_one_person = 20;
constexpr std::size_t most_waiting_bytes = std::size_t{256} << 10U;
constexpr std::chrono::milliseconds between_looks{500};
constexpr std::uint64_t rounds_between_entrance_checks = 10;

EpochSeconds now() { return SystemClock().now(); }

bool is_open(const store::Live::Entrances& entrances, const Entrance& entrance) {
  return entrance.session ? std::ranges::find(entrances.sessions, *entrance.session) != entrances.sessions.end()
                          : std::ranges::find(entrances.tokens, entrance.token.value()) != entrances.tokens.end();
}

} // namespace

std::optional<std::string> Subscription::wait(std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  something_.wait_for(lock, at_most, [this] { return ended_ || !waiting_.empty(); });
  if (ended_) {
    return std::nullopt;
  }
  return std::exchange(waiting_, {});
}

void Subscription::push(const std::string& event) {
  const std::lock_guard lock(mutex_);
  waiting_ += event;
  ended_ = ended_ || waiting_.size() > most_waiting_bytes;
  something_.notify_one();
}

void Subscription::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  something_.notify_one();
}

bool Subscription::has_ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

Broadcaster::Broadcaster(std::string database_url, Log& log)
    : database_url_(std::move(database_url)), log_(log),
      thread_([this](const std::stop_token& stopping) { run(stopping); }) {}

std::shared_ptr<Subscription> Broadcaster::subscribe(const Entrance& entrance) {
  const std::lock_guard lock(mutex_);
  // Whoever holds the other end has gone: nobody but this list knows the subscription any more.
  std::erase_if(listeners_, [](const Listener& one) { return one.subscription.use_count() == 1; });
  const auto is_his = [&](const Listener& one) { return one.subscription->entrance().user == entrance.user; };
  if (std::ranges::count_if(listeners_, is_his) >= most_of_one_person) {
    const auto oldest = std::ranges::find_if(listeners_, is_his);
    oldest->subscription->end();
    listeners_.erase(oldest);
  }
  if (stopped_ || listeners_.size() >= most_listeners) {
    throw HttpError(503, "interrupted", stopped_ ? "the server is stopping" : "too many pages listen for events",
                    "try again in a moment")
        .with_header("Retry-After", "5");
  }
  listeners_.push_back({std::make_shared<Subscription>(entrance), false});
  newcomers_ = true;
  somebody_.notify_one();
  return listeners_.back().subscription;
}

void Broadcaster::stop() {
  thread_.request_stop();
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  for (const Listener& one : listeners_) {
    one.subscription->end();
  }
  listeners_.clear();
}

void Broadcaster::run(const std::stop_token& stopping) {
  while (!stopping.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      somebody_.wait(lock, stopping, [this] { return !listeners_.empty(); });
    }
    try {
      look();
    } catch (const std::exception& error) { // the database may come back
      log_.warning(fmt::format("events: {}", error.what()));
      store_.reset();
    }
    std::unique_lock lock(mutex_);
    somebody_.wait_for(lock, stopping, between_looks, [this] { return newcomers_; });
  }
}

void Broadcaster::look() {
  const std::map<UserId, bool> people = listening();
  std::erase_if(watched_, [&](const auto& one) { return !people.contains(one.first); });
  if (people.empty()) {
    store_.reset(); // nobody needs the connection
    return;
  }
  if (++rounds_ % rounds_between_entrance_checks == 0) {
    drop_those_without_entrance(people);
  }
  for (const auto& [user, has_newcomers] : people) {
    std::vector<std::string> events;
    look_at(user, events);
    if (has_newcomers || !events.empty()) {
      deliver(user, events);
    }
  }
}

void Broadcaster::look_at(UserId user, std::vector<std::string>& events) {
  const auto known = watched_.find(user);
  if (known == watched_.end()) {
    watched_.emplace(user, WatchedPerson(store(), user, now()));
    return;
  }
  for (const auto& [name, data] : known->second.news(store(), now())) {
    events.push_back(event(name, data));
  }
}

std::map<UserId, bool> Broadcaster::listening() {
  const std::lock_guard lock(mutex_);
  newcomers_ = false;
  std::erase_if(listeners_,
                [](const Listener& one) { return one.subscription.use_count() == 1 || one.subscription->has_ended(); });
  std::map<UserId, bool> people;
  for (const Listener& one : listeners_) {
    bool& has_newcomers = people[one.subscription->entrance().user];
    has_newcomers = has_newcomers || !one.greeted;
  }
  return people;
}

void Broadcaster::drop_those_without_entrance(const std::map<UserId, bool>& people) {
  // Asked before the lock, for which newcomers wait: the database may take its time.
  std::map<UserId, store::Live::Entrances> entrances;
  for (const auto& [user, has_newcomers] : people) {
    entrances.emplace(user, store::Live(store().connection(), user).entrances(now()));
  }
  const std::lock_guard lock(mutex_);
  for (const Listener& one : listeners_) {
    const Entrance& entrance = one.subscription->entrance();
    const auto found = entrances.find(entrance.user);
    if (found != entrances.end() && !is_open(found->second, entrance)) {
      one.subscription->end();
    }
  }
}

/// Newcomers are greeted now that what was there before is known, so that they miss nothing of what comes.
void Broadcaster::deliver(UserId user, const std::vector<std::string>& events) {
  std::string text;
  for (const std::string& one : events) {
    text += one;
  }
  const std::lock_guard lock(mutex_);
  for (Listener& one : listeners_) {
    if (one.subscription->entrance().user != user) {
      continue;
    }
    if (one.greeted) {
      one.subscription->push(text);
    } else {
      one.subscription->push("retry: 2000\n" + event("hello", "{}"));
      one.greeted = true;
    }
  }
}

Store& Broadcaster::store() {
  if (!store_) {
    OpenOptions options;
    options.schema = SchemaPolicy::leave;
    options.create = false;
    store_ = Store::open(database_url_, options);
  }
  return *store_;
}

std::string Broadcaster::event(std::string_view name, const std::string& data) {
  return fmt::format("event: {}\nid: {}\ndata: {}\n\n", name, next_event_++, data);
}

} // namespace tracekit::web
