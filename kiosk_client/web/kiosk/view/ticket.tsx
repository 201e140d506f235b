/** The ticket: to take along, and to come back with. It says nothing of the person who holds it. */
import type { Ticket } from "../../../../signaling/client/types";
import { clockLine } from "../opening";
import type { Slip } from "../slip";
import { TICKET_DIGITS } from "../state";
import type { Say } from "../texts";
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

/** The ticket as it is printed. */
export function ticketSlip(ticket: Ticket, say: Say, code: readonly string[]): Slip {
  const clock = (at: number) => clockLine(at, Date.now(), say.language);
  const number = `${ticket.code.slice(0, TICKET_DIGITS / 2)} ${ticket.code.slice(TICKET_DIGITS / 2)}`;
  const paragraphs = [
    say("ticket.from", { time: clock(ticket.from) }),
    say("ticket.until", { time: clock(ticket.until) }),
    say("ended.ticket.lead"),
  ];
  return { title: number, paragraphs, code };
}

/** Takes the last letter or digit back. */
export function EraseKey({ onErase }: { onErase(): void }) {
  const { say } = useStage();
  return (
    <button
      type="button"
      class="button keypad__key"
      data-action="erase"
      aria-label={say("ticket.erase")}
      onClick={onErase}
    >
      ⌫
    </button>
  );
}

/** Ten digits and one to take the last back. */
export function Keypad({ digits, onDigits }: { digits: string; onDigits(digits: string): void }) {
  return (
    <div class="keypad" dir="ltr">
      {KEYS.map((digit) => (
        <button
          type="button"
          class="button keypad__key"
          key={digit}
          data-digit={digit}
          onClick={() => onDigits(digits + digit)}
        >
          {digit}
        </button>
      ))}
      <EraseKey onErase={() => onDigits(digits.slice(0, -1))} />
      <button type="button" class="button keypad__key" data-digit="0" onClick={() => onDigits(`${digits}0`)}>
        0
      </button>
    </div>
  );
}

/** Six digits by finger, for whoever comes back. The number reads from left to right in every language. */
export function TicketEntry({ digits }: { digits: string }) {
  const { say, act } = useStage();
  const whole = digits.length === TICKET_DIGITS;
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
        <Keypad digits={digits} onDigits={(typed) => act({ type: "digits", digits: typed })} />
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
