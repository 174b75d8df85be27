// SPDX-License-Identifier: MIT
#include "formats/xml/parser.hpp"

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/xml/document.hpp"

using namespace tracekit;

namespace {

/// Writes down what it hears: `<name attributes...`, `text`, `>`.
class Recorder final : public xml::Handler {
public:
  bool start_element(std::string_view name, const xml::Attributes& attributes, int depth) override {
    log += "<" + std::string(name);
    if (const auto value = attributes.find("a")) {
      log += " a=" + std::string(*value);
    }
    deepest = std::max(deepest, depth);
    return true;
  }
  void end_element(std::string_view text, int) override { log += "|" + std::string(text) + ">"; }

  std::string log;
  int deepest = 0;
};

struct Result {
  std::string log;
  std::optional<std::string> problem;
  std::vector<std::string> damage;
};

Result read(std::string_view text) {
  Recorder recorder;
  xml::Outcome outcome = xml::parse(as_bytes(text), recorder);
  return {recorder.log, outcome.problem, outcome.damage};
}

std::string log_of(std::string_view text) {
  const Result result = read(text);
  CHECK_FALSE(result.problem);
  CHECK(result.damage.empty());
  return result.log;
}

std::string utf16(std::string_view text, bool big_endian, bool mark) {
  std::string out = !mark ? "" : big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : text) {
    out += big_endian ? '\0' : c;
    out += big_endian ? c : '\0';
  }
  return out;
}

} // namespace

TEST_CASE("references and mistakes are noticed wherever they stand in a text") {
  for (std::size_t before = 0; before < 40; ++before) {
    for (const std::size_t after : {0U, 1U, 15U, 16U, 40U}) {
      const std::string front(before, before % 2 == 0 ? '\t' : 'x');
      const std::string back(after, 'y');
      INFO(before << " before, " << after << " after");
      CHECK(log_of("<r a=\"" + front + "&lt;" + back + "\">" + front + "&amp;" + back + "</r>") ==
            "<r a=" + front + "<" + back + "|" + front + "&" + back + ">");
      CHECK(log_of("<r>" + front + "]" + back + "</r>") == "<r|" + front + "]" + back + ">");
      CHECK(read("<r>" + front + "\x01" + back + "</r>").damage.size() == 1);
      CHECK(read("<r a='" + front + "\x01" + back + "'/>").damage.size() == 1);
      CHECK(read("<r a='" + front + "<" + back + "'/>").damage.size() == 1);
    }
  }
}

TEST_CASE("elements, attributes and text are reported in order") {
  CHECK(log_of("<r a='1'><x a=\"2\">t</x><y/></r>") == "<r a=1<x a=2|t><y|>|>");
  CHECK(log_of("<?xml version='1.0'?>\n<!-- hello --><r  a = '1'  >\n</r >\n<!-- end -->\n") == "<r a=1|\n>");
}

TEST_CASE("prefixes are stripped whether they are declared or not") {
  CHECK(log_of("<g:r g:a='1'><h:x>1</h:x></g:r>") == "<r a=1<x|1>|>");
}

TEST_CASE("references, CDATA and comments leave one text") {
  CHECK(log_of("<r>a&lt;b&gt;&amp;&quot;&apos;&#65;&#x41;&#233;&#x20AC;&#x1F600;</r>") ==
        "<r|a<b>&\"'AA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80>");
  CHECK(log_of("<r>1<!-- x -->2<![CDATA[<3>]]>4<?p q?>5</r>") == "<r|12<3>45>");
  CHECK(log_of("<r a='x&amp;y'/>") == "<r a=x&y|>");
}

TEST_CASE("an element with children has no text of its own") {
  CHECK(log_of("<r>before<x>1</x>after</r>") == "<r<x|1>|>");
}

TEST_CASE("what precedes a mistake is kept and the mistake has a line") {
  const auto problem = [](std::string_view text) { return read(text).problem.value_or("none"); };
  CHECK(problem("<r>\n<x>1</y></r>") == "</y> does not end <x> in line 2");
  CHECK(problem("<r>\n<x>1</x>") == "the text ends inside <r> in line 2");
  CHECK(problem("<r><x a='1") == "the text ends inside a tag in line 1");
  CHECK(problem("<r><x a=1></r>") == "the value of the attribute a has no quotation mark in line 1");
  CHECK(problem("<r><x a></x></r>") == "the attribute a has no value in line 1");
  CHECK(problem("<r></r>\n\nmore") == "text after the end of the document in line 3");
  CHECK(problem("<r/><r/>") == "an element after the end of the document in line 1");
  CHECK(problem("x<r/>") == "text before the first element in line 1");
  CHECK(problem("") == "there is no element in line 1");
  CHECK(problem("<r><!-- x</r>") == "the text ends inside a comment in line 1");
  CHECK(problem("<r><![CDATA[ x</r>") == "the text ends inside CDATA in line 1");
  CHECK(problem("<r><1/></r>") == "a malformed tag in line 1");
  CHECK(problem("<r") == "the text ends inside a tag in line 1");
  CHECK(problem("</r>") == "an end tag without a start tag in line 1");
  CHECK(problem("<ab></a>") == "</a> does not end <ab> in line 1");
  CHECK(problem("<a></ab>") == "<a> is ended by another tag in line 1");
  CHECK(read("<r><x>1</x><y>").log == "<r<x|1><y");
}

TEST_CASE("mistakes that leave the structure clear are damage") {
  const auto damage = [](std::string_view text, std::string_view log) {
    const Result result = read(text);
    CHECK_FALSE(result.problem);
    CHECK(result.log == log);
    return result.damage.size() == 1 ? result.damage.front() : "";
  };
  CHECK(damage("<r>\na & b</r>", "<r|\na & b>") ==
        "the XML is not well-formed: an \"&\" that begins no known entity in line 2");
  CHECK(damage("<r>&nbsp;</r>", "<r|&nbsp;>") ==
        "the XML is not well-formed: an \"&\" that begins no known entity in line 1");
  CHECK(damage("<r>&#0;</r>", "<r|&#0;>") ==
        "the XML is not well-formed: an \"&\" that begins no known entity in line 1");
  CHECK(damage("<r a='<'/>", "<r a=<|>") ==
        "the XML is not well-formed: a \"<\" in the value of an attribute in line 1");
  CHECK(damage("<r>\x01</r>", "<r|\x01>") == "the XML is not well-formed: a control character in line 1");
  CHECK(damage("<r>]]></r>", "<r|]]>>") == "the XML is not well-formed: a \"]]>\" outside of CDATA in line 1");
  CHECK(damage("<r/><?xml version='1.0'?>", "<r|>") ==
        "the XML is not well-formed: an XML declaration in the middle in line 1");
}

TEST_CASE("a document type declaration is refused") {
  const std::string bomb = "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>";
  CHECK_THROWS_WITH(read(bomb), Catch::Contains("DOCTYPE"));
  CHECK_THROWS_AS(read("<r><!DOCTYPE r></r>"), Error);
}

TEST_CASE("elements nested too deeply end the reading") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) {
    text += "<r>";
  }
  const Result result = read(text);
  CHECK(result.problem == "elements are nested too deeply in line 1");
  CHECK(result.log.size() == 400);
}

TEST_CASE("a tag with very many attributes stays readable") {
  std::string text = "<r";
  for (int i = 0; i < 100'000; ++i) {
    text += " b" + std::to_string(i) + "='1'";
  }
  CHECK(log_of(text + "/>") == "<r|>");
}

TEST_CASE("byte order marks and blanks in front are skipped and lines still counted") {
  CHECK(log_of("\xEF\xBB\xBF<r/>") == "<r|>");
  CHECK(log_of("          <?xml version='1.0' encoding='UTF-8'?><r/>") == "<r|>");
  CHECK(read("\n\n<r>\n").problem == "the text ends inside <r> in line 4");
}

TEST_CASE("documents of other encodings are converted") {
  CHECK(log_of("<?xml version='1.0' encoding='ISO-8859-1'?><r>\xE9</r>") == "<r|\xC3\xA9>");
  CHECK(log_of("<?xml version=\"1.0\" encoding=\"windows-1252\"?><r>\x80</r>") == "<r|\xE2\x82\xAC>");
  CHECK(log_of("<?xml version=\"1.0\" encoding=\"windows-1251\"?><r>\xC0</r>") == "<r|\xD0\x90>");
  CHECK(log_of(utf16("<r>x</r>", false, true)) == "<r|x>");
  CHECK(log_of(utf16("<r>x</r>", true, true)) == "<r|x>");
  CHECK(log_of(utf16("<?xml version='1.0' encoding='UTF-16'?><r>x</r>", false, false)) == "<r|x>");
  CHECK(log_of(utf16("<r>x</r>", true, false)) == "<r|x>");
  CHECK(log_of("<?xml version='1.0' encoding='utf-16'?><r>converted by somebody</r>") == "<r|converted by somebody>");
}

TEST_CASE("bytes that are no text of the encoding are replaced and reported") {
  const Result result = read("<r>caf\xE9 \xC3\xA9</r>");
  CHECK(result.log == "<r|caf\xEF\xBF\xBD \xC3\xA9>");
  CHECK(result.damage == std::vector<std::string>{"some text is not valid UTF-8 and was replaced"});
  CHECK(read(utf16("<r>x</r>", false, true) + "y").damage.size() == 1);
}

TEST_CASE("an unknown encoding is named") {
  CHECK_THROWS_WITH(read("<?xml version='1.0' encoding='klingon'?><r/>"), "the text encoding \"klingon\" is not known");
}

TEST_CASE("the root element is found without reading the document") {
  const auto root = [](std::string_view text) { return xml::root_name(as_bytes(text)); };
  CHECK(root("\xEF\xBB\xBF <?xml version='1.0'?><!-- <x> --><!DOCTYPE y><g:gpx a='1'>") == "gpx");
  CHECK(root(utf16("<kml>", true, true)) == "kml");
  CHECK(root("<html>") == "html");
  CHECK(root("{\"a\": \"<b>\"}").empty());
  CHECK(root("<").empty());
  CHECK(root("<!--").empty());
  CHECK(root("").empty());
  CHECK(root("< gpx>").empty());
}

TEST_CASE("exceptions of a handler pass through") {
  class Thrower final : public xml::Handler {
    bool start_element(std::string_view, const xml::Attributes&, int) override { throw Error(ErrorKind::input, "no"); }
    void end_element(std::string_view, int) override {}
  } thrower;
  CHECK_THROWS_AS(xml::parse(as_bytes("<r/>"), thrower), Error);
}
