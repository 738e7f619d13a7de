"""How the web server runs: a few processes, one request at a time each, renewed now and then."""

import os

workers = int(os.environ.get("WEB_PROCESSES", "3"))
preload_app = False
timeout = 30
graceful_timeout = 8
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8190
accesslog = os.environ.get("ACCESS_LOG") or None
loglevel = os.environ.get("LOG_LEVEL", "warning")
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112  # heartbeats off the disk
control_socket_disable = True
forwarder_headers = ""  # else a visitor behind a proxy on this machine says where all links of a page begin
