# SPDX-License-Identifier: MIT
"""The whole way of a change at a service: it calls the server, the server's worker reads the one record again, and the month
shows what differs. Nothing is written to anybody."""

from services import RideWithGps, Strava
from support import main, wait_until
from web_server import WebTest


class LiveChanges:
    """With the sandbox's service, which calls in the words of the real one."""

    def setUp(self):
        super().setUp()
        self.service = self.service_kind()
        self.addCleanup(self.service.server.stop)
        environment = self.tracekit.environment
        self.tracekit.environment = lambda extra=None: environment(self.service.environment | (extra or {}))
        self.tracekit.configure(self.database_setting(), **{self.service.id: self.service.settings()})
        self.assertEqual(self.service.sign_in(self.tracekit)[0], 0)
        self.tracekit.must("pull")
        self.server = self.serve()

    def names(self):
        return {record["id"]: record["name"] for record in self.tracekit.records() if record["provider"] == self.service.id}

    def test_a_new_name_is_here_at_once_and_goes_to_nobody(self):
        self.listen()
        ride = self.service.rides()[0]
        self.assertNotEqual(self.names()[ride.id], "Told by a webhook")
        self.service.rename(ride.id, "Told by a webhook")
        written = self.service.writes()  # the athlete's own edit may count as one
        wait_until(lambda: self.names().get(ride.id) == "Told by a webhook")
        kinds = {(one["kind"], one["state"]) for one in self.tracekit.json("jobs")}
        self.assertEqual(kinds, {("fetch-record", "done")})
        self.assertEqual(self.service.writes(), written)
        self.assertEqual(self.tracekit.json("history"), [])
        metrics = self.server.get("/metrics").body.decode()
        self.assertRegex(metrics, rf'tracekit_provider_requests_total{{provider="{self.service.id}",class="2xx"}} [1-9]')
        self.assertIn('tracekit_job_runs_total{kind="fetch-record",result="done"} 1\n', metrics)


class StravaCalls(LiveChanges, WebTest):
    service_kind = Strava

    def listen(self):
        self.tracekit.must("webhooks", "subscribe", "strava", "--address", f"http://127.0.0.1:{self.server.port}/webhooks/strava")


class RideWithGpsCalls(LiveChanges, WebTest):
    service_kind = RideWithGps

    def listen(self):
        self.service.server.ask("/__sandbox/webhook", "POST", {"url": f"http://127.0.0.1:{self.server.port}/webhooks/ridewithgps"})


if __name__ == "__main__":
    main()
