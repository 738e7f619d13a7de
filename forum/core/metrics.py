"""What is counted of requests, in all web processes together, and how the text for Prometheus is made.

Each process writes files of its own into the folder that PROMETHEUS_MULTIPROC_DIR names (gunicorn.conf.py makes it);
whichever is asked adds them up. Without the folder a process counts for itself.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client import Gauge as KeptGauge
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
PREFIX = "clearway"

_own = CollectorRegistry()
REQUESTS = Counter(
    "requests",
    "Requests by method, route and status.",
    ("method", "route", "status"),
    namespace=PREFIX,
    registry=_own,
)
SECONDS = Histogram(
    "request_seconds", "How long requests took.", ("route",), namespace=PREFIX, registry=_own, buckets=BUCKETS
)
DAMAGED = KeptGauge(
    "damaged_row",
    "Rows that hold what cannot be read.",
    ("place", "row"),
    namespace=PREFIX,
    registry=_own,
    multiprocess_mode="max",
)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def count_request(*, method: str, route: str, status: str, seconds: float) -> None:
    """Count one answered request."""
    with contextlib.suppress(OSError, ValueError):  # a full disk must not fail a page for its count
        REQUESTS.labels(method if method in METHODS else "other", route, status).inc()
        SECONDS.labels(route).observe(seconds)


def count_damaged_row(place: str, row: str) -> None:
    """Count a row that holds what cannot be read, once however many processes read it."""
    with contextlib.suppress(OSError, ValueError):
        DAMAGED.labels(place, row).set(1)


def list_damaged_rows() -> list[tuple[str, str]]:
    """List the places and rows that could not be read since the web server was started."""
    registry = _all_processes() if os.environ.get(FOLDER) else _own
    found = [one for family in registry.collect() if family.name == DAMAGED._name for one in family.samples]  # noqa: SLF001
    return sorted({(one.labels["place"], one.labels["row"]) for one in found})


def _all_processes() -> CollectorRegistry:
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


class Gauge:
    """One number as it is now, with its name and what it says."""

    def __init__(self, name: str, words: str, value: float, **labels: str) -> None:
        self.name, self.words, self.value, self.labels = f"{PREFIX}_{name}", words, value, labels


class _Now(Collector):
    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = list(gauges)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give the numbers, those of one name together."""
        families: dict[str, GaugeMetricFamily] = {}
        for one in self._gauges:
            made = GaugeMetricFamily(one.name, one.words, labels=list(one.labels))
            families.setdefault(one.name, made).add_metric(list(one.labels.values()), one.value)
        return list(families.values())


def text_of(gauges: Iterable[Gauge]) -> bytes:
    """Return all that was counted, and these numbers, as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(_Now(gauges))
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(_own)
