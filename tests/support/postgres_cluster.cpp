// SPDX-License-Identifier: MIT
#include "support/postgres_cluster.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <glob.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

#include "store/postgres_loader.hpp"
#include "store/roles.hpp"
#include "store/store.hpp"

namespace tracekit::test {
namespace {

namespace fs = std::filesystem;

std::string newest_program_folder() {
  glob_t found{};
  std::string folder;
  if (::glob("/usr/lib/postgresql/*/bin/initdb", 0, nullptr, &found) == 0) {
    folder = fs::path(found.gl_pathv[found.gl_pathc - 1]).parent_path().string();
  }
  ::globfree(&found);
  return folder;
}

int free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(descriptor, generic, size) == 0 && ::getsockname(descriptor, generic, &size) == 0;
  ::close(descriptor);
  if (!bound) {
    throw std::runtime_error("no free port on the loopback interface");
  }
  return ntohs(address.sin_port);
}

// The server refuses to run as root.
const passwd* unprivileged_user() {
  if (::geteuid() != 0) {
    return nullptr;
  }
  const passwd* user = ::getpwnam("postgres");
  return user != nullptr ? user : ::getpwnam("nobody");
}

pid_t start(const std::vector<std::string>& command, const fs::path& log) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  const passwd* user = unprivileged_user();
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child != 0) {
    return child;
  }
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  if (user != nullptr && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) {
    ::_exit(126);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // a test that crashes leaves no server behind
  if (::getppid() != parent) {
    ::_exit(125);
  }
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

} // namespace

bool PostgresCluster::available() { return !newest_program_folder().empty(); }

PostgresCluster& PostgresCluster::instance() {
  static PostgresCluster cluster;
  return cluster;
}

PostgresCluster::PostgresCluster() {
  const std::string programs = newest_program_folder();
  if (programs.empty()) {
    throw std::runtime_error("PostgreSQL's server programs are not installed");
  }
  std::string name = (fs::temp_directory_path() / "tracekit-postgres-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder for a PostgreSQL cluster");
  }
  folder_ = name;
  if (const passwd* user = unprivileged_user();
      user != nullptr && ::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) {
    throw std::runtime_error("the cluster's folder cannot be given to " + std::string(user->pw_name));
  }
  const std::string data = (folder_ / "data").string();
  const pid_t maker = start({programs + "/initdb", "-D", data, "-U", "tracekit", "-A", "trust", "-E", "UTF8",
                             "--locale=C.UTF-8", "--no-sync"},
                            folder_ / "log");
  int status = 0;
  ::waitpid(maker, &status, 0);
  if (status != 0) {
    throw std::runtime_error("initdb failed, see " + (folder_ / "log").string());
  }
  port_ = free_port();
  server_ = start({programs + "/postgres", "-D", data, "-k", folder_.string(), "-p", std::to_string(port_), "-c",
                   "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c",
                   "full_page_writes=off"},
                  folder_ / "log");
}

PostgresCluster::~PostgresCluster() {
  if (server_ > 0) {
    ::kill(server_, SIGQUIT);
    ::waitpid(server_, nullptr, 0);
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::string PostgresCluster::url(const std::string& database, const std::string& role) const {
  return fmt::format("postgresql://{}@127.0.0.1:{}/{}", role, port_, database);
}

void PostgresCluster::run(const std::string& sql) { store::load_postgres_driver(url("postgres"), 30)->run_script(sql); }

std::string PostgresCluster::create_database(bool with_schema) {
  if (with_schema && !template_made_) {
    run("CREATE DATABASE template_tracekit");
    Store::migrate(url("template_tracekit"));
    template_made_ = true;
  }
  const std::string name = fmt::format("test_{}", ++databases_);
  run(fmt::format("CREATE DATABASE {} TEMPLATE {}", name, with_schema ? "template_tracekit" : "template0"));
  return url(name);
}

std::string PostgresCluster::create_database_with_roles() {
  const std::string name = fmt::format("test_{}", ++databases_);
  run(fmt::format("CREATE DATABASE {} TEMPLATE template0", name));
  store::apply_roles(url(name));
  Store::migrate(url(name, "tracekit_migrator"));
  return name;
}

} // namespace tracekit::test
