// SPDX-License-Identifier: MIT
#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <cstring>
#include <mutex>

#include "base/text.hpp"
#include "net/curl/factory.hpp"
#include "net/url.hpp"

namespace tracekit::net::curl {
namespace {

struct HandleEnd {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, HandleEnd>;
using List = std::unique_ptr<curl_slist, ListEnd>;

/// What the callbacks of one exchange fill. Nothing may be thrown through libcurl.
struct Exchange {
  const HttpRequest& request;
  const Cancellation& cancellation;
  HttpResponse response;
  bool too_large = false;
};

size_t on_body(char* data, size_t size, size_t count, void* target) {
  auto& exchange = *static_cast<Exchange*>(target);
  const size_t bytes = size * count;
  if (exchange.response.body.size() + bytes > exchange.request.body_limit) {
    exchange.too_large = true;
    return 0;
  }
  try {
    exchange.response.body.append(data, bytes);
  } catch (const std::bad_alloc&) {
    exchange.too_large = true;
    return 0;
  }
  return bytes;
}

constexpr std::size_t most_header_lines = 500;

size_t on_header(char* data, size_t size, size_t count, void* target) {
  auto& exchange = *static_cast<Exchange*>(target);
  const std::string_view line = trim(std::string_view(data, size * count));
  try {
    if (line.starts_with("HTTP/")) {
      exchange.response.headers = {}; // those of an interim answer do not count
    } else if (const auto colon = line.find(':');
               colon != std::string_view::npos && exchange.response.headers.lines().size() < most_header_lines) {
      exchange.response.headers.add(std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1))));
    }
  } catch (const std::exception&) {
    return 0;
  }
  return size * count;
}

int on_progress(void* target, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Exchange*>(target)->cancellation.requested() ? 1 : 0;
}

struct Failure {
  CURLcode code;
  std::string_view what;
  bool never_sent;
};

constexpr std::array failures{
    Failure{CURLE_COULDNT_RESOLVE_HOST, "its address was not found (is this machine online?)", true},
    Failure{CURLE_COULDNT_RESOLVE_PROXY, "the proxy's address was not found", true},
    Failure{CURLE_COULDNT_CONNECT, "the connection was refused", true},
    Failure{CURLE_OPERATION_TIMEDOUT, "it did not answer in time", false},
    Failure{CURLE_PEER_FAILED_VERIFICATION, "its certificate is not valid", true},
    Failure{CURLE_SSL_CONNECT_ERROR, "no secure connection could be made", true},
    Failure{CURLE_SSL_CACERT_BADFILE, "this machine's certificates cannot be read", true},
    Failure{CURLE_PARTIAL_FILE, "the answer was cut off", false},
    Failure{CURLE_GOT_NOTHING, "it closed the connection without an answer", false},
    Failure{CURLE_RECV_ERROR, "the connection was lost", false},
    Failure{CURLE_SEND_ERROR, "the connection was lost", false},
    Failure{CURLE_BAD_CONTENT_ENCODING, "the answer cannot be unpacked", false},
    Failure{CURLE_HTTP2, "the connection was lost", false},
    Failure{CURLE_HTTP2_STREAM, "the connection was lost", false},
};

void start_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

class CurlTransport final : public Transport {
public:
  CurlTransport() : handle_(curl_easy_init()) {
    if (!handle_) {
      throw Error(ErrorKind::network, "libcurl cannot be used on this system");
    }
  }

  HttpResponse exchange(const HttpRequest& request, const Cancellation& cancellation) override {
    cancellation.check();
    const Url url = Url::parse(request.url);
    require_safe(url);
    Exchange exchange{request, cancellation, {}, false};
    curl_easy_reset(handle_.get()); // the connections stay
    set_safety();
    const List headers = set_request(request, url);
    set_callbacks(exchange);
    const CURLcode code = curl_easy_perform(handle_.get());
    if (code != CURLE_OK) {
      cancellation.check();
      fail(code, exchange, url);
    }
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
  }

private:
  template <typename Value> void set(CURLoption option, Value value) {
    if (curl_easy_setopt(handle_.get(), option, value) != CURLE_OK) {
      throw Error(ErrorKind::network, fmt::format("this libcurl does not know option {}", static_cast<int>(option)));
    }
  }

  void set_safety() {
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_USERAGENT, "tracekit/" TRACEKIT_VERSION);
  }

  /// Returns the header lines, which have to live as long as the exchange.
  List set_request(const HttpRequest& request, const Url& url) {
    set(CURLOPT_URL, url.text().c_str());
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.timeouts.connect_s * 1000));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeouts.total_s * 1000));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, std::max(1L, static_cast<long>(request.timeouts.stalled_s)));
    if (request.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else if (request.method != "GET") {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.c_str());
      set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    if (!request.may_repeat() || request.sign) {
      set(CURLOPT_FRESH_CONNECT, 1L); // on a kept connection that died, libcurl would send the request a second time
    }
    List list;
    const auto append = [&list](const std::string& line) {
      curl_slist* longer = curl_slist_append(list.get(), line.c_str());
      if (longer == nullptr) {
        throw std::bad_alloc();
      }
      list.release(); // NOLINT(bugprone-unused-return-value): it is the head of the longer one
      list.reset(longer);
    };
    append("Expect:"); // no waiting for "100 Continue"
    if (request.method != "GET" && !request.headers.find("Content-Type")) {
      append("Content-Type:");
    }
    for (const auto& [name, value] : request.headers.lines()) {
      append(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
    }
    set(CURLOPT_HTTPHEADER, list.get());
    return list;
  }

  void set_callbacks(Exchange& exchange) {
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&exchange));
    set(CURLOPT_XFERINFOFUNCTION, &on_progress);
    set(CURLOPT_XFERINFODATA, static_cast<void*>(&exchange));
    set(CURLOPT_NOPROGRESS, 0L);
  }

  [[noreturn]] static void fail(CURLcode code, const Exchange& exchange, const Url& url) {
    if (exchange.too_large) {
      throw Error(ErrorKind::provider, fmt::format("{}: the answer is larger than {} MB", url.host,
                                                   std::max<std::uint64_t>(1, exchange.request.body_limit >> 20U)));
    }
    for (const Failure& failure : failures) {
      if (failure.code == code) {
        throw NetworkError(fmt::format("{}: {}", url.host, failure.what), failure.never_sent);
      }
    }
    throw NetworkError(fmt::format("{}: {}", url.host, curl_easy_strerror(code)), false);
  }

  Handle handle_;
};

} // namespace
} // namespace tracekit::net::curl

extern "C" __attribute__((visibility("default"))) tracekit::net::Transport* tracekit_make_transport() {
  tracekit::net::curl::start_curl();
  return new tracekit::net::curl::CurlTransport();
}
