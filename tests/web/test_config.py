# SPDX-License-Identifier: MIT
"""Settings over HTTP: what a page is shown, what it may change, and that secrets never leave."""

from support import gpx, main
from web_server import WebTest, on_both_engines


class Config:
    def setUp(self):
        super().setUp()
        self.tracekit.configure(self.database_setting(), file={}, strava={"client_id": "4711", "client_secret": "hush-hush"})
        self.admin = self.token("admin")
        self.server = self.serve("--no-worker")

    def config(self, token=None):
        answer = self.server.get("/api/config", token=token or self.admin)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json

    def put(self, changes, status=200):
        answer = self.server.ask("PUT", "/api/config", changes, self.admin)
        self.assertEqual(answer.status, status, answer.body)
        return answer.json if status == 200 else answer.error

    def test_it_shows_every_setting_and_no_secret(self):
        answer = self.server.get("/api/config", token=self.admin)
        self.assertNotIn(b"hush-hush", answer.body)
        settings = answer.json["settings"]
        shown = self.tracekit.json("configure", "--show")["settings"]
        self.assertEqual(set(settings), {key for key, one in shown.items() if not one["secret"]})
        self.assertEqual({key: one["value"] for key, one in settings.items()}, {key: shown[key]["value"] for key in settings})
        self.assertEqual((settings["units"]["value"], settings["units"]["default"], settings["units"]["choices"]), ("metric", "metric", ["metric", "imperial"]))
        self.assertTrue(settings["metadata_db"]["locked"] and settings["data_dir"]["locked"])
        self.assertFalse(settings["units"]["locked"])
        strava = next(one for one in answer.json["providers"] if one["id"] == "strava")
        self.assertEqual(strava["sign_in"], {"kind": "oauth", "fields": [{"name": "client_id", "label": "Client ID", "secret": False, "set": True},
                                                                        {"name": "client_secret", "label": "Client secret", "secret": True, "set": True}]})
        self.assertEqual({one["id"]: one["sign_in"]["kind"] for one in answer.json["providers"]},
                         {"file": "none", "spreadsheet": "none", "garmin": "password", "strava": "oauth", "ridewithgps": "oauth", "intervalsicu": "key"})
        self.assertIn("providers.strava.sync_name", [toggle["key"] for toggle in strava["toggles"]])

    def test_what_is_changed_holds_at_once_here_and_at_the_command_line(self):
        settings = self.put({"units": "imperial", "home_timezone": "Europe/Berlin", "providers.strava.sync_name": False, "providers.strava.priority": 1})["settings"]
        self.assertEqual([settings[key]["value"] for key in ("units", "home_timezone", "providers.strava.sync_name", "providers.strava.priority")],
                         ["imperial", "Europe/Berlin", False, 1])
        self.assertEqual(settings["units"]["origin"], "database")
        self.assertEqual(self.tracekit.json("configure", "--show")["settings"]["units"]["value"], "imperial")
        self.assertEqual(self.put({"home_timezone": None})["settings"]["home_timezone"]["value"], "UTC")

    def test_one_wrong_value_and_nothing_is_saved(self):
        before = self.config()
        for changes, part in (({"units": "imperial", "home_timezone": "Europe/Nowhere"}, "home_timezone"), ({"units": "imperial", "unitz": 1}, "unitz"),
                              ({"units": 5}, "units"), ({"providers.strava.priority": "high"}, "providers.strava.priority"), ({"providers.strava.enabled": "true"}, "providers.strava.enabled"),
                              ({"units": "imperial", "providers.strava.client_secret": "new"}, "providers.strava.client_secret"), ({"metadata_db": "/tmp/x"}, "metadata_db"),
                              ({"web.tile_url": "http://tiles.example.org/{z}/{x}/{y}.png"}, "web.tile_url"), ({"web.tile_url": "https://tiles.example.org/"}, "web.tile_url")):
            error = self.put(changes, 400)
            self.assertEqual(error["kind"], "usage")
            self.assertIn(part, error["message"])
        self.assertEqual(self.config(), before)
        for body in ("[]", "1", '"units"', "{"):
            self.assertEqual(self.server.ask("PUT", "/api/config", body, self.admin, headers={"Content-Type": "application/json"}).status, 400)

    def test_what_the_environment_holds_cannot_be_changed_here(self):
        environment = self.tracekit.environment
        self.tracekit.environment = lambda extra=None: environment({"TRACEKIT_UNITS": "imperial"} | (extra or {}))
        self.server = self.serve("--no-worker")
        units = self.config()["settings"]["units"]
        self.assertEqual((units["value"], units["locked"], units["origin"]), ("imperial", True, "environment"))
        self.assertIn("TRACEKIT_UNITS", self.put({"units": "metric"}, 400)["message"])

    def test_providers_are_ordered_by_a_list(self):
        answer = self.server.post("/api/providers/order", {"order": ["file", "strava"]}, token=self.admin)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual([one["id"] for one in answer.json["providers"]][:2], ["file", "strava"])
        self.assertEqual([one["priority"] for one in answer.json["providers"]], [1, 2, 3, 4, 5, 6])
        self.assertEqual(self.server.get("/api/calendar/2025-08", token=self.admin).json["providers"], ["file", "strava"])
        for body, part in (({"order": ["file", "file"]}, "twice"), ({"order": ["nobody"]}, "nobody"), ({"order": "file"}, "no list"), ({"order": [1]}, "no list"), ({}, "order")):
            self.assert_refused_with(self.server.post("/api/providers/order", body, token=self.admin), 400, "usage", part)

    def test_others_change_their_own_but_not_what_leads_into_the_machine(self):
        other = self.tracekit.must("--user", self.another_user(), "token", "add", "other", "--scope", "admin").strip()
        settings = self.config(other)["settings"]
        self.assertTrue(all(settings[key]["locked"] for key in ("providers.file.path", "providers.strava.base_urls.api", "web.upload_mb", "debug")))
        self.assertEqual(self.server.ask("PUT", "/api/config", {"units": "imperial"}, other).status, 200)
        self.assertEqual((self.config(other)["settings"]["units"]["value"], self.config()["settings"]["units"]["value"]), ("imperial", "metric"))
        for key, value in (("providers.file.path", "/"), ("providers.spreadsheet.path", "/etc/passwd"), ("providers.strava.base_urls.api", "http://127.0.0.1:1"), ("web.upload_mb", 9)):
            self.assert_refused_with(self.server.ask("PUT", "/api/config", {key: value}, other), 400, "usage", "owner")

    def test_the_database_is_told_without_the_rows_of_others(self):
        other = self.tracekit.must("--user", self.another_user(), "token", "add", "other", "--scope", "read").strip()
        self.tracekit.activities.mkdir(parents=True)
        (self.tracekit.activities / "one.gpx").write_text(gpx("2025-08-03T07:15:00Z"))
        self.tracekit.must("pull", "--provider", "file")
        own, others = (self.server.get("/api/database", token=token).json for token in (self.admin, other))
        self.assertEqual((own["activities"], own["records"]), (1, {"file": 1}))
        self.assertEqual((others["activities"], others["records"], others["bytes"], others["location"]), (0, {}, None, None))

    def test_looking_tells_of_providers_and_the_database(self):
        self.tracekit.run("pull")
        providers = {one["id"]: one for one in self.server.get("/api/provider-status", token=self.admin).json["providers"]}
        self.assertTrue(providers["file"]["last"]["succeeded"])
        self.assertIsNone(providers["garmin"]["last"])
        database = self.server.get("/api/database", token=self.admin).json
        self.assertEqual((database["engine"], database["activities"]), ("sqlite" if self.engine == "sqlite" else "postgresql", 0))
        self.assertGreater(database["bytes"], 10000)
        self.assertEqual(self.server.get("/api/recent-activity?limit=3", token=self.admin).json, {"activities": []})
        for path, body in (("/api/config", {"units": "metric"}),):
            self.assertEqual(self.server.ask("PUT", path, body, self.token("write")).status, 403)


on_both_engines(globals(), Config)

if __name__ == "__main__":
    main()
