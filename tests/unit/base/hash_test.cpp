// SPDX-License-Identifier: MIT
#include "base/hash.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "base/encoding.hpp"
#include "base/running_hash.hpp"

using tracekit::as_bytes;
using tracekit::base64;
using tracekit::hmac_sha1;
using tracekit::hmac_sha256_hex;
using tracekit::sha256_hex;

TEST_CASE("SHA-256 gives the digests of the standard's examples") {
  CHECK(sha256_hex({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex(as_bytes("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(as_bytes(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 of pieces is that of the whole") {
  tracekit::RunningHash hash;
  CHECK(hash.hex() == sha256_hex({}));
  hash.add(as_bytes("a"));
  CHECK(hash.hex() == sha256_hex(as_bytes("a")));
  hash.add({});
  hash.add(as_bytes("bc"));
  CHECK(hash.hex() == sha256_hex(as_bytes("abc")));
}

TEST_CASE("SHA-256 sees zero bytes") {
  const std::string one(1, '\0');
  const std::string two(2, '\0');
  CHECK(sha256_hex(as_bytes(one)) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  CHECK(sha256_hex(as_bytes(one)) != sha256_hex(as_bytes(two)));
}

TEST_CASE("HMAC-SHA1 gives the digests of RFC 2202") {
  CHECK(base64(hmac_sha1(as_bytes(std::string(20, '\x0b')), as_bytes("Hi There"))) == "thcxhlUFcmTii8C2+zeMjvFGvgA=");
  CHECK(base64(hmac_sha1(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
        "7/zfauXrL6LSdBbV8YTfnCWafHk=");
}

TEST_CASE("HMAC-SHA-256 gives the values of RFC 4231") {
  CHECK(hmac_sha256_hex(as_bytes(std::string(20, '\x0b')), as_bytes("Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hmac_sha256_hex(as_bytes("Jefe"), as_bytes("what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}
