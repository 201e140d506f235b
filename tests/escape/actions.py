"""What someone tries who wants out of the kiosk's page: each action by name."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Keys:
    """At a keyboard that someone plugged in, as X names them."""

    keys: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.keys)


@dataclass(frozen=True, slots=True)
class Pointer:
    """With a mouse that someone plugged in: arguments of xdotool."""

    does: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.does)


@dataclass(frozen=True, slots=True)
class Script:
    """By code in the page, as a link or a hostile page would; `leaves` where the page itself is given up."""

    code: str
    leaves: bool = False

    def __str__(self) -> str:
        return self.code


Action = Keys | Pointer | Script

WITH_CONTROL: Final = (
    "n t o p s l u h j w q r f g d e k m b a c v x z 0 1 5 9 plus minus Tab F4 F5 F6 Return space"
)
WITH_CONTROL_SHIFT: Final = "n t o p s i j c b d w q r m g a y k u Delete Tab F5 Escape"
WITH_ALT: Final = "F4 Tab Left Right Home d e f space Return F1 F2 Escape Print Sys_Req"
WITH_CONTROL_ALT: Final = "F1 F2 F3 F4 F5 F6 F7 Delete BackSpace t l"
WITH_SHIFT: Final = "F5 F6 F10 Escape"
WITH_SUPER: Final = "l d e r Tab"
ALONE: Final = (
    "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 Escape Menu Super_L Print Sys_Req XF86Back XF86Forward "
    "XF86HomePage XF86Search XF86Explorer XF86Mail XF86Favorites XF86Reload XF86WWW XF86Calculator"
)
HELD: Final = {
    "ctrl": WITH_CONTROL,
    "ctrl+shift": WITH_CONTROL_SHIFT,
    "alt": WITH_ALT,
    "ctrl+alt": WITH_CONTROL_ALT,
    "shift": WITH_SHIFT,
    "super": WITH_SUPER,
}
ADDRESSES: Final = (
    "https://example.com/",
    "http://127.0.0.1:22/",
    "http://localhost:8090/",
    "http://[::1]/",
    "file:///etc/passwd",
    "file:///",
    "data:text/html,<title>out</title><h1>out</h1>",
    "view-source:https://example.com/",
    "chrome://settings",
    "chrome://version",
    "chrome://flags",
    "chrome://downloads",
    "chrome-untrusted://print",
    "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html",
    "devtools://devtools/bundled/inspector.html",
    "about:settings",
    "ftp://example.com/",
    "tel:112",
    "mailto:someone@example.com",
    "sms:112",
    "intent://example.com#Intent;scheme=https;end",
    "steam://run/1",
    "ms-settings:display",
    "magnet:?xt=urn:btih:0",
    "blob:https://example.com/1",
    "filesystem:https://example.com/temporary/a",
)
DIALOGS: Final = (
    "window.print()",
    "setTimeout(() => alert('out'))",
    "setTimeout(() => confirm('out'))",
    "setTimeout(() => prompt('out'))",
    "Notification.requestPermission()",
    "navigator.geolocation.getCurrentPosition(() => {})",
    "void navigator.clipboard.readText().catch(() => {})",
    "void window.showOpenFilePicker?.().catch(() => {})",
    "void window.showSaveFilePicker?.().catch(() => {})",
    "void window.showDirectoryPicker?.().catch(() => {})",
    "void navigator.mediaDevices.getDisplayMedia({ video: true }).catch(() => {})",
    "void navigator.usb?.requestDevice({ filters: [] }).catch(() => {})",
    "void navigator.bluetooth?.requestDevice({ acceptAllDevices: true }).catch(() => {})",
    "void navigator.serial?.requestPort().catch(() => {})",
    "void navigator.share?.({ url: 'https://example.com' }).catch(() => {})",
    "try { navigator.registerProtocolHandler('web+out', '/?%s') } catch {}",
    "document.body.requestFullscreen().then(() => document.exitFullscreen()).catch(() => {})",
    "(() => { const i = document.createElement('input'); i.type = 'file'; i.click(); })()",
    "(() => { const i = document.createElement('input'); i.type = 'color'; i.click(); })()",
    "window.moveTo(300, 300)",
    "window.resizeTo(300, 300)",
    "window.close()",
    "window.find('a')",
)
DOWNLOAD: Final = """(() => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["out"]));
  link.download = "out.html";
  link.click();
})()"""
LINK: Final = """((address) => {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.click();
})(%s)"""


def actions() -> Iterator[Action]:
    for held, keys in HELD.items():
        yield from (Keys((f"{held}+{key}",)) for key in keys.split())
    yield from (Keys((key,)) for key in ALONE.split())
    yield Keys(("shift",) * 5)
    yield Keys(("ctrl+l", "h", "t", "t", "p", "Return"))
    yield from _pointer()
    yield from (Script(code) for code in DIALOGS)
    yield Script(DOWNLOAD)
    yield from (Script(f"void window.open({json.dumps(address)})") for address in ADDRESSES)
    yield from (Script(LINK % json.dumps(address)) for address in ADDRESSES)
    yield Script("history.go(-9)", leaves=True)
    yield from (Script(f"location.href = {json.dumps(address)}", leaves=True) for address in ADDRESSES[:9])


CORNERS: Final = ((5, 5), (540, 900), (1070, 5), (5, 1900), (1070, 1900))
SWIPES: Final = (("0", "900", "800", "900"), ("1079", "900", "200", "900"), ("540", "0", "540", "900"))


def _pointer() -> Iterator[Action]:
    for x, y in CORNERS:
        to = ("mousemove", str(x), str(y))
        yield from (Pointer((*to, "click", button)) for button in ("2", "3", "8", "9"))
        yield Pointer((*to, "click", "--repeat", "3", "1"))
    for left, top, right, bottom in SWIPES:
        yield Pointer(("mousemove", left, top, "mousedown", "1", "mousemove", right, bottom, "mouseup", "1"))
    yield Pointer(("keydown", "ctrl", "click", "4", "click", "5", "keyup", "ctrl"))
    yield from (Pointer(("keydown", key, "click", "1", "keyup", key)) for key in ("shift", "ctrl"))
