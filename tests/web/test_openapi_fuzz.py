# SPDX-License-Identifier: MIT
"""The OpenAPI document and the server agree, and nothing that fits it or breaks it in any way makes the server fail: every route with every
method, made-up values and bodies, from nobody, with a token of each scope and with a session. The same on each run; TRACEKIT_FUZZ_SECONDS looks for longer, with other values each time."""

import json
import os
import pathlib
import random
import re
import time
from urllib.parse import quote

from browser import Browser
from front_end import FrontEnd
from openapi import OpenApi
from sandbox_server import free_port
from support import gpx, main
from web_server import on_both_engines

SCOPES = ("metrics", "read", "write", "admin")  # each may do what those before it may
FOR_SESSIONS = {("POST", "/api/tokens"), ("POST", "/api/password")}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFERENCE = pathlib.Path(__file__).parents[2] / "docs/reference/web-api.md"
TEXTS = ("", " ", "a", "file", "strava", "nobody", "2025-08", "2025-13", "2025-08-03", "9999-12-31", "0", "-1", "1e3", "999999", "9223372036854775807", "9223372036854775808",
         "../../etc/passwd", "..", "%2e%2e%2f", "a/b", "\0", "\r\nX: y", "ä€🚴", "\x7f", "'; DROP TABLE users; --", "<script>", "{id}", "null", "x" * 3000, "same", "true", "read")
NUMBERS = (0, 1, -1, 2**31, 2**53, 2**63 - 1, -2**63, 1.5, 1e308, 20_000)
OTHERS = (None, True, False, [], {}, [[]], {"a": {"b": []}}, ["file"], {"provider": "file", "id": "x"}, {"provider": 1, "id": None})


class Fuzz:
    def setUp(self):
        super().setUp()
        nowhere = f"http://127.0.0.1:{free_port()}"
        roles = {"strava": ("api", "oauth"), "ridewithgps": ("api", "legacy", "oauth"), "garmin": ("api", "sso", "diauth", "consumer"), "intervalsicu": ("api",)}
        providers = {id: {"base_urls": dict.fromkeys(of, nowhere), **({"client_id": "1"} if "oauth" in of else {})} for id, of in roles.items()}
        self.tracekit.configure(self.database_setting(), file={}, **providers)
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "one.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        self.tracekit.must("pull", "--provider", "file")
        self.tokens = [self.token(scope) for scope in SCOPES]
        self.server = self.serve("--no-worker")
        self.browser = Browser(self.server)
        self.browser.sign_up(claim=self.tracekit.must("web", "token").strip().split()[-1])
        self.openapi = OpenApi(self.server)

    def test_the_document_tells_of_the_routes_of_the_reference_and_of_their_methods(self):
        told = {re.sub(r"\{[^}]*\}", "X", path): {method.upper() for method in methods} for path, methods in self.openapi.paths.items()}
        for methods, path in re.findall(r"`((?:GET|POST|PUT|DELETE)(?:`, `(?:GET|POST|PUT|DELETE))*) (/[^`? ]*)", REFERENCE.read_text()):
            path = re.sub(r"\b(ID|YYYY-MM|PROVIDER)\b", "X", path)
            if path.startswith(("/api/", "/webhooks/", "/health", "/ready", "/metrics", "/auth/")):
                self.assertIn(path, told)
                self.assertLessEqual(set(re.findall(r"[A-Z]+", methods)), told[path], path)
        for path, methods in self.openapi.paths.items():
            answer = self.server.ask("PATCH", re.sub(r"\{[^}]*\}", "1", path), token=self.tokens[-1])
            allowed = {method.upper() for method in methods}
            self.assertEqual((answer.status, set(answer.headers["allow"].split(", "))), (405, allowed | ({"HEAD"} if "GET" in allowed else set())), path)

    def value(self, chance, schema):
        kind = schema.get("type")
        if chance.random() < 0.4 and kind == "string":
            return chance.choice(TEXTS)
        if chance.random() < 0.4 and kind == "integer":
            return chance.choice(NUMBERS[:6])
        if chance.random() < 0.4 and kind in ("array", "object"):
            values = [chance.choice(TEXTS + NUMBERS + OTHERS) for _ in range(chance.randrange(3))]
            return values if kind == "array" else {chance.choice(("provider", "id", "email", "password", "api_key", "client_id", "months", "month", "x")): one for one in values}
        return chance.choice(TEXTS + NUMBERS + OTHERS)

    def form(self, chance):
        """A form with files, which may be cut off."""
        parts = []
        for _ in range(chance.randrange(4)):
            name, content = chance.choice(("file", "file", "x")), chance.choice((gpx("2025-08-04T07:15:00Z"), "", "PK\x03\x04", "no activity", "x" * 3000))
            parts.append(f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{chance.choice(("a.gpx", "b.zip", "../c.fit", "d"))}"\r\n\r\n{content}\r\n')
        whole = ("".join(parts) + "--x--\r\n").encode()
        return whole[:chance.randrange(len(whole))] if chance.random() < 0.2 else whole

    def body(self, chance, operation):
        """(body, content type), nearly what the document says or something else."""
        kinds = operation.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in kinds and chance.random() < 0.8:
            return self.form(chance), "multipart/form-data; boundary=x"
        schema = kinds.get("application/json", {}).get("schema")
        way = chance.random()
        if way < 0.1:
            return chance.choice((b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a":' * 2000, b"x" * 5000, b"--x\r\n")), chance.choice(("application/json", "text/plain", "multipart/form-data; boundary=x", ""))
        if schema is None and way < 0.5:
            return None, ""
        properties = (schema or {}).get("properties", {})
        fields = {name: self.value(chance, one) for name, one in properties.items() if chance.random() < 0.9}
        if chance.random() < 0.2 or not properties:
            fields[chance.choice(TEXTS[:6] + ("units", "providers.strava.enabled", "home_timezone"))] = chance.choice(TEXTS + NUMBERS + OTHERS)
        return json.dumps(fields).encode(), "application/json"

    def request(self, chance, path, methods):
        method = chance.choice(METHODS) if chance.random() < 0.2 else chance.choice(list(methods)).upper()
        operation = methods.get("get" if method == "HEAD" else method.lower(), {})
        address = path
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                address = address.replace("{" + parameter["name"] + "}", quote(str(chance.choice(TEXTS + ("1", "file"))), safe="/" if chance.random() < 0.1 else ""))
        asked = [(one["name"], self.value(chance, one["schema"])) for one in operation.get("parameters", []) if one["in"] == "query" and chance.random() < 0.5]
        if chance.random() < 0.1:
            asked.append((chance.choice(TEXTS), "x"))
        if asked:
            address += "?" + "&".join(f"{quote(str(name), safe='')}={quote(str(value), safe='')}" for name, value in asked)
        body, content_type = self.body(chance, operation) if method not in ("GET", "HEAD", "OPTIONS") else (None, "")
        return method, re.sub(r"\{[^}]*\}", "1", address), body, content_type

    def documented(self, method, methods):
        operation = methods.get("get" if method == "HEAD" else method.lower())
        if operation is None:
            return {"405", "404", "400"}
        return set(operation["responses"]) | {"404"}

    def ask_as(self, who, method, address, body, content_type):
        headers = {"Accept": "*/*"} | ({"Content-Type": content_type} if content_type else {})
        if who == "session":
            return self.browser.ask(method, address, body, headers)
        if who == "session of another page":
            return self.browser.ask(method, address, body, headers | {"X-CSRF-Token": None})
        return self.server.ask(method, address, body, dict(zip(SCOPES, self.tokens)).get(who), headers)

    def expected(self, who, method, path, methods):
        """What a caller is told before anybody looks at what he wants; nothing when he may come in."""
        operation = methods.get("get" if method == "HEAD" else method.lower())
        if operation is None:
            return 405
        needed = operation["security"][0]["token"][0] if operation["security"] else None
        if needed is None or path == "/metrics":  # which programs on this machine read without a token
            return None
        if who == "nobody":
            return 401
        if who == "session of another page":
            return None if method in ("GET", "HEAD") else 403
        if who == "session":
            return None
        return None if SCOPES.index(who) >= SCOPES.index(needed) and (method, path) not in FOR_SESSIONS else 403

    def test_every_route_takes_every_method_from_everybody_as_the_document_says(self):
        chance = random.Random(6)
        for path, methods in sorted(self.openapi.paths.items()):
            if path == "/api/events":
                continue
            address = path.replace("{month}", "2025-08").replace("{provider}", "file")
            address = re.sub(r"\{\w+\}", "999999", address)  # nothing that others need ends
            for method in METHODS:
                operation = methods.get(method.lower(), {})
                for who in ("nobody", *SCOPES, "session", "session of another page"):
                    body, content_type = self.body(chance, operation) if method not in ("GET", "HEAD", "OPTIONS") else (None, "")
                    answer = self.ask_as(who, method, address, body, content_type)
                    told = f"{who}: {method} {address} {(body or b'')[:200]} -> {answer.status} {answer.body[:300]}"
                    expected = self.expected(who, method, path, methods)
                    if expected:
                        self.assertEqual(answer.status, expected, told)
                    else:
                        self.assertIn(str(answer.status), self.documented(method, methods) - {"401", "403"} | ({"403"} if not operation.get("security") else set()), told)
                        self.assertEqual(self.openapi.faults(method, path, answer), [], told)
        self.assertEqual(self.server.get("/api/status", self.tokens[1]).status, 200)
        self.assertEqual(self.browser.get("/api/status").status, 200)
        self.assertNotIn('"level":"error"', self.server.log().replace(" ", ""))

    def test_nothing_makes_it_fail(self):
        seconds = float(os.environ.get("TRACEKIT_FUZZ_SECONDS", 0))
        chance = random.Random(None if seconds else 20250803)
        end = time.monotonic() + (seconds or 15)
        routes = [(path, methods) for path, methods in sorted(self.openapi.paths.items()) if not any(
            "text/event-stream" in json.dumps(one["responses"]) for one in methods.values())]
        requests = [route for _ in range(60) for route in routes] if not seconds else None
        count = 0
        while time.monotonic() < end and (requests is None or count < len(requests)):
            path, methods = chance.choice(routes) if requests is None else requests[count]
            method, address, body, content_type = self.request(chance, path, methods)
            who = chance.choice(("nobody", *SCOPES, "admin", "admin", "session", "session", "session of another page"))
            if path in ("/api/tokens/{id}", "/api/sessions/{id}", "/api/password"):
                who = "metrics"  # those that end what is asked with
            answer = self.ask_as(who, method, address, body, content_type)
            told = f"{method} {address} {(body or b'')[:200]} -> {answer.status} {answer.body[:300]}"
            self.assertIn(str(answer.status), self.documented(method, methods), told)
            self.assertEqual(self.openapi.faults(method, path, answer), [], told)
            if answer.status >= 400 and method != "HEAD":
                self.assertEqual(answer.headers["content-type"], "application/json", told)
                self.assertEqual(sorted(answer.json["error"]), ["hint", "kind", "message"], told)
            count += 1
        self.assertGreater(count, len(routes))
        self.assertEqual(self.server.get("/health").status, 200)
        self.assertNotIn('"level":"error"', self.server.log().replace(" ", ""))


on_both_engines(globals(), Fuzz, base=FrontEnd)

if __name__ == "__main__":
    main()
