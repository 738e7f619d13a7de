"""The addresses of our pages: what may stand in them, how they are written, and the path below which the site lies."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map, MapAdapter

from config import Settings, SettingsError
from forum.core.row_ids import LARGEST_ID, read_id
from forum.core.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ADDRESSES_KEPT = 8192


class NumberConverter(IntegerConverter):
    """A row's number. One that no column can hold is a page that does not exist, not a fault of the database."""

    def __init__(self, url_map: Map, **given: Any) -> None:  # noqa: ANN401  # what a rule may say
        given.setdefault("max", LARGEST_ID)
        super().__init__(url_map, **given)


class Site(Flask):
    """Flask, whose `url_for` needs no request: pages, mails and the worker's jobs write the same addresses.

    They begin with the path of BASE_URL, whatever a request says, and are remembered: a page has hundreds.
    """

    def use_base_url(self, settings: Settings) -> None:
        """Write every address below BASE_URL, and serve the site there. Call it before the first route."""
        self.url_map.converters["int"] = NumberConverter
        self.jinja_env.globals.update(current_path=current_path, absolute_url=absolute_url)
        self._origin = settings.origin
        host, scheme = urlsplit(settings.origin).netloc, urlsplit(settings.origin).scheme
        self._adapter = self.url_map.bind(host, script_name=f"{settings.prefix}/", url_scheme=scheme)
        self.config["APPLICATION_ROOT"] = settings.prefix or "/"  # the path of our cookies, too
        if settings.prefix:
            self.wsgi_app = PrefixMiddleware(self.wsgi_app, settings.prefix)  # type: ignore[method-assign]

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,  # noqa: ANN401  # what a rule takes
    ) -> str:
        """Return the path of a page, with the site's own prefix; with `_external` the whole address."""
        if endpoint.startswith("."):
            endpoint = f"{request.blueprint}{endpoint}"
        try:
            path = _build(self._adapter, endpoint, _method, **values)
        except TypeError:  # a list among the values cannot be remembered
            path = self._adapter.build(endpoint, values, _method)
        whole = f"{self._origin}{path}" if _external else path
        return f"{whole}#{_anchor}" if _anchor else whole

    def check_prefix(self, settings: Settings) -> None:
        """Refuse a prefix that is the beginning of a page of ours. Call it when all routes are known.

        A proxy may keep the prefix or strip it; both could not be told apart then. Raises SettingsError.
        """
        prefix = settings.prefix
        if prefix and any(f"{one.rule}/".startswith(f"{prefix}/") for one in self.url_map.iter_rules()):
            raise SettingsError(f"BASE_URL ends in {prefix}, which is a page of ours. Choose another path.")


@lru_cache(maxsize=ADDRESSES_KEPT, typed=True)
def _build(adapter: MapAdapter, endpoint: str, method: str | None, /, **values: Any) -> str:  # noqa: ANN401  # of any converter
    return adapter.build(endpoint, values, method)


class PrefixMiddleware:
    """Takes the prefix off the path of each request, where the proxy has left it there, and says so to Flask."""

    def __init__(self, app: WSGIApplication, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request for a path with or without the prefix; the prefix alone leads to the start page."""
        path = environ.get("PATH_INFO", "")
        if path == self._prefix:
            start_response(
                f"{HTTPStatus.PERMANENT_REDIRECT.value} Permanent Redirect",
                [("Location", f"{self._prefix}/"), ("Content-Length", "0")],
            )
            return []
        if path.startswith(f"{self._prefix}/"):
            environ["PATH_INFO"] = path.removeprefix(self._prefix)
        environ["SCRIPT_NAME"] = self._prefix
        return self._app(environ, start_response)


def current_path() -> str:
    """Return the path of the page that is asked for, as url_for writes it."""
    return request.root_path + request.path


def current_address() -> str:
    """Return the path of the page that is asked for, with its query string."""
    return request.root_path + (request.full_path if request.query_string else request.path)


def number_asked(name: str) -> int | None:
    """Read a row's number from the query string; None for what cannot be one."""
    return read_id(request.args.get(name))
