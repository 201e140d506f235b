/** Light or dark on the pages around the desk: the same choice as at the desk, kept in this browser. */
import { effect } from "@preact/signals";
import { theme } from "./desk/theme_choice";

export { switchTheme, theme } from "./desk/theme_choice";

/** Keep the whole page in the chosen light. */
export function followTheme(): void {
  effect(() => {
    document.documentElement.setAttribute("data-theme", theme.value);
  });
}
