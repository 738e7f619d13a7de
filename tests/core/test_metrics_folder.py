"""What a killed web server left of its counts goes at the next start; what a living one counts stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from forum.core.metrics_folder import make_metrics_folder

pytestmark = pytest.mark.pure
START = """
import sys, time
from pathlib import Path
from forum.core.metrics_folder import make_metrics_folder
print(make_metrics_folder(Path(sys.argv[1])), flush=True)
time.sleep(60)
"""


def test_only_what_no_process_holds_is_removed(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", START, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        folders = [Path(one.stdout.readline().strip()) for one in started if one.stdout]
        foreign = tmp_path / "clearway-metrics-of-somebody"
        foreign.mkdir()
        started[1].kill()
        started[1].wait()
        for folder in (*folders, foreign):
            (folder / "counter_1.db").touch()
            os.utime(folder, (1, 1))
        make_metrics_folder.cache_clear()
        made = make_metrics_folder(tmp_path)
        assert set(tmp_path.iterdir()) == {folders[0], foreign, made}
        assert make_metrics_folder(tmp_path) == made, "read again, as gunicorn does at SIGHUP"
    finally:
        make_metrics_folder.cache_clear()
        for one in started:
            one.kill()
            one.wait()
            if one.stdout:
                one.stdout.close()
