import { useState } from "preact/hooks";
import { LANGUAGES } from "../../../signaling/client/types";
import type { DeskModel } from "./desk_model";
import { nameOfLanguage, say } from "./texts";

/**
 * The resident's language is not known: every language by its own name and a number, on the desk and, printed, to
 * hold up to the camera. Once found, the resident is sent on to somebody who speaks it.
 */
export function LanguagePanel({ model, offered }: { model: DeskModel; offered: readonly string[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const known = LANGUAGES.filter(({ tag }) => offered.includes(tag));
  return (
    <section class="panel language-panel" aria-labelledby="language-heading">
      <h2 class="panel__heading" id="language-heading">
        {say.value("triage.heading")}
      </h2>
      <p class="panel__hint">{say.value("triage.help")}</p>
      <ol class="language-panel__list">
        {known.map(({ tag, endonym, direction }, index) => (
          <li key={tag}>
            <button
              type="button"
              class="language-panel__one"
              aria-pressed={chosen === tag}
              onClick={() => setChosen(tag)}
            >
              <span class="language-panel__number">{index + 1}</span>
              <span class="language-panel__endonym" lang={tag} dir={direction}>
                {endonym}
              </span>
              <span class="language-panel__name">{nameOfLanguage(tag)}</span>
            </button>
          </li>
        ))}
      </ol>
      <div class="language-panel__acts">
        <button
          type="button"
          class="button button--now"
          data-act="send_on"
          disabled={chosen === null || model.pending.value}
          onClick={() => chosen !== null && model.transfer({ language: chosen })}
        >
          {chosen === null
            ? say.value("triage.choose")
            : say.value("triage.send_on", { language: nameOfLanguage(chosen) })}
        </button>
        <button type="button" class="button" onClick={() => print()}>
          {say.value("triage.print")}
        </button>
      </div>
    </section>
  );
}
