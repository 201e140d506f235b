import { expect, test } from "vitest";
import { ASLEEP, Heartbeat } from "../../../guide_server/web/desk/reachability";

test("a heart that beats on time has not slept", () => {
  const heartbeat = new Heartbeat();
  for (let at = 0; at < 60_000; at += 1_000) expect(heartbeat.beat(at)).toBeNull();
});

test("a page that is held up for a moment has not slept", () => {
  const heartbeat = new Heartbeat();
  heartbeat.beat(0);
  expect(heartbeat.beat(ASLEEP)).toBeNull();
});

test("a sleep is told once, from its last beat to its first", () => {
  const heartbeat = new Heartbeat();
  heartbeat.beat(1_000);
  expect(heartbeat.beat(61_000)).toEqual({ from: 1_000, to: 61_000 });
  expect(heartbeat.beat(62_000)).toBeNull();
});

test("a clock that is set back is no sleep", () => {
  const heartbeat = new Heartbeat();
  heartbeat.beat(100_000);
  expect(heartbeat.beat(50_000)).toBeNull();
});
