// SPDX-License-Identifier: MIT
#pragma once

#include "answer_cache.hpp"
#include "app_pool.hpp"
#include "assets/assets.hpp"
#include "events/broadcaster.hpp"
#include "http/cookies.hpp"
#include "log.hpp"
#include "readiness.hpp"
#include "request_metrics.hpp"
#include "webhook_metrics.hpp"

namespace tracekit::web {

/// What requests share.
struct Service {
  AppPool& apps;
  const Assets& assets;
  Readiness& readiness;
  RequestMetrics& requests;
  WebhookMetrics& webhooks;
  Log& log;
  Broadcaster& events;
  AnswerCache& answers;
  Cookies cookies;
  bool behind_proxy = false; ///< which speaks TLS to the world, and says who calls
};

} // namespace tracekit::web
