/** What a guide can do, what the camera does, and the one thing to press. */

import { type Availability, acceptedOf } from "../screen";
import { UNDETERMINED } from "../state";
import { nameOf } from "../texts";
import { AcceptedLine, AlsoButton } from "./choices";
import { NotHere } from "./not_here";
import { AvailabilityLine, Fact, PhoneLine, Title, WideButton } from "./parts";
import { useStage } from "./stage";

export function Talk({ availability }: { availability: Availability }) {
  const { state, say, act } = useStage();
  const language = state.visit.language ?? "";
  const { endonym, direction } = nameOf(language);
  const closed = availability.kind === "closed";
  const unlisted = language === UNDETERMINED;
  const away = availability.kind === "away";
  return (
    <>
      <section class="people talk__people">
        {!unlisted && (
          <p class="talk__language">
            <bdi lang={language} dir={direction}>
              {endonym}
            </bdi>
            <AvailabilityLine availability={availability} say={say} />
          </p>
        )}
        <Title>{say(closed ? "ended.outside_hours.title" : "talk.title")}</Title>
        {unlisted && !closed ? (
          <NotHere />
        ) : (
          <p class="lead">{say(closed ? "ended.outside_hours.lead" : away ? "talk.away" : "talk.lead")}</p>
        )}
        <AcceptedLine languages={acceptedOf(state)} />
        {(away || closed) && <PhoneLine />}
      </section>
      <section class="hands">
        <div class="facts facts--brief">
          <Fact icon="camera">{say("talk.camera")}</Fact>
          <Fact icon="lock">
            {say("talk.privacy")}{" "}
            <button type="button" class="link" onClick={() => act({ type: "panel", panel: "privacy" })}>
              {say("talk.privacy_more")}
            </button>
          </Fact>
        </div>
        <div class="choices">
          {!closed && (
            <>
              <WideButton
                name="talk"
                kind="now"
                icon="talk"
                hint={say("talk.start_hint")}
                onClick={() => act({ type: "talk", camera: true })}
              >
                {say("talk.start")}
              </WideButton>
              <WideButton
                name="talk_unseen"
                icon="camera_off"
                hint={say("talk.start_unseen_hint")}
                onClick={() => act({ type: "talk", camera: false })}
              >
                {say("talk.start_unseen")}
              </WideButton>
            </>
          )}
          <div class="pair">
            <AlsoButton />
            <WideButton
              name="other"
              kind="quiet"
              icon="language"
              onClick={() => act({ type: "go", step: "languages" })}
            >
              {say("talk.other")}
            </WideButton>
          </div>
        </div>
      </section>
    </>
  );
}
