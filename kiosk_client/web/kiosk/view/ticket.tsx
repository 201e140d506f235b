/** The ticket: to take along, and to come back with. It says nothing of the person who holds it. */
import type { Ticket } from "../../../../signaling/client/types";
import { TICKET_DIGITS } from "../model";
import { clockLine } from "../opening";
import { Title, WideButton } from "./parts";
import { useStage } from "./stage";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

export function TicketSlip({ ticket }: { ticket: Ticket }) {
  const { say } = useStage();
  const clock = (at: number) => clockLine(at, Date.now(), say.language);
  return (
    <div class="ticket">
      <img class="ticket__qr" src={`/ticket/${ticket.code}.svg`} alt="" />
      <bdi class="ticket__code" dir="ltr" data-ticket={ticket.code}>
        {ticket.code.slice(0, TICKET_DIGITS / 2)} {ticket.code.slice(TICKET_DIGITS / 2)}
      </bdi>
      <p class="ticket__times">
        {say("ticket.from", { time: clock(ticket.from) })}
        <br />
        {say("ticket.until", { time: clock(ticket.until) })}
      </p>
    </div>
  );
}

/** Six digits by finger, for whoever comes back. The number reads from left to right in every language. */
export function TicketEntry({ digits }: { digits: string }) {
  const { say, act } = useStage();
  const whole = digits.length === TICKET_DIGITS;
  const key = (digit: string) => act({ type: "digits", digits: digits + digit });
  return (
    <>
      <section class="people ticket-entry__people">
        <Title>{say("ticket.title")}</Title>
        <p class="lead">{say("ticket.lead")}</p>
        <output class="ticket-entry__digits" dir="ltr" aria-label={say("ticket.title")}>
          {digits.padEnd(TICKET_DIGITS, "·")}
        </output>
      </section>
      <section class="hands ticket-entry__hands">
        <div class="keypad" dir="ltr">
          {KEYS.map((digit) => (
            <button
              type="button"
              class="button keypad__key"
              key={digit}
              data-digit={digit}
              onClick={() => key(digit)}
            >
              {digit}
            </button>
          ))}
          <button
            type="button"
            class="button keypad__key"
            data-action="erase"
            aria-label={say("ticket.erase")}
            onClick={() => act({ type: "digits", digits: digits.slice(0, -1) })}
          >
            ⌫
          </button>
          <button type="button" class="button keypad__key" data-digit="0" onClick={() => key("0")}>
            0
          </button>
        </div>
        <div class="choices">
          {whole && (
            <WideButton
              name="redeem"
              kind="now"
              icon="talk"
              onClick={() => act({ type: "talk", camera: true })}
            >
              {say("ticket.redeem")}
            </WideButton>
          )}
          <WideButton name="back" icon="back" onClick={() => act({ type: "go", step: "start" })}>
            {say("languages.back")}
          </WideButton>
        </div>
      </section>
    </>
  );
}
