import { expect, test } from "vitest";
import { callToJoin, comesOnlyToJoin, isFromBoard, JOINED } from "../../../guide_server/web/desk/leading";
import type { DeskView } from "../../../signaling/client/types";

const CALL = "01936f2a-7c3e-7b1d-9a53-3f1c2b7e9d10";

test.each([
  [`?join=${CALL}`, CALL, true],
  [`?relay&join=${CALL}`, CALL, true],
  [JOINED, null, true],
  ["?join=../../admin", null, false],
  ["?join=", null, false],
  ["", null, false],
])("the address %s names the call %s, and the board: %s", (search, call, fromBoard) => {
  expect(callToJoin(search)).toBe(call);
  expect(isFromBoard(search)).toBe(fromBoard);
});

test("a leader who also works at a desk can become available there", () => {
  const view = (languages: string[]) => ({ languages }) as unknown as DeskView;
  expect(comesOnlyToJoin(true, view([]))).toBe(true);
  expect(comesOnlyToJoin(true, view(["so"]))).toBe(false);
  expect(comesOnlyToJoin(false, view([]))).toBe(false);
});
