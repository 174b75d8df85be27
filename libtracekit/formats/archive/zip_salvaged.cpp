// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <new>

#include "base/error.hpp"
#include "base/text.hpp"
#include "formats/archive/output.hpp"
#include "formats/archive/zip_source.hpp"

namespace tracekit::archive {
namespace {

constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t descriptor_signature = 0x08074b50;
constexpr std::size_t local_bytes = 30;
constexpr unsigned encrypted_flag = 1U << 0U;
constexpr unsigned descriptor_flag = 1U << 3U;
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;
constexpr std::uint64_t size_said_elsewhere = 0xFFFFFFFF; ///< zip64 says its sizes elsewhere
constexpr std::uint64_t limit_of_scan = std::uint64_t{4} << 30U;

std::uint32_t number_at(const std::uint8_t* bytes, int count) {
  std::uint32_t value = 0;
  for (int i = 0; i < count; ++i) {
    value |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
  }
  return value;
}

/// One member as its own header tells.
struct Local {
  std::string name;
  std::uint64_t data = 0; ///< where its bytes begin
  std::uint64_t packed = 0;
  std::uint64_t size = 0;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
};

/// Members of a file that is read from the front.
class FrontReader {
public:
  explicit FrontReader(FileHandle file) : file_(std::move(file)) {
    ::fseeko(file_.get(), 0, SEEK_END);
    size_ = static_cast<std::uint64_t>(std::max<off_t>(0, ::ftello(file_.get())));
  }

  /// The member whose header is at `at`; nothing when there is none.
  std::optional<Local> local_at(std::uint64_t at) {
    Bytes header(local_bytes);
    if (!read_at(at, header) || number_at(header.data(), 4) != local_signature) {
      return std::nullopt;
    }
    Local local;
    local.flags = static_cast<std::uint16_t>(number_at(&header[6], 2));
    local.method = static_cast<std::uint16_t>(number_at(&header[8], 2));
    local.packed = number_at(&header[18], 4);
    local.size = number_at(&header[22], 4);
    Bytes name(number_at(&header[26], 2));
    if (!read_at(at + local_bytes, name)) {
      return std::nullopt;
    }
    local.name = to_valid_utf8(as_text(name));
    local.data = at + local_bytes + name.size() + number_at(&header[28], 2);
    return local;
  }

  /// Inflates from `at` on, and returns how many packed bytes that took; nothing when they end early or are damaged.
  std::optional<std::uint64_t> inflate_at(std::uint64_t at, std::uint64_t most,
                                          const std::function<bool(ByteView)>& take) {
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
      throw std::bad_alloc();
    }
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
    Bytes in(piece_bytes);
    Bytes out(piece_bytes);
    std::uint64_t taken = 0;
    while (taken < most) {
      in.resize(std::min<std::uint64_t>({piece_bytes, most - taken, size_ - std::min(size_, at + taken)}));
      if (in.empty() || !read_at(at + taken, in)) {
        return std::nullopt;
      }
      stream.next_in = in.data();
      stream.avail_in = static_cast<uInt>(in.size());
      int result = Z_OK;
      do {
        stream.next_out = out.data();
        stream.avail_out = static_cast<uInt>(out.size());
        result = inflate(&stream, Z_NO_FLUSH);
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
          return std::nullopt;
        }
        if (!take({out.data(), out.size() - stream.avail_out})) {
          return taken + in.size() - stream.avail_in;
        }
      } while (result != Z_STREAM_END && stream.avail_out == 0);
      taken += in.size() - stream.avail_in;
      if (result == Z_STREAM_END) {
        return taken;
      }
    }
    return std::nullopt;
  }

  bool read_at(std::uint64_t at, Bytes& into) {
    return ::fseeko(file_.get(), static_cast<off_t>(at), SEEK_SET) == 0 &&
           std::fread(into.data(), 1, into.size(), file_.get()) == into.size();
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }

private:
  FileHandle file_;
  std::uint64_t size_ = 0;
};

/// Finds the members that are whole.
class Scan {
public:
  explicit Scan(FrontReader& reader) : reader_(reader) {}

  std::vector<Local> run() {
    std::vector<Local> found;
    std::uint64_t at = 0;
    for (auto local = reader_.local_at(0); local && found.size() < most_zip_members; local = reader_.local_at(at)) {
      last_name_ = local->name;
      const auto next = end_of(*local);
      if (!next) {
        is_cut_ = true;
        break;
      }
      at = *next;
      last_name_.clear();
      if (!local->name.ends_with('/')) {
        found.push_back(std::move(*local));
      }
    }
    return found;
  }

  [[nodiscard]] std::string damage() const {
    return is_cut_ ? fmt::format("the archive ends early, in {}; what came before was read", last_name_)
                   : "the archive ends early; what is whole was read";
  }

private:
  /// Where the next header is; nothing when this member is not whole.
  std::optional<std::uint64_t> end_of(Local& local) {
    const bool sizes_follow = (local.flags & descriptor_flag) != 0 && local.packed == 0;
    if (!sizes_follow) {
      const std::uint64_t end = local.data + local.packed;
      return local.packed < size_said_elsewhere && end <= reader_.size() ? std::optional(end) : std::nullopt;
    }
    if (local.method != deflated) {
      return std::nullopt; // nothing tells where it ends
    }
    const auto packed = reader_.inflate_at(local.data, limit_of_scan, [&](ByteView piece) {
      local.size += piece.size();
      return local.size < limit_of_scan;
    });
    if (!packed || local.size >= limit_of_scan) {
      return std::nullopt;
    }
    local.packed = *packed;
    const std::uint64_t end = local.data + local.packed;
    Bytes signature(4);
    const bool is_signed = reader_.read_at(end, signature) && number_at(signature.data(), 4) == descriptor_signature;
    const std::uint64_t plain = end + (is_signed ? 16 : 12);
    return reader_.local_at(plain) || plain >= reader_.size() ? plain : plain + 8; // zip64 has longer sizes
  }

  FrontReader& reader_;
  std::string last_name_;
  bool is_cut_ = false;
};

std::string refusal_of(const Local& local) {
  if ((local.flags & encrypted_flag) != 0) {
    return "is encrypted";
  }
  if (local.method != stored && local.method != deflated) {
    return "is packed in a way that cannot be read without the list of the archive";
  }
  return refusal_of_name(local.name);
}

} // namespace

std::unique_ptr<ZipReader::Source> ZipReader::Salvaged::open(FileHandle file, std::vector<ZipMember>& members,
                                                             std::string& damage) {
  struct SalvagedZip final : Salvaged {
    explicit SalvagedZip(FileHandle own) : reader(std::move(own)) {}
    FrontReader reader;
    std::vector<Local> locals;

    [[nodiscard]] std::uint64_t packed_size(std::size_t member) const override { return locals[member].packed; }

    void unpack(std::size_t member, const std::function<bool(ByteView)>& take) override {
      const Local& local = locals[member];
      if (local.method == deflated) {
        if (!reader.inflate_at(local.data, local.packed, take)) {
          throw Error(ErrorKind::input, "is damaged inside the archive");
        }
        return;
      }
      for (std::uint64_t done = 0; done < local.packed;) {
        Bytes piece(std::min<std::uint64_t>(piece_bytes, local.packed - done));
        if (!reader.read_at(local.data + done, piece)) {
          throw Error(ErrorKind::input, "is damaged inside the archive");
        }
        if (!take(piece)) {
          return;
        }
        done += piece.size();
      }
    }
  };

  auto salvaged = std::make_unique<SalvagedZip>(std::move(file));
  Scan scan(salvaged->reader);
  salvaged->locals = scan.run();
  damage = scan.damage();
  if (salvaged->locals.empty() && !salvaged->reader.local_at(0)) {
    throw Error(ErrorKind::input, "is no zip archive, or its beginning is lost");
  }
  for (const Local& local : salvaged->locals) {
    members.push_back({local.name, local.size, refusal_of(local)});
  }
  return salvaged;
}

} // namespace tracekit::archive
