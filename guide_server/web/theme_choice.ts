import { type Signal, signal } from "@preact/signals";

export type Theme = "light" | "dark";

export interface ThemeChoice {
  theme: Signal<Theme>;
  switchTheme: () => void;
}

/** Light or dark, kept in this browser under `key`; the system's where none was chosen. */
export function themeKeptAs(key: string): ThemeChoice {
  const theme = signal<Theme>(remembered(key));
  return {
    theme,
    switchTheme() {
      theme.value = theme.value === "light" ? "dark" : "light";
      localStorage.setItem(key, theme.value);
    },
  };
}

function remembered(key: string): Theme {
  const kept = localStorage.getItem(key);
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
