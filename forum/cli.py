"""Commands of the whole site: the worker, the clock, and starting web server and worker together."""

from __future__ import annotations

from collections.abc import Sequence

import click
from flask import Flask
from flask.cli import AppGroup

from config import parse_duration
from forum import backup
from forum.core import clock, restored_mails
from forum.core.db import transaction
from forum.core.settings import settings
from forum.core.site import is_demo
from forum.core.worker import do_beside
from forum.features import worker_of
from forum.web.manifest import Feature, list_features

NOT_NAMED = "Warning: the privacy notice does not say who answers for this site, which the law asks for. Set"


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    backup.register(app)

    @app.cli.command("worker")
    @click.option("--once", is_flag=True, help="Do what is due now, then stop.")
    def worker(once: bool) -> None:
        """Drain the outbox: mails, search index, timed work."""
        if settings().unnamed and not is_demo():
            click.echo(f"{NOT_NAMED} {' and '.join(settings().unnamed)}.", err=True)
        features = list_features(Feature)
        drainer = worker_of(features)
        backup.finish_restore(settings())
        if once:
            click.echo(f"{drainer.drain()} done")
        else:
            for job in (job for feature in features for job in feature.beside):
                do_beside(app, job)
            _write_down_the_nights_work(features)
            drainer.run(app)

    app.cli.add_command(outbox)
    app.cli.add_command(clock_group)


@click.group("outbox", cls=AppGroup)
def outbox() -> None:
    """See the mails that a restore set aside, and say what becomes of them."""


@outbox.command("list")
def list_mails() -> None:
    """List the mails that a restore set aside; none of them is sent by itself."""
    for row in restored_mails.list_set_aside():
        click.echo(f"{row.created_at:%Y-%m-%d %H:%M}  {row.payload['to']}  {row.payload['subject']}")
    number = restored_mails.count_set_aside()
    click.echo(f"{number} set aside. `flask outbox send` or `flask outbox discard` settles them.")


@outbox.command("send")
def send_mails() -> None:
    """Send them: this is the site that people use from now on."""
    with transaction():
        click.echo(f"{restored_mails.send_set_aside()} will be sent.")


@outbox.command("discard")
def discard_mails() -> None:
    """Never send them: this is a copy, or the old site has sent them."""
    with transaction():
        click.echo(f"{restored_mails.discard_set_aside()} will never be sent.")


@click.group("clock", cls=AppGroup)
def clock_group() -> None:
    """Look at or move the clock of a demo site."""


@clock_group.command("forward")
@click.argument("by")
def forward(by: str) -> None:
    """Move the clock on BY a duration such as 28d or 8w."""
    try:
        shift = clock.forward(parse_duration(by))
    except (ValueError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"It is now {clock.now():%d %B %Y, %H:%M} UTC here, {shift.days} days ahead.")


def _write_down_the_nights_work(features: Sequence[Feature]) -> None:
    with transaction():
        for feature in features:
            for write_down in feature.nightly:
                write_down()
