import { labelOf, type ShortcutId } from "./shortcuts";

/** The key that does what the button beside it does. */
export function Key({ of }: { of: ShortcutId }) {
  return <kbd>{labelOf(of)}</kbd>;
}
