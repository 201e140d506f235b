/** From the tap until the guide's picture is there: what is happening, what happens next, what else one can do. */
import type { WaitRange } from "../../../../signaling/client/types";
import { acceptedOf, type Screen } from "../screen";
import type { Say } from "../texts";
import { AcceptedLine, AlsoButton, Choices } from "./choices";
import { Notice, PhoneLine, Title, WideButton } from "./parts";
import { Mirror } from "./pictures";
import { Ring } from "./ring";
import { useStage } from "./stage";

type CallingScreen = Extract<Screen, { name: "waiting" | "ringing" | "connecting" }>;

const ICONS = { waiting: "search", ringing: "phone", connecting: "person" } as const;

export function Calling({ screen }: { screen: CallingScreen }) {
  const { state, say, act } = useStage();
  const offers = screen.name === "waiting" ? screen.offers : [];
  const waits = screen.name === "waiting" && screen.position !== null;
  const lines = linesFor(screen, say);
  return (
    <>
      <section class="people calling__people">
        <Ring calling={screen.name === "ringing"} position={placeIn(screen)} icon={ICONS[screen.name]} />
        <div role="status" class="calling__words">
          <Title>{lines.title}</Title>
          {lines.text.map((line) => (
            <p class="lead" key={line}>
              {line}
            </p>
          ))}
          <AcceptedLine languages={acceptedOf(state)} />
        </div>
        {screen.name === "waiting" && !screen.reached && (
          <Notice icon="no_link">{say("waiting.lost")}</Notice>
        )}
      </section>
      <section class="hands calling__hands" data-offers={offers.length > 0}>
        <Mirror note={say("mirror.only_you")} />
        {offers.length > 0 ? (
          <Choices offers={offers} />
        ) : (
          <div class="calling__choices">
            {waits && <Instead />}
            <WideButton name="leave" icon="close" onClick={() => act({ type: "leave" })}>
              {say(waits ? "waiting.stop" : "call.stop")}
            </WideButton>
          </div>
        )}
      </section>
    </>
  );
}

function Instead() {
  const { say } = useStage();
  return (
    <div class="instead">
      <h2 class="instead__title">{say("waiting.instead")}</h2>
      <PhoneLine />
      <p>{say("phone.later")}</p>
      <AlsoButton />
    </div>
  );
}

function linesFor(screen: CallingScreen, say: Say): { title: string; text: string[] } {
  switch (screen.name) {
    case "ringing":
      return { title: say("ringing.title"), text: [say("ringing.lead")] };
    case "connecting":
      return {
        title: say("connecting.title", { guide: screen.guide || say("guide.unnamed") }),
        text: [say("connecting.lead")],
      };
    case "waiting": {
      const place = placeIn(screen);
      if (screen.position === null) return { title: say("waiting.asking"), text: [say("waiting.stay")] };
      if (place === null) return { title: say("waiting.asking"), text: [say("waiting.no_guides")] };
      const title = place === 1 ? say("waiting.next") : say("waiting.position", { position: place });
      const guides = say("waiting.guides", { count: screen.guides });
      return { title, text: [waitLine(screen.wait, say), guides, say("waiting.stay")] };
    }
  }
}

function waitLine(wait: WaitRange | null, say: Say): string {
  if (wait === null) return say("waiting.unsure");
  if (wait.low === 0) return say("waiting.up_to", { count: wait.high });
  return say("waiting.range", { low: wait.low, count: wait.high });
}

/** A place in a queue that nobody serves would promise too much. */
function placeIn(screen: CallingScreen): number | null {
  return screen.name === "waiting" && screen.guides > 0 ? screen.position : null;
}
