// SPDX-License-Identifier: MIT
#include "config/locations.hpp"

#include <unistd.h>

#include "config_support.hpp"

using namespace tracekit::config;
using namespace tracekit::config::testing;

namespace {

/// A folder that this process may not enter. Root may enter every one, hence is somebody else meanwhile.
class Closed {
public:
  explicit Closed(std::filesystem::path folder) : folder_(std::move(folder)), us_(::geteuid()) {
    std::filesystem::permissions(folder_, std::filesystem::perms::none);
    REQUIRE((us_ != 0 || ::seteuid(65534) == 0));
  }
  ~Closed() {
    CHECK(::seteuid(us_) == 0);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
  }
  Closed(const Closed&) = delete;
  Closed& operator=(const Closed&) = delete;

private:
  std::filesystem::path folder_;
  uid_t us_;
};

} // namespace

TEST_CASE("the config file is looked for from the most explicit place to the least") {
  const Folder folder;
  const Environment named = with({{"HOME", folder / "home"}, {"TRACEKIT_CONFIG", folder / "named.json"}});
  const Environment home = with({{"HOME", folder / "home"}});
  const auto place = [&](const Environment& environment) {
    return locate_config(std::nullopt, environment, folder.path()).value_or("none").string();
  };
  CHECK(place(home) == "none");
  folder.write("home/.config/tracekit/tracekit_config.json", "{}");
  CHECK(place(home) == folder / "home/.config/tracekit/tracekit_config.json");
  const Environment xdg = with({{"HOME", folder / "home"}, {"XDG_CONFIG_HOME", folder / "xdg"}});
  CHECK(place(xdg) == "none");
  folder.write("xdg/tracekit/tracekit_config.json", "{}");
  CHECK(place(xdg) == folder / "xdg/tracekit/tracekit_config.json");
  folder.write("tracekit_config.json", "{}");
  CHECK(place(xdg) == folder / "tracekit_config.json");
  CHECK(place(named) == folder / "named.json"); // though it is not there: reading it will tell
  CHECK(locate_config("other.json", named, folder.path()) == folder.path() / "other.json");
}

TEST_CASE("a config file that is there but cannot be read is not passed over") {
  const Folder folder;
  folder.write("home/.config/tracekit/tracekit_config.json", "{}");
  std::filesystem::create_symlink("nowhere", folder / "tracekit_config.json");
  const Environment environment = with({{"HOME", folder / "home"}});
  CHECK(locate_config(std::nullopt, environment, folder.path()) == folder.path() / "tracekit_config.json");
}

TEST_CASE("a folder that may not be entered has neither a config file nor a .env for us") {
  const Folder folder;
  folder.write("closed/tracekit_config.json", "{}");
  folder.write("closed/.env", "A=1");
  Environment environment;
  {
    const Closed closed(folder.path() / "closed");
    CHECK_FALSE(locate_config(std::nullopt, environment, folder.path() / "closed"));
    environment.read_dotenv(folder.path() / "closed");
  }
  CHECK(environment.names().empty());
  environment.read_dotenv(folder.path() / "closed");
  CHECK(environment.names() == std::vector<std::string>{"A"});
}

TEST_CASE("data is in the XDG data folder") {
  CHECK(default_data_dir(with({{"HOME", "/home/me"}})) == "/home/me/.local/share/tracekit");
  CHECK(default_data_dir(with({{"HOME", "/home/me"}, {"XDG_DATA_HOME", "/data"}})) == "/data/tracekit");
  CHECK(default_data_dir(with({{"HOME", "/home/me"}, {"XDG_DATA_HOME", "relative"}})) ==
        "/home/me/.local/share/tracekit");
  CHECK(user_config_path(with({{"HOME", "/home/me"}})) == "/home/me/.config/tracekit/tracekit_config.json");
  CHECK(refusal([] { default_data_dir(Environment()); }) == "cannot tell where the data folder is: HOME is not set");
}

TEST_CASE("paths count from their base, and ~ is the home folder") {
  const Environment environment = with({{"HOME", "/home/me"}});
  const auto absolute = [&](const char* path) { return absolute_path(path, "/srv/x", environment).string(); };
  CHECK(absolute("a/b") == "/srv/x/a/b");
  CHECK(absolute("../a") == "/srv/a");
  CHECK(absolute("/a") == "/a");
  CHECK(absolute("~/a") == "/home/me/a");
  CHECK(absolute("~other/a") == "/srv/x/~other/a");
  CHECK(absolute("").empty());
  CHECK(absolute_path("~/a", "/srv", Environment()) == "/srv/~/a");
}

TEST_CASE("databases become addresses with absolute paths") {
  const Environment environment = with({{"HOME", "/home/me"}});
  const auto address = [&](const char* text) { return database_address(text, "/srv/x", environment); };
  CHECK(address("old.db") == "sqlite:////srv/x/old.db");
  CHECK(address("/a/old.db") == "sqlite:////a/old.db");
  CHECK(address("sqlite:///old.db") == "sqlite:////srv/x/old.db");
  CHECK(address("sqlite:////a/old.db") == "sqlite:////a/old.db");
  CHECK(address("~/old.db") == "sqlite:////home/me/old.db");
  CHECK(address("sqlite:///:memory:") == "sqlite:///:memory:");
  CHECK(address("postgresql://me@host/db") == "postgresql://me@host/db");
  CHECK(address("postgres://me@host/db?sslmode=require") == "postgresql://me@host/db?sslmode=require");
}

TEST_CASE("passwords in addresses are masked") {
  CHECK(without_password("postgresql://me:hunter2@host:5432/db") == "postgresql://me:********@host:5432/db");
  CHECK(without_password("postgresql://me:hun:t@er2@host/db") == "postgresql://me:********@host/db");
  CHECK(without_password("postgresql://host/db?user=me&password=hunter2&x=1") ==
        "postgresql://host/db?user=me&password=********&x=1");
  CHECK(without_password("postgresql://me:hunter2@host/db?password=hunter3") ==
        "postgresql://me:********@host/db?password=********");
  CHECK(without_password("postgresql://me@host/db") == "postgresql://me@host/db");
  CHECK(without_password("sqlite:////home/me/a.db") == "sqlite:////home/me/a.db");
  CHECK(without_password("/home/me/a.db") == "/home/me/a.db");
}
