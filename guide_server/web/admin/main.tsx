import "../../../signaling/theme/theme.css";
import "./admin.css";
import "./log/log.css";
import "./log/call.css";
import "./equality/equality.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { followLanguage } from "../staff_language";
import { Admin } from "./admin";
import { AdminModel } from "./model";
import { say } from "./texts";

const model = new AdminModel();

followLanguage();
effect(() => {
  const { view, call } = model.place.value;
  const title = call !== null ? say.value("call.title") : say.value(`${view}.title`);
  document.title = `${title} · ${say.value("product")}`;
});
render(<Admin model={model} />, document.body);
void model.start();
