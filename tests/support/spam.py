"""A wave of advertising, as programs send it: each signs up by its mailed link and posts a comment, over real HTTP."""

from __future__ import annotations

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.support.browser import Site

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
KEY = re.compile(r'name="form_key"[^>]*value="([^"]+)"')
AT_ONCE = 5


@dataclass(frozen=True)
class Spammer:
    """One program: its address on the internet, its mailbox, and what it posts."""

    network_address: str
    email: str
    words: str
    place: str = "/threads/{}/comment"
    field: str = "body"


class Client:
    """A browser without scripts, behind a proxy that says where it comes from."""

    def __init__(self, site: Site, network_address: str) -> None:
        self._site = site
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self._headers = {"X-Forwarded-For": network_address, "Referer": site.address}

    def get(self, path: str) -> str:
        return self._open(path, None)

    def send(self, path: str, **typed: str) -> str:
        """Send the form that is at this address, with its token and its key."""
        page = self.get(path)
        typed["csrf_token"] = TOKEN.findall(page)[-1]
        if found := KEY.search(page):
            typed["form_key"] = found.group(1)
        return self._open(path, urllib.parse.urlencode(typed).encode())

    def _open(self, path: str, data: bytes | None) -> str:
        request = urllib.request.Request(self._site.address + path, data, self._headers)  # noqa: S310  # our own server
        with self._opener.open(request, timeout=60) as answer:
            return answer.read().decode()


def sign_up(site: Site, spammer: Spammer) -> Client:
    """Make an account, as anybody can: by the link that comes by mail."""
    client = Client(site, spammer.network_address)
    client.send("/sign-in", email=spammer.email)
    mail = site.wait_for_mail(spammer.email, "/sign-in/link/", seconds=60)
    link = re.findall(r"(/sign-in/link/[\w-]+)", mail.replace("=\n", ""))[-1]
    client.send(link, name=spammer.email.partition("@")[0])
    return client


def send_wave(
    site: Site, spammers: list[Spammer], number: str, *, while_it_lasts: Callable[[], None]
) -> float:
    """Have all of them sign up, and then all of them post under this thread; returns the seconds it took."""
    start = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        clients = list(pool.map(lambda one: sign_up(site, one), spammers))
        jobs = [
            pool.submit(client.send, one.place.format(number), **{one.field: one.words})
            for client, one in zip(clients, spammers, strict=True)
        ]
        while not all(job.done() for job in jobs):
            while_it_lasts()
            time.sleep(0.2)
    for job in jobs:
        job.result()
    return time.monotonic() - start
