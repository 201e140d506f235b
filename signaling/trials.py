"""Runs trials, each in a process of its own that yields to everything else: the bench that planning asks.

The process is `python -m signaling.simulation`: the question on its standard input, a line of JSON for each
word on how far it has come, and one for the answer. It is ended when the trial was cancelled at any node,
when its time is over, and when this server stops.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from pydantic import TypeAdapter

from signaling.core.ids import Milliseconds
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.planning.trial import Answer, Question
from signaling.ports import JournalUnavailable
from signaling.store.audit import Actor
from signaling.store.planning.trials import Trials

LIFE: Milliseconds = 20 * MINUTE
"""A trial that has not ended by then has failed."""
_PATIENCE = 1.0
"""Seconds after which the store is asked whether a silent trial still runs."""
_LONGEST_LINE = 4 * 1024 * 1024
"""Bytes."""

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_ANSWER = TypeAdapter(Answer)
_log = structlog.get_logger(__name__)


class TrialBench:
    """The planning room's bench. Close it before the store."""

    def __init__(self, trials: Trials, *, life: Milliseconds = LIFE) -> None:
        self._trials = trials
        self._life = life
        self._running: dict[int, asyncio.Task[None]] = {}

    async def start(self, question: Question, wish: str, asker: Actor) -> int:
        """Begin, and return the trial's number. Raises `TrialRuns`, `StoreUnavailable`."""
        number = await self._trials.begin(wish, self._life, asker)
        task = asyncio.create_task(self._run(number, _QUESTION.dump_json(question)))
        self._running[number] = task
        task.add_done_callback(lambda _: self._running.pop(number, None))
        return number

    async def ended(self) -> None:
        """Return once no process of ours is left."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def close(self) -> None:
        """End what runs; it has failed."""
        running = dict(self._running)
        for task in running.values():
            task.cancel()
        await asyncio.gather(*running.values(), return_exceptions=True)
        for number in running:
            await self._fail(number)

    async def _run(self, number: int, question: bytes) -> None:
        try:
            async with asyncio.timeout(self._life / SECOND):
                await self._play(number, question)
        except TimeoutError:
            _log.warning("trial.too_long", trial=number)
        except JournalUnavailable:
            _log.warning("trial.store_unavailable", trial=number)
        except ValueError:
            _log.exception("trial.unreadable", trial=number)
        except OSError as error:
            _log.warning("trial.not_begun", trial=number, reason=error.strerror)
        await self._fail(number)

    async def _fail(self, number: int) -> None:
        """Where it did not end otherwise. Without a store it fails at its time."""
        with suppress(JournalUnavailable):
            await self._trials.fail(number)

    async def _play(self, number: int, question: bytes) -> None:
        """Until it has answered, has died, or runs no longer."""
        permille = 0
        async with _process(question) as output:
            while await self._trials.note(number, permille):
                line = await _next_line(output)
                if line == b"":
                    _log.warning("trial.died", trial=number)
                    return
                told = {} if line is None else json.loads(line)
                if "answer" in told:
                    answer = _ANSWER.validate_python(told["answer"], strict=False)
                    await self._trials.finish(number, answer)
                    return
                permille = round(told.get("share", permille / 1_000) * 1_000)


async def _next_line(output: asyncio.StreamReader) -> bytes | None:
    """What the process says next; empty at its end, None where it has said nothing for a while."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return await output.readline()
    except TimeoutError:
        return None


@asynccontextmanager
async def _process(question: bytes) -> AsyncIterator[asyncio.StreamReader]:
    """The lines that it says. It does not outlive this."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "signaling.simulation",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=_LONGEST_LINE,
    )  # fmt: skip
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        with suppress(ConnectionError):
            process.stdin.write(question)
            await process.stdin.drain()
            process.stdin.close()
        yield process.stdout
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await _reaped(process)


async def _reaped(process: asyncio.subprocess.Process) -> None:
    """Return once a killed process is gone, whoever cancels this meanwhile: it takes a moment."""
    gone = asyncio.ensure_future(process.wait())
    try:
        await asyncio.shield(gone)
    except asyncio.CancelledError:
        await gone
        raise
