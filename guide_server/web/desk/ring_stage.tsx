import type { DeskRing } from "../../../signaling/client/types";
import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { labelOf } from "./shortcuts";
import { nameOfLanguage, say, spokenDuration } from "./texts";

/** A call rings: language, place and wait at one glance, two keys to answer with. */
export function RingStage({ model, ring }: { model: DeskModel; ring: DeskRing }) {
  const now = model.now.value;
  const left = Math.max(0, Math.ceil((ring.until - now) / 1_000));
  return (
    <section class="ringing" role="alertdialog" aria-labelledby="ring-heading" aria-describedby="ring-place">
      <Icon name="bell" />
      <h1 class="ringing__heading" id="ring-heading">
        {say.value("ring.heading", { language: nameOfLanguage(ring.language) })}
      </h1>
      <p class="ringing__place" id="ring-place">
        <strong>{ring.place.neighbourhood_name}</strong>
        <span>{ring.place.site_name}</span>
      </p>
      <p class="ringing__wait">{say.value("ring.waited", { time: spokenDuration(now - ring.tapped_at) })}</p>
      <div class="ringing__answers">
        <button
          type="button"
          class="button ringing__take"
          disabled={model.pending.value}
          aria-keyshortcuts={labelOf("take")}
          onClick={() => model.take()}
        >
          <Icon name="phone" />
          {say.value("ring.take")}
          <kbd>{labelOf("take")}</kbd>
        </button>
        <button
          type="button"
          class="button ringing__pass"
          disabled={model.pending.value}
          aria-keyshortcuts={labelOf("pass")}
          onClick={() => model.pass()}
        >
          {say.value("ring.pass")}
          <kbd>{labelOf("pass")}</kbd>
        </button>
      </div>
      <p class="ringing__left">{say.value("ring.left", { seconds: left })}</p>
    </section>
  );
}
