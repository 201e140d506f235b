"""What the page for integrators says is what the server does: its example, its code, its tables."""

import re
import time
from typing import Any

from guide_server.http.access import Scope
from guide_server.webhooks.messages import BODIES, CallMessage, Posted
from guide_server.webhooks.signature import secret_of, signed_headers
from tests.guide_server.test_tokens import OPENED
from tests.meta.test_project_files import ROOT

PAGE = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
KEY = b"k" * 32


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_is_a_message_with_all_its_fields() -> None:
    [example] = blocks("json")
    message = CallMessage.model_validate_json(example)
    assert message.data.model_fields_set == set(type(message.data).model_fields)


def test_the_code_knows_a_message_of_ours_from_any_other() -> None:
    [code] = blocks("python")
    room: dict[str, Any] = {}
    exec(code, room)
    is_ours, now = room["is_ours"], int(time.time())
    posted = Posted("call_pool_8", b'{"type": "ping"}')
    headers = signed_headers(posted, sent_at=now, keys=[b"n" * 32, KEY])
    assert is_ours(headers, posted.body, secret_of(KEY))
    assert is_ours(headers, posted.body, secret_of(b"n" * 32))
    assert not is_ours(headers, posted.body, secret_of(b"x" * 32))
    assert not is_ours(headers, posted.body + b" ", secret_of(KEY))
    assert not is_ours({**headers, "webhook-id": "call_pool_9"}, posted.body, secret_of(KEY))
    late = signed_headers(posted, sent_at=now - 301, keys=[KEY])
    assert not is_ours(late, posted.body, secret_of(KEY))


def test_every_type_and_every_scope_is_told() -> None:
    assert {name for name in BODIES if f"`{name}`" not in PAGE} == set()
    for scope in Scope:
        [line] = [line for line in PAGE.splitlines() if line.startswith(f"| `{scope}` |")]
        told = set(re.findall(r"`GET (\S+)`", line))
        assert told == {path for (_, path), opened in OPENED.items() if opened is scope}
