/** Commands under way: each is sent until it is answered or expires, always with the same id, so that it acts once. */
import { CommandRefused } from "./errors";

export interface CommandEnvelope<C> {
  /** A UUID: the server answers a repeated id as it did the first time. */
  id: string;
  /** Server time in ms; the server refuses it afterwards. */
  expires: number;
  command: C;
}

export type CommandAnswer =
  | { ok: true; seq: number }
  | { ok: false; error: { id: string; message?: string } };

interface Pending<C> {
  envelope: CommandEnvelope<C>;
  granted(answer: { seq: number }): void;
  refused(why: CommandRefused): void;
}

export class Outbox<C> {
  readonly #pending = new Map<string, Pending<C>>();

  /** Rejects with `CommandRefused`. Send the envelope next, if the server is reachable. */
  add(envelope: CommandEnvelope<C>): Promise<{ seq: number }> {
    return new Promise((granted, refused) => {
      this.#pending.set(envelope.id, { envelope, granted, refused });
    });
  }

  /** The server's answer to `id`; a second one is ignored. */
  answer(id: string, answer: CommandAnswer): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    if (answer.ok) pending.granted({ seq: answer.seq });
    else pending.refused(new CommandRefused(answer.error));
  }

  /** Reject what has expired. `now` is server time. */
  expire(now: number): void {
    for (const [id, { envelope, refused }] of this.#pending) {
      if (envelope.expires > now) continue;
      this.#pending.delete(id);
      refused(new CommandRefused({ id: "no_answer" }));
    }
  }

  /** Everything unanswered, oldest first: send it again after a reconnect. */
  unanswered(): CommandEnvelope<C>[] {
    return [...this.#pending.values()].map(({ envelope }) => envelope);
  }

  /** Reject everything: nobody will answer any more. */
  end(): void {
    this.expire(Number.POSITIVE_INFINITY);
  }
}
