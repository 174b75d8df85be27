// SPDX-License-Identifier: MIT
#include "config/environment.hpp"

#include <cstdlib>

#include "config_support.hpp"

using namespace tracekit::config;
using namespace tracekit::config::testing;

namespace {

std::string dotenv_refusal(std::string_view text) {
  return refusal([&] { parse_dotenv(text, "/srv/.env"); });
}

std::string value_of(std::string_view line) {
  const Variables variables = parse_dotenv(line, "/srv/.env");
  REQUIRE(variables.contains("A"));
  return variables.at("A");
}

} // namespace

TEST_CASE("a .env file is read with comments, quotes and export") {
  const Variables variables = parse_dotenv("# comment\n"
                                           "\n"
                                           "PLAIN=value\n"
                                           "export EXPORTED=1\r\n"
                                           "  SPACED = a b # rest\n"
                                           "EMPTY=\n"
                                           "LAST=end",
                                           "/srv/.env");
  CHECK(variables ==
        Variables{{"PLAIN", "value"}, {"EXPORTED", "1"}, {"SPACED", "a b"}, {"EMPTY", ""}, {"LAST", "end"}});
}

TEST_CASE("values of a .env file keep what quotes protect") {
  CHECK(value_of("A='a # b \\n $X'") == "a # b \\n $X");
  CHECK(value_of("A=\"a # b\" # comment") == "a # b");
  CHECK(value_of("A=\"line\\nnext \\\"q\\\" \\\\ \\$X\\t\"") == "line\nnext \"q\" \\ $X\t");
  CHECK(value_of("A=a#b") == "a#b");
  CHECK(value_of("A=#nothing").empty());
  CHECK(value_of("A=x=y==") == "x=y==");
  CHECK(value_of("A=$HOME") == "$HOME");
  CHECK(value_of("A=it's") == "it's");
  CHECK(value_of("A=one\nA=two") == "two");
  CHECK(value_of("\xEF\xBB\xBF"
                 "A=x") == "x");
}

TEST_CASE("a malformed line of a .env file is named by file and line, without its text") {
  CHECK(dotenv_refusal("A=1\n\nhunter2") == "/srv/.env: line 3: expected NAME=value");
  CHECK(dotenv_refusal("2A=x") == "/srv/.env: line 1: expected a name of letters, digits and _ before the =");
  CHECK(dotenv_refusal("=x") == "/srv/.env: line 1: expected a name of letters, digits and _ before the =");
  CHECK(dotenv_refusal("MY KEY=x") == "/srv/.env: line 1: expected a name of letters, digits and _ before the =");
  CHECK(dotenv_refusal("A='hunter2") == "/srv/.env: line 1: the quote is not closed on this line");
  CHECK(dotenv_refusal("A=\"hunter2\\\"") == "/srv/.env: line 1: the quote is not closed on this line");
  CHECK(dotenv_refusal("A=\"hunter2\\") == "/srv/.env: line 1: the quote is not closed on this line");
  CHECK(dotenv_refusal("A=\"x\"hunter2") == "/srv/.env: line 1: something follows the closing quote");
  CHECK(dotenv_refusal("#\nA=\"\\q\"") ==
        "/srv/.env: line 2: unknown escape, write \\\\ for a backslash or use single quotes");
  CHECK(dotenv_refusal(std::string_view("A=1\nB=\0", 7)) == "/srv/.env: line 2: not a text file");
}

TEST_CASE("the process's own variables win over a .env file") {
  const Folder folder;
  folder.write(".env", "A=file\nB=file\nC=file\n");
  Environment environment = with({{"A", "process"}, {"C", ""}});
  environment.read_dotenv(folder.path());
  CHECK(environment.text("A") == "process");
  CHECK(environment.text("B") == "file");
  CHECK(environment.text("C") == "file"); // set to nothing is not set
  CHECK_FALSE(environment.text("D"));
  CHECK(environment.find("A")->origin == "A");
  CHECK(environment.find("B")->origin == "B in " + folder / ".env");
  CHECK(environment.names() == std::vector<std::string>{"A", "B", "C"});
}

TEST_CASE("a folder without a .env file, or with a folder of that name, is no error") {
  const Folder folder;
  Environment environment;
  environment.read_dotenv(folder.path());
  std::filesystem::create_directory(folder / ".env");
  environment.read_dotenv(folder.path());
  CHECK(environment.names().empty());
}

TEST_CASE("a .env file that cannot be read is an error, not an empty one") {
  const Folder folder;
  std::filesystem::create_symlink(".env", folder / ".env");
  Environment environment;
  CHECK(refusal([&] {
          environment.read_dotenv(folder.path());
        }).starts_with("environment: cannot read " + folder / ".env"));
}

TEST_CASE("a value can be in a file that NAME_FILE names, without one newline at its end") {
  const Folder folder;
  const auto value = [&](std::string_view text) {
    const Environment environment = with({{"KEY_FILE", folder.write("key", text)}});
    return environment.find("KEY")->value;
  };
  CHECK(value("hunter2") == "hunter2");
  CHECK(value("hunter2\n") == "hunter2");
  CHECK(value("hunter2\r\n") == "hunter2");
  CHECK(value("hunter2\n\n") == "hunter2\n");
  CHECK(value(" hunter2 ") == " hunter2 ");
  CHECK(value(std::string(65536, 'x')).size() == 65536);
}

TEST_CASE("a variable and its file together are an error") {
  const Folder folder;
  const Environment environment = with({{"KEY", "hunter2"}, {"KEY_FILE", folder.write("key", "hunter3")}});
  CHECK(refusal([&] { return environment.find("KEY"); }) == "KEY and KEY_FILE are both set");
}

TEST_CASE("a process's variable wins over a file that only .env names") {
  const Folder folder;
  folder.write("key", "from file");
  folder.write(".env", "KEY_FILE=key\nOTHER=1\nOTHER_FILE=key\n");
  Environment process = with({{"KEY", "from process"}});
  process.read_dotenv(folder.path());
  CHECK(process.find("KEY")->value == "from process");
  CHECK(refusal([&] { return process.find("OTHER"); }) == "OTHER and OTHER_FILE are both set in " + folder / ".env");
  Environment plain;
  plain.read_dotenv(folder.path());
  CHECK(plain.find("KEY")->value == "from file"); // relative to the .env file
  CHECK(plain.find("KEY")->origin == "KEY_FILE in " + folder / ".env");
}

TEST_CASE("a secret file that is missing, empty, too large, binary or writable by others is refused by name") {
  const Folder folder;
  const auto refused = [&](const std::string& path) {
    const Environment environment = with({{"KEY_FILE", path}});
    return refusal([&] { return environment.find("KEY"); });
  };
  CHECK(refused(folder / "none") == "KEY_FILE: cannot read " + folder / "none" + ": No such file or directory");
  CHECK(refused(folder.path().string()) == "KEY_FILE: cannot read " + folder.path().string() + ": not a regular file");
  CHECK(refused(folder.write("empty", "")) == "KEY_FILE: " + folder / "empty" + " is empty");
  CHECK(refused(folder.write("newline", "\n")) == "KEY_FILE: " + folder / "newline" + " is empty");
  CHECK(
      refused(folder.write("big", std::string(65537, 'x'))).ends_with("65537 bytes are more than the limit of 65536"));
  CHECK(refused(folder.write("binary", std::string_view("a\0b", 3))) ==
        "KEY_FILE: " + folder / "binary" + " is not text");
  const std::string open = folder.write("open", "x");
  std::filesystem::permissions(open, std::filesystem::perms(0620));
  CHECK(refused(open) == "KEY_FILE: others may write " + open);
}

TEST_CASE("a secret file that everybody can read is told of") {
  const Folder folder;
  const std::string path = folder.write("key", "x");
  const Environment environment = with({{"KEY_FILE", path}});
  CHECK_FALSE(environment.find("KEY")->others_can_read);
  std::filesystem::permissions(path, std::filesystem::perms(0444));
  CHECK(environment.find("KEY")->others_can_read);
}

TEST_CASE("the environment of this process is captured, and forgotten on request") {
  ::setenv("TRACEKIT_TEST_SECRET", "hunter2", 1);
  ::setenv("TRACEKIT_TEST_EQUALS", "a=b=c", 1);
  const Environment environment = Environment::of_process();
  CHECK(environment.text("TRACEKIT_TEST_SECRET") == "hunter2");
  CHECK(environment.text("TRACEKIT_TEST_EQUALS") == "a=b=c");
  const char* block = std::getenv("TRACEKIT_TEST_SECRET");
  forget_in_process({"TRACEKIT_TEST_SECRET", "TRACEKIT_TEST_NEVER_SET"});
  CHECK(std::string(block).empty());
  CHECK(std::getenv("TRACEKIT_TEST_SECRET") == nullptr);
  CHECK(environment.text("TRACEKIT_TEST_SECRET") == "hunter2");
  ::unsetenv("TRACEKIT_TEST_EQUALS");
}
