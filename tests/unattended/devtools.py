"""A look into a browser that something else started: the Chrome DevTools Protocol, as little as is needed."""

import asyncio
import base64
import json
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE = 20.0
"""Seconds that a page may take to answer."""


class PageGone(Exception):
    """The page, or the browser around it, is no more."""


class Page:
    """One page of a running browser. Use `attached`, and `close` it."""

    def __init__(self, http: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._http = http
        self._socket = socket
        self._ids = count(1)
        self._asking = asyncio.Lock()

    @classmethod
    async def attached(cls, profile: Path, *, serving: str = "") -> "Page":
        """The page whose address begins with `serving`. Raises `PageGone` where there is none yet."""
        try:
            port = int((profile / "DevToolsActivePort").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError) as error:
            raise PageGone from error
        http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        try:
            async with http.get(f"http://127.0.0.1:{port}/json/list") as answer:
                targets = await answer.json(content_type=None)
            pages = (t for t in targets if t["type"] == "page" and t["url"].startswith(serving))
            address = next(pages)["webSocketDebuggerUrl"]
            return cls(http, await http.ws_connect(address, max_msg_size=0))
        except (aiohttp.ClientError, TimeoutError, OSError, StopIteration) as error:
            await http.close()
            raise PageGone from error
        except BaseException:
            await http.close()
            raise

    async def close(self) -> None:
        with suppress(aiohttp.ClientError, OSError):
            await self._socket.close()
        await self._http.close()

    async def evaluate(self, expression: str) -> Any:
        """What the expression, or its promise, comes to. Raises `PageGone`."""
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        said = await self.send("Runtime.evaluate", asked)
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    async def screenshot(self) -> bytes:
        return base64.b64decode((await self.send("Page.captureScreenshot", {"format": "png"}))["data"])

    async def send(self, method: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
        number = next(self._ids)
        try:
            async with self._asking, asyncio.timeout(PATIENCE):
                await self._socket.send_json({"id": number, "method": method, "params": parameters or {}})
                return await self._answer(number, method)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise PageGone(method) from error

    async def _answer(self, number: int, method: str) -> dict[str, Any]:
        while True:
            message = await self._socket.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise PageGone(method)
            said = json.loads(message.data)
            if said.get("id") == number:
                if "error" in said:
                    raise PageGone(f"{method}: {said['error']['message']}")
                result: dict[str, Any] = said["result"]
                return result
