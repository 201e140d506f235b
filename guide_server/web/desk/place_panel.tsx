import type { Place } from "../../../signaling/client/types";
import type { Stage } from "./desk_model";
import { say } from "./texts";

function placeOf(stage: Stage): Place | null {
  switch (stage.kind) {
    case "ringing":
      return stage.ring.place;
    case "call":
      return stage.call.place;
    case "wrap_up":
      return stage.wrapUp.place;
    case "ready":
      return null;
  }
}

/** Where the resident stands. */
export function PlacePanel({ stage }: { stage: Stage }) {
  const place = placeOf(stage);
  return (
    <section class="panel" aria-labelledby="place-heading">
      <h2 class="panel__heading" id="place-heading">
        {say.value("place.heading")}
      </h2>
      {place === null ? (
        <p class="panel__empty">{say.value("place.none")}</p>
      ) : (
        <dl class="facts">
          <dt>{say.value("place.neighbourhood")}</dt>
          <dd>{place.neighbourhood_name}</dd>
          <dt>{say.value("place.site")}</dt>
          <dd>{place.site_name}</dd>
          <dt>{say.value("place.kiosk")}</dt>
          <dd>{place.name}</dd>
        </dl>
      )}
    </section>
  );
}
