// SPDX-License-Identifier: MIT
#include "app/jobs/hook.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <thread>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "config/environment.hpp"
#include "net/http_client.hpp"
#include "net/url.hpp"

namespace tracekit::app {
namespace {

using namespace std::chrono_literals;

constexpr auto command_time = 60s;

std::string value_of(const config::Environment& environment, const std::string& name) {
  const auto variable = environment.find(name);
  return variable ? variable->value : std::string();
}

/// A file without a name that holds the event, read from its beginning: a pipe would block on a command that does not
/// read.
class InputFile {
public:
  explicit InputFile(const std::string& text) : file_(std::tmpfile()) {
    if (file_ == nullptr || std::fwrite(text.data(), 1, text.size(), file_) != text.size() || std::fflush(file_) != 0 ||
        std::fseek(file_, 0, SEEK_SET) != 0) {
      close();
      throw Error(ErrorKind::input, "there is no room for the event of a hook",
                  "free some space in the temporary folder");
    }
  }
  ~InputFile() { close(); }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  [[nodiscard]] int descriptor() const { return ::fileno(file_); }

private:
  void close() {
    if (file_ != nullptr) {
      std::fclose(file_);
    }
  }
  std::FILE* file_;
};

pid_t start(const std::string& command, int input) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP); // so that all of it can be ended
  const std::string shell = "/bin/sh";
  const std::string option = "-c";
  char* arguments[] = {const_cast<char*>(shell.c_str()), const_cast<char*>(option.c_str()),
                       const_cast<char*>(command.c_str()), nullptr};
  pid_t process = 0;
  const int failure = ::posix_spawn(&process, shell.c_str(), &actions, &attributes, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) {
    throw Error(ErrorKind::provider, fmt::format("the hook's command cannot be started ({})", std::strerror(failure)));
  }
  return process;
}

void run_command(const std::string& command, const std::string& text, const Cancellation& cancellation) {
  const InputFile input(text);
  const pid_t process = start(command, input.descriptor());
  const auto deadline = std::chrono::steady_clock::now() + command_time;
  int status = 0;
  while (::waitpid(process, &status, WNOHANG) == 0) {
    if (cancellation.requested() || std::chrono::steady_clock::now() > deadline) {
      ::kill(-process, SIGKILL);
      ::waitpid(process, &status, 0);
      cancellation.check();
      throw Error(ErrorKind::provider, "the hook's command took over a minute and was ended");
    }
    std::this_thread::sleep_for(20ms);
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw Error(ErrorKind::provider,
                fmt::format("the hook's command ended with {}", WIFEXITED(status) ? WEXITSTATUS(status) : -1));
  }
}

void post(const std::string& url, const std::string& text, const Cancellation& cancellation) {
  net::require_safe(net::Url::parse(url));
  net::ClientOptions options;
  options.provider = "hook";
  options.title = "The address of the hook";
  options.retry.attempts = 1; // the job is tried again
  const SystemClock clock;
  net::HttpClient client(options, {}, clock, cancellation);
  net::HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.headers.add("Content-Type", "application/json");
  request.body = text;
  request.timeouts.total_s = 30;
  try {
    const net::HttpResponse response = client.send(request);
    if (!response.ok()) {
      throw Error(ErrorKind::provider, fmt::format("the hook's address answered {}", response.status));
    }
  } catch (const net::NetworkError&) {
    throw Error(ErrorKind::network, "the hook's address cannot be reached");
  }
}

} // namespace

Hook Hook::of_environment() {
  config::Environment environment = config::Environment::of_process();
  environment.read_dotenv(std::filesystem::current_path());
  return {value_of(environment, "TRACEKIT_HOOK_COMMAND"), value_of(environment, "TRACEKIT_HOOK_URL")};
}

void deliver(const Hook& hook, const nlohmann::json& event, const Cancellation& cancellation) {
  const std::string text = event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  if (!hook.command.empty()) {
    run_command(hook.command, text, cancellation);
  }
  if (!hook.url.empty()) {
    post(hook.url, text, cancellation);
  }
}

} // namespace tracekit::app
