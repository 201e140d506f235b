import type { ShiftLanguage } from "../api_types";
import type { CheckModel } from "./model";
import { nameOfLanguage, say } from "./texts";

interface Props {
  model: CheckModel;
}

/** Which of my languages I serve today. An admin notes which there are, and how well. */
export function ShiftPanel({ model }: Props) {
  const shift = model.shift.value;
  if (shift === null) return null;
  const saved = model.saved.value;
  return (
    <section class="panel card" aria-labelledby="shift-heading">
      <h2 id="shift-heading">{say.value("shift.heading")}</h2>
      {shift.languages.length === 0 ? (
        <p>{say.value("shift.none")}</p>
      ) : (
        <>
          <p class="panel__lead" id="shift-lead">
            {say.value("shift.lead")}
          </p>
          <ul class="shift" aria-describedby="shift-lead">
            {shift.languages.map((each) => (
              <Served key={each.language} model={model} each={each} />
            ))}
          </ul>
        </>
      )}
      <p role="status" class={saved === "failed" || saved === "none_left" ? "shift__fault" : "panel__help"}>
        {saved === "untouched" || saved === "saving" ? "" : say.value(`shift.${saved}`)}
      </p>
    </section>
  );
}

function Served({ model, each }: Props & { each: ShiftLanguage }) {
  const { language, level, mode, today } = each;
  return (
    <li>
      <label class="shift__language">
        <input
          type="checkbox"
          checked={today}
          onChange={(event) => void model.serve(language, event.currentTarget.checked)}
        />
        <span class="shift__name">{nameOfLanguage(language)}</span>
        <span class="panel__help">{say.value(mode === "sign" ? `signed.${level}` : `spoken.${level}`)}</span>
      </label>
    </li>
  );
}
