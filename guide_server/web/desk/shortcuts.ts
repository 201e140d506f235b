/** The one list of the desk's keys: what is bound and what the help sheet shows are the same thing. */

export type ShortcutId =
  | "take"
  | "pass"
  | "hang_up"
  | "microphone"
  | "camera"
  | "available"
  | "away"
  | "help";

export interface Shortcut {
  id: ShortcutId;
  /** As `KeyboardEvent.key`; with a modifier, so that no key typed as text triggers anything (WCAG 2.1.4). */
  key: string;
  modifier: "alt" | "ctrl" | "none";
  /** How the key is written on the button. */
  label: string;
}

/** Enter and Escape stand alone: they are not characters, and act only where the focus is on no other control. */
export const SHORTCUTS: readonly Shortcut[] = [
  { id: "take", key: "Enter", modifier: "none", label: "Enter" },
  { id: "pass", key: "Escape", modifier: "none", label: "Esc" },
  { id: "hang_up", key: "h", modifier: "alt", label: "Alt+H" },
  { id: "microphone", key: "m", modifier: "alt", label: "Alt+M" },
  { id: "camera", key: "k", modifier: "alt", label: "Alt+K" },
  { id: "available", key: "1", modifier: "alt", label: "Alt+1" },
  { id: "away", key: "2", modifier: "alt", label: "Alt+2" },
  { id: "help", key: "/", modifier: "alt", label: "Alt+/" },
];

export function labelOf(id: ShortcutId): string {
  return SHORTCUTS.find((shortcut) => shortcut.id === id)?.label ?? "";
}

/** Which shortcut a key press is, if any. */
export function shortcutOf(
  press: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey">,
): ShortcutId | null {
  const modifier = press.altKey ? "alt" : press.ctrlKey ? "ctrl" : "none";
  if (press.metaKey) return null;
  const found = SHORTCUTS.find(
    (shortcut) => shortcut.modifier === modifier && shortcut.key.toLowerCase() === press.key.toLowerCase(),
  );
  return found?.id ?? null;
}

const CONTROLS = "button, a, input, select, textarea, [contenteditable]";

/** Whether a press of a bare key belongs to the control that has the focus. */
export function belongsToControl(press: KeyboardEvent): boolean {
  return press.target instanceof Element && press.target.closest(CONTROLS) !== null;
}
