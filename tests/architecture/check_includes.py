#!/usr/bin/env python3
"""Reads the include lines of every folder and fails on an arrow that is not in docs/architecture.md.

  check_includes.py ROOT

Also refuses third-party headers where they do not belong and semicolons in test names, which CTest would split.
"""
import pathlib
import re
import sys

MODULES = {
    "base": set(),
    "model": {"base"},
    "formats": {"base", "model"},
    "match": {"base", "model"},
    "sync": {"base", "model"},
    "calendar": {"base", "model"},
    "config": {"base", "model"},
    "store": {"base", "model"},
    "jobs": {"base", "model", "store"},
    "net": {"base"},
    "providers": {"base", "model", "formats", "net"},
    "app": {"base", "model", "formats", "match", "sync", "calendar", "config", "store", "providers", "net", "jobs"},
}
# The programs stand on the library side by side: each includes its own files by the folders in it.
PROGRAMS = {"cli": {"commands", "output", "demo"}, "web": {"handlers", "http", "civetweb", "assets", "events"}}
# Of the library, `web` sees what `app` hands out and takes, and the queue; formats, matching and sandbox are none of its business.
WEB_SEES = {"base", "model", "sync", "calendar", "config", "store", "providers", "net", "jobs", "app"}
# Who alone may include a library's headers, as regular expressions of the path.
ONLY_IN = {
    r"sqlite3\.h": r"libtracekit/store/sqlite/",
    r"(libpq-fe\.h|pqxx/)": r"libtracekit/store/postgres/",
    r"CLI/": r"(cli/|manual/|web/server/options\.cpp)",
    r"sodium\.h": r"libtracekit/config/",
    r"expat\.h": r"libtracekit/formats/",
    r"curl/curl\.h": r"libtracekit/net/curl/",
    r"civetweb\.h": r"(libtracekit/net/callback/|sandbox/server/|web/server/civetweb/)",
    r"zip\.h": r"(libtracekit/formats/|sandbox/|tests/)",
}


def module_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "libtracekit" else parts[0]


def main(root):
    problems = []
    checked = 0
    for path in sorted(root.rglob("*.[ch]pp")):
        name = path.relative_to(root).as_posix()
        if name.startswith("build/"):
            continue
        text = path.read_text(encoding="utf-8")
        checked += 1
        module = module_of(name)
        for line in re.findall(r'^#include [<"]([^>"]+)[>"]', text, re.MULTILINE):
            target = line.split("/")[0]
            if name.startswith("libtracekit/") and target in MODULES and target != module and target not in MODULES[module]:
                problems.append(f"{name}: {module} must not include {line}")
            if module == "web" and (target == "sandbox" or target in MODULES and target not in WEB_SEES):
                problems.append(f"{name}: web must not include {line}")
            for other, folders in PROGRAMS.items():
                if module in PROGRAMS and other != module and target in folders:
                    problems.append(f"{name}: {module} must not include {line} of {other}")
            for header, place in ONLY_IN.items():
                if re.fullmatch(header + r".*", line) and not re.match(place, name):
                    problems.append(f"{name}: {line} belongs in {place} only")
        if name.startswith("tests/"):
            for title in re.findall(r'(?:TEST_CASE|SCENARIO)\(\s*"([^"]*)"', text):
                if ";" in title:
                    problems.append(f"{name}: a semicolon in the test name \"{title}\"")
    for problem in problems:
        print(problem)
    print(f"{checked} files, {len(problems)} problems")
    if checked == 0:
        problems.append("nothing was checked")
    sys.exit(1 if problems else 0)


main(pathlib.Path(sys.argv[1]))
