// SPDX-License-Identifier: MIT
#include "session.hpp"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "app/app.hpp"
#include "base/error.hpp"

namespace tracekit::cli {

Session::Session(GlobalOptions options, Cancellation& cancellation)
    : options_(std::move(options)), cancellation_(cancellation), terminal_(Terminal::detect(options_.colour)),
      progress_(terminal_, options_.quiet) {}

Session::~Session() = default;

app::App& Session::app() {
  if (!app_) {
    app_ = std::make_unique<app::App>(app::Overrides{options_.config, options_.database, options_.user, {}}, progress_,
                                      cancellation_);
  }
  return *app_;
}

void Session::print(std::string_view text) {
  progress_.clear();
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    throw Error(ErrorKind::input, std::string("cannot write the output: ") + std::strerror(errno));
  }
}

void Session::flush() {
  if (std::fflush(stdout) != 0) {
    throw Error(ErrorKind::input, std::string("cannot write the output: ") + std::strerror(errno));
  }
}

void Session::print_json(const nlohmann::json& document) {
  print(document.dump(terminal_.width == Terminal::no_limit ? -1 : 2, ' ', false,
                      nlohmann::json::error_handler_t::replace) +
        "\n");
}

void Session::say(std::string_view line) {
  flush(); // so that both streams keep their order on a terminal
  progress_.note(line);
}

} // namespace tracekit::cli
