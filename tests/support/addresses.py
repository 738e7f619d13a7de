"""Reads the addresses out of pages, style sheets and mails, and follows them through a whole site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

LINKS = frozenset({"href", "src", "action", "formaction", "poster", "cite", "xlink:href"})
IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)")
IN_MAIL = re.compile(r"https?://[^\s<>\"']+")
END_OF_SENTENCE = ".,;:!?)"


class Page(HTMLParser):
    """The addresses of a page, each with the method by which a browser asks for it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._method = "GET"
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather what an element leads to: links, forms, pictures, and what our scripts ask for."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._method = given.get("method", "get").upper()
            if "action" not in given:
                return
        for name, value in given.items():
            if name in LINKS and value:
                self.found.append((self._method if "action" in name else "GET", value))
            elif name == "srcset":
                self.found += [("GET", one.split()[0]) for one in value.split(",")]
            elif name.startswith("data-") and ("url" in name or name == "data-copy-link"):
                by_script = "POST" if name in {"data-autosave-url", "data-preview-url"} else "GET"
                self.found.append((by_script, value))
            elif tag == "meta" and name == "content" and given.get("property") in {"og:image", "og:url"}:
                self.found.append(("GET", value))


def addresses_of(kind: str, text: str) -> list[tuple[str, str]]:
    """Read the addresses out of a page or a style sheet; other answers have none that a browser follows."""
    if kind == "text/html":
        return Page(text).found
    return [("GET", one) for one in IN_STYLE.findall(text)] if kind == "text/css" else []


def addresses_of_mail(text: str) -> Iterator[str]:
    """Read the addresses out of the words of a mail."""
    for found in IN_MAIL.findall(text):
        yield found.rstrip(END_OF_SENTENCE)


@dataclass
class Crawl:
    """One person's walk through a site at `site`, such as https://example.org/forum.

    Every address is matched with the routes. Of each endpoint, and of each name behind its question mark, `most` are
    opened, so that a site with many rows is not walked row by row.
    """

    app: Flask
    client: FlaskClient
    site: str
    most: int
    wrong: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    _known: set[tuple[str, str]] = field(default_factory=set)
    _waiting: list[str] = field(default_factory=list)
    _shapes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def start(self, *paths: str) -> None:
        """Open these pages of the site, and all that they lead to."""
        for path in paths:
            self.see(self.site, "GET", self.site + path)
        self.go_on()

    def go_on(self) -> None:
        """Open what was seen, and all that it leads to."""
        while self._waiting:
            self._open(self._waiting.pop(0))

    def see(self, page: str, method: str, address: str) -> None:
        """Judge one address that stands on a page, and open it later where it is the first few of its shape."""
        whole = urljoin(page, address).partition("#")[0]
        host, prefix = urlsplit(self.site).netloc, urlsplit(self.site).path
        parts = urlsplit(whole)
        if parts.netloc != host or parts.scheme not in {"http", "https"} or (method, whole) in self._known:
            return
        self._known.add((method, whole))
        if not parts.path.startswith(f"{prefix}/"):
            self.wrong.append(f"{page}: {method} {address} is outside")
            return
        endpoint = self._endpoint(method, parts.path.removeprefix(prefix))
        if endpoint is None:
            self.wrong.append(f"{page}: {method} {address} has no route")
        elif method == "GET":
            shapes = {(endpoint, name) for name, _ in parse_qsl(parts.query)} | {(endpoint, "")}
            if any(self._shapes[one] < self.most for one in shapes):
                self._shapes.update(shapes)
                self._waiting.append(whole)

    def _endpoint(self, method: str, path: str) -> str | None:
        adapter = self.app.url_map.bind(urlsplit(self.site).netloc)
        try:
            return str(adapter.match(path, method)[0])
        except RequestRedirect:
            return "redirect"
        except HTTPException:
            return None

    def _open(self, address: str) -> None:
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        with closing(self.client.get(path, base_url=f"{parts.scheme}://{parts.netloc}/")) as answer:
            self.opened[str(answer.status_code)] += 1
            if answer.status_code == 404 or answer.status_code >= 500:
                self.wrong.append(f"{address} answers {answer.status_code}")
            elif "Location" in answer.headers:
                self.see(address, "GET", answer.headers["Location"])
            else:
                for method, one in addresses_of(
                    answer.mimetype,
                    answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else "",
                ):
                    self.see(address, method, one)
