import "../../../signaling/theme/theme.css";
import "../staff_page.css";
import "./check.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { followLanguage } from "../staff_language";
import { followTheme } from "../staff_theme";
import { CheckPage } from "./check";
import { CheckModel } from "./model";
import { say } from "./texts";

followLanguage();
followTheme();
effect(() => {
  document.title = say.value("title");
});
const model = new CheckModel(() => location.assign("/signin/?next=/check/"));
addEventListener("pagehide", () => model.end());
void model.load();
render(<CheckPage model={model} />, document.body);
