import type { NewWebhook, Stream } from "../../api_types";
import { say } from "../texts";
import { WishForm } from "./wish_form";

const STREAMS: readonly Stream[] = ["calls", "alarms"];

interface Form {
  /** Whether an address may begin with `http:` here. */
  plain: boolean;
  save: (wish: NewWebhook) => Promise<void>;
  cancel: () => void;
}

/** A system that shall be told: its name and address, of what, and from when. */
export function WebhookForm({ plain, save, cancel }: Form) {
  return (
    <WishForm
      title={say.value("integrations.add_webhook")}
      submit={say.value("integrations.save")}
      incomplete={say.value("integrations.incomplete")}
      read={wishIn}
      save={save}
      cancel={cancel}
    >
      <div class="guide-form__fields">
        <div class="field">
          <label for="webhook-name">{say.value("integrations.name")}</label>
          <input id="webhook-name" name="name" maxLength={80} required autocomplete="off" />
        </div>
        <div class="field field--wide">
          <label for="webhook-url">{say.value("integrations.url")}</label>
          <input
            id="webhook-url"
            name="url"
            type="url"
            maxLength={500}
            pattern={plain ? "https?://.+" : "https://.+"}
            required
            autocomplete="off"
            aria-describedby="webhook-url-help"
          />
          <p id="webhook-url-help" class="help">
            {say.value(plain ? "integrations.url_help_plain" : "integrations.url_help")}
          </p>
        </div>
        <div class="field">
          <label for="webhook-stream">{say.value("integrations.stream")}</label>
          <select id="webhook-stream" name="stream">
            {STREAMS.map((stream) => (
              <option key={stream} value={stream}>
                {say.value(`integrations.stream.${stream}`)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="webhook-since">{say.value("integrations.since")}</label>
          <input
            id="webhook-since"
            name="since"
            type="date"
            min="2000-01-01"
            max="2999-12-31"
            aria-describedby="webhook-since-help"
          />
          <p id="webhook-since-help" class="help">
            {say.value("integrations.since_help")}
          </p>
        </div>
      </div>
    </WishForm>
  );
}

function wishIn(given: FormData): NewWebhook {
  const since = String(given.get("since") ?? "");
  return {
    name: String(given.get("name")).trim(),
    url: String(given.get("url")).trim(),
    stream: STREAMS.find((each) => each === given.get("stream")) ?? "calls",
    since: since === "" ? null : since,
  };
}
