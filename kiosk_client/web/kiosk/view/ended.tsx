/** The end of a call, in words that a person needs: thanks, or what went wrong and what one can do about it. */
import type { Ending } from "../screen";
import { Hills } from "./hills";
import { PhoneLine, Title, WideButton } from "./parts";
import { useStage } from "./stage";

/** Those after which trying again at once is no use. */
const NOT_AGAIN = new Set<Ending>(["thanks", "stopped", "outside_hours"]);
const WITHOUT_PHONE = new Set<Ending>(["thanks", "stopped"]);

export function Ended({ ending }: { ending: Ending }) {
  const { state, say, act } = useStage();
  const { camera } = state.visit;
  const well = ending === "thanks" || ending === "stopped";
  const again = () => act({ type: "talk", camera });
  return (
    <>
      {well && <Hills />}
      <section class="people ended__people" data-well={well}>
        <Title>{say(`ended.${ending}.title`)}</Title>
        <p class="lead">{say(`ended.${ending}.lead`)}</p>
        {!WITHOUT_PHONE.has(ending) && <PhoneLine />}
      </section>
      <section class="hands">
        <div class="choices">
          {!NOT_AGAIN.has(ending) && (
            <WideButton name="again" kind="now" icon="talk" onClick={again}>
              {say("ended.again")}
            </WideButton>
          )}
          <WideButton
            name="done"
            {...(NOT_AGAIN.has(ending) ? { kind: "now" as const } : {})}
            icon="check"
            onClick={() => act({ type: "done" })}
          >
            {say("ended.done")}
          </WideButton>
          {well ? (
            <WideButton name="again" icon="talk" onClick={again}>
              {say("ended.talk_again")}
            </WideButton>
          ) : (
            <WideButton name="other" icon="language" onClick={() => act({ type: "go", step: "languages" })}>
              {say("talk.other")}
            </WideButton>
          )}
        </div>
        {well && <p class="ended__wiped">{say("ended.wiped")}</p>}
      </section>
    </>
  );
}
