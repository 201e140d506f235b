import { useSignal } from "@preact/signals";
import { Refused } from "../../api";
import type { Ground } from "../../api_types";
import type { AdminModel } from "../model";
import { Confirm } from "../parts/confirm";
import { problemText } from "../parts/trouble";
import { say } from "../texts";

const GROUNDS: readonly Ground[] = ["objection", "unlawful", "mistake"];

/** Destroys the call after a second thought, or asks another admin to approve that. */
export function EraseCall({
  model,
  call,
  over,
  erased,
}: {
  model: AdminModel;
  call: string;
  over: boolean;
  erased: (told: string) => void;
}) {
  const ground = useSignal<Ground>("objection");
  const asking = useSignal(false);
  const fault = useSignal<string | null>(null);
  const decide = async (sure: boolean) => {
    asking.value = false;
    if (!sure) return;
    try {
      const done = await model.review.erase(call, ground.value);
      erased(
        done.receipt === null
          ? say.value("register.asked")
          : say.value("register.erased", { number: done.receipt.id }),
      );
    } catch (refused) {
      fault.value = problemText(refused instanceof Refused ? refused.id : "other");
    }
  };
  return (
    <section class="review__erase">
      <h2>{say.value("register.erase")}</h2>
      <p class="help">{say.value(over ? "register.erase_lead" : "register.open")}</p>
      <div role="alert">{fault.value !== null && <p class="notice notice--danger">{fault.value}</p>}</div>
      {over && (
        <div class="review__find">
          <div class="field">
            <label for="ground">{say.value("register.ground")}</label>
            <select
              id="ground"
              value={ground.value}
              onChange={(event) => {
                ground.value = GROUNDS.find((each) => each === event.currentTarget.value) ?? "objection";
              }}
            >
              {GROUNDS.map((each) => (
                <option key={each} value={each}>
                  {say.value(`ground.${each}`)}
                </option>
              ))}
            </select>
          </div>
          <button
            type="button"
            class="button button--danger"
            onClick={() => {
              asking.value = true;
            }}
          >
            {say.value(model.needsSecond("erasure") ? "register.ask_to_erase" : "register.do_erase")}
          </button>
        </div>
      )}
      {asking.value && (
        <Confirm
          question={say.value("register.sure")}
          yes={say.value("register.yes")}
          no={say.value("register.no")}
          decide={(sure) => void decide(sure)}
        />
      )}
    </section>
  );
}
