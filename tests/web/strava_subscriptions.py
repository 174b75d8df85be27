# SPDX-License-Identifier: MIT
"""Strava's side of webhooks."""

import contextlib
import http.client
import http.server
import json
import threading
import urllib.parse


class StravaSubscriptions(http.server.BaseHTTPRequestHandler):
    """Strava's subscriptions, as its documentation has them: the address is asked before the call is answered."""

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.server.forms.append(form)
        if self.server.subscriptions:
            return self.answer(400, {"message": "Bad Request", "errors": [{"resource": "PushSubscription", "field": "", "code": "already exists"}]})
        url = urllib.parse.urlsplit(form["callback_url"])
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=5)
        challenge = "15f7d1a91c1f40f8a748fd134752feb3"
        query = urllib.parse.urlencode({"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": self.server.token_sent or form["verify_token"]})
        connection.request("GET", f"{url.path}?{query}")
        shaken = connection.getresponse()
        answer = shaken.read()
        connection.close()
        if shaken.status != 200 or json.loads(answer) != {"hub.challenge": challenge}:
            return self.answer(400, {"message": "Bad Request", "errors": [{"resource": "PushSubscription", "field": "callback url", "code": "not verifiable"}]})
        self.server.subscriptions.append({"id": 131300, "callback_url": form["callback_url"]})
        self.answer(201, {"id": 131300})

    def do_GET(self):
        self.answer(200, self.server.subscriptions)

    def do_DELETE(self):
        number = int(urllib.parse.urlsplit(self.path).path.rsplit("/", 1)[1])
        self.server.subscriptions[:] = [one for one in self.server.subscriptions if one["id"] != number]
        self.answer(204, None)

    def answer(self, status, document):
        body = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def strava_subscriptions():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), StravaSubscriptions) as server:
        server.subscriptions, server.forms, server.token_sent = [], [], None
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
