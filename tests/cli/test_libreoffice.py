# SPDX-License-Identifier: MIT
"""A workbook that LibreOffice wrote is edited, and LibreOffice opens it again with the right values."""

import csv
import json
import shutil
import subprocess
import unittest

from support import CommandLineTest, main, xlsx_parts

OFFICE = shutil.which("soffice")
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

# A log with dates and durations as such, styles, a comment, a formula that sums a column, merged cells, a filter over the log,
# and a second sheet that looks into the first.
WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
 <style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold" fo:color="#aa0000"/></style:style>
 <number:date-style style:name="day"><number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>
  <number:text>-</number:text><number:day number:style="long"/></number:date-style>
 <style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>
 <number:time-style style:name="hours" number:truncate-on-overflow="false"><number:hours/><number:text>:</number:text><number:minutes number:style="long"/>
  <number:text>:</number:text><number:seconds number:style="long"/></number:time-style>
 <style:style style:name="time" style:family="table-cell" style:data-style-name="hours"/>
</office:automatic-styles>
<office:body><office:spreadsheet>
<table:table table:name="Log">
 <table:table-row>{heading}</table:table-row>
 {rows}
 <table:table-row/>
 <table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="string"><text:p>Total</text:p></table:table-cell>
  <table:covered-table-cell/><table:table-cell/><table:table-cell table:formula="of:=SUM([.D2:.D3])" office:value-type="float" office:value="110"/></table:table-row>
</table:table>
<table:table table:name="Summary">
 <table:table-row><table:table-cell office:value-type="string"><text:p>First</text:p></table:table-cell>
  <table:table-cell table:formula="of:=[$Log.C2]&amp;&quot;!&quot;" office:value-type="string"><text:p>Morning ride!</text:p></table:table-cell></table:table-row>
 <table:table-row><table:table-cell office:value-type="string"><text:p>Hours</text:p></table:table-cell>
  <table:table-cell table:formula="of:=[$Log.E2]*24" office:value-type="float" office:value="1"/></table:table-row>
</table:table>
<table:database-ranges><table:database-range table:name="log" table:target-range-address="Log.A1:Log.F3" table:display-filter-buttons="true"/></table:database-ranges>
</office:spreadsheet></office:body></office:document>
"""


# "Recalculation on File Load: Always". As installed, LibreOffice trusts the results that a workbook holds.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def text_cell(text, more=""):
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def log_row(day, sport, name, distance, duration, equipment):
    return ("<table:table-row>"
            f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{day}"/>'
            f"{text_cell(sport)}{text_cell(name)}"
            f'<table:table-cell office:value-type="float" office:value="{distance}"><office:annotation><dc:creator>Ann</dc:creator><text:p>by odometer</text:p></office:annotation></table:table-cell>'
            f'<table:table-cell table:style-name="time" office:value-type="time" office:time-value="{duration}"/>'
            f"{text_cell(equipment)}</table:table-row>")


@unittest.skipUnless(OFFICE, "SKIPPED: LibreOffice is not installed (scripts/install-deps dev), so nothing opens the edited workbook")
class LibreOffice(CommandLineTest):
    def convert(self, path, kind):
        done = subprocess.run([OFFICE, f"-env:UserInstallation=file://{self.tracekit.root}/office", "--headless", "--convert-to", kind,
                               "--outdir", str(path.parent), str(path)], capture_output=True, text=True, timeout=240)
        self.assertIn("->", done.stdout, done.stderr)

    def sheets(self):
        """What LibreOffice shows in each sheet of the log, as rows of texts."""
        self.convert(self.log, EVERY_SHEET)
        texts = {name: (self.log.parent / f"log-{name}.csv").read_text(encoding="utf-8") for name in ("Log", "Summary")}
        return {name: list(csv.reader(text.splitlines())) for name, text in texts.items()}

    def setUp(self):
        super().setUp()
        profile = self.tracekit.root / "office" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(PROFILE)
        self.log = self.tracekit.work / "log.xlsx"
        heading = "".join(text_cell(title, 'table:style-name="bold"') for title in ("Date", "Activity Type", "Notes", "Distance (km)", "Duration", "Equipment"))
        rows = log_row("2025-08-03", "Ride", "Morning ride", 30, "PT1H0M0S", "Old bike") + log_row("2025-08-10", "Ride", "Long ride", 80, "PT3H0M0S", "Road bike")
        source = self.tracekit.work / "log.fods"
        source.write_text(WORKBOOK.format(heading=heading, rows=rows))
        self.convert(source, "xlsx")
        self.tracekit.configure(garmin={"priority": 1}, spreadsheet={"path": "log.xlsx", "priority": 2})
        records = [{"provider": "garmin", "id": str(number), "start": start, "tz": "UTC", "name": name, "type": "cycling",
                    "equipment": "Road bike", "distance_m": metres, "timer_s": timer, "elapsed_s": timer + 60}
                   for number, start, name, metres, timer in ((1, 1754205300, "Sunday with Anna & Bob", 30000, 5400), (2, 1754810100, "Long ride", 80000, 10800),
                                                              (3, 1755410400, "Only on the watch", 12000, 1800))]
        (self.tracekit.work / "garmin.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        self.tracekit.must("pull")
        self.tracekit.must("load", "garmin.jsonl")

    def test_it_shows_the_new_values_and_reckons_with_them(self):
        before, parts = self.sheets(), xlsx_parts(self.log)
        self.assertEqual(before["Log"][1], ["2025-08-03", "Ride", "Morning ride", "30", "01:00:00 AM", "Old bike"])
        self.tracekit.must("sync-month", "2025-08", "--yes", "--only", "name,equipment,metadata,add")
        after = self.sheets()
        self.assertEqual(after["Log"][0], before["Log"][0])
        self.assertEqual(after["Log"][1], ["2025-08-03", "Ride", "Sunday with Anna & Bob", "30", "01:30:00 AM", "Road bike"])
        self.assertEqual(after["Log"][2], before["Log"][2])
        added = [row for row in after["Log"] if "Only on the watch" in row]
        self.assertEqual(len(added), 1)
        self.assertEqual((added[0][0], added[0][3], added[0][4]), ("2025-08-17", "12", "12:30:00 AM"))
        self.assertEqual([row[3] for row in after["Log"] if row[0] == "Total"], ["110"])
        self.assertEqual(after["Summary"], [["First", "Sunday with Anna & Bob!"], ["Hours", "1.5"]])
        kept = [name for name in parts if "sheet1" not in name and "workbook.xml" not in name and "sharedStrings" not in name and "/tables/" not in name]
        self.assertGreater(len(kept), 5)
        self.assertEqual({name: xlsx_parts(self.log)[name] for name in kept}, {name: parts[name] for name in kept})


if __name__ == "__main__":
    main()
