import { signal } from "@preact/signals";

export type Theme = "light" | "dark";

/** The guide's own choice, kept in this browser; the system's where none was made. */
export const theme = signal<Theme>(remembered());

export function switchTheme(): void {
  theme.value = theme.value === "light" ? "dark" : "light";
  localStorage.setItem("desk.theme", theme.value);
}

function remembered(): Theme {
  const kept = localStorage.getItem("desk.theme");
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
