import { useEffect, useRef } from "preact/hooks";
import { say, times } from "../texts";
import { ChangesTable } from "./changes_table";
import { differences } from "./differences";
import type { Names } from "./editing";
import type { SettingsModel } from "./settings_model";

/** Somebody was faster: what they changed, and what is to become of one's own draft. */
export function Overtaken({ model, names }: { model: SettingsModel; names: Names }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [theirs, draft] = [model.overtaken.value, model.draft.value];
  useEffect(() => heading.current?.focus(), [theirs]);
  if (theirs === null || draft === null) return null;
  const changes = differences(draft.base.content, theirs.content);
  return (
    <section class="overtaken card">
      <h3 ref={heading} tabIndex={-1}>
        {say.value("settings.overtaken", {
          who: theirs.changed_by ?? "",
          when: theirs.changed_at === null ? "" : times.value.moment(theirs.changed_at),
        })}
      </h3>
      {theirs.note !== "" && <p>“{theirs.note}”</p>}
      {changes.length === 0 ? (
        <p>{say.value("settings.same_again")}</p>
      ) : (
        <ChangesTable
          area={theirs.area}
          changes={changes}
          names={names}
          caption={say.value("settings.their_changes")}
        />
      )}
      <p>{say.value("settings.overtaken_help")}</p>
      <div class="guide-form__foot">
        <button type="button" class="button button--primary" onClick={() => model.goOnFromTheirs()}>
          {say.value("settings.mine_on_top")}
        </button>
        <button type="button" class="button" onClick={() => model.discard()}>
          {say.value("settings.keep_theirs")}
        </button>
      </div>
    </section>
  );
}
