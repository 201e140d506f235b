import { expect, test } from "vitest";
import { Refused } from "../../guide_server/web/api";
import { Fetched } from "../../guide_server/web/remote";

test("what was here stays while it is renewed, and when renewing fails", async () => {
  const fetched = new Fetched<string>();
  await fetched.load(async () => "first");
  const renewing = fetched.load(async () => {
    throw new Refused("unavailable", "away");
  });
  expect(fetched.state.value).toEqual({ value: "first", loading: true, problem: null });
  await renewing;
  expect(fetched.state.value).toEqual({ value: "first", loading: false, problem: "unavailable" });
});

test("an older answer that comes late is dropped", async () => {
  const fetched = new Fetched<string>();
  let answerLate: (value: string) => void = () => undefined;
  const late = fetched.load(() => new Promise((resolve) => (answerLate = resolve)));
  await fetched.load(async () => "newer");
  answerLate("older");
  await late;
  expect(fetched.state.value.value).toBe("newer");
});
