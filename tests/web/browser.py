# SPDX-License-Identifier: MIT
"""What a browser does for a test: it keeps cookies, fills in forms, and says where its requests come from."""

import http.cookies
import re
import urllib.parse

PASSWORD = "correct horse battery"


class Browser:
    def __init__(self, server, agent="a browser"):
        self.server = server
        self.cookies = {}
        self.csrf = ""
        self.agent = agent
        self.address = f"127.0.0.1:{server.port}"

    def ask(self, method, path, body=None, headers=None):
        lines = {"User-Agent": self.agent, "Host": self.address, "Accept": "text/html" if not path.startswith("/api") else "*/*"}
        if self.cookies:
            lines["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method not in ("GET", "HEAD"):
            lines |= {"Origin": f"http://{self.address}", "X-CSRF-Token": self.csrf}
        answer = self.server.ask(method, path, body, headers={k: v for k, v in (lines | (headers or {})).items() if v is not None}, host=(headers or {}).get("Host", self.address))
        for line in answer.cookies:
            for name, cookie in http.cookies.SimpleCookie(line).items():
                if cookie["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = cookie.value
        return answer

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def form(self, path, fields, headers=None):
        """Loads the form's page and sends it filled in."""
        page = self.get(path)
        csrf = re.search(r'name="?csrf"? value="([^"]*)"', page.body.decode())
        fields = {"csrf": csrf.group(1) if csrf else ""} | fields
        answer = self.ask("POST", path.split("?")[0], urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})
        self.learn()
        return answer

    def learn(self):
        session = self.get("/api/session")
        self.csrf = session.json["csrf"] if session.status == 200 else ""
        return session.json

    def sign_up(self, email="anna@example.org", password=PASSWORD, confirm=None, claim=""):
        return self.form("/signup", {"email": email, "password": password, "confirm": password if confirm is None else confirm, "claim": claim})

    def log_in(self, email="anna@example.org", password=PASSWORD, next="/", **more):
        return self.form("/login", {"email": email, "password": password, "next": next}, **more)
