# SPDX-License-Identifier: MIT
"""A private PostgreSQL server on loopback, which ends with the test that started it."""

import ctypes
import glob
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PROGRAMS = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


class PostgresServer:
    """One server in a temporary folder. It refuses to run as root, so it then runs as `postgres`."""

    def __init__(self, durable=False):
        """`durable`: waits for the disk at each commit, as a server that people use does."""
        if not PROGRAMS:
            raise AssertionError("PostgreSQL's server programs are not installed: scripts/install-deps test")
        self.programs = pathlib.Path(PROGRAMS[-1])
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tracekit-postgres-"))
        self.user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.log = open(self.folder / "log", "wb")
        self.databases = 0
        self.settings = [] if durable else ["-c", "fsync=off"]
        subprocess.run([self.programs / "initdb", "-D", self.folder / "data", "-U", "tracekit", "-A", "trust", "-E", "UTF8",
                        "--locale=C.UTF-8", "--no-sync"], check=True, **self.process_options())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def process_options(self):
        def become_the_user():
            if self.user:
                os.setgroups([])
                os.setgid(self.user.pw_gid)
                os.setuid(self.user.pw_uid)
            ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGQUIT)
        return {"stdout": self.log, "stderr": self.log, "preexec_fn": become_the_user, "cwd": self.folder}

    def start(self):
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, "-p", str(self.port),
             "-c", "listen_addresses=127.0.0.1", *self.settings], **self.process_options())
        deadline = time.monotonic() + 30
        while subprocess.run([self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode != 0:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError((self.folder / "log").read_text())
            time.sleep(0.05)

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        self.process.wait(timeout=30)

    def remove(self):
        if self.process.poll() is None:
            self.stop(signal.SIGQUIT)
        self.log.close()
        shutil.rmtree(self.folder)

    def new_database(self):
        """The address of an empty database."""
        self.databases += 1
        name = f"person_{self.databases}"
        self.run(f"CREATE DATABASE {name}")
        return f"postgresql://tracekit@127.0.0.1:{self.port}/{name}"

    def run(self, sql, database="postgres"):
        """What a statement answers, one line a row."""
        done = subprocess.run([self.programs / "psql", "-XAtq", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tracekit", "-d", database,
                               "-c", sql], check=True, capture_output=True, text=True)
        return done.stdout.splitlines()
