// SPDX-License-Identifier: MIT
#include "options.hpp"

#include <CLI/CLI.hpp>
#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "hosts.hpp"
#include "manual/declared.hpp"

namespace tracekit::web {
namespace {

constexpr int wrong_usage = 2;
constexpr int highest_port = 65535;
constexpr int most_threads = 256;
constexpr double longest_drain_s = 300;

bool is_ipv4(const std::string& address) {
  in_addr parsed{};
  return ::inet_pton(AF_INET, address.c_str(), &parsed) == 1;
}

/// What is read as text first.
struct Words {
  std::string listen = "127.0.0.1:5000";
  std::string log_format;
};

void declare(CLI::App& line, Options& options, Words& words) {
  line.name("tracekit-web");
  line.description("Serves tracekit's web API and receives the webhooks of providers.");
  line.set_version_flag("--version", TRACEKIT_VERSION);
  line.add_option("--listen", words.listen, "IPv4 address and port (0: a free one)")->capture_default_str();
  line.add_option("--db", options.overrides.database, "database, instead of what the settings say");
  line.add_option("--config", options.overrides.config, "settings file");
  line.add_flag(
      "--behind-proxy", options.behind_proxy,
      "a reverse proxy speaks TLS to the world: another address than this machine's own may be listened on, and "
      "no request counts as coming from this machine");
  line.add_option("--host", options.hosts, "a name under which the proxy calls the server (may be repeated)");
  line.add_option("--assets", options.assets, "for development: a folder with a built front end, read at each request")
      ->check(CLI::ExistingDirectory);
  line.add_option("--threads", options.threads, "requests that are answered at once")
      ->check(CLI::Range(1, most_threads))
      ->capture_default_str();
  line.add_option("--drain", options.drain_s, "seconds for which requests are still answered after a request to stop")
      ->check(CLI::Range(0.0, longest_drain_s))
      ->capture_default_str();
  line.add_flag("!--no-worker", options.works, "do no jobs here, even with SQLite");
  line.add_option("--log-format", words.log_format, "of the lines on standard error, instead of $TRACEKIT_LOG_FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
}

} // namespace

ListenOptions listen_address(const std::string& text, bool behind_proxy) {
  const auto colon = text.rfind(':');
  ListenOptions listen;
  if (colon != std::string::npos) {
    listen.address = text.substr(0, colon);
  }
  const auto port = parse_integer(text.substr(colon == std::string::npos ? 0 : colon + 1));
  if (!is_ipv4(listen.address) || !port || *port < 0 || *port > highest_port) {
    throw Error(ErrorKind::usage, fmt::format("--listen {}: expected an IPv4 address and a port", text),
                "for example --listen 127.0.0.1:5000");
  }
  listen.port = static_cast<int>(*port);
  if (!is_loopback(listen.address) && !behind_proxy) {
    throw Error(
        ErrorKind::usage,
        fmt::format("--listen {}: others could reach this address, and the server speaks HTTP without encryption",
                    text),
        "put a reverse proxy with TLS in front and say --behind-proxy, or listen on 127.0.0.1");
  }
  return listen;
}

std::variant<Options, int> parse_options(int argc, char** argv) {
  CLI::App line;
  Options options;
  Words words;
  declare(line, options, words);
  try {
    line.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return line.exit(error) == 0 ? 0 : wrong_usage;
  }
  options.listen = listen_address(words.listen, options.behind_proxy);
  options.log_format = log_format_of(words.log_format);
  return options;
}

manual::ProgramHelp command_line_help() {
  CLI::App line;
  Options options;
  Words words;
  declare(line, options, words);
  return manual::declared(line);
}

} // namespace tracekit::web
