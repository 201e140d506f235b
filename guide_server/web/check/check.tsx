/** Before the shift: what I serve today, my devices, and the way to the residents; then to the desk. */
import { Icon } from "../../../signaling/theme/icons";
import { saveText } from "../save_text";
import { switchLanguage } from "../staff_language";
import { switchTheme, theme } from "../staff_theme";
import { browserName } from "./browser_facts";
import { DevicesPanel } from "./devices_panel";
import type { CheckModel } from "./model";
import { reportOf } from "./report";
import { ShiftPanel } from "./shift_panel";
import { say } from "./texts";
import { WayPanel } from "./way_panel";

interface Props {
  model: CheckModel;
}

export function CheckPage({ model }: Props) {
  return (
    <>
      <Bar model={model} />
      <main class="sheet">
        <Head model={model} />
        <div class="check__rooms">
          <div class="check__room">
            <ShiftPanel model={model} />
            <WayPanel model={model} />
          </div>
          <DevicesPanel model={model} />
        </div>
      </main>
    </>
  );
}

function Bar({ model }: Props) {
  return (
    <header class="bar">
      <p class="bar__product">
        <strong>{say.value("product")}</strong>
        <bdi>{model.me.value?.name}</bdi>
      </p>
      <a class="button button--quiet" href="/account/">
        <Icon name="lock" />
        {say.value("account")}
      </a>
      <button type="button" class="button button--quiet" onClick={switchTheme}>
        <Icon name="contrast" />
        {say.value(theme.value === "light" ? "theme.dark" : "theme.light")}
      </button>
      <button type="button" class="button button--quiet" onClick={switchLanguage}>
        <Icon name="language" />
        {say.value("other_language")}
      </button>
    </header>
  );
}

/** What the check says, and the one thing to do about it. */
function Head({ model }: Props) {
  const verdict = model.verdict.value;
  const over = verdict !== "not_begun" && verdict !== "running";
  const begin = (
    <button
      type="button"
      class={over ? "button" : "button button--now"}
      disabled={verdict === "running"}
      onClick={() => void model.begin()}
    >
      <Icon name="play" />
      {say.value(over ? "again" : "begin")}
    </button>
  );
  return (
    <section class="check__head">
      <div role="status">
        <h1>{say.value(`verdict.${verdict}`)}</h1>
        <p class="panel__lead">{say.value(`advice.${verdict}`)}</p>
      </div>
      <p class="panel__row">
        {!over && begin}
        <a class={over ? "button button--now" : "button"} href="/desk/">
          <Icon name="forward" />
          {say.value("to_desk")}
        </a>
        {over && begin}
        {over && (
          <button type="button" class="button" onClick={() => saveReport(model)}>
            <Icon name="download" />
            {say.value("report.save")}
          </button>
        )}
      </p>
    </section>
  );
}

function saveReport(model: CheckModel): void {
  saveText("vagvisare-check.txt", reportOf(model.found.value, browserName(), Date.now()));
}
