// SPDX-License-Identifier: MIT
#pragma once

#include <fmt/format.h>
#include <zip.h>

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace tracekit::test {

/// A zip archive from named texts, in order.
inline Bytes zip_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = target == nullptr ? nullptr : zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    throw std::runtime_error("cannot make a zip archive");
  }
  zip_source_keep(target);
  for (const auto& [name, content] : entries) {
    auto* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 1'700'000'000, 0);
  }
  if (zip_close(archive) != 0 || zip_source_open(target) != 0) {
    throw std::runtime_error("cannot write a zip archive");
  }
  zip_stat_t stat;
  zip_source_stat(target, &stat);
  Bytes out(stat.size);
  zip_source_read(target, out.data(), out.size());
  zip_source_close(target);
  zip_source_free(target);
  return out;
}

/// What a zip archive holds, by name: unpacked, or as it is stored.
inline std::map<std::string, std::string> unzip(ByteView bytes, bool packed = false) {
  zip_error_t error;
  zip_error_init(&error);
  zip_t* archive =
      zip_open_from_source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error), ZIP_RDONLY, &error);
  if (archive == nullptr) {
    throw std::runtime_error("cannot read a zip archive");
  }
  std::map<std::string, std::string> parts;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(zip_get_num_entries(archive, 0)); ++i) {
    zip_stat_t stat;
    zip_stat_index(archive, i, 0, &stat);
    zip_file_t* file = zip_fopen_index(archive, i, packed ? ZIP_FL_COMPRESSED : 0U);
    std::string content(packed ? stat.comp_size : stat.size, '\0');
    if (zip_fread(file, content.data(), content.size()) != static_cast<zip_int64_t>(content.size())) {
      throw std::runtime_error("cannot unpack " + std::string(stat.name));
    }
    zip_fclose(file);
    parts[stat.name] = std::move(content);
  }
  zip_discard(archive);
  return parts;
}

/// Makes workbooks as Excel writes them, part by part. The sheet that tests work on is "Log",
/// `xl/worksheets/sheet1.xml`.
class XlsxBuilder {
public:
  static constexpr const char* declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n";
  static constexpr const char* main_namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  static constexpr const char* relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  static constexpr const char* sheet_part = "xl/worksheets/sheet1.xml";

  /// `rows` is the content of sheetData; `behind` is what follows it.
  explicit XlsxBuilder(std::string_view rows, std::string_view behind = {}) {
    part(
        "[Content_Types].xml",
        R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
        R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
        R"(<Default Extension="xml" ContentType="application/xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>)"
        R"(<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>)"
        R"(<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>)"
        R"(<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>)"
        R"(<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>)");
    part("_rels/.rels", rels({{"rId1", "officeDocument", "xl/workbook.xml"}}));
    workbook(R"(<sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets>)");
    part("xl/_rels/workbook.xml.rels", rels({{"rId1", "worksheet", "worksheets/sheet1.xml"},
                                             {"rId2", "styles", "styles.xml"},
                                             {"rId3", "sharedStrings", "/xl/sharedStrings.xml"}}));
    styles(
        R"(<xf numFmtId="0" fontId="0"/><xf numFmtId="22" fontId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0"/>)"
        R"(<xf numFmtId="0" fontId="1" applyFont="1"/><xf numFmtId="2" fontId="0"/>)",
        5);
    strings({"Date", "Type", "Notes", "Morning ride"});
    sheet(rows, "<dimension ref=\"A1:C3\"/>", behind);
  }

  XlsxBuilder& part(const std::string& name, std::string content) {
    for (auto& [known, old] : parts_) {
      if (known == name) {
        old = std::move(content);
        return *this;
      }
    }
    parts_.emplace_back(name, std::move(content));
    return *this;
  }

  XlsxBuilder& without(const std::string& name) {
    std::erase_if(parts_, [&](const auto& entry) { return entry.first == name; });
    return *this;
  }

  XlsxBuilder& sheet(std::string_view rows, std::string_view before, std::string_view behind) {
    return part(sheet_part,
                fmt::format("{}<worksheet xmlns=\"{}\" xmlns:r=\"{}\">{}<sheetData>{}</sheetData>{}</worksheet>",
                            declaration, main_namespace, relationships, before, rows, behind));
  }

  /// `elements` is the content of workbook.xml.
  XlsxBuilder& workbook(std::string_view elements) {
    return part("xl/workbook.xml", fmt::format("{}<workbook xmlns=\"{}\" xmlns:r=\"{}\">{}</workbook>", declaration,
                                               main_namespace, relationships, elements));
  }

  /// `xfs` is the content of cellXfs. Number format 164 is `[h]:mm:ss`, 165 `yyyy\-mm\-dd`.
  XlsxBuilder& styles(std::string_view xfs, int count) {
    return part(
        "xl/styles.xml",
        fmt::format(
            "{}<styleSheet xmlns=\"{}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"[h]:mm:ss\"/>"
            "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
            "<fonts count=\"2\"><font/><font><b/></font></fonts><fills count=\"1\"><fill><patternFill "
            "patternType=\"none\"/></fill></fills>"
            "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"14\"/></cellStyleXfs>"
            "<cellXfs count=\"{}\">{}</cellXfs></styleSheet>",
            declaration, main_namespace, count, xfs));
  }

  XlsxBuilder& strings(const std::vector<std::string>& texts) {
    std::string items;
    for (const auto& text : texts) {
      items += text.starts_with('<') ? fmt::format("<si>{}</si>", text) : fmt::format("<si><t>{}</t></si>", text);
    }
    return part("xl/sharedStrings.xml",
                fmt::format("{}<sst xmlns=\"{}\">{}</sst>", declaration, main_namespace, items));
  }

  struct Link {
    std::string id;
    std::string kind;
    std::string target;
  };
  static std::string rels(const std::vector<Link>& links) {
    std::string items;
    for (const auto& link : links) {
      items += fmt::format("<Relationship Id=\"{}\" Type=\"{}/{}\" Target=\"{}\"/>", link.id, relationships, link.kind,
                           link.target);
    }
    return fmt::format(
        "{}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
        declaration, items);
  }

  [[nodiscard]] Bytes build() const { return zip_of(parts_); }

private:
  std::vector<std::pair<std::string, std::string>> parts_;
};

} // namespace tracekit::test
