import "../../../signaling/theme/theme.css";
import "../grade_sign.css";
import "./board.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { followLanguage } from "../staff_language";
import { Board } from "./board";
import { BoardModel } from "./board_model";
import { say } from "./texts";
import { theme } from "./theme_choice";

const model = new BoardModel((path) => location.assign(path));

followLanguage();
effect(() => {
  document.title = `${say.value("title")} · ${say.value("product")}`;
});
effect(() => {
  document.documentElement.setAttribute("data-theme", theme.value);
});
addEventListener("pagehide", () => model.end());
render(<Board model={model} />, document.body);
void model.start();
