import type { NewToken, Scope } from "../../api_types";
import { Choices } from "../parts/choices";
import { say, sayCode } from "../texts";
import { WishForm } from "./wish_form";

const SCOPES: readonly Scope[] = ["calls:read", "statistics:read", "kiosks:read", "alarms:read"];
const LIVES = [30, 90, 365, 730];
const NAME = "[a-z0-9][a-z0-9\\-]*";

interface Form {
  save: (wish: NewToken) => Promise<void>;
  cancel: () => void;
}

/** A token for a machine: its name in the audit, what it may read, and for how long. */
export function TokenForm({ save, cancel }: Form) {
  const read = (given: FormData): NewToken | null => {
    const scopes = SCOPES.filter((scope) => given.getAll("scope").includes(scope));
    if (scopes.length === 0) return null;
    return { name: String(given.get("name")), scopes, days: Number(given.get("days")) };
  };
  return (
    <WishForm
      title={say.value("integrations.make_token")}
      submit={say.value("integrations.make_token")}
      incomplete={say.value("integrations.token_incomplete")}
      read={read}
      save={save}
      cancel={cancel}
    >
      <div class="guide-form__fields">
        <div class="field">
          <label for="token-name">{say.value("integrations.name")}</label>
          <input
            id="token-name"
            name="name"
            pattern={NAME}
            maxLength={40}
            required
            autocapitalize="none"
            autocomplete="off"
            aria-describedby="token-name-help"
          />
          <p id="token-name-help" class="help">
            {say.value("integrations.token_name_help")}
          </p>
        </div>
        <div class="field">
          <label for="token-days">{say.value("integrations.life")}</label>
          <select id="token-days" name="days">
            {LIVES.map((days) => (
              <option key={days} value={days} selected={days === 365}>
                {say.value("integrations.days", { count: days })}
              </option>
            ))}
          </select>
        </div>
      </div>
      <Choices
        name="scope"
        legend={say.value("integrations.scopes")}
        help={say.value("integrations.scopes_help")}
        all={SCOPES}
        idOf={(scope) => scope}
        chosen={[]}
      >
        {(scope) => <span>{sayCode("integrations.scope", scope)}</span>}
      </Choices>
    </WishForm>
  );
}
