/** Commands under way: each is sent until it is answered or expires, always with the same id, so that it acts once. */
import { CommandRefused } from "./errors";
import type { CommandReply } from "./types";

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

const RETRY_AFTER = 1_000;

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

  /**
   * The server's answer to `id`; a second one is ignored.
   *
   * Returns after how many ms to send the command again, where the server cannot do it at present, or null.
   */
  answer(id: string, reply: CommandReply): number | null {
    const pending = this.#pending.get(id);
    if (!pending) return null;
    if (!reply.ok && reply.error.category === "busy") return reply.error.retry_after ?? RETRY_AFTER;
    this.#pending.delete(id);
    if (reply.ok) pending.granted({ seq: reply.seq });
    else pending.refused(new CommandRefused(reply.error));
    return null;
  }

  /** The command, unless it was answered or has expired. */
  unansweredOne(id: string): CommandEnvelope<C> | null {
    return this.#pending.get(id)?.envelope ?? null;
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
