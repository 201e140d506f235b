/** The end of a call, in words that a person needs: thanks, or what went wrong and what one can do about it. */
import { type Ending, isWell } from "../ending";
import { opensLine } from "../opening";
import type { Screen } from "../screen";
import { Faces } from "./faces";
import { Hills } from "./hills";
import { PhoneLine, Title, WideButton } from "./parts";
import { PrintButton } from "./print_button";
import { useStage } from "./stage";
import { TicketSlip, ticketSlip } from "./ticket";

/** Those after which trying again at once is no use. */
const NOT_AGAIN = new Set<Ending>(["thanks", "stopped", "outside_hours", "ticket", "ticket_over"]);
const WITHOUT_PHONE = new Set<Ending>(["thanks", "stopped", "ticket"]);

export function Ended({ screen }: { screen: Extract<Screen, { name: "ended" }> }) {
  const { ending, ticket, opens } = screen;
  const { state, say, act, pictures } = useStage();
  const { camera } = state.visit;
  const well = isWell(ending);
  // A number that was mistyped is mended, not sent once more.
  const again = () =>
    act(ending === "unknown_ticket" ? { type: "go", step: "ticket" } : { type: "talk", camera });
  return (
    <>
      {ticket === null && <Hills quiet={!well} />}
      <section class="people ended__people" data-hills={ticket !== null ? "none" : well ? "sunny" : "quiet"}>
        <Title>{say(`ended.${ending}.title`)}</Title>
        {opens !== undefined && <p class="lead">{opensLine(opens, Date.now(), say)}</p>}
        <p class="lead">{say(`ended.${ending}.lead`)}</p>
        {ticket !== null && <TicketSlip ticket={ticket} />}
        {!WITHOUT_PHONE.has(ending) && <PhoneLine />}
      </section>
      <section class="hands">
        {ending === "thanks" && <Faces />}
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
          {ticket !== null && (
            <PrintButton
              slip={async () => ticketSlip(ticket, say, await pictures.qr(ticket.code).catch(() => []))}
            />
          )}
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
