import { Icon } from "../../../../signaling/theme/icons";
import type { SettingsPreview } from "../../api_types";
import { say } from "../texts";
import type { Names } from "./editing";
import { effectInWords } from "./effects";

/** What was found that a change leads to, and whether it waits for another admin. */
export function EffectsList({ preview, names }: { preview: SettingsPreview; names: Names }) {
  return (
    <>
      <div>
        <h4>{say.value("settings.effects")}</h4>
        {preview.effects.length === 0 ? (
          <p>{say.value("settings.no_effects")}</p>
        ) : (
          <ul class="preview__effects">
            {preview.effects.map((effect) => (
              <li key={JSON.stringify(effect)}>{effectInWords(effect, names)}</li>
            ))}
          </ul>
        )}
      </div>
      {preview.waits && (
        <p class="notice">
          <Icon name="lock" />
          {say.value("settings.will_wait")}
        </p>
      )}
    </>
  );
}
