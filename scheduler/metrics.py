"""What Prometheus reads (https://prometheus.io/docs/instrumenting/exposition_formats): the installation in numbers.

Every daemon tells of the whole installation, from its database; where several share one, scrape one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from threading import Lock

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from scheduler.clock import Clock
from scheduler.core.fuse import Fuse
from scheduler.errors import SettingsError
from scheduler.settings.operating import MetricsPlace
from scheduler.store import Store, Tx, accounts, overview
from scheduler.store.notices import last_line

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800, 3600, 21600, float("inf"))
"""Upper bounds of the lateness histogram, in seconds."""


@dataclass
class Lateness:
    """How late the posts of an account were, counted by bucket."""

    total: float = 0.0
    counts: Counter[float] = field(default_factory=Counter)

    def add(self, seconds: float) -> None:
        """Count one post."""
        self.total += seconds
        self.counts[next(bound for bound in BUCKETS if seconds <= bound)] += 1

    def cumulative(self) -> list[tuple[str, float]]:
        """Return the buckets, each with what is in it and in those below."""
        running = accumulate(self.counts[bound] for bound in BUCKETS)
        return list(zip(map(floatToGoString, BUCKETS), running, strict=True))


class Readings(Collector):
    """Reads the database anew at every scrape; what happened is counted from the daemon's start."""

    def __init__(
        self,
        store: Store,
        fuses: Callable[[], Mapping[str, Fuse]],
        last_turn: Callable[[], datetime],
        *,
        clock: Clock,
    ) -> None:
        self._store = store
        self._fuses = fuses
        self._last_turn = last_turn
        self._clock = clock
        self._scraping = Lock()
        self._late: dict[str, Lateness] = {}
        self._outcomes: Counter[tuple[str, str]] = Counter()
        with store.read() as tx:
            self._seen = last_line(tx)

    def collect(self) -> Iterator[Metric]:
        """Yield every metric as it is now."""
        with self._scraping, self._store.read() as tx:
            self._count(tx)
            yield _posts(overview.by_state(tx))
            yield _held(accounts.holds(tx))
            yield _fill(overview.used(tx, self._fuses(), now=self._clock.now()), self._fuses())
            yield self._lateness()
            yield self._attempts()
        turned = GaugeMetricFamily("tambour_pump_last_turn_timestamp_seconds", "When the pump last came round.")
        turned.add_metric([], self._last_turn().timestamp())
        yield turned

    def _count(self, tx: Tx) -> None:
        until = last_line(tx)
        for account, late in overview.lateness(tx, after=self._seen, until=until):
            self._late.setdefault(account, Lateness()).add(late.total_seconds())
        self._outcomes += overview.outcomes(tx, after=self._seen, until=until)
        self._seen = until

    def _lateness(self) -> Metric:
        family = HistogramMetricFamily(
            "tambour_lateness_seconds", "From the time that a post was due to its publication.", labels=["account"]
        )
        for account, found in sorted(self._late.items()):
            family.add_metric([account], found.cumulative(), sum_value=found.total)
        return family

    def _attempts(self) -> Metric:
        family = CounterMetricFamily(
            "tambour_attempts", "Attempts that ended, by what came of them.", labels=["account", "outcome"]
        )
        for (account, outcome), count in sorted(self._outcomes.items()):
            family.add_metric([account, outcome], count)
        return family


def _posts(counts: Mapping[tuple[str, str], int]) -> Metric:
    family = GaugeMetricFamily("tambour_posts", "Posts, by account and state.", labels=["account", "state"])
    for (account, state), count in sorted(counts.items()):
        family.add_metric([account, state], count)
    return family


def _held(holds: Iterable[accounts.Hold]) -> Metric:
    family = GaugeMetricFamily("tambour_account_held", "Accounts that send nothing.", labels=["account", "hold"])
    for one in holds:
        family.add_metric([one.account, one.hold], 1)
    return family


def _fill(used: Mapping[str, overview.Used], fuses: Mapping[str, Fuse]) -> Metric:
    family = GaugeMetricFamily(
        "tambour_fuse_fill_ratio", "Share of an account's ceiling that is used up.", labels=["account", "ceiling"]
    )
    for account, spent in sorted(used.items()):
        family.add_metric([account, "hour"], spent.hour / fuses[account].hour)
        family.add_metric([account, "day"], spent.day / fuses[account].day)
    return family


@contextmanager
def served(place: MetricsPlace, readings: Readings) -> Iterator[None]:
    """Serve the metrics for as long as the block lasts.

    Raises SettingsError where the port is not to be had.
    """
    registry = CollectorRegistry()
    registry.register(readings)
    try:
        server, thread = start_http_server(place.port, place.address, registry)
    except OSError as error:
        raise SettingsError(
            f"no metrics on {place.address}:{place.port}: {error.strerror}; name another port"
        ) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
