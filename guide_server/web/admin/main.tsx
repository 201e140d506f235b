import "../../../signaling/theme/theme.css";
import "../grade_sign.css";
import "./admin.css";
import "./log/log.css";
import "./log/call.css";
import "./equality/equality.css";
import "./review/review.css";
import "./planning/planning.css";
import "./alarms/alarms.css";
import "./integrations/integrations.css";
import "./settings/settings.css";
import "./statistics/statistics.css";
import "./report/report.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { followLanguage } from "../staff_language";
import { followTheme } from "../staff_theme";
import { Admin } from "./admin";
import { AdminModel } from "./model";
import { say } from "./texts";

const model = new AdminModel();

followLanguage();
followTheme();
effect(() => {
  const { view, call } = model.place.value;
  const title = call !== null && view === "log" ? say.value("call.title") : say.value(`${view}.title`);
  document.title = `${title} · ${say.value("product")}`;
});
render(<Admin model={model} />, document.body);
void model.start();
