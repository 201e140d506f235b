/** Light or dark: the guide's own choice. */
import { themeKeptAs } from "../theme_choice";

export const { theme, switchTheme } = themeKeptAs("desk.theme");
