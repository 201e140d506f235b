/** Light or dark: chosen once for the screen on the wall; the system's where none was chosen. */
import { signal } from "@preact/signals";

export type Theme = "light" | "dark";

const KEY = "board.theme";

export const theme = signal<Theme>(remembered());

export function switchTheme(): void {
  theme.value = theme.value === "light" ? "dark" : "light";
  localStorage.setItem(KEY, theme.value);
}

function remembered(): Theme {
  const kept = localStorage.getItem(KEY);
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
