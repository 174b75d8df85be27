# SPDX-License-Identifier: MIT
"""Pages and the files of the front end: where they are, and what browsers are told about them."""

import gzip

from browser import Browser
from front_end import FrontEnd, PAGES
from support import main
from web_server import WebTest

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Pages(FrontEnd):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.browser = Browser(self.server)
        self.browser.sign_up()

    def test_each_page_has_its_address(self):
        for path, page in PAGES.items():
            answer = self.browser.get(path)
            self.assertEqual((answer.status, answer.body.decode()), (200, f"<h1>{page}</h1><p></p>{{{{other}}}}"), path)
            self.assertEqual((answer.headers["content-type"], answer.headers["cache-control"]), ("text/html; charset=utf-8", "no-cache"))

    def test_a_page_runs_and_shows_only_what_comes_from_here(self):
        policy = self.browser.get("/").headers["content-security-policy"]
        self.assertTrue(policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"), policy)
        self.assertTrue(policy.endswith("frame-ancestors 'none'; require-trusted-types-for 'script'"), policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotIn("trusted-types", self.browser.get("/activity/7").headers["content-security-policy"])

    def test_a_map_takes_its_tiles_from_where_the_owner_says(self):
        def images(setting):
            self.tracekit.configure({**(self.database_setting() or {}), "web": {"tile_url": setting}}, file={})
            browser = Browser(self.serve())
            browser.log_in()
            policy = browser.get("/activity/7").headers["content-security-policy"]
            return policy.split("img-src ")[1].split(";")[0]

        self.assertEqual(images(""), "'self' data:")
        self.assertEqual(images("https://tiles.example.org:8443/{z}/{x}/{y}.png?key=ab"), "'self' data: https://tiles.example.org:8443")
        self.assertEqual(images("https://{s}.example.org/{z}/{x}/{y}.png"), "'self' data: https://*.example.org")

    def test_the_addresses_of_nothing_are_404_as_a_page_for_people(self):
        for path in ("/nothing", "/month/2025-13", "/month/0000-00", "/month/0000-01", "/month/2025-8", "/activity/x", "/activity/0", "/activity/", "/gear/", "/calendar"):
            answer = self.browser.get(path, headers=HTML)
            self.assertEqual((answer.status, answer.headers["content-type"]), (404, "text/html; charset=utf-8"), path)
            self.assertIn("<h1>problem</h1>", answer.body.decode())
            self.assertIn("require-trusted-types-for", answer.headers["content-security-policy"])
            self.assertEqual(self.browser.get(path, headers={"Accept": "*/*"}).error["kind"], "not_found")

    def test_what_a_stranger_wrote_is_escaped_in_a_page(self):
        answer = self.browser.get("/month/<script>alert('1')&", headers=HTML)
        self.assertEqual(answer.status, 404)
        self.assertNotIn(b"<script>", answer.body)
        self.assertIn(b"&lt;script&gt;alert(&#39;1&#39;)&amp;", answer.body)

    def test_programs_get_json_below_api_whatever_they_accept(self):
        self.assertEqual(self.server.get("/api/nothing", headers=HTML).error["kind"], "not_found")
        self.assertEqual(self.server.get("/api/status", headers=HTML).status, 401)

    def test_a_page_that_is_not_built_is_said_in_words(self):
        (self.folder / "pages/gear.html").unlink()
        self.assert_refused_with(self.browser.get("/gear", headers={"Accept": "*/*"}), 409, "config", 'built without the page "gear"')


class Files(FrontEnd):
    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.browser = Browser(self.server)
        self.browser.sign_up()

    def test_a_file_is_kept_for_ever(self):
        answer = self.server.get("/assets/app-1a2b.css")
        self.assertEqual((answer.status, answer.body, answer.headers["content-type"]), (200, b"p { color: red }", "text/css; charset=utf-8"))
        self.assertEqual(answer.headers["cache-control"], "public, max-age=31536000, immutable")
        self.assertNotIn("content-encoding", answer.headers)
        self.assertEqual(self.server.get("/favicon.svg").headers["content-type"], "image/svg+xml")

    def test_it_is_packed_for_those_who_take_that(self):
        for accepts in ("gzip", "br, GZIP;q=0.5", "deflate,*"):
            answer = self.server.get("/assets/app-1a2b.js", headers={"Accept-Encoding": accepts})
            self.assertEqual((answer.headers["content-encoding"], answer.headers["content-type"]), ("gzip", "text/javascript; charset=utf-8"), accepts)
            self.assertEqual(gzip.decompress(answer.body), self.script)
        for accepts in ("identity", "br", "gzip;q=0", "gzip; q=0.0"):
            answer = self.server.get("/assets/app-1a2b.js", headers={"Accept-Encoding": accepts})
            self.assertEqual((answer.body, answer.headers["vary"]), (self.script, "Accept-Encoding"), accepts)
            self.assertNotIn("content-encoding", answer.headers)

    def test_what_one_has_is_not_sent_again(self):
        for path in ("/assets/app-1a2b.js", "/"):
            first = self.browser.get(path)
            tag = first.headers["etag"]
            self.assertRegex(tag, r'^W/"[0-9a-f]{32}"$')
            for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
                again = self.browser.get(path, headers={"If-None-Match": known})
                self.assertEqual((again.status, again.body, again.headers["etag"]), (304, b"", tag), known)
                self.assertEqual(again.headers["cache-control"], first.headers["cache-control"])
            self.assertEqual(self.browser.get(path, headers={"If-None-Match": '"other"'}).status, 200)

    def test_nothing_outside_is_handed_out(self):
        for name in ("../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "..%5csecret.txt", ".", "..", "%00", "app-1a2b.js%00.css",
                     "%2fetc%2fpasswd", "app-1a2b.js.gz", "app-1a2b.js/", "nothing.js", ""):
            answer = self.server.send_bytes(f"GET /assets/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            self.assertRegex(answer[:13], rb"^HTTP/1.1 40[04] ", name)


class Json(WebTest):
    def test_data_that_did_not_change_is_not_sent_again(self):
        server, token = self.serve(), self.token()
        first = server.get("/api/calendar/2025-08", token=token)
        self.assertEqual(first.headers["cache-control"], "private, no-cache")
        again = server.get("/api/calendar/2025-08", token=token, headers={"If-None-Match": first.headers["etag"]})
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(server.get("/api/calendar/2025-08", headers={"If-None-Match": first.headers["etag"]}).status, 401)
        self.assertEqual(server.get("/api/calendar/2025-13", token=token).headers["cache-control"], "no-store")


if __name__ == "__main__":
    main()
