import type { AdminModel } from "../model";
import { say } from "../texts";

const CALL = "[0-9a-f\\-]{36}";

/** One call by its id, to be given out or erased. */
export function FindCall({ model }: { model: AdminModel }) {
  const find = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const call = String(new FormData(event.currentTarget).get("call") ?? "").trim();
    if (!event.currentTarget.reportValidity()) return;
    const place = model.place.peek();
    model.go({ ...place, call, log: { ...place.log, why: "public_records_request" } });
  };
  return (
    <section>
      <h2>{say.value("review.find")}</h2>
      <p class="help" id="find-call-help">
        {say.value("review.find_lead")}
      </p>
      <form class="review__find" onSubmit={find}>
        <div class="field">
          <label for="find-call">{say.value("review.call_id")}</label>
          <input
            id="find-call"
            name="call"
            pattern={CALL}
            required
            autocomplete="off"
            spellcheck={false}
            aria-describedby="find-call-help"
          />
        </div>
        <button type="submit" class="button">
          {say.value("review.show_call")}
        </button>
      </form>
    </section>
  );
}
