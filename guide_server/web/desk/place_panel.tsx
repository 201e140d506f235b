import type { PlaceCard } from "../api_types";
import type { Stage } from "./desk_model";
import type { Records } from "./records";
import { say, sayCode, timeOfDay } from "./texts";

type Somewhere = Extract<Stage, { kind: "ringing" | "call" }>;

/** Where the resident stands, what one should know of it, and what calls from there were about. */
export function PlacePanel({ stage, records }: { stage: Somewhere; records: Records }) {
  const { place } = stage.kind === "ringing" ? stage.ring : stage.call;
  const card = records.place.state.value.value;
  return (
    <section class="panel" aria-labelledby="place-heading">
      <h2 class="panel__heading" id="place-heading">
        {say.value("place.heading")}
      </h2>
      <dl class="facts">
        <dt>{say.value("place.neighbourhood")}</dt>
        <dd>{place.neighbourhood_name}</dd>
        <dt>{say.value("place.site")}</dt>
        <dd>{place.site_name}</dd>
        <dt>{say.value("place.kiosk")}</dt>
        <dd>{place.name}</dd>
        {card !== null && <Card card={card} />}
      </dl>
    </section>
  );
}

function Card({ card: { information, closes_at, recent } }: { card: PlaceCard }) {
  return (
    <>
      {closes_at !== null && (
        <>
          <dt>{say.value("place.closes")}</dt>
          <dd>{timeOfDay(closes_at)}</dd>
        </>
      )}
      {information !== "" && (
        <>
          <dt>{say.value("place.information")}</dt>
          <dd class="facts__words facts__lines" dir="auto">
            {information}
          </dd>
        </>
      )}
      {recent.length > 0 && (
        <>
          <dt>{say.value("place.recent")}</dt>
          <dd class="facts__words">
            <ul>
              {recent.map(({ topic, at }) => (
                <li key={at}>
                  {sayCode("topic", topic)} <span class="text__hint">{timeOfDay(at)}</span>
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </>
  );
}
