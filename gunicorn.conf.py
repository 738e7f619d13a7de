"""How the web server runs: a few processes, one request at a time each, renewed now and then (forum/web_worker.py)."""

import os

workers = int(os.environ.get("WEB_PROCESSES", "3"))
worker_class = "forum.web_worker.BufferingWorker"
preload_app = False
timeout = 30
graceful_timeout = 8
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("LOG_LEVEL", "warning")
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112  # heartbeats off the disk
control_socket_disable = True
