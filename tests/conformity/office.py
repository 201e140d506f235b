"""An office to ask: with calls, a webhook that leads nowhere, and somebody who may do everything."""

from typing import Any

from guide_server.http.access import CSRF_HEADER, Scope
from guide_server.webhooks.reach import Reach
from signaling.store.webhooks.subscriptions import Stream
from tests.conformity.asking import Asking
from tests.guide_server.office import Browser, Office
from tests.guide_server.webhook_world import ADMIN
from tests.store.histories import Told, call_id

NOWHERE = "https://127.0.0.1/"
"""No message may go there by the settings, so that a ping is answered at once."""
SETTINGS: dict[str, Any] = {"reach": Reach(plain=True)}


async def furnish(office: Office) -> Browser:
    """Calls of two kiosks, and who asks, signed in."""
    await office.tell([*Told(1).whole(), *Told(2, kiosk="kiosk-2").tapped()])
    await office.add_person("everyone", "Every One", ["guide", "leader", "admin"], ["sv"])
    return await office.signed_in("everyone")


async def as_a_person(office: Office, who: Browser, *, examples: int, seed: int = 1) -> Asking:
    hook = await office.records.webhooks.add(
        name="nowhere", url=NOWHERE, stream=Stream.CALLS, since=None, by=ADMIN
    )
    [cookie] = who.http.cookie_jar
    return Asking(
        url=office.url,
        document=await who.get("/api/openapi.json"),
        headers={"Cookie": f"{cookie.key}={cookie.value}", CSRF_HEADER: who.csrf},
        known={"call": call_id(1), "kiosk": "kiosk-1", "guide": "guide-1", "webhook": hook.id},
        examples=examples,
        seed=seed,
    )


async def as_a_machine(office: Office, who: Browser, *, examples: int, seed: int = 1) -> Asking:
    wish = {"name": "conformity", "scopes": list(Scope), "days": 1}
    made = await (await who.ask("POST", "/api/tokens", json=wish)).json()
    return Asking(
        url=office.url,
        document=await who.get("/api/openapi.json"),
        headers={"Authorization": f"Bearer {made['token']}"},
        known={},
        examples=examples,
        seed=seed,
        scopes=frozenset(Scope),
    )
