import type { PlanningPage, TrialView } from "../../api_types";
import type { AdminModel } from "../model";
import { problemText } from "../parts/trouble";
import { dayInWords, isolated, percent, say, sayCode, times } from "../texts";
import { TrialForm } from "./trial_form";
import { TrialResult } from "./trial_result";

/** What a change of the roster would do: asked here, and answered by the simulator. */
export function TrialPart({
  model,
  page,
  nameOf,
}: {
  model: AdminModel;
  page: PlanningPage;
  nameOf: (tag: string | null) => string;
}) {
  const { planning } = model;
  const trial = planning.trial.state.value.value?.trial ?? null;
  const refused = planning.refused.value;
  const running = trial?.state === "running";
  return (
    <section class="equality trial">
      <h2>{say.value("planning.trial")}</h2>
      <p class="help">{say.value("planning.trial_help")}</p>
      {!running && <TrialForm page={page} nameOf={nameOf} start={(wish) => void planning.start(wish)} />}
      <div role="status">
        {refused !== null && <p class="notice notice--danger">{problemText(refused)}</p>}
        {trial !== null && <Now trial={trial} />}
      </div>
      {running && <Running trial={trial} cancel={() => void planning.cancel(trial.id)} />}
      {trial?.state === "done" &&
        (trial.kept_back ? (
          <p class="help">{say.value("planning.trial_kept_back")}</p>
        ) : (
          <TrialResult trial={trial} nameOf={nameOf} />
        ))}
    </section>
  );
}

/** Who asked when about which days, and how it stands. */
function Now({ trial }: { trial: TrialView }) {
  return (
    <p>
      {say.value("planning.asked", {
        who: isolated(trial.asked_by),
        when: times.value.moment(trial.asked_at),
        start: dayInWords(trial.start),
        end: dayInWords(trial.end),
      })}{" "}
      {sayCode("planning.state", trial.state)}
    </p>
  );
}

function Running({ trial, cancel }: { trial: TrialView; cancel: () => void }) {
  return (
    <div class="trial__running">
      <progress class="trial__bar" max={1} value={trial.share} aria-label={say.value("planning.progress")} />
      <span>{percent(trial.share)}</span>
      <button type="button" class="button" onClick={cancel}>
        {say.value("planning.cancel")}
      </button>
    </div>
  );
}
