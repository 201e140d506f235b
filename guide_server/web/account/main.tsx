import "../../../signaling/theme/theme.css";
import "../staff_page.css";
import "./account.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { followLanguage } from "../staff_language";
import { followTheme } from "../staff_theme";
import { AccountPage } from "./account";
import { AccountModel } from "./model";
import { say } from "./texts";

followLanguage();
followTheme();
effect(() => {
  document.title = say.value("title");
});
const model = new AccountModel(() => location.assign("/signin/?next=/account/"));
void model.load();
render(<AccountPage model={model} />, document.body);
