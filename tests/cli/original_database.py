# SPDX-License-Identifier: MIT
"""The Python tool's database, made from its documented layout."""

import calendar
import json
import sqlite3
import time

COMMON = {"name": "TEXT", "distance": "REAL", "start_time": "INTEGER", "activity_type": "TEXT", "duration_hms": "TEXT", "equipment": "TEXT",
          "device_name": "TEXT", "location_name": "TEXT", "city": "TEXT", "state": "TEXT", "max_speed": "REAL", "avg_heart_rate": "REAL",
          "max_heart_rate": "REAL", "calories": "REAL", "avg_cadence": "REAL", "max_elevation": "REAL", "total_elevation_gain": "REAL",
          "temperature": "REAL", "notes": "TEXT", "raw_data": "TEXT", "created_at": "TEXT", "updated_at": "TEXT", "user_id": "INTEGER"}
OWN = {"garmin": {"garmin_id": "TEXT"}, "strava": {"strava_id": "TEXT"}, "ridewithgps": {"ridewithgps_id": "TEXT"},
       "intervalsicu": {"intervalsicu_id": "TEXT", "source": "TEXT"},
       "spreadsheet": {"spreadsheet_id": "INTEGER", "garmin_id": "TEXT", "strava_id": "TEXT", "ridewithgps_id": "TEXT"},
       "file": {"file_path": "TEXT", "file_checksum": "TEXT", "file_size": "INTEGER", "file_format": "TEXT"}}
OTHERS = """
CREATE TABLE activity (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE appconfig (key TEXT, value TEXT, user_id INTEGER, PRIMARY KEY (key, user_id));
CREATE TABLE providersync (year_month TEXT, provider TEXT, status TEXT, user_id INTEGER, PRIMARY KEY (year_month, provider, user_id));
CREATE TABLE notification (id INTEGER PRIMARY KEY, message TEXT, user_id INTEGER);
CREATE TABLE user (id INTEGER PRIMARY KEY, email TEXT, password TEXT, status TEXT);
"""


def utc(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%d %H:%M:%S"))


class OriginalDatabase:
    """A file that is filled by the tests."""

    def __init__(self, path, without=()):
        """`without`: columns that an older layout did not have."""
        self.path = path
        self.database = sqlite3.connect(path)
        for provider, own in OWN.items():
            columns = {name: kind for name, kind in (COMMON | own).items() if name not in without}
            self.database.execute(f"CREATE TABLE {provider}_activities (id INTEGER PRIMARY KEY, "
                                  + ", ".join(f"{name} {kind}" for name, kind in columns.items()) + ")")
        self.database.executescript(OTHERS)

    def add(self, provider, user=0, **values):
        values = {"user_id": user, "updated_at": "2024-06-01 12:00:00", "start_time": utc("2024-05-04 07:15:00")} | values
        if isinstance(values.get("raw_data"), dict):
            values["raw_data"] = json.dumps(values["raw_data"])
        self.insert(f"{provider}_activities", **values)

    def insert(self, table, **values):
        self.database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))
        self.database.commit()

    def set(self, key, value, user=0):
        self.insert("appconfig", key=key, value=json.dumps(value), user_id=user)

    def close(self):
        self.database.close()
