/** A command that was not granted. `id` is stable: decide and translate by it, never by the message. */
export class CommandRefused extends Error {
  override readonly name = "CommandRefused";
  /** As in PROTOCOL.md, or `no_answer`: the server could not be reached before the command expired. */
  readonly id: string;

  constructor({ id, message }: { id: string; message?: string }) {
    super(message ?? id);
    this.id = id;
  }
}
