"""Assembles the features of forum/features.py together into one application."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings
from forum import cli
from forum.accounts.sessions import use_sessions
from forum.core.db import db
from forum.core.file_permissions import make_private_folder
from forum.core.missing_rows import use_stand_ins
from forum.core.site import CONNECT_SECONDS, IS_DEMO, use_site
from forum.features import FEATURES, register_features
from forum.web.compression import use_compression
from forum.web.conflicts import use_conflicts
from forum.web.cost_limits import use_cost_limits
from forum.web.errors import use_error_pages
from forum.web.guards import require_guard
from forum.web.interrupted_forms import use_held_forms
from forum.web.manifest import Feature
from forum.web.nul_bytes import use_clean_texts
from forum.web.page_cache import use_page_cache
from forum.web.pages import use_page_words
from forum.web.request_bodies import use_request_sizes
from forum.web.request_log import use_request_log
from forum.web.security import use_security_headers
from forum.web.static_files import use_static_files
from forum.web.templating import Templates
from forum.web.transactions import use_transactions
from forum.web.urls import Site


def create_app(settings: Settings | None = None, *, features: Sequence[Feature] = FEATURES) -> Flask:
    """Make the application of these features. Raises SettingsError when a setting cannot be right."""
    settings = settings or Settings.from_environment()
    app = Site(
        "forum",
        root_path=str(ROOT / "forum"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.instance_folder),
    )
    app.jinja_environment = Templates
    make_private_folder(settings.instance_folder)
    settings = app.extensions["clearway_settings"] = use_site(app, settings)
    _configure(app, settings)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    _put_inside(app, settings)
    use_clean_texts(app)
    use_transactions(app)
    use_sessions(app)
    use_held_forms(app)
    use_conflicts(app)
    require_guard(app)
    use_security_headers(app)
    use_error_pages(app)
    use_page_words(app, settings, is_demo=app.extensions[IS_DEMO])
    register_features(app, features)
    use_stand_ins()
    cli.register(app)
    app.check_prefix(settings)
    _put_around(app, settings)
    return app


def _put_inside(app: Site, settings: Settings) -> None:
    use_static_files(app)
    use_compression(app)
    app.use_base_url(settings)


def _put_around(app: Flask, settings: Settings) -> None:
    use_page_cache(app, seconds=settings.keep_pages.total_seconds())
    use_request_log(app, settings)


def _engine_options(settings: Settings) -> dict[str, object]:
    """Return how the database is spoken to: an error of it must not put a row into the log, nor a wait hold a page."""
    options: dict[str, object] = {"hide_parameters": not settings.debug}
    if settings.is_postgresql:
        options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": CONNECT_SECONDS}}
    return options


def _configure(app: Flask, settings: Settings) -> None:
    app.debug = settings.debug
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    app.config.update(
        SECRET_KEY=settings.secret(),
        SECRET_KEY_FALLBACKS=settings.signing_keys()[:-1],
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        MAX_CONTENT_LENGTH=settings.maximum_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.maximum_request_bytes,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_NAME=settings.cookie_name("clearway"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=settings.member_session_lasts,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.behind_proxies:
        hops = settings.behind_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    use_request_sizes(app)
    use_cost_limits(app)
