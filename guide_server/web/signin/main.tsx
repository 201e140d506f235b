import "../../../signaling/theme/theme.css";
import "./signin.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { followLanguage } from "../staff_language";
import { followTheme } from "../staff_theme";
import { SignInPage } from "./signin";
import { say } from "./texts";

followLanguage();
followTheme();
effect(() => {
  document.title = say.value("title");
});
render(<SignInPage />, document.body);
