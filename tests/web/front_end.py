# SPDX-License-Identifier: MIT
"""A front end of a few words in a folder, which a server serves."""

import gzip

from web_server import WebTest

PAGES = {"/": "calendar", "/month/2025-08": "month", "/activity/7": "activity", "/gear": "gear", "/review": "review", "/history": "history",
         "/settings": "settings", "/notifications": "notifications", "/jobs": "jobs", "/users": "users", "/tokens": "tokens"}
FORM = '<p>{{problem}}</p><input name="csrf" value="{{csrf}}"><input name="next" value="{{next}}"><input name="email" value="{{email}}"><p data-claim="{{claim}}">'


class FrontEnd(WebTest):
    def setUp(self):
        super().setUp()
        self.folder = self.tracekit.work / "dist"
        for page in (*PAGES.values(), "problem"):
            self.put(f"pages/{page}.html", f"<h1>{page}</h1><p>{{{{problem}}}}</p>{{{{other}}}}")
        for page in ("login", "signup"):
            self.put(f"pages/{page}.html", f"<h1>{page}</h1>{FORM}")
        self.script = b"console.log('" + b"x" * 2000 + b"')"
        self.put("assets/app-1a2b.js", self.script)
        self.put("assets/app-1a2b.js.gz", gzip.compress(self.script, 9))
        self.put("assets/app-1a2b.css", "p { color: red }")
        self.put("favicon.svg", "<svg/>")
        self.put("secret.txt", "not below assets")

    def serve(self, *args):
        return super().serve("--assets", self.folder, *args)

    def put(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
