import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import type { GuidePreview, LanguageName, StaffRole } from "../../api_types";
import { NoteField } from "../settings/note_field";
import { say } from "../texts";
import { AccountChanges } from "./account_changes";
import { accountEffectInWords } from "./account_in_words";

interface Previewing {
  title: string;
  /** Whose account it is. */
  name: string;
  preview: GuidePreview;
  /** Whether the password is replaced too. */
  password?: boolean;
  /** What a new account may do; none of one that is changed. */
  roles?: readonly StaffRole[];
  languages: readonly LanguageName[];
  /** What the button says that does it, where nobody else has to approve it. */
  yes: string;
  apply: (note: string) => Promise<void>;
  back: () => void;
}

/** What a change of an account comes to, before it is made: a form's last part, or the whole of it. */
export function AccountPreview(props: Previewing) {
  const { title, name, preview, password = false, roles = [], languages, yes, apply, back } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const note = useSignal("");
  const busy = useSignal(false);
  useEffect(() => {
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [preview]);
  const isNew = roles.length > 0;
  const nothing = preview.changes.length === 0 && !password;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.peek() || nothing) return;
    busy.value = true;
    await apply(note.peek().trim());
    busy.value = false;
  };
  return (
    <form class="preview card" onSubmit={(event) => void submit(event)}>
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      {nothing && <p>{say.value("settings.undo_nothing")}</p>}
      {preview.changes.length > 0 && (
        <AccountChanges changes={preview.changes} languages={languages} caption={title} isNew={isNew} />
      )}
      {password && <p>{say.value("guides.password_new")}</p>}
      {isNew && (
        <div>
          <h4>{say.value("guides.may")}</h4>
          <ul class="preview__effects">
            {roles.map((role) => (
              <li key={role}>{say.value(`guides.role.${role}`)}</li>
            ))}
          </ul>
        </div>
      )}
      {!nothing && (!isNew || preview.effects.length > 0) && (
        <div>
          <h4>{say.value("settings.effects")}</h4>
          {preview.effects.length === 0 ? (
            <p>{say.value("guides.no_effects")}</p>
          ) : (
            <ul class="preview__effects">
              {preview.effects.map((effect) => (
                <li key={JSON.stringify(effect)}>{accountEffectInWords(effect, name, languages)}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      {preview.waits && (
        <p class="notice">
          <Icon name="lock" />
          {say.value("guides.will_wait")}
        </p>
      )}
      {!nothing && <NoteField note={note} label={say.value(isNew ? "guides.why_added" : "settings.note")} />}
      <div class="guide-form__foot">
        {!nothing && (
          <button type="submit" class="button button--primary" aria-disabled={busy.value}>
            {preview.waits ? say.value("settings.ask") : yes}
          </button>
        )}
        <button type="button" class="button" onClick={back}>
          {say.value("settings.go_on")}
        </button>
      </div>
    </form>
  );
}
