# SPDX-License-Identifier: MIT
"""The services of the sandbox as tests meet them: where they are, how one signs in, and what they hold, seen without tracekit."""

import json
import re
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

from sandbox_server import SandboxServer
from support import CommandLineTest, gpx, log_row

MONTH = "2025-08"

# A fault: what was asked is done, and half of the answer is the answer.
HALF_AN_ANSWER = {"kind": "body", "body": '{"half": [1, 2'}


@dataclass(frozen=True)
class Ride:
    """A ride as its service holds it, in metres and seconds; `gear` is an id."""
    id: str
    day: str
    name: str
    distance: float
    moving: int
    gear: str

    def log_row(self, **more):
        """The row of an exercise log that tells of the same ride."""
        minutes, seconds = divmod(self.moving, 60)
        values = {"notes": self.name, "distance": round(self.distance / 1000, 2),
                  "duration": f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"} | more
        return log_row(self.day, **values)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def where_the_browser_ends(address):
    """What a person's browser does at the provider, up to the address that it is sent to."""
    try:
        urllib.request.build_opener(NoRedirect).open(address, timeout=10)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["Location"]
    raise AssertionError("the browser was not sent on")


class BrowserSignIn:
    """`tracekit auth`, up to the address that it shows; it is killed when nothing happens."""

    def __init__(self, person, provider, *options, env=None):
        self.process = person.start("auth", provider, *options, env=env, stdin=subprocess.PIPE, text=True)
        self.watchdog = threading.Timer(60, self.process.kill)
        self.watchdog.start()
        self.said = ""
        while not (found := re.search(r"http\S*/oauth/authorize\S*", self.said)):
            line = self.process.stderr.readline()
            if not line:
                raise AssertionError(f"no address was shown: {self.said}")
            self.said += line
        self.address = found[0]
        self.asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.address).query))

    def end(self, answer=None):
        """Types an answer, or waits for the browser: (exit code, all that was said)."""
        try:
            out, err = self.process.communicate(None if answer is None else answer + "\n", timeout=60)
            return self.process.returncode, self.said + err + out
        finally:
            self.watchdog.cancel()


class Service:
    id = title = None
    options = {}            # its settings besides the addresses
    environment = {}        # secrets that a person would have in the environment
    secrets = ()            # what never may be shown or stored in clear
    renews_sign_in = False  # whether an expired token is renewed without the person
    list_path = None        # how the paths begin that list activities
    item_path = None        # and that show or change one
    gear_path = None        # and that change its gear, where that is another; what goes there may be sent twice
    file_path = None        # and that give its file, by id; None: it gives none
    token_path = None       # and that a sign-in needs
    upload_path = None      # and that takes files
    write_method = "PUT"
    write_route = None      # how the sandbox counts writes
    account_path = None     # and that tells whose sign-in it is
    another_account = None  # what it would say of somebody else
    task_path = None        # and that tells what becomes of an upload; None: it shows at once, or only in lists
    still_reading = None    # what it says there meanwhile
    upload_route = None     # how the sandbox counts uploads
    several_pages = None    # so many activities fill more than one page of its list

    def __init__(self, *options):
        self.server = SandboxServer(self.id, *options)

    def base_urls(self):
        raise NotImplementedError

    def settings(self, **more):
        return {"base_urls": self.base_urls(), "priority": 2} | self.options | more

    def sign_in(self, person, paste=where_the_browser_ends):
        """(exit code, all that was said)"""
        dialog = BrowserSignIn(person, self.id, "--manual", env=self.environment)
        return dialog.end(paste(dialog.address))

    def ids(self):
        """The ids of all activities that it holds."""
        raise NotImplementedError

    def count(self):
        """How many activities it holds."""
        return len(self.ids())

    def rides(self):
        """The rides of the month that are alone on their day."""
        raise NotImplementedError

    def ride(self, number):
        """One ride as it is now."""
        raise NotImplementedError

    def rename(self, number, name):
        """Somebody edits it there."""
        raise NotImplementedError

    def on_day(self, day):
        """How many activities it holds that began on this day, as people there count days."""
        raise NotImplementedError

    def another_gear(self, ride):
        """(name, id) of gear that it is not done with."""
        raise NotImplementedError

    def rename_gear(self, number, name):
        self.server.ask(f"/web/gear/{number}", "PUT", {"name": name})

    def end_access(self):
        """The access token has ended, and has to be renewed."""
        self.server.ask("/web/hours", "POST", {})

    def writes(self):
        return self.server.calls().get(self.write_route, 0)

    @staticmethod
    def alone_on_their_day(rides, days):
        return [ride for ride in rides if days.count(ride.day) == 1]


class IntervalsIcu(Service):
    id, title = "intervalsicu", "Intervals.icu"
    secrets = ("sandbox-key", "QVBJX0tFWTpz")  # also as it is sent
    list_path = "/api/v1/athlete/0/activities"
    item_path = "/api/v1/activity/"
    file_path = "/api/v1/activity/{id}/file"
    token_path = "/api/v1/athlete/0/profile"
    upload_path = "/api/v1/athlete/0/activities"
    write_route = "PUT /api/v1/activity/{id}"
    account_path = token_path
    another_account = {"athlete": {"id": "i999", "name": "Somebody Else"}}
    several_pages = 450
    key = "sandbox-key"

    def base_urls(self):
        return {"api": self.server.url + "/api/v1"}

    def sign_in(self, person, paste=None):
        code, out, err = person.run("auth", self.id, input=(paste or self.key) + "\n")
        return code, err + out

    def remote(self, path="", **more):
        return self.server.ask("/api/v1" + path, key=self.key, **more)

    def activities(self, oldest="2000-01-01", newest="2025-12-31"):
        return self.remote(f"/athlete/0/activities?oldest={oldest}&newest={newest}")

    def ids(self):
        return [one["id"] for one in self.activities()]

    def on_day(self, day):
        return len(self.activities(day, day))

    @staticmethod
    def as_ride(one):
        return Ride(one["id"], one["start_date_local"][:10], one["name"], one["distance"], one["moving_time"], (one.get("gear") or {}).get("id"))

    def rides(self):
        there = self.activities(MONTH + "-01", MONTH + "-31")
        rides = [self.as_ride(one) for one in there if one.get("type") == "Ride"]
        return self.alone_on_their_day(rides, [one["start_date_local"][:10] for one in there])

    def ride(self, number):
        return self.as_ride(self.remote("/activity/" + number))

    def rename(self, number, name):
        self.remote("/activity/" + number, method="PUT", body={"name": name})

    def another_gear(self, ride):
        return next((one["name"], one["id"]) for one in self.remote("/athlete/0/gear")
                    if one["id"] != ride.gear and not one.get("component"))


class Strava(Service):
    id, title = "strava", "Strava"
    options = {"client_id": "24523"}
    environment = {"STRAVA_CLIENT_SECRET": "sandbox-secret"}
    secrets = ("sandbox-secret", "strava-access-", "strava-refresh-")
    renews_sign_in = True
    list_path = "/api/v3/athlete/activities"
    item_path = "/api/v3/activities/"
    token_path = "/oauth/token"
    upload_path = "/api/v3/uploads"
    write_route = "PUT /api/v3/activities/{id}"
    account_path = "/api/v3/athlete"
    another_account = {"id": 4711, "firstname": "Somebody", "lastname": "Else"}
    task_path = "/api/v3/uploads/"
    still_reading = {"id": 17511200000, "status": "Your activity is still being processed.", "error": None, "activity_id": None}
    upload_route = "POST /api/v3/uploads"
    several_pages = 450

    def base_urls(self):
        return {"api": self.server.url + "/api/v3", "oauth": self.server.url + "/oauth"}

    def web(self, path, method="GET", body=None):
        """What the athlete does in the web pages."""
        return self.server.ask("/web" + path, method, body)

    def activities(self):
        return self.web("/activities")

    def ids(self):
        return [str(one["id"]) for one in self.activities()]

    def on_day(self, day):
        return len([one for one in self.activities() if one["start_date_local"].startswith(day)])

    @staticmethod
    def as_ride(one):
        return Ride(str(one["id"]), one["start_date_local"][:10], one["name"], one["distance"], one["moving_time"], one.get("gear_id"))

    def rides(self):
        there = [one for one in self.activities() if one["start_date_local"].startswith(MONTH)]
        rides = [self.as_ride(one) for one in there if one["type"] == "Ride"]
        return self.alone_on_their_day(rides, [one["start_date_local"][:10] for one in there])

    def ride(self, number):
        return next(self.as_ride(one) for one in self.activities() if str(one["id"]) == number)

    def rename(self, number, name):
        self.web(f"/activities/{number}", "PUT", {"name": name})

    def another_gear(self, ride):
        return next(one for one in (("Checkpoint", "b11802045"), ("SL7 Tarmac", "b11802044")) if one[1] != ride.gear)


class RideWithGps(Service):
    id, title = "ridewithgps", "Ride with GPS"
    options = {"client_id": "sandbox-client"}
    environment = {"RIDEWITHGPS_CLIENT_SECRET": "sandbox-secret"}
    secrets = ("sandbox-secret", "access-2", "secret-privacy-code")
    list_path = "/users/4410231/trips.json"
    item_path = "/trips/"
    file_path = "/trips/{id}.tcx"
    token_path = "/oauth/token.json"
    upload_path = "/trips.json"
    write_method = "PATCH"
    write_route = "PATCH /trips/{trip}"
    account_path = "/users/current.json"
    another_account = {"user": {"id": 999, "name": "Somebody Else", "gear": []}}
    task_path = "/queued_tasks/status.json"
    still_reading = {"queued_tasks": []}
    upload_route = "POST /trips.json"
    several_pages = 450

    def base_urls(self):
        return {"api": self.server.url + "/api/v1", "legacy": self.server.url, "oauth": self.server.url}

    def remote(self, path, method="GET", body=None):
        request = urllib.request.Request(self.server.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": "Bearer sandbox-token", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read().decode()
            return json.loads(text) if text.startswith("{") else text

    def trips(self):
        found, count = [], 1
        while len(found) < count:
            page = self.remote(f"/users/4410231/trips.json?offset={len(found)}&limit=200")
            found, count = found + page["results"], page["results_count"]
        return found

    def ids(self):
        return [str(one["id"]) for one in self.trips()]

    def on_day(self, day):
        return len([one for one in self.trips() if one["departed_at"].startswith(day)])

    @staticmethod
    def as_ride(one):
        return Ride(str(one["id"]), one["departed_at"][:10], one["name"], one["distance"], one["moving_time"], one["gear_id"])

    def rides(self):
        there = [one for one in self.trips() if one["departed_at"].startswith(MONTH)]
        rides = [self.as_ride(one) for one in there if one["fit_sport"] == 2]
        return self.alone_on_their_day(rides, [one["departed_at"][:10] for one in there])

    def ride(self, number):
        return self.as_ride(self.remote(f"/trips/{number}.json")["trip"])

    def rename(self, number, name):
        self.remote(f"/trips/{number}.json", "PATCH", {"trip": {"name": name}})

    def another_gear(self, ride):
        return next(one for one in (("Checkpoint", 275582), ("SL7 Tarmac", 275581)) if one[1] != ride.gear)


class Garmin(Service):
    id, title = "garmin", "Garmin Connect"
    email, password = "kira+tri@example.org", "sandbox-passwörd"
    secrets = (password, email, "garmin-access-", "garmin-refresh-", "sandboxTicket", "sandbox-oauth1", "sandbox-consumer-secret", "MFA-123")
    renews_sign_in = True
    list_path = "/activitylist-service/activities/search"
    item_path = "/activity-service/activity/"
    gear_path = "/gear-service/gear/link/"
    file_path = "/download-service/files/activity/{id}"
    token_path = "/di-oauth2-service/oauth/token"
    upload_path = "/upload-service/upload"
    write_route = "PUT /activity-service/activity/{id}"
    account_path = "/userprofile-service/socialProfile"
    another_account = {"profileId": 4711, "fullName": "Somebody Else"}
    several_pages = 1100

    def base_urls(self):
        return dict.fromkeys(("sso", "diauth", "api", "consumer"), self.server.url)

    def sign_in(self, person, paste=None):
        code, out, err = person.run("auth", self.id, input=f"{self.email}\n{self.password}\n")
        return code, err + out

    def web(self, path, method="GET", body=None):
        """What the athlete does in the web pages."""
        return self.server.ask("/web" + path, method, body)

    def activities(self):
        return self.web("/activities")

    def on_day(self, day):
        return len([one for one in self.activities() if one["startTimeLocal"].startswith(day)])

    def ids(self):
        return [str(one["activityId"]) for one in self.activities()]

    @staticmethod
    def as_ride(one):
        return Ride(str(one["activityId"]), one["startTimeLocal"][:10], one["activityName"], one["distance"], round(one["duration"]), *one["gear"])

    def rides(self):
        there = [one for one in self.activities() if one["startTimeLocal"].startswith(MONTH)]
        rides = [self.as_ride(one) for one in there if one["activityType"]["parentTypeId"] == 2]
        return self.alone_on_their_day(rides, [one["startTimeLocal"][:10] for one in there])

    def ride(self, number):
        return next(self.as_ride(one) for one in self.activities() if str(one["activityId"]) == number)

    def rename(self, number, name):
        self.web(f"/activities/{number}", "PUT", {"activityName": name})

    def another_gear(self, ride):
        return next(one for one in (("Checkpoint", "00000000000000000000000000000b02"), ("Tarmac SL7", "00000000000000000000000000000b01"))
                    if one[1] != ride.gear)


SERVICES = (Garmin, IntervalsIcu, Strava, RideWithGps)


class ServiceTest(CommandLineTest):
    """A person with an account at one service of the sandbox."""

    service_class = None

    def setUp(self):
        super().setUp()
        self.use(self.service_class(*self.server_options()))
        self.with_environment()

    def server_options(self):
        """Of the sandbox's server."""
        return ()

    def with_environment(self):
        """Secrets of the service come from the environment."""
        environment = self.tracekit.environment
        self.tracekit.environment = lambda extra=None: environment(self.service.environment | (extra or {}))

    def use(self, service):
        self.service = service
        self.server = service.server
        self.addCleanup(self.server.stop)

    def with_service(self, document=None, **providers):
        self.tracekit.configure(document, **{self.service.id: self.service.settings()}, **providers)

    def with_log(self, *rows):
        self.tracekit.with_log(list(rows), **{self.service.id: self.service.settings()})

    def sign_in(self):
        code, said = self.service.sign_in(self.tracekit)
        self.assertEqual(code, 0, said)

    def sign_in_status(self):
        return next(one for one in self.tracekit.json("auth", "--status") if one["provider"] == self.service.id)

    def calls_of(self, work):
        """(what a piece of work returns, which calls it costs)"""
        before = self.server.calls()
        result = work()
        after = self.server.calls()
        return result, {route: count - before.get(route, 0) for route, count in after.items()
                        if count != before.get(route, 0) and "/web/" not in route}

    def sync(self, only, *more):
        return self.tracekit.run("sync-month", MONTH, "--yes", "--no-pull", "--only", only, "--provider", self.service.id, *more)

    def with_better_name(self):
        """A log that knows a better name for one ride; the plan is one rename at the service."""
        ride = self.service.rides()[0]
        self.with_log(ride.log_row(notes="The better name"))
        self.sign_in()
        self.tracekit.must("pull")
        self.assert_planned("name", [("rename", ride.id, "The better name")])
        return ride

    def with_other_gear(self):
        """A log that knows other equipment for one ride: (ride, name, id of that equipment)."""
        ride = self.service.rides()[0]
        name, number = self.service.another_gear(ride)
        self.with_log(ride.log_row(equipment=name))
        self.sign_in()
        self.tracekit.must("pull")
        self.assert_planned("equipment", [("set_equipment", ride.id, name)])
        return ride, name, number

    FILE_DAY = "2025-05-05"

    def with_a_file_that_it_lacks(self):
        """A folder with one ride of which the service knows nothing, and leave to upload; the plan is that upload."""
        self.tracekit.configure(file={}, **{self.service.id: self.service.settings(upload=True)})
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "ride.gpx").write_text(gpx(self.FILE_DAY + "T07:15:00Z", points=60))
        self.sign_in()
        self.tracekit.must("pull")

    def sync_uploads(self):
        return self.tracekit.run("sync-month", "2025-05", "--yes", "--really-all", "--no-pull", "--only", "upload")

    def assert_planned(self, only, expected):
        plan = self.tracekit.json("sync-month", MONTH, "--dry-run", "--only", only, "--provider", self.service.id)
        self.assertEqual([(change["kind"], change["target"]["id"], change["new"]) for change in plan["changes"]], expected, plan["changes"])

    def assert_nothing_secret(self, text):
        """Neither in what was printed nor in any file of the person."""
        for secret in self.service.secrets:
            self.assertNotIn(secret, text)
            for path in self.tracekit.root.rglob("*"):
                if path.is_file():
                    self.assertNotIn(secret.encode(), path.read_bytes(), path)


def for_every_service(namespace, *mixins, services=SERVICES):
    """Makes a test class of each mixin for each service, named after both, in a test file's namespace."""
    for mixin in mixins:
        for service in services:
            name = service.__name__ + mixin.__name__
            namespace[name] = type(name, (mixin, ServiceTest), {"service_class": service, "__module__": namespace["__name__"]})
