/**
 * The one list of the desk's keys: what is bound, what stands on the buttons and what the help sheet shows are the same.
 *
 * No key that is typed as text does anything by itself (WCAG 2.1.4). Enter and Escape stand alone: they are not
 * characters, and act only where the focus is on no other control.
 */

export type Modifier = "none" | "alt" | "ctrl" | "ctrl+shift";
export type Group = "ring" | "call" | "panels" | "picture" | "after" | "status" | "desk";

interface Entry {
  id: string;
  group: Group;
  /** As `KeyboardEvent.key`, in lower case; several where keyboards differ. The first is how it is written. */
  keys: readonly [string, ...string[]];
  modifier: Modifier;
  /** It lasts as long as the key is held. */
  held?: boolean;
}

const LIST = [
  { id: "take", group: "ring", keys: ["enter"], modifier: "none" },
  { id: "pass", group: "ring", keys: ["escape"], modifier: "none" },
  { id: "microphone", group: "call", keys: ["m"], modifier: "alt" },
  { id: "talk", group: "call", keys: ["q"], modifier: "alt", held: true },
  { id: "camera", group: "call", keys: ["k"], modifier: "alt" },
  { id: "hold", group: "call", keys: ["p"], modifier: "alt" },
  { id: "letter", group: "call", keys: ["b"], modifier: "alt" },
  { id: "hang_up", group: "call", keys: ["h"], modifier: "alt" },
  { id: "write", group: "panels", keys: ["s"], modifier: "alt" },
  { id: "phrases", group: "panels", keys: ["/"], modifier: "alt" },
  { id: "give", group: "panels", keys: ["g"], modifier: "alt" },
  { id: "document", group: "panels", keys: ["d"], modifier: "alt" },
  { id: "place", group: "panels", keys: ["l"], modifier: "alt" },
  { id: "people", group: "panels", keys: ["i"], modifier: "alt" },
  { id: "view", group: "panels", keys: ["v"], modifier: "alt" },
  { id: "louder", group: "picture", keys: ["arrowup"], modifier: "alt" },
  { id: "quieter", group: "picture", keys: ["arrowdown"], modifier: "alt" },
  { id: "closer", group: "picture", keys: ["+", "="], modifier: "alt" },
  { id: "wider", group: "picture", keys: ["-"], modifier: "alt" },
  { id: "fit", group: "picture", keys: ["0"], modifier: "alt" },
  { id: "page_on", group: "picture", keys: ["pagedown"], modifier: "alt" },
  { id: "page_back", group: "picture", keys: ["pageup"], modifier: "alt" },
  { id: "put_away", group: "picture", keys: ["c"], modifier: "alt" },
  { id: "own_picture", group: "picture", keys: ["o"], modifier: "alt" },
  { id: "float", group: "picture", keys: ["u"], modifier: "alt" },
  { id: "send", group: "after", keys: ["enter"], modifier: "ctrl" },
  { id: "extend", group: "after", keys: ["x"], modifier: "alt" },
  { id: "available", group: "status", keys: ["1"], modifier: "alt" },
  { id: "other_work", group: "status", keys: ["2"], modifier: "alt" },
  { id: "break", group: "status", keys: ["3"], modifier: "alt" },
  { id: "offline", group: "status", keys: ["4"], modifier: "alt" },
  { id: "sound", group: "desk", keys: ["r"], modifier: "alt" },
  { id: "help", group: "desk", keys: ["/", "?"], modifier: "ctrl+shift" },
] as const satisfies readonly Entry[];

export type ShortcutId = (typeof LIST)[number]["id"];
export type Shortcut = Entry & { id: ShortcutId };

export const SHORTCUTS: readonly Shortcut[] = LIST;

const KEY_NAMES: Readonly<Record<string, string>> = {
  enter: "Enter",
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
  pageup: "PgUp",
  pagedown: "PgDn",
};
const MODIFIER_NAMES: Readonly<Record<Modifier, string>> = {
  none: "",
  alt: "Alt+",
  ctrl: "Ctrl+",
  "ctrl+shift": "Ctrl+Shift+",
};

/** How the key is written for people. */
export function labelOf(id: ShortcutId): string {
  const { keys, modifier } = entryOf(id);
  return MODIFIER_NAMES[modifier] + (KEY_NAMES[keys[0]] ?? keys[0].toUpperCase());
}

/** How the key is written in `aria-keyshortcuts` (WAI-ARIA 1.2 §6.6). */
export function ariaKeysOf(id: ShortcutId): string {
  const { keys, modifier } = entryOf(id);
  const names: Record<string, string> = {
    "+": "Plus",
    arrowup: "ArrowUp",
    arrowdown: "ArrowDown",
    pageup: "PageUp",
    pagedown: "PageDown",
  };
  const key = names[keys[0]] ?? (keys[0].length > 1 ? KEY_NAMES[keys[0]] : keys[0].toUpperCase());
  const prefix = { none: "", alt: "Alt+", ctrl: "Control+", "ctrl+shift": "Control+Shift+" }[modifier];
  return `${prefix}${key === "Esc" ? "Escape" : key}`;
}

export function isHeld(id: ShortcutId): boolean {
  return entryOf(id).held ?? false;
}

type Press = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "shiftKey" | "metaKey">;

/** Which shortcut a key press is, if any. */
export function shortcutOf(press: Press): ShortcutId | null {
  const modifier = modifierOf(press);
  const key = press.key.toLowerCase();
  // Where Alt itself writes a character, the place of the key on the board tells which letter was meant.
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1]?.toLowerCase();
  const found = SHORTCUTS.find(
    (shortcut) =>
      shortcut.modifier === modifier &&
      (shortcut.keys.includes(key) || (modifier === "alt" && shortcut.keys[0] === letter)),
  );
  return found?.id ?? null;
}

/** AltGr comes as Ctrl and Alt together, and belongs to typing. Shift counts only with Ctrl: "/" may need it. */
function modifierOf({ altKey, ctrlKey, shiftKey, metaKey }: Press): Modifier | null {
  if (metaKey || (altKey && ctrlKey)) return null;
  if (altKey) return "alt";
  if (ctrlKey) return shiftKey ? "ctrl+shift" : "ctrl";
  return "none";
}

const CONTROLS = "button, a, input, select, textarea, summary, [contenteditable]";
const TEXT_FIELDS = "input:not([type=radio], [type=range], [type=checkbox]), textarea, [contenteditable]";

/** Whether a press of a bare key belongs to the control that has the focus. */
export function belongsToControl(press: KeyboardEvent): boolean {
  return press.target instanceof Element && press.target.closest(CONTROLS) !== null;
}

/** Whether somebody writes there. */
export function isTextField(element: Element | null): boolean {
  return element?.closest(TEXT_FIELDS) != null;
}

function entryOf(id: ShortcutId): Shortcut {
  const found = SHORTCUTS.find((shortcut) => shortcut.id === id);
  if (found === undefined) throw new Error(`There is no shortcut ${id}.`);
  return found;
}
