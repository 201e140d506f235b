"""What a watching machine may ask: whether the process lives, whether it can serve, and how things stand.

`/healthz` follows the process only, so that a database that is away does not get the process restarted;
`/readyz` follows what serving needs. Gauges are computed from the pool when they are asked for, so they
cannot drift from it. Labels name languages, states and outcomes, never a guide or a kiosk.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

from signaling.core.events import CallEnded, Entry
from signaling.core.pool import Pool
from signaling.ports import Audience


class Watch(Collector):
    """An audience that passes on what it hears, and tells Prometheus what it saw.

    Counters count from the start of the process.
    """

    def __init__(self, behind: Audience, pool: Callable[[], Pool]) -> None:
        self._behind = behind
        self._pool = pool
        self._ended: Counter[tuple[str, str]] = Counter()

    def changed(self, pool: Pool, entries: Sequence[Entry]) -> None:
        self._behind.changed(pool, entries)
        for entry in entries:
            if isinstance(entry.event, CallEnded):
                ended = pool.ended(entry.event.call)
                self._ended[entry.event.outcome, ended.language if ended is not None else "other"] += 1

    @override
    def collect(self) -> Iterator[Metric]:
        pool = self._pool()
        calls = CounterMetricFamily("vagvisare_calls", "Calls that ended.", labels=("outcome", "language"))
        for labels, count in self._ended.items():
            calls.add_metric(labels, count)
        yield calls
        yield _gauge("queue_length", "Residents in line.", "language", Counter(_queue(pool)))
        yield _gauge(
            "open_calls", "Open calls.", "state", Counter(call.state for call in pool.calls.values())
        )
        yield _gauge(
            "guides", "Guides known.", "status", Counter(guide.status for guide in pool.guides.values())
        )
        kiosks = Counter("connected" if kiosk.connected else "lost" for kiosk in pool.kiosks.values())
        yield _gauge("kiosks", "Kiosks known.", "state", kiosks)
        yield GaugeMetricFamily("vagvisare_journal_seq", "The newest entry of the journal.", value=pool.seq)


def _queue(pool: Pool) -> dict[str, int]:
    return {language: len(lane.line) for language, lane in pool.lanes.items()}


def _gauge(name: str, text: str, label: str, counts: Counter[str]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(f"vagvisare_{name}", text, labels=(label,))
    for value, count in counts.items():
        gauge.add_metric((value,), count)
    return gauge


def add_health(app: web.Application, ready: Callable[[], Awaitable[bool]]) -> None:
    """Serve `/healthz` and `/readyz`: they say nothing but yes or no, so anyone may ask."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        if await ready():
            return web.Response(text="ready\n")
        return web.Response(text="not ready\n", status=HTTPStatus.SERVICE_UNAVAILABLE)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)


def metrics_app(watch: Watch) -> web.Application:
    """`/metrics`, on an application of its own: it is for the inside, and gets a port of its own."""
    registry = CollectorRegistry()
    registry.register(watch)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/metrics", metrics)
    return app
