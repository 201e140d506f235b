import { describe, expect, test } from "vitest";
import {
  ariaKeysOf,
  isTextField,
  labelOf,
  SHORTCUTS,
  shortcutOf,
} from "../../../guide_server/web/desk/shortcuts";
import en from "../../../guide_server/web/desk/texts/en.json";

const NONE = { altKey: false, ctrlKey: false, shiftKey: false, metaKey: false };
const press = (key: string, modifiers = {}, code = "") => shortcutOf({ key, code, ...NONE, ...modifiers });

describe("shortcuts", () => {
  test("are found by their keys, whatever the case", () => {
    expect(press("Enter")).toBe("take");
    expect(press("H", { altKey: true })).toBe("hang_up");
    expect(press("Enter", { ctrlKey: true })).toBe("send");
    expect(press("h")).toBeNull();
    expect(press("h", { altKey: true, metaKey: true })).toBeNull();
  });

  test("are found where the keyboard is laid out otherwise", () => {
    expect(press("µ", { altKey: true }, "KeyM")).toBe("microphone");
    expect(press("/", { ctrlKey: true, shiftKey: true })).toBe("help");
    expect(press("?", { ctrlKey: true, shiftKey: true })).toBe("help");
    expect(press("/", { altKey: true, shiftKey: true })).toBe("phrases");
  });

  test("leave AltGr to typing", () => {
    expect(press("@", { altKey: true, ctrlKey: true }, "KeyQ")).toBeNull();
  });

  test("have no two on one key, and none on a bare character", () => {
    const keys = SHORTCUTS.flatMap(({ keys: written, modifier }) => written.map((key) => modifier + key));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { keys: written, modifier } of SHORTCUTS) {
      expect(modifier !== "none" || written.every((key) => key.length > 1)).toBe(true);
    }
  });

  test("stand on the buttons and in the help sheet, each with its words", () => {
    expect(labelOf("help")).toBe("Ctrl+Shift+/");
    expect(labelOf("louder")).toBe("Alt+↑");
    expect(ariaKeysOf("help")).toBe("Control+Shift+/");
    expect(ariaKeysOf("louder")).toBe("Alt+ArrowUp");
    expect(ariaKeysOf("pass")).toBe("Escape");
    for (const { id } of SHORTCUTS) expect(en).toHaveProperty([`help.${id}`]);
  });

  test("know who is writing", () => {
    const field = (markup: string) => {
      document.body.innerHTML = markup;
      return isTextField(document.body.firstElementChild);
    };
    expect(field("<textarea></textarea>")).toBe(true);
    expect(field('<input type="search" />')).toBe(true);
    expect(field('<input type="radio" />')).toBe(false);
    expect(field("<button></button>")).toBe(false);
    expect(isTextField(null)).toBe(false);
  });
});
