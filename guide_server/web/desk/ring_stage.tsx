import { useEffect, useRef, useState } from "preact/hooks";
import type { DeskRing, DeskView, PassReason } from "../../../signaling/client/types";
import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { agreedOf, fitOf, headingOf } from "./fit";
import { Key } from "./keys";
import type { Records } from "./records";
import { ariaKeysOf, isTextField } from "./shortcuts";
import { say, sayCode, spokenDuration } from "./texts";

const PASS_REASONS = ["not_ready", "language", "conflict_of_interest", "technical", "other"] as const;

interface Props {
  model: DeskModel;
  view: DeskView;
  ring: DeskRing;
  records: Records;
}

/** A call rings: language, place and wait at one glance, two keys to answer with. */
export function RingStage({ model, view, ring, records }: Props) {
  const [reason, setReason] = useState<PassReason | "">("");
  const stage = useFocus();
  const now = model.now.value;
  const facts = [fitOf(ring, view), agreedOf(ring)].filter((fact) => fact !== null);
  const left = Math.max(0, Math.ceil((ring.until - now) / 1_000));
  const information = records.place.state.value.value?.information ?? "";
  return (
    <section
      ref={stage}
      class="ringing"
      role="alertdialog"
      tabIndex={-1}
      aria-labelledby="ring-heading"
      aria-describedby={facts.length > 0 ? "ring-fit ring-place" : "ring-place"}
    >
      <Icon name="bell" />
      <h1 class="ringing__heading" id="ring-heading">
        {headingOf(ring)}
      </h1>
      {ring.role !== "guide" && <p class="ringing__role">{sayCode("ring_as", ring.role)}</p>}
      {facts.length > 0 && (
        <p class="ringing__fit" id="ring-fit">
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      )}
      <p class="ringing__place" id="ring-place">
        <strong>{ring.place.neighbourhood_name}</strong>
        <span>
          {ring.place.site_name} · {ring.place.name}
        </span>
      </p>
      {information !== "" && (
        <p class="ringing__information" dir="auto">
          {information}
        </p>
      )}
      <p class="ringing__wait">{say.value("ring.waited", { time: spokenDuration(now - ring.tapped_at) })}</p>
      <div class="ringing__answers">
        <button
          type="button"
          class="button ringing__take"
          disabled={model.pending.value}
          aria-keyshortcuts={ariaKeysOf("take")}
          onClick={() => model.take()}
        >
          <Icon name="phone" />
          {say.value("ring.take")}
          <Key of="take" />
        </button>
        <button
          type="button"
          class="button ringing__pass"
          disabled={model.pending.value}
          aria-keyshortcuts={ariaKeysOf("pass")}
          onClick={() => model.pass(reason === "" ? null : reason)}
        >
          {say.value("ring.pass")}
          <Key of="pass" />
        </button>
      </div>
      <div class="ringing__foot">
        <label class="ringing__reason">
          {say.value("pass.why")}
          <select
            name="pass_reason"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value as PassReason | "")}
          >
            <option value="">{say.value("pass.unsaid")}</option>
            {PASS_REASONS.map((each) => (
              <option key={each} value={each}>
                {say.value(`pass.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <p class="ringing__left">{say.value("ring.left", { seconds: left })}</p>
      </div>
    </section>
  );
}

/** Focusing lays the whole page out: not in the moment in which a guide who takes at once comes up. In ms. */
const FOCUS_AFTER = 100;

/**
 * The ring takes the focus from whatever button was pressed last, so that Enter takes the call and nothing else; but
 * not from somebody who is writing, whose next key is no answer.
 */
function useFocus() {
  const stage = useRef<HTMLElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (!isTextField(document.activeElement)) stage.current?.focus({ preventScroll: true });
    }, FOCUS_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return stage;
}
