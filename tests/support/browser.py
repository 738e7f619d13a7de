"""A real Chromium on a real server: what the journeys drive."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from config import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 240  # with the demo to load, on a machine that others use too


@dataclass(frozen=True)
class Site:
    """A running site: web server and worker, started by the command of the README."""

    address: str
    folder: Path

    def mails(self, to: str) -> list[str]:
        """Texts of the mails written to one address, oldest first."""
        # One that is being written begins with a dot, and is gone at the next look.
        whole = [file for file in (self.folder / "mails").glob("[!.]*") if file.is_file()]
        texts = [file.read_text() for file in sorted(whole, key=lambda file: file.stat().st_mtime_ns)]
        return [text for text in texts if re.search(rf"^To:.*{re.escape(to)}", text, re.MULTILINE)]

    def wait_for_mail(self, to: str, containing: str, seconds: float = 15) -> str:
        """The newest mail to an address that contains some words; fails when none comes in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [text for text in self.mails(to) if containing in " ".join(text.split())]
            if found:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"no email to {to} with {containing!r}; there are {self.mails(to)}")

    def forward(self, by: timedelta) -> None:
        """Move the clock on, as `flask clock forward` does."""
        file, new = self.folder / "clock", self.folder / "clock.new"
        new.write_text(str(float(file.read_text()) + by.total_seconds()))
        new.replace(file)

    def flask(self, *arguments: str) -> str:
        """Run one of the site's commands; gives what it printed."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        environment = os.environ | environment_of(self.folder, self.address)
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def environment_of(folder: Path, address: str) -> dict[str, str]:
    """The settings of a site in a folder of its own."""
    return {
        "INSTANCE_FOLDER": str(folder),
        "CLOCK_FILE": str(folder / "clock"),
        "BASE_URL": address,
        "RATE_LIMITS": "0",
        "SEARCH_MEANING": "0",
        "WEB_PROCESSES": "2",
    }


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serve(folder: Path, *, demo: bool, **settings: str) -> Iterator[Site]:
    """Start a site as `make run` does, wait until it is healthy, and stop it cleanly."""
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", folder)
    environment = os.environ | environment_of(folder, site.address)
    environment |= {"PORT": str(port), "DEMO": "1" if demo else "0"} | settings
    log = (folder / "log").open("w+")
    command = [sys.executable, "-m", "forum.serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait_until_healthy(site, process, folder / "log")
        yield site
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def wait_until_healthy(site: Site, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask /health until it says 200. Raises AssertionError, with the log, when it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, urllib.error.URLError):
            if urllib.request.urlopen(site.address + "/health", timeout=5).status == 200:  # noqa: S310  # our own server
                return
        time.sleep(0.2)
    raise AssertionError(f"the site did not start:\n{log.read_text()}")
