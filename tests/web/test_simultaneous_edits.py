"""Two presses at the very same moment: the second waits for the first, and then sees what it wrote."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, select

from forum.app import create_app
from forum.core.clock import travelled_to
from forum.core.db import db
from forum.councils.models import Officer
from forum.search.current import close_engine
from tests.support.databases import name_of_this_process
from tests.support.demo import NOW, load_once
from tests.support.factories import sign_in

FIRST_TAKES, SECOND_COMES_AFTER = 0.6, 0.2  # seconds


def test_of_two_saves_at_the_same_moment_the_second_is_shown_the_first(
    database: str, folder_of_the_run: Path, tmp_path: Path
) -> None:
    template = load_once(folder_of_the_run, on_postgresql=database == "postgresql")
    app = create_app(replace(template.copy(tmp_path / "site", name_of_this_process("race")), demo=False))
    clients = [app.test_client(), app.test_client()]
    with app.app_context():
        lead = db.session.scalars(select(Officer).where(Officer.is_lead).limit(1)).one()
        address = f"/councils/{lead.council.slug}/settings/times"
        for client in clients:
            sign_in(client, lead.person)
        db.session.remove()

    def slowly(_session: object) -> None:
        time.sleep(FIRST_TAKES)

    def save(client: object, days: str) -> int:
        page = client.get(address).text  # type: ignore[attr-defined]
        sent = {name: _hidden(page, name) for name in ("csrf_token", "began_with")}
        opened.append(days)
        while len(opened) < len(clients):
            time.sleep(0.01)  # both pages are open before either is sent
        time.sleep(0 if opened[0] == days else SECOND_COMES_AFTER)
        answer = client.post(address, data={**sent, "response_target_days": days, "holiday_calendar": ""})  # type: ignore[attr-defined]
        return int(answer.status_code)

    opened: list[str] = []
    event.listen(db.session, "before_commit", slowly)
    try:
        with travelled_to(NOW), ThreadPoolExecutor(2) as threads:
            statuses = list(threads.map(save, clients, ("7", "9")))
    finally:
        event.remove(db.session, "before_commit", slowly)
        with app.app_context():
            close_engine()
            db.engine.dispose()
    assert sorted(statuses) == [303, 409]


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
    assert found, name
    return found[1]


pytestmark = pytest.mark.sql
