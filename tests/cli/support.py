# SPDX-License-Identifier: MIT
"""What the tests of the command line share: a person's home in a temporary folder, and small inputs."""

import datetime
import io
import json
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import json_documents

BINARY = pathlib.Path(os.environ.get("TRACEKIT_BINARY", "tracekit")).absolute()
SANDBOX = pathlib.Path(os.environ.get("TRACEKIT_SANDBOX", "tracekit-sandbox")).absolute()

QUESTION = re.compile(rb"(\[y/[adnqv/]+\]|yes to go on:) $")

MAIN_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

LOG_HEADER = ["Date", "Activity Type", "Location", "City", "State", "Temperature", "Equipment", "Duration", "Distance (km)",
              "Max Speed", "Avg Heart Rate", "Max Heart Rate", "Calories", "Max Elevation", "Elevation Gain", "With",
              "Avg Cadence", "Strava ID", "Garmin ID", "Ridewithgps ID", "Notes"]


def log_row(date, sport="Ride", notes="", distance=None, duration=None, equipment=None):
    """One row of an exercise log with the columns that matter here."""
    row = [None] * len(LOG_HEADER)
    row[0], row[1], row[6], row[7], row[8], row[20] = date, sport, equipment, duration, distance, notes
    return row


class Tracekit:
    """One person: a home of its own, a data folder, a settings file, and the program run as that person."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="tracekit-cli-"))
        self.home = self.root / "home"
        self.data = self.root / "data"
        self.work = self.root / "work"
        for folder in (self.home, self.data, self.work):
            folder.mkdir()
        self.activities = self.data / "activities" / "1"
        self.database = self.root / "tracekit.sqlite3"
        self.config = self.work / "tracekit_config.json"

    def remove(self):
        for folder, _, _ in os.walk(self.root):
            os.chmod(folder, 0o700)
        shutil.rmtree(self.root)

    def environment(self, extra=None):
        kept = {name: value for name, value in os.environ.items()
                if name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "TRACEKIT_LIBRARY_DIR", "ASAN_OPTIONS", "UBSAN_OPTIONS")}
        kept.update(HOME=str(self.home), XDG_CONFIG_HOME=str(self.home / "config"), XDG_DATA_HOME=str(self.home / "share"),
                    XDG_CACHE_HOME=str(self.home / "cache"), XDG_STATE_HOME=str(self.home / "state"),
                    TRACEKIT_DATA_DIR=str(self.data), LC_ALL="C.UTF-8", TZ="UTC")
        for name, value in (extra or {}).items():
            if value is None:
                kept.pop(name, None)
            else:
                kept[name] = str(value)
        return kept

    def start(self, *args, env=None, cwd=None, **pipes):
        """A process that is left to run; its end is the caller's business."""
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | pipes
        return subprocess.Popen([str(BINARY), *map(str, args)], cwd=cwd or self.work, env=self.environment(env), **options)

    def run(self, *args, input=None, env=None, cwd=None, timeout=60):
        """Runs the program to its end: (exit code, standard output, standard error)."""
        done = subprocess.run([str(BINARY), *map(str, args)], cwd=cwd or self.work, env=self.environment(env), timeout=timeout,
                              input=(input or "").encode(), capture_output=True)
        if "--json" in args:
            json_documents.check(args, done.stdout.decode())
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def run_on_terminal(self, *args, answers=(), env=None, timeout=60, started=lambda process: None, question=QUESTION):
        """Runs the program on a terminal of its own and gives one answer to each question: (exit code, all it printed). An answer
        may be a function that does something and returns the answer, or None to type nothing; when they are used up, the input ends."""
        ours, theirs = pty.openpty()
        process = self.start(*args, env={"TERM": "xterm", "COLUMNS": "200"} | (env or {}), stdin=theirs, stdout=theirs, stderr=theirs,
                             start_new_session=True)
        os.close(theirs)
        started(process)
        waiting, text, seen, deadline = list(answers), b"", 0, time.monotonic() + timeout
        try:
            while time.monotonic() < deadline:
                ready, _, _ = select.select([ours], [], [], 0.5)
                if ready:
                    try:
                        chunk = os.read(ours, 65536)
                    except OSError:  # the other end is closed
                        break
                    if not chunk:
                        break
                    text += chunk
                if question.search(text, seen):
                    seen = len(text)
                    answer = waiting.pop(0) if waiting else "\x04"
                    answer = answer() if callable(answer) else answer
                    if answer is not None:
                        os.write(ours, answer.encode() if answer == "\x04" else (answer + "\n").encode())
            try:
                code = process.wait(timeout=max(1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                raise AssertionError(f"tracekit {' '.join(map(str, args))} still runs after {timeout} s\n{text.decode()}") from None
            return code, text.decode().replace("\r\n", "\n")
        finally:
            process.kill()
            process.wait()
            os.close(ours)

    def must(self, *args, **options):
        """As `run`, for steps that have to succeed: the standard output."""
        code, out, err = self.run(*args, **options)
        if code != 0:
            raise AssertionError(f"tracekit {' '.join(map(str, args))} ended with {code}\n{out}{err}")
        return out

    def json(self, *args, **options):
        """The one JSON document that a command prints."""
        return json.loads(self.must("--json", *args, **options))

    def json_lines(self, *args, **options):
        return [json.loads(line) for line in self.must("--json", *args, **options).splitlines()]

    def records(self):
        """Every stored record in its portable form, without what depends on the time of the run."""
        return [comparable(json.loads(line)) for line in self.must("export").splitlines()]

    def pulled(self, provider, *args, **options):
        """What a pull says of one provider."""
        report = self.json("pull", *args, **options)
        return next(one for one in report["providers"] if one["provider"] == provider)

    def configure(self, document=None, **providers):
        """Writes the settings file: home zone UTC, metric, the database of this home, the given providers enabled."""
        settings = {"home_timezone": "UTC", "units": "metric", "metadata_db": str(self.database), "providers": {}}
        for provider, values in providers.items():
            settings["providers"][provider] = {"enabled": True} | (values or {})
        settings.update(document or {})
        self.config.write_text(json.dumps(settings))

    def with_files(self):
        self.configure(file={})
        self.activities.mkdir(parents=True, exist_ok=True)
        return self

    def with_log(self, rows, header=LOG_HEADER, document=None, **providers):
        """An exercise log of these rows beside the settings; returns its path."""
        path = self.work / "log.xlsx"
        write_xlsx(path, [header, *rows] if header else rows)
        self.configure(document, spreadsheet={"path": "log.xlsx"}, **providers)
        return path

    def with_athlete(self):
        """The made-up athlete of the sandbox, as its person would find it: nothing pulled yet."""
        subprocess.run([str(SANDBOX), "make-athlete", str(self.work)], check=True, env=self.environment(), capture_output=True)
        self.data = self.work / "data"
        self.activities = self.data / "activities" / "1"
        self.database = self.work / "tracekit.sqlite3"
        self.log = self.work / "exercise-log.xlsx"
        return self

    def with_pulled_athlete(self):
        self.with_athlete()
        self.must("pull")
        self.must("load", "garmin.jsonl", "strava.jsonl")
        return self


class CommandLineTest(unittest.TestCase):
    """A test with a home of its own."""

    maxDiff = 4000

    def setUp(self):
        self.tracekit = Tracekit()
        self.addCleanup(self.tracekit.remove)

    def another(self):
        """A second person."""
        other = Tracekit()
        self.addCleanup(other.remove)
        return other

    def assert_refused(self, code, sentence, *args, **options):
        """The command ends with `code`, prints nothing as a result, and says `sentence` as its first line."""
        got, out, err = self.tracekit.run(*args, **options)
        first = err.splitlines()[0] if err else ""
        self.assertEqual((got, first, out), (code, "tracekit: " + sentence, ""), err)
        return err

    def assert_no_internal_words(self, text):
        for word in ("internal error", "Traceback", "std::", "nlohmann", "json.exception", "terminate called", "what():"):
            self.assertNotIn(word, text)


def comparable(record):
    return {key: value for key, value in record.items() if key not in ("fetched_at", "last_seen")}


def wait_until(is_true, seconds=30):
    """For what another process does meanwhile. Fails when it never comes."""
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            raise AssertionError(f"still not so after {seconds} s")
        time.sleep(0.05)


def gpx(start="2025-08-03T07:15:00Z", points=20, name="Morning ride", latitude=47.0, step=0.001, with_time=True, sport="cycling"):
    """A small GPX track, a point every ten seconds, `step` degrees of latitude apart."""
    clock = datetime.datetime.fromisoformat(start.replace("Z", "+00:00"))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">',
             f"<trk><name>{escape(name)}</name><type>{sport}</type><trkseg>"]
    for i in range(points):
        at = (clock + datetime.timedelta(seconds=10 * i)).strftime("%Y-%m-%dT%H:%M:%SZ")
        time = f"<time>{at}</time>" if with_time else ""
        lines.append(f'<trkpt lat="{latitude + step * i:.6f}" lon="8.000000"><ele>{400 + i}</ele>{time}</trkpt>')
    return "\n".join(lines + ["</trkseg></trk></gpx>", ""])


def tcx(laps, start="2025-08-03T07:15:00Z", sport="Biking"):
    """A TCX activity of laps (seconds, metres) without track points."""
    clock = datetime.datetime.fromisoformat(start.replace("Z", "+00:00"))
    parts = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>',
             f'<Activity Sport="{sport}"><Id>{start}</Id>']
    for seconds, metres in laps:
        parts.append(f'<Lap StartTime="{clock.strftime("%Y-%m-%dT%H:%M:%SZ")}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
                     f"<DistanceMeters>{metres}</DistanceMeters><Intensity>Active</Intensity><TriggerMethod>Distance</TriggerMethod></Lap>")
        clock += datetime.timedelta(seconds=seconds)
    return "".join(parts + ["</Activity></Activities></TrainingCenterDatabase>"])


def fit_with_strange_message(fit):
    """The FIT file with one more message, of a number and with a field that no profile knows."""
    messages = fit[14:-2] + bytes([0x45, 0, 0, 0x01, 0xFF, 1, 9, 3, 0x0D]) + bytes([0x05, 7, 8, 9])

    def checksum(content):
        crc = 0
        for byte in content:
            crc ^= byte
            for _ in range(8):
                crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
        return struct.pack("<H", crc)

    head = fit[:4] + struct.pack("<I", len(messages)) + b".FIT"
    file = head + checksum(head) + messages
    return file + checksum(file)


def _reference(row, column):
    return f"{chr(ord('A') + column)}{row}"


def _cell(row, column, value):
    where = _reference(row, column)
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return f'<c r="{where}"><v>{value}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def write_xlsx(path, rows):
    """A workbook with one sheet; text and numbers; None leaves a cell out, and an empty row is left out as a whole."""
    body = "".join(f'<row r="{number}">' + "".join(_cell(number, column, value) for column, value in enumerate(row)) + "</row>"
                   for number, row in enumerate(rows, 1) if row)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Log" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{body}</sheetData></worksheet>",
        "docProps/custom.xml": "<keep>this part is nobody's business</keep>",
    }
    write_parts(path, {name: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}' for name, text in parts.items()})


def write_parts(path, parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    pathlib.Path(path).write_bytes(packed.getvalue())


def xlsx_parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xlsx_cells(path, sheet="xl/worksheets/sheet1.xml"):
    """{"A1": text} of a sheet, read without any of our code."""
    parts = xlsx_parts(path)
    shared = []
    if "xl/sharedStrings.xml" in parts:
        for item in ElementTree.fromstring(parts["xl/sharedStrings.xml"]):
            shared.append("".join(text.text or "" for text in item.iter(MAIN_NAMESPACE + "t")))
    cells = {}
    for cell in ElementTree.fromstring(parts[sheet]).iter(MAIN_NAMESPACE + "c"):
        if cell.get("t") == "inlineStr":
            cells[cell.get("r")] = "".join(text.text or "" for text in cell.iter(MAIN_NAMESPACE + "t"))
            continue
        value = cell.find(MAIN_NAMESPACE + "v")
        if value is not None:
            cells[cell.get("r")] = shared[int(value.text)] if cell.get("t") == "s" else value.text
    return cells


def main():
    """Runs the tests of the calling file; says loudly when there is nothing to test."""
    if not BINARY.exists():
        sys.exit(f"there is no program to test at {BINARY}; set TRACEKIT_BINARY")
    unittest.main(verbosity=2)
