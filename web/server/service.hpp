// SPDX-License-Identifier: MIT
#pragma once

#include "app_pool.hpp"
#include "log.hpp"
#include "readiness.hpp"
#include "request_metrics.hpp"
#include "webhook_metrics.hpp"

namespace tracekit::web {

/// What requests share.
struct Service {
  AppPool& apps;
  Readiness& readiness;
  RequestMetrics& requests;
  WebhookMetrics& webhooks;
  Log& log;
};

} // namespace tracekit::web
