# SPDX-License-Identifier: MIT
"""The image and the compose file of packaging/docker, as far as reading them tells; scripts/try-image builds and runs the image."""

import pathlib
import re
import shutil
import subprocess
import unittest

from support import BINARY, CommandLineTest, main

try:
    import yaml
except ImportError:  # a Python without Debian's packages
    yaml = None

REPOSITORY = pathlib.Path(__file__).absolute().parents[2]
DOCKERFILE = re.sub(r"\\\n\s*", "", (REPOSITORY / "packaging/docker/Dockerfile").read_text())
PROGRAM_STAGE = DOCKERFILE.split("\nFROM ")[-1]


class Container(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.assertIsNotNone(yaml, "there is no Python package yaml; `scripts/install-deps test` brings it")
        self.compose = yaml.safe_load((REPOSITORY / "packaging/docker/compose.yaml").read_text())
        self.services = self.compose["services"]
        self.ours = [service for name, service in self.services.items() if name != "database"]

    def test_only_the_dashboard_can_be_reached_and_only_from_this_machine(self):
        self.assertEqual({name: service["ports"] for name, service in self.services.items() if "ports" in service}, {"web": ["127.0.0.1:5000:5000"]})

    def test_our_services_may_do_little_and_the_image_is_not_run_as_root(self):
        for service in self.ours:
            self.assertEqual((service["read_only"], service["cap_drop"], service["security_opt"]), (True, ["ALL"], ["no-new-privileges:true"]))
        self.assertRegex(PROGRAM_STAGE, r"useradd [^\n]* tracekit\n(.*\n)*USER tracekit\n")

    def test_secrets_come_as_files_which_the_guide_makes(self):
        guide = (REPOSITORY / "docs/guide/server.md").read_text()
        for service in self.services.values():
            files = {value for name, value in service["environment"].items() if name.endswith("_FILE")}
            self.assertEqual(files, {f"/run/secrets/{name}" for name in service["secrets"]})
            self.assertFalse(any("PASSWORD" in name and not name.endswith("_FILE") for name in service["environment"]))
        for name, secret in self.compose["secrets"].items():
            self.assertEqual(secret, {"file": f"./secrets/{name}"})
            self.assertIn(f"> secrets/{name}", guide)

    def test_data_lies_in_volumes_where_the_program_looks(self):
        data = re.search(r"TRACEKIT_DATA_DIR=(\S+)", PROGRAM_STAGE)[1]
        self.assertIn(f"VOLUME {data}\n", PROGRAM_STAGE)
        for service in self.ours:
            self.assertEqual(service["volumes"], [f"data:{data}"])
        mounted = {volume.split(":")[0] for service in self.services.values() for volume in service["volumes"]}
        self.assertEqual(mounted, set(self.compose["volumes"]))

    def test_who_waits_for_whom_can_be_waited_for(self):
        for service in self.services.values():
            for name, wait in service.get("depends_on", {}).items():
                if wait["condition"] == "service_healthy":
                    self.assertIn("test", self.services[name]["healthcheck"])
                else:
                    self.assertEqual((wait["condition"], self.services[name]["restart"]), ("service_completed_successfully", "no"))
        self.assertIn('HEALTHCHECK', PROGRAM_STAGE)  # of `web`; the others have none

    def test_the_commands_are_such_that_there_are(self):
        for service in self.ours:
            if "command" in service:
                program, command, *options = service["command"]
                told = self.tracekit.must(command, "--help")
                self.assertEqual((program, [option for option in options if option.startswith("-") and option not in told]), ("tracekit", []))

    @unittest.skipUnless(shutil.which("dpkg-query"), "SKIPPED: this is not Debian, the image's packages were not compared")
    def test_the_image_has_the_libraries_that_the_programs_need(self):
        installed = set(re.search(r"apt-get install [^&]*--no-install-recommends ([^&]*)&&", PROGRAM_STAGE)[1].split()) | {"libc6", "libstdc++6", "libgcc-s1"}
        needed = set()
        for program in [BINARY, BINARY.parent / "tracekit-web", *(BINARY.parent.parent / "lib/tracekit").glob("*.so")]:
            listed = subprocess.run(["readelf", "-d", program], capture_output=True, text=True, check=True).stdout
            needed.update(re.findall(r"\(NEEDED\).*\[([^\]]+)\]", listed))
        needed = {library for library in needed if not re.match(r"ld-linux|lib(asan|ubsan|tsan)", library)}  # the latter of builds for tests
        found = subprocess.run(["dpkg-query", "-S", *(f"*/{library}" for library in sorted(needed))], capture_output=True, text=True).stdout
        owners = {library: {line.split(":")[0] for line in found.splitlines() if line.endswith("/" + library)} for library in needed}
        self.assertEqual({library: packages for library, packages in owners.items() if not packages & installed}, {})


if __name__ == "__main__":
    main()
