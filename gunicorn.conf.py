"""How the web server runs: a few processes, one request at a time each, renewed now and then (forum/web_worker.py)."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

from forum.core.metrics_folder import make_metrics_folder

worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112  # heartbeats off the disk

# Each process counts requests into a file here, and /metrics adds them up; named before what counts is imported.
_counts = make_metrics_folder(Path(worker_tmp_dir or tempfile.gettempdir()))
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_counts)

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # read once, by what is imported next: a process serves one visitor at a time

from gunicorn.arbiter import Arbiter  # noqa: E402  # after what it reads was named

from forum.search.current import meaning  # noqa: E402

workers = int(os.environ.get("WEB_PROCESSES", "3"))
worker_class = "forum.web_worker.BufferingWorker"
preload_app = (
    True  # loaded once, and shared by the processes; it opens no connection (tests/web/test_web_server.py)
)
timeout = 30
graceful_timeout = 8
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("LOG_LEVEL", "warning")
control_socket_disable = True


def child_exit(_server: object, worker: object) -> None:
    """Have the counts of a process that has ended kept, and its present numbers forgotten."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  # after the folder was named

    mark_process_dead(worker.pid)


def on_exit(_server: object) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_counts, ignore_errors=True)


def when_ready(server: Arbiter) -> None:
    """Load what the processes share, and leave it out of garbage collection, which would copy it into each of them."""
    with server.app.wsgi().app_context():
        if index := meaning():
            index.load()
    gc.collect()
    gc.freeze()
