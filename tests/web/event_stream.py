# SPDX-License-Identifier: MIT
"""Listens to a server's events as a page does."""

import json
import socket
import time


class EventStream:
    def __init__(self, server, token=None, cookie=None):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        lines = ["GET /api/events HTTP/1.1", "Host: localhost", "Accept: text/event-stream"]
        lines += [f"Authorization: Bearer {token}"] if token else []
        lines += [f"Cookie: tracekit_session={cookie}"] if cookie else []
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.text = b""
        self.ended = False
        while b"\r\n\r\n" not in self.text and self.read(20):
            pass
        self.head, _, self.text = self.text.partition(b"\r\n\r\n")

    def read(self, seconds):
        """Whether something came in this time."""
        self.socket.settimeout(max(seconds, 0.01))
        try:
            piece = self.socket.recv(65536)
        except TimeoutError:
            return False
        except ConnectionResetError:
            piece = b""
        self.ended = not piece
        self.text += piece
        return bool(piece)

    def next(self, seconds=5):
        """The next event as (name, data); None when none comes in this time, or the stream ends."""
        deadline = time.monotonic() + seconds
        while True:
            block, found, rest = self.text.partition(b"\n\n")
            if found:
                self.text = rest
                fields = dict(line.split(": ", 1) for line in block.decode().splitlines() if ": " in line)
                if "event" in fields:
                    assert fields["id"].isdigit(), fields
                    return fields["event"], json.loads(fields["data"])
                continue
            if time.monotonic() > deadline or self.ended or (not self.read(deadline - time.monotonic()) and self.ended):
                return None

    def until(self, name, seconds=10, matches=lambda data: True):
        """All events up to the first one of this name that fits; fails when it does not come."""
        seen, deadline = [], time.monotonic() + seconds
        while time.monotonic() < deadline:
            event = self.next(deadline - time.monotonic())
            if event is None:
                break
            seen.append(event)
            if event[0] == name and matches(event[1]):
                return seen
        raise AssertionError(f"no event {name}: {seen}")

    def close(self):
        self.socket.close()
