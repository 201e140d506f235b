"""One message, posted once. It ends within `WITHIN` whatever the receiver does, and says what came of it."""

import ssl
import time
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

import aiohttp

from guide_server.webhooks.messages import Posted
from guide_server.webhooks.reach import ForbiddenAddress, GuardedResolver, Reach, guarded_socket
from guide_server.webhooks.signature import signed_headers
from signaling.core.ids import Milliseconds
from signaling.ports import Clock
from signaling.store.webhooks.subscriptions import Attempt, DeliveryFault, Webhook

WITHIN = 10.0
"""Seconds for name, connection, request and the head of the answer."""
_TIMES = aiohttp.ClientTimeout(total=WITHIN, sock_connect=5.0)
_IDLE = 2.0
"""Seconds that a connection is kept for the next message."""
_LONGEST_HEADER = 8_190


@dataclass(frozen=True, slots=True)
class Answer:
    attempt: Attempt
    wait: Milliseconds | None = None
    """How long the receiver asked to be left alone (`Retry-After`)."""


class Sender:
    """Close it when done. `trust`: a file of certificates to believe besides the system's."""

    def __init__(self, reach: Reach, *, clock: Clock, agent: str, trust: Path | None = None) -> None:
        self._reach = reach
        self._clock = clock
        self._agent = agent
        self._tls = ssl.create_default_context()
        if trust is not None:
            self._tls.load_verify_locations(trust)
        self._session: aiohttp.ClientSession | None = None

    async def post(self, webhook: Webhook, posted: Posted) -> Answer:
        """Send it, signed with the webhook's keys. Nothing that happens on the way raises."""
        at, began = self._clock.now(), time.monotonic()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self._agent,
            **signed_headers(posted, sent_at=at // 1_000, keys=webhook.keys(at)),
        }
        status, fault, wait = await self._ask(webhook.url, headers, posted.body)
        took = round((time.monotonic() - began) * 1_000)
        attempt = Attempt(message=posted.id, at=at, took_ms=took, status=status, fault=fault)
        return Answer(attempt, wait)

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _ask(
        self, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int | None, DeliveryFault | None, Milliseconds | None]:
        if not self._reach.plain and not url.startswith("https://"):
            return None, DeliveryFault.FORBIDDEN_ADDRESS, None
        try:
            async with self._http().post(url, data=body, headers=headers, allow_redirects=False) as answer:
                return answer.status, fault_of(answer.status), _wait(answer)
        except TimeoutError:
            return None, DeliveryFault.TIMED_OUT, None
        except aiohttp.ClientConnectorCertificateError:
            return None, DeliveryFault.UNTRUSTED, None
        except aiohttp.ClientConnectorError as error:
            return None, _unreached(error.os_error), None
        except aiohttp.ClientConnectionError:
            return None, DeliveryFault.CUT_OFF, None
        except (aiohttp.ClientError, OSError, ValueError):
            return None, DeliveryFault.UNREACHABLE, None

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=GuardedResolver(self._reach),
                use_dns_cache=False,
                socket_factory=partial(guarded_socket, self._reach),
                ssl=self._tls,
                keepalive_timeout=_IDLE,
                limit=0,
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=_TIMES,
                auto_decompress=False,
                max_line_size=_LONGEST_HEADER,
                max_field_size=_LONGEST_HEADER,
            )
        return self._session


def fault_of(status: int) -> DeliveryFault | None:
    """None for an answer by which the receiver has the message."""
    match status:
        case _ if 200 <= status < 300:
            return None
        case HTTPStatus.GONE:
            return DeliveryFault.GONE
        case _ if 300 <= status < 400:
            return DeliveryFault.REDIRECTED
        case _:
            return DeliveryFault.REFUSED


def _unreached(error: OSError) -> DeliveryFault:
    match error:
        case ForbiddenAddress():
            return DeliveryFault.FORBIDDEN_ADDRESS
        case ssl.SSLError():
            return DeliveryFault.UNTRUSTED
        case _:
            return DeliveryFault.UNREACHABLE


def _wait(answer: aiohttp.ClientResponse) -> Milliseconds | None:
    """`Retry-After` in seconds (RFC 9110 section 10.2.3); its form as a date is not heeded."""
    given = answer.headers.get("Retry-After", "")
    return int(given) * 1_000 if given.isascii() and given.isdigit() and len(given) < 7 else None
