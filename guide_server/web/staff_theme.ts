/** Light or dark on the pages around the desk: the same choice as at the desk, kept in this browser. */
import { effect, signal } from "@preact/signals";
import { theme } from "./desk/theme_choice";

export { switchTheme, theme } from "./desk/theme_choice";

/** Keep the whole page in the chosen light; on paper, which is white, in the light one. */
export function followTheme(): void {
  const onPaper = signal(false);
  addEventListener("beforeprint", () => {
    onPaper.value = true;
  });
  addEventListener("afterprint", () => {
    onPaper.value = false;
  });
  effect(() => {
    document.documentElement.setAttribute("data-theme", onPaper.value ? "light" : theme.value);
  });
}
