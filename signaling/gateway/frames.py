"""Socket.IO's text frames (protocol revision 5), as far as they are spoken here: without binary.

A frame is `<type><namespace>,<ack id><JSON>`; inside an Engine.IO message it follows the digit `4`.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

import orjson

_FORM = re.compile(
    r"(?P<type>[0-6])(?P<namespace>/[a-z]{0,32})?(?:\?[^,]{0,256})?(?:,|$)?(?P<ack>[0-9]{1,15})?(?P<json>[\[{].*)?",
    re.DOTALL,
)
DEFAULT_NAMESPACE = "/"


class Malformed(ValueError):
    """This is not a frame of the protocol. Whoever sent it cannot be talked with."""


class Kind(IntEnum):
    CONNECT = 0
    DISCONNECT = 1
    EVENT = 2
    ACK = 3
    CONNECT_ERROR = 4


@dataclass(frozen=True, slots=True)
class Frame:
    kind: Kind
    namespace: str
    ack: int | None
    """Names the answer that the sender waits for."""
    data: object


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    body: object
    """The event's one argument; None where it has none."""


def parse(text: str) -> Frame:
    """What the frame says. Raises `Malformed`; JSON is that of RFC 8259, without NaN and lone surrogates."""
    form = _FORM.fullmatch(text)
    if form is None or int(form["type"]) > Kind.CONNECT_ERROR:
        raise Malformed("this is no frame")
    data = None
    if form["json"] is not None:
        try:
            data = orjson.loads(form["json"])
        except orjson.JSONDecodeError as error:
            raise Malformed("this is no JSON") from error
    ack = None if form["ack"] is None else int(form["ack"])
    return Frame(Kind(int(form["type"])), form["namespace"] or DEFAULT_NAMESPACE, ack, data)


def event_of(frame: Frame) -> Event:
    """The event that the frame carries: a name and at most one argument. Raises `Malformed`."""
    match frame.data:
        case [str() as name]:
            return Event(name, None)
        case [str() as name, body]:
            return Event(name, body)
    raise Malformed("an event is a name and at most one argument")


def event(namespace: str, name: str, body: bytes) -> bytes:
    """An Engine.IO message that carries an event. `body` is JSON."""
    return b'42%b,["%b",%b]' % (namespace.encode(), name.encode(), body)


def answer(namespace: str, ack: int, body: bytes) -> bytes:
    """An Engine.IO message that answers the event which asked for `ack`."""
    return b"43%b,%d[%b]" % (namespace.encode(), ack, body)


def farewell(namespace: str) -> bytes:
    """An Engine.IO message that ends the namespace: a Socket.IO client does not reconnect after it."""
    return b"41%b," % namespace.encode()
