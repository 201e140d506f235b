/** Which other languages the resident speaks: a tap adds one, in the order of the taps. */

import { acceptedOf } from "../screen";
import { UNDETERMINED } from "../state";
import { nameOf } from "../texts";
import { ClosePanel, Dialog } from "./dialogs";
import { useStage } from "./stage";

export function AlsoPanel() {
  const { state, say, act } = useStage();
  const accepted = acceptedOf(state);
  const offered = state.view?.languages.map(({ language }) => language) ?? state.profile?.languages ?? [];
  return (
    <Dialog title={say("also.title")} onClose={() => act({ type: "panel", panel: null })}>
      <p class="lead">{say("also.lead")}</p>
      <ul class="also">
        {offered
          .filter((language) => language !== UNDETERMINED && language !== accepted[0])
          .map((language) => (
            <li key={language}>
              <button
                type="button"
                class="button also__language"
                data-language={language}
                aria-pressed={accepted.includes(language)}
                onClick={() => act({ type: "also", language })}
              >
                <bdi lang={language} dir={nameOf(language).direction}>
                  {nameOf(language).endonym}
                </bdi>
              </button>
            </li>
          ))}
      </ul>
      <ClosePanel />
    </Dialog>
  );
}
