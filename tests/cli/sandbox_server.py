# SPDX-License-Identifier: MIT
"""A provider server of the sandbox, run for a test."""

import base64
import json
import socket
import subprocess
import urllib.error
import urllib.request

from support import SANDBOX


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class SandboxServer:
    def __init__(self, provider, *args):
        self.process = subprocess.Popen([str(SANDBOX), "serve", "--provider", provider, *map(str, args)], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise AssertionError("the sandbox did not start")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(timeout=10)
        self.process.stdout.close()
        return code

    def ask(self, path, method="GET", body=None, key=None):
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Authorization"] = "Basic " + base64.b64encode(f"API_KEY:{key}".encode()).decode()
        request = urllib.request.Request(self.url + path, method=method, headers=headers,
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def fault(self, kind, path="/api/", count=1, **more):
        self.ask("/__sandbox/faults", "POST", {"kind": kind, "path": path, "count": count} | more)

    def no_faults(self):
        self.ask("/__sandbox/faults", "POST", {"clear": True})

    def waiting(self):
        """How many answers the fault `held` holds back."""
        return self.ask("/__sandbox/waiting")["waiting"]

    def release(self):
        self.ask("/__sandbox/release", "POST")

    def calls(self):
        return self.ask("/__sandbox/calls")
