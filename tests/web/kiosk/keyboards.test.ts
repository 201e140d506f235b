/** Whoever writes on the screen can write their language as it is written. */
import { expect, test } from "vitest";
import { keyboardsFor, withoutLast, ZWNJ } from "../../../kiosk_client/web/kiosk/keyboards";

test.each(["fa", "prs", "ckb"])("who writes %s can part two letters of one word", (language) => {
  const [own, latin] = keyboardsFor(language);
  expect(own?.layout.zwnj).toMatch(/^\p{Script=Arabic}/u);
  expect(latin?.layout.zwnj).toBeUndefined();
});

test("the sign that parts letters is erased before the letter that it follows", () => {
  const word = `می${ZWNJ}خ`;
  expect(withoutLast(word)).toBe(`می${ZWNJ}`);
  expect(withoutLast(withoutLast(word))).toBe("می");
  expect(withoutLast("می")).toBe("م");
});
