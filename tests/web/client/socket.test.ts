import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BEAT_ANSWER, BEAT_EVERY, Signaling } from "../../../signaling/client/socket";
import type { RelayBody } from "../../../signaling/client/types";
import { FakeWire } from "./fake_wire";

type View = { name: string };
type Command = { type: "call" };

const CALL: Command = { type: "call" };
const GUIDE = { call: "c1", own: 0, other: 1 } as const;
const BODY: RelayBody = { kind: "candidates", pc: "a", candidates: [], end: true };

let wire: FakeWire;
let signaling: Signaling<View, Command>;

function begin(namespace: "/kiosk" | "/desk" = "/kiosk"): void {
  wire = new FakeWire();
  signaling = new Signaling<View, Command>({ namespace, wire });
}

function push(seq: number, name = `view ${seq}`): void {
  wire.say("view", { seq, at: 0, view: { name }, ice: null });
}

function problem(id: string, category: string, retry_after: number | null = null): object {
  return { id, category, message: id, retry_after };
}

beforeEach(() => {
  vi.useFakeTimers();
  begin();
});
afterEach(() => {
  signaling.end();
  vi.useRealTimers();
});

describe("views", () => {
  it("keeps the one with the greatest seq", () => {
    wire.open();
    push(3);
    push(2);
    expect(signaling.views.value?.seq).toBe(3);
    push(3, "the same, with new credentials");
    expect(signaling.views.value?.view.name).toBe("the same, with new credentials");
  });

  it("takes a new socket's first push as it is, since the journal may have begun anew", () => {
    wire.open();
    push(900);
    wire.drop();
    wire.open();
    push(2);
    push(1);
    expect(signaling.views.value?.seq).toBe(2);
  });
});

describe("heartbeats", () => {
  it("tell at once and every five seconds which view is shown and whether media flows", () => {
    signaling.witnessMedia(() => ({ call: "c1", flowing: true }));
    wire.open();
    push(7);
    wire.named("beat")[0]?.answer({ ok: true, seq: 0, at: 0 });
    vi.advanceTimersByTime(BEAT_EVERY);
    expect(wire.named("beat").map(({ body }) => body)).toEqual([
      { seq: 0, media: { call: "c1", flowing: true } },
      { seq: 7, media: { call: "c1", flowing: true } },
    ]);
  });

  it("end the socket where they are not answered", () => {
    wire.open();
    vi.advanceTimersByTime(BEAT_ANSWER);
    expect(signaling.link.value).toBe("down");
    expect(wire.attempts).toBe(2);
  });

  it("read the server's clock", () => {
    wire.open();
    wire.named("beat")[0]?.answer({ ok: true, seq: 0, at: Date.now() + 5_000 });
    expect(signaling.clock.now()).toBe(Date.now() + 5_000);
    vi.advanceTimersByTime(BEAT_ANSWER - 1);
    expect(signaling.link.value).toBe("up");
  });
});

describe("commands", () => {
  it("are sent again with the same id after a reconnect, until they are answered", async () => {
    const done = signaling.command(CALL);
    wire.open();
    const first = wire.named("command")[0];
    wire.drop();
    wire.open();
    const second = wire.named("command")[0];
    expect(second?.body).toEqual(first?.body);
    second?.answer({ ok: true, seq: 12 });
    await expect(done).resolves.toEqual({ seq: 12 });
    wire.drop();
    wire.open();
    expect(wire.named("command")).toEqual([]);
  });

  it("are refused with the server's stable id", async () => {
    wire.open();
    const refused = expect(signaling.command(CALL)).rejects.toMatchObject({ id: "too_late" });
    wire.named("command")[0]?.answer({ ok: false, error: problem("too_late", "refused") });
    await refused;
  });

  it("wait where the server is busy", () => {
    wire.open();
    void signaling.command(CALL).catch(() => {});
    wire.named("command")[0]?.answer({ ok: false, error: problem("unavailable", "busy", 700) });
    vi.advanceTimersByTime(699);
    expect(wire.named("command")).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(wire.named("command")).toHaveLength(2);
  });

  it("expire without an answer", async () => {
    const refused = expect(signaling.command(CALL, { expiresIn: 3_000 })).rejects.toMatchObject({
      id: "no_answer",
    });
    vi.advanceTimersByTime(4_000);
    await refused;
    wire.open();
    expect(wire.named("command")).toEqual([]);
  });
});

describe("the relay", () => {
  it("numbers what goes out and sends it again, in order, until the server has it", () => {
    const channel = signaling.relay(GUIDE);
    wire.open();
    channel.send(BODY);
    channel.send({ ...BODY, pc: "b" });
    const [first, second] = wire.named("relay");
    expect(Number(second?.body.n)).toBeGreaterThan(Number(first?.body.n));
    first?.answer({ ok: true });
    wire.drop();
    wire.open();
    expect(wire.named("relay").map(({ body }) => body)).toEqual([second?.body]);
  });

  it("hands over what came before anyone listened, and only then acknowledges it", () => {
    wire.open();
    wire.say("relay", { call: "c1", from: 1, to: 0, n: 5, body: BODY });
    expect(wire.named("relay_ack")).toEqual([]);
    const heard: RelayBody[] = [];
    signaling.relay(GUIDE).listen((body) => heard.push(body));
    expect(heard).toEqual([BODY]);
    expect(wire.named("relay_ack")[0]?.body).toEqual({ call: "c1", from: 1, to: 0, n: 5 });
  });

  it("drops doubles and acknowledges them again", () => {
    wire.open();
    const heard: RelayBody[] = [];
    signaling.relay(GUIDE).listen((body) => heard.push(body));
    for (const n of [4, 4, 3, 9]) wire.say("relay", { call: "c1", from: 1, to: 0, n, body: BODY });
    expect(heard).toHaveLength(2);
    expect(wire.named("relay_ack").map(({ body }) => body.n)).toEqual([4, 4, 4, 9]);
  });

  it("gives up what the server will never take and keeps what it cannot take yet", () => {
    const channel = signaling.relay(GUIDE);
    wire.open();
    channel.send(BODY);
    wire.named("relay")[0]?.answer({ ok: false, error: problem("rate_limited", "busy", 500) });
    vi.advanceTimersByTime(500);
    expect(wire.named("relay")).toHaveLength(2);
    wire.named("relay")[1]?.answer({ ok: false, error: problem("relay_closed", "refused") });
    wire.drop();
    wire.open();
    expect(wire.named("relay")).toEqual([]);
  });
});

describe("an end", () => {
  it("is final where another desk took over, until someone wants to work here", () => {
    wire.open();
    wire.say("closing", { error: problem("superseded", "identity") });
    wire.drop();
    expect(signaling.link.value).toBe("closed");
    expect(wire.attempts).toBe(1);
    signaling.reopen();
    wire.open();
    expect(signaling.link.value).toBe("up");
    expect(signaling.closing.value).toBeNull();
  });

  it("is no end where the server only drains", () => {
    wire.open();
    wire.say("closing", { error: problem("draining", "busy") });
    wire.active = false;
    wire.drop();
    expect(signaling.link.value).toBe("down");
    vi.advanceTimersByTime(2_000);
    expect(wire.attempts).toBe(2);
  });

  it("sends a desk without a session to sign in, but lets a kiosk try on", () => {
    const refusal = Object.assign(new Error(), { data: problem("unauthenticated", "identity") });
    wire.say("connect_error", refusal);
    expect(signaling.link.value).toBe("connecting");
    begin("/desk");
    wire.say("connect_error", refusal);
    expect(signaling.link.value).toBe("closed");
  });
});
