/** Light or dark: chosen once for the screen on the wall. */
import { themeKeptAs } from "../theme_choice";

export const { theme, switchTheme } = themeKeptAs("board.theme");
