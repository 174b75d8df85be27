# SPDX-License-Identifier: MIT
"""Garmin Connect against the sandbox's server: all ways of signing in, pulling in few calls, writing, and everything that goes wrong."""

import base64
import datetime
import io
import json
import re
import subprocess
import threading
import zipfile

from services import MONTH, Garmin, ServiceTest, where_the_browser_ends
from support import main

EMAIL, PASSWORD, CODE = Garmin.email, Garmin.password, "271828"
LOGIN = "POST /mobile/api/login"
VERIFY = "POST /mobile/api/mfa/verifyCode"
TOKEN = "POST /di-oauth2-service/oauth/token"
EXCHANGE = "POST /oauth-service/oauth/exchange/user/2.0"
CONSUMER = "GET /oauth_consumer.json"
PROFILE = "GET /userprofile-service/socialProfile"
LIST = "GET /activitylist-service/activities/search/activities"
OF_GEAR = "GET /activitylist-service/activities/{uuid}/gear"
GEAR = "GET /gear-service/gear/filterGear"
DEVICES = "GET /device-service/deviceregistration/devices"
ONE = "GET /activity-service/activity/{id}"
PUT = "PUT /activity-service/activity/{id}"
TARMAC, CHECKPOINT, ENDORPHIN, STRAP = ("00000000000000000000000000000" + end for end in ("b01", "b02", "c02", "d01"))
SIGNED_IN = "Signed in to Garmin Connect as Kira V (90123456)."


class GarminTest(ServiceTest):
    service_class = Garmin

    def answers(self, *lines):
        """`auth garmin` with these answers: (exit code, all it printed)."""
        code, out, err = self.tracekit.run("auth", "garmin", input="".join(line + "\n" for line in lines))
        return code, out + err

    def mood(self, **mood):
        self.service.web("/mood", "POST", mood)

    def in_month(self):
        return [one for one in self.service.activities() if one["startTimeLocal"].startswith(MONTH)]

    def ride(self):
        """A ride of the month on the Tarmac, alone on its day, as Garmin tells it."""
        alone = [ride.id for ride in self.service.rides()]
        return next(one for one in self.in_month() if str(one["activityId"]) in alone and one["gear"] == [TARMAC])

    def calls(self, work):
        return self.calls_of(work)[1]

    def record_of(self, activity):
        return next(one for one in self.tracekit.records() if one["id"] == str(activity["activityId"]))


class SigningIn(GarminTest):
    def setUp(self):
        super().setUp()
        self.with_service()

    def test_email_and_password_are_enough_where_no_code_is_wanted(self):
        self.assertEqual((self.sign_in_status()["method"], self.sign_in_status()["signed_in"]), ("password", False))
        calls = self.calls(lambda: self.assertIn(SIGNED_IN, self.answers(EMAIL, PASSWORD)[1]))
        self.assertEqual(calls, {LOGIN: 1, TOKEN: 1, PROFILE: 1})
        self.assertTrue(self.sign_in_status()["signed_in"])
        self.tracekit.must("pull")

    def test_on_a_terminal_it_asks_and_the_password_does_not_show(self):
        self.mood(asks_code=True)
        code, text = self.tracekit.run_on_terminal("auth", "garmin", answers=[EMAIL, PASSWORD, CODE], question=re.compile(rb": $"))
        self.assertEqual(code, 0, text)
        for question in ("E-mail at Garmin Connect:", "Password:", "Code that Garmin Connect sent (email):", SIGNED_IN):
            self.assertIn(question, text)
        self.assertNotIn(PASSWORD, text)

    def test_a_code_is_asked_for_in_the_same_conversation(self):
        self.mood(asks_code=True)
        calls = self.calls(lambda: self.assertIn(SIGNED_IN, self.answers(EMAIL, PASSWORD, CODE)[1]))
        self.assertEqual(calls, {LOGIN: 1, VERIFY: 1, TOKEN: 1, PROFILE: 1})

    def refused(self, code, sentence, *lines, calls=None):
        made = self.calls(lambda: self.assertEqual(self.tracekit.run("auth", "garmin", input="\n".join(lines) + "\n")[0], code))
        got, said = self.answers(*lines)
        self.assertEqual(got, code, said)
        self.assertIn("tracekit: " + sentence, said)
        self.assert_no_internal_words(said)
        self.assertEqual(made, calls or {LOGIN: 1}, "one try only")
        self.assertFalse(self.sign_in_status()["signed_in"])
        return said

    def test_a_wrong_password_and_a_wrong_code_are_told_apart(self):
        self.refused(5, "Garmin Connect does not accept this e-mail and password; nothing was saved", EMAIL, "wrong-passwörd-77")
        self.mood(asks_code=True)
        self.refused(5, "Garmin Connect does not accept this code; nothing was saved", EMAIL, PASSWORD, "000000",
                     calls={LOGIN: 1, VERIFY: 1})

    def test_where_it_lets_only_browsers_in_the_other_ways_are_named_after_one_try(self):
        for login, code, sentence in (("limited", 4, "Garmin Connect takes no sign-ins of this account, or from here, for now"),
                                      ("limited_200", 4, "Garmin Connect takes no sign-ins of this account, or from here, for now"),
                                      ("challenge", 5, "Garmin Connect lets only browsers sign in from here"),
                                      ("captcha", 5, "Garmin Connect lets only browsers sign in from here")):
            with self.subTest(login=login):
                self.mood(login=login)
                said = self.refused(code, sentence, EMAIL, PASSWORD)
                self.assertIn("--ticket", said)
                self.assertIn("--import-tokens", said)

    def test_trouble_at_the_sign_in_is_told_and_not_repeated(self):
        for fault in ({"kind": "status", "status": 503}, {"kind": "cut_off"}, {"kind": "lost_answer"}):
            with self.subTest(fault=fault):
                self.server.fault(path="/mobile/api/login", count=-1, **fault)
                code, said = self.answers(EMAIL, PASSWORD)
                self.assertEqual(code, 1, said)
                self.assert_no_internal_words(said)
                self.assertNotIn(PASSWORD, said)
                self.server.no_faults()

    def test_an_unknown_client_id_is_followed_by_the_next(self):
        self.mood(refuses=["GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2", "GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4"])
        calls = self.calls(lambda: self.assertIn(SIGNED_IN, self.answers(EMAIL, PASSWORD)[1]))
        self.assertEqual(calls[TOKEN], 3)
        self.service.web("/hours", "POST", {})
        self.assertEqual(self.calls(lambda: self.tracekit.must("pull"))[TOKEN], 1, "it is remembered which one")

    def test_tokens_that_the_api_refuses_leave_the_sign_in_that_was_there(self):
        self.mood(token_not_active=True)
        code, said = self.answers(EMAIL, PASSWORD)
        self.assertEqual(code, 5, said)
        self.assertIn("nothing was saved", said)
        self.assertFalse(self.sign_in_status()["signed_in"])

    def with_ticket(self, *args, paste=lambda location: location):
        process = self.tracekit.start("auth", "garmin", "--ticket", *args, stdin=subprocess.PIPE)
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        try:
            said, address = "", None
            while not address:
                line = process.stderr.readline().decode()
                self.assertTrue(line, said)
                said += line
                address = re.search(r"http\S+/sso/signin\?\S+", line)
            pasted = paste(where_the_browser_ends(address[0]))
            out, err = process.communicate((pasted + "\n").encode(), timeout=60)
            return process.returncode, said + (out + err).decode()
        finally:
            watchdog.cancel()
            process.stdout.close()
            process.stderr.close()

    def test_the_address_at_which_a_browser_ended_signs_in(self):
        calls = self.calls(lambda: self.assertIn(SIGNED_IN, self.with_ticket()[1]))
        self.assertEqual(calls, {"GET /sso/signin": 1, TOKEN: 1, PROFILE: 1})
        self.tracekit.must("pull")

    def test_the_bare_ticket_signs_in_also_as_an_argument(self):
        self.assertIn(SIGNED_IN, self.with_ticket(paste=lambda location: location.split("ticket=")[1])[1])
        ticket = where_the_browser_ends(f"{self.server.url}/sso/signin?service={self.server.url}/sso/embed")
        self.assertIn(SIGNED_IN, self.tracekit.run("auth", "garmin", "--ticket", ticket)[2])

    def test_a_ticket_is_good_once(self):
        ticket = where_the_browser_ends(f"{self.server.url}/sso/signin?service={self.server.url}/sso/embed")
        self.tracekit.must("auth", "garmin", "--ticket", ticket)
        code, _, err = self.tracekit.run("auth", "garmin", "--ticket", ticket)
        self.assertEqual(code, 5, err)
        self.assertIn("tracekit: Garmin Connect gives no tokens for this ticket", err)
        self.assertIn("about a minute", err)
        self.assertTrue(self.sign_in_status()["signed_in"], "the one before still is")
        self.tracekit.must("pull")

    def test_what_is_no_ticket_is_refused_before_anybody_is_asked(self):
        calls = self.calls(lambda: self.assert_refused(2, "there is no ticket in what was pasted", "auth", "garmin", "--ticket", "hello"))
        self.assertEqual(calls, {})

    def token_file(self, name, document):
        path = self.tracekit.work / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path

    def a_grant(self):
        """Tokens that another program was given."""
        return self.server.ask("/web/grant", "POST", {"client_id": "GARMIN_OTHER_DI"})

    def test_tokens_of_garminconnect_are_taken_over_and_renewed_with_their_client(self):
        grant = self.a_grant()
        path = self.token_file("garmin_tokens.json", {"di_token": grant["access"], "di_refresh_token": grant["refresh"],
                                                      "di_client_id": "GARMIN_OTHER_DI"})
        for where in (path, path.parent):
            self.assertIn(SIGNED_IN, self.tracekit.run("auth", "garmin", "--import-tokens", where)[2])
        self.service.web("/hours", "POST", {})
        self.tracekit.must("pull")

    def garth(self):
        return ({"oauth_token": "sandbox-oauth1", "oauth_token_secret": "sandbox-oauth1-secret", "mfa_token": "MFA-123-sandbox-cas",
                 "mfa_expiration_timestamp": "2027-03-18 05:33:02.000", "domain": "garmin.com"},
                {"scope": "CONNECT_READ", "token_type": "Bearer", "access_token": "ended", "refresh_token": "unused", "expires_in": 1,
                 "expires_at": 1700000000, "refresh_token_expires_in": 1, "refresh_token_expires_at": 1700000000})

    def test_tokens_of_garth_are_exchanged_and_the_keys_are_asked_for_once(self):
        self.mood(wants_mfa_token=True)
        oauth1, oauth2 = self.garth()
        self.token_file("oauth1_token.json", oauth1)
        self.token_file("oauth2_token.json", oauth2)
        calls = self.calls(lambda: self.assertIn(SIGNED_IN, self.tracekit.run("auth", "garmin", "--import-tokens", self.tracekit.work)[2]))
        self.assertEqual(calls, {CONSUMER: 1, EXCHANGE: 1, PROFILE: 1})
        self.service.web("/hours", "POST", {})
        calls = self.calls(lambda: self.tracekit.must("pull"))
        self.assertEqual((calls[EXCHANGE], calls.get(CONSUMER)), (1, None))

    def test_an_exchange_whose_answer_was_lost_is_asked_for_with_a_new_nonce(self):
        line = base64.b64encode(json.dumps(self.garth()).encode()).decode()
        self.server.fault("lost_answer", EXCHANGE.split()[1])
        calls = self.calls(lambda: self.assertIn(SIGNED_IN, self.tracekit.run("auth", "garmin", "--import-tokens", self.token_file("line", line))[2]))
        self.assertEqual(calls[EXCHANGE], 2)

    def test_the_line_of_garth_is_taken_over_and_a_wrong_token_is_refused(self):
        line = base64.b64encode(json.dumps(self.garth()).encode()).decode()
        self.assertIn(SIGNED_IN, self.tracekit.run("auth", "garmin", "--import-tokens", self.token_file("line", line))[2])
        oauth1, oauth2 = self.garth()
        wrong = base64.b64encode(json.dumps((oauth1 | {"oauth_token_secret": "other"}, oauth2)).encode()).decode()
        code, _, err = self.tracekit.run("auth", "garmin", "--import-tokens", self.token_file("wrong", wrong))
        self.assertEqual(code, 5, err)
        self.assertIn("nothing was saved", err)
        self.tracekit.must("pull")

    def test_files_without_tokens_and_of_other_hosts_are_named(self):
        for content, code, sentence in (("hello!", 1, "no tokens of Garmin Connect: it is neither JSON nor Base64"),
                                        (json.dumps([self.garth()[0] | {"domain": "evil.example"}, self.garth()[1]]), 1,
                                         "no tokens of Garmin Connect: they are for evil.example, which is not Garmin's"),
                                        (json.dumps([self.garth()[0] | {"domain": "garmin.cn"}, self.garth()[1]]), 2,
                                         "these tokens are for garmin.cn, and tracekit is set to garmin.com")):
            with self.subTest(sentence=sentence):
                calls = self.calls(lambda: self.assert_refused(code, sentence, "auth", "garmin", "--import-tokens",
                                                                  self.token_file("tokens", content)))
                self.assertEqual(calls, {})

    def test_other_providers_have_no_such_ways(self):
        self.assert_refused(2, "Intervals.icu is not signed in to with a ticket", "auth", "intervalsicu", "--ticket", "ST-1234567")
        self.assert_refused(2, "Intervals.icu is not signed in to with the tokens of another program", "auth", "intervalsicu",
                            "--import-tokens", "x")

    def test_refresh_tokens_rotate_and_the_new_ones_are_kept(self):
        self.sign_in()
        for _ in range(3):
            self.service.web("/hours", "POST", {})
            self.assertEqual(self.calls(lambda: self.tracekit.must("pull"))[TOKEN], 1)
        self.assertEqual(self.calls(lambda: self.tracekit.must("pull")).get(TOKEN), None)

    def test_a_dead_refresh_token_asks_for_a_sign_in_and_trouble_does_not(self):
        self.sign_in()
        self.service.web("/hours", "POST", {})
        self.server.fault("status", "/di-oauth2-service", count=-1, status=503, headers={"Retry-After": "0"})
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1, err)
        self.assertIn("Garmin Connect has trouble: it answered 503", err)
        self.server.no_faults()
        self.tracekit.must("pull")
        self.service.web("/hours", "POST", {"refresh": True})
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 5, err)
        self.assertIn("tracekit: garmin: Garmin Connect does not renew the sign-in", err)
        self.assertIn("run `tracekit auth garmin`", err)

    def test_who_has_not_signed_in_is_left_out_and_told_so(self):
        code, out, err = self.tracekit.run("pull")
        self.assertEqual(code, 0, err)
        self.assertIn("nobody has signed in to Garmin Connect yet (`tracekit auth garmin`)", out + err)

    def test_the_sign_in_can_be_forgotten(self):
        self.sign_in()
        self.tracekit.must("pull")
        there = len(self.tracekit.records())
        self.tracekit.must("auth", "garmin", "--revoke")
        self.assertFalse(self.sign_in_status()["signed_in"])
        self.assertEqual(len(self.tracekit.records()), there)

    def test_no_secret_appears_anywhere(self):
        seen = self.answers(EMAIL, PASSWORD)[1]
        self.mood(asks_code=True)
        seen += self.answers(EMAIL, PASSWORD, CODE)[1]
        seen += self.answers(EMAIL, PASSWORD + "x")[1]
        seen += "".join(map(str, self.tracekit.run("auth", "garmin", "--ticket", "ST-0123456-sandboxTicket-cas")))
        seen += "".join(map(str, self.tracekit.run("auth", "garmin", "--import-tokens", self.token_file("line", json.dumps(self.garth())))))
        (self.tracekit.work / "line").unlink()
        for command in (["pull"], ["status"], ["auth", "--status"], ["configure", "--show"], ["--json", "configure", "--show"],
                        ["export"], ["history"], ["calendar"]):
            for env in ({}, {"TRACEKIT_DEBUG": "true"}):
                _, out, err = self.tracekit.run(*command, env=env)
                seen += out + err
        self.mood()
        seen += self.answers(EMAIL, PASSWORD)[1]
        self.service.web("/hours", "POST", {"refresh": True})
        seen += "".join(map(str, self.tracekit.run("--json", "pull", "--force")))
        self.assert_nothing_secret(seen)


class Pulling(GarminTest):
    def setUp(self):
        super().setUp()
        self.with_service()
        self.sign_in()

    def test_everything_is_listed_once_and_not_stored_again(self):
        there = len(self.service.activities())
        first = self.tracekit.pulled("garmin")
        self.assertEqual((first["added"], first["failures"]), (there, []))
        again = self.tracekit.pulled("garmin")
        self.assertEqual((again["sources_seen"], again["sources_read"], again["added"], again["updated"]), (there, 0, 0, 0))

    def test_four_hundred_activities_are_eight_calls(self):
        self.use(Garmin("--count", 400))
        self.with_service()
        self.sign_in()
        calls = self.calls(lambda: self.assertEqual(self.tracekit.pulled("garmin")["added"], 400))
        self.assertEqual(calls, {LIST: 1, GEAR: 1, OF_GEAR: 5, DEVICES: 1})
        self.assertEqual(self.calls(lambda: self.tracekit.must("pull")), {LIST: 1, GEAR: 1, OF_GEAR: 5})

    def test_more_than_a_page_is_listed_to_its_end(self):
        self.use(Garmin("--count", 2300))
        self.with_service()
        self.sign_in()
        calls = self.calls(lambda: self.assertEqual(self.tracekit.pulled("garmin")["added"], 2300))
        self.assertEqual(calls, {LIST: 3, GEAR: 1, OF_GEAR: 7, DEVICES: 1}, "two pieces of gear have more than a page")

    def test_a_month_is_only_its_days(self):
        there = len(self.in_month())
        calls = self.calls(lambda: self.assertEqual(self.tracekit.pulled("garmin", "--date", MONTH)["added"], there))
        self.assertEqual(calls, {LIST: 1, GEAR: 1, OF_GEAR: 5, DEVICES: 1})
        self.assertEqual({record["start_local"][:7] for record in self.tracekit.records()}, {MONTH})

    def test_a_few_activities_are_asked_for_their_gear_one_by_one(self):
        for activity in self.in_month()[2:]:
            self.service.web(f"/activities/{activity['activityId']}", "DELETE")
        calls = self.calls(lambda: self.tracekit.must("pull", "--date", MONTH))
        self.assertEqual(calls, {LIST: 1, GEAR: 2, DEVICES: 1})
        self.assertIn("Tarmac SL7", {one["equipment"] for one in self.tracekit.records()} | {"Tarmac SL7"})

    def test_records_tell_what_garmin_tells(self):
        self.tracekit.must("pull")
        ride = self.ride()
        record = self.record_of(ride)
        started = datetime.datetime.fromisoformat(ride["startTimeGMT"]).replace(tzinfo=datetime.timezone.utc)
        self.assertEqual((record["start"], record["start_local"], record["utc_offset_s"]),
                         (int(started.timestamp()), ride["startTimeLocal"].replace(" ", "T"), 7200))
        self.assertEqual((record["name"], record["type"], record["sport"], record["equipment"], record["device"]),
                         (ride["activityName"], "road_biking", "cycling", "Tarmac SL7", "Edge 1050"))
        self.assertEqual((record["distance_m"], record["timer_s"], record["moving_s"]),
                         (round(ride["distance"], 2), round(ride["duration"], 3), ride["movingDuration"]))

    def odd(self, number):
        return next(one for one in self.tracekit.records() if one["id"] == str(16_000_000_000 + number))

    def test_what_is_unlike_the_others_comes_too(self):
        self.tracekit.must("pull")
        self.assertEqual((self.odd(1)["sub_sport"], self.odd(1)["equipment"], self.odd(1)["device"] or ""),
                         ("indoor_cycling", "Tarmac SL7", ""), "a bike before a chest strap; a watch that was sold has no name")
        self.assertEqual((self.odd(3)["sport"], self.odd(3)["manual"], self.odd(3)["name"]), ("snowshoeing", True, "Snow shoes with Ää 雪"))
        self.assertEqual(self.odd(10)["sport"], "multisport")
        self.assertEqual([(self.odd(n)["parent_id"], self.odd(n)["part"]) for n in (11, 12, 13)],
                         [("16000000010", part) for part in (1, 2, 3)])
        self.assertEqual((self.odd(30)["utc_offset_s"], self.odd(30)["start_local"]), (-21600, "2024-03-10T08:30:00"))
        self.assertEqual((self.odd(32)["sport"], self.odd(32)["type"]), ("swimming", "zorb_racing_v2"), "that of the type above")
        names = {one["equipment"] for one in self.tracekit.records()}
        self.assertLessEqual({"Checkpoint", "Endorphin Pro"}, names, "without a name of its own; retired")

    def test_a_gear_that_was_changed_there_is_noticed(self):
        self.tracekit.must("pull")
        ride = self.ride()
        self.service.web(f"/activities/{ride['activityId']}/gear", "PUT", {"uuids": [CHECKPOINT]})
        report = self.tracekit.pulled("garmin")
        self.assertEqual((report["updated"], report["added"]), (1, 0))
        self.assertEqual(self.record_of(ride)["equipment"], "Checkpoint")

    def test_what_is_deleted_there_is_gone_and_what_moved_is_not(self):
        self.tracekit.must("pull")
        gone, moved = self.in_month()[0], self.in_month()[1]
        self.service.web(f"/activities/{gone['activityId']}", "DELETE")
        self.service.web(f"/activities/{moved['activityId']}", "PUT", {"startTimeGMT": "2025-05-02 08:00:00", "startTimeLocal": "2025-05-02 10:00:00"})
        report = self.tracekit.pulled("garmin", "--date", MONTH)
        self.assertEqual((report["deleted"], report["updated"]), (1, 1))
        self.assertEqual(self.tracekit.pulled("garmin")["deleted"], 0)
        self.assertEqual(self.tracekit.pulled("garmin")["sources_read"], 0)

    def test_a_list_that_lacks_much_of_what_is_there_deletes_nothing(self):
        self.tracekit.must("pull")
        there = len(self.tracekit.records())
        self.server.fault("body", path="/activitylist-service/activities/search/activities", body="[]", count=-1)
        code, _, err = self.tracekit.run("pull")
        self.assertEqual(code, 1, err)
        self.assertIn("Garmin Connect lists fewer activities than it has", err)
        self.server.no_faults()
        self.assertEqual(len(self.tracekit.records()), there)

    def test_an_activity_that_cannot_be_read_is_named_and_the_others_come(self):
        ride = self.ride()
        self.service.web(f"/activities/{ride['activityId']}", "PUT", {"startTimeGMT": "soon", "beginTimestamp": None})
        report = self.tracekit.pulled("garmin")
        self.assertEqual([one["reason"] for one in report["failures"]],
                         [f"Garmin Connect: activity {ride['activityId']} has no start that can be read"])
        self.assertEqual(report["added"], len(self.service.activities()) - 1)

    def test_a_limit_without_a_time_is_not_asked_again_and_again(self):
        self.server.fault("status", "/activitylist-service", count=-1, status=429)
        calls = self.calls(lambda: self.assertEqual(self.tracekit.run("pull")[0], 4))
        self.assertEqual(calls, {LIST: 1})


class Writing(GarminTest):
    def sync_gear(self, ride, name):
        self.with_log(Garmin.as_ride(ride | {"gear": [TARMAC]}).log_row(equipment=name))
        self.sign_in()
        self.tracekit.must("pull")
        return self.sync("equipment")

    def gear_of(self, ride):
        return next(set(one["gear"]) for one in self.service.activities() if one["activityId"] == ride["activityId"])

    def test_what_else_is_on_an_activity_stays_and_retired_gear_can_be_set(self):
        ride = self.ride()
        self.service.web(f"/activities/{ride['activityId']}/gear", "PUT", {"uuids": [STRAP, TARMAC]})
        code, out, err = self.sync_gear(ride, "Endorphin Pro")
        self.assertEqual((code, self.gear_of(ride)), (0, {STRAP, ENDORPHIN}), out + err)
        self.tracekit.must("undo", "--yes")
        self.assertEqual(self.gear_of(ride), {STRAP, TARMAC})

    def test_gear_that_garmin_lacks_is_named(self):
        ride = self.ride()
        code, out, err = self.sync_gear(ride, "Wooden Bike")
        self.assertEqual(code, 3, out + err)
        self.assertIn('Garmin Connect has no gear named "Wooden Bike"', out + err)
        self.assertEqual(self.gear_of(ride), {TARMAC})

    def test_a_rename_takes_few_calls(self):
        ride = self.with_better_name()
        calls = self.calls(lambda: self.assertEqual(self.sync("name")[0], 0))
        self.assertEqual(calls, {ONE: 3, PUT: 1, GEAR: 2, DEVICES: 1})
        self.assertEqual(self.service.ride(ride.id).name, "The better name")

    def test_the_original_is_unpacked_into_the_file_provider(self):
        self.with_service(file={})
        self.sign_in()
        self.tracekit.must("pull", "--date", MONTH)
        self.tracekit.must("sync-month", MONTH, "--yes", "--really-all", "--no-pull", "--only", "download")
        files = [path for path in self.tracekit.activities.rglob("*") if path.is_file()]
        self.assertEqual(len(files), len([one for one in self.in_month() if one.get("distance")]))
        self.assertEqual([path for path in files if zipfile.is_zipfile(io.BytesIO(path.read_bytes()))], [])


class Misbehaving(GarminTest):
    def test_a_failing_look_at_the_gear_changes_nothing(self):
        self.with_service()
        self.sign_in()
        self.tracekit.must("pull")
        before = self.tracekit.records()
        for path in (GEAR.split()[1], f"/activitylist-service/activities/{TARMAC}"):
            with self.subTest(path=path):
                self.server.fault("status", path, count=-1, status=403)
                self.assertEqual(self.tracekit.run("pull")[0], 1)
                self.server.no_faults()
                self.assertEqual(self.tracekit.records(), before)


if __name__ == "__main__":
    main()
