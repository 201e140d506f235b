/** What the desk asks the server for beside the call: the place, one's own day, and notes where they are allowed. */
import { signal } from "@preact/signals";
import { Api, Refused } from "../api";
import type { NewNote, OwnDay, OwnNames, PlaceCard, ShiftNotes } from "../api_types";
import { ownNames } from "../own_names";
import { Fetched } from "../remote";

/** A guide who takes at once is seen first: until then neither this page nor the server does anything else. */
const AFTER_THE_PICTURE = 700;

export class Records {
  readonly #api = new Api();
  readonly place = new Fetched<PlaceCard>();
  readonly day = new Fetched<OwnDay>();
  readonly notes = new Fetched<ShiftNotes>();
  /** The id of the last refusal, until something else is asked. */
  readonly refused = signal<string | null>(null);
  #kiosk: string | null = null;
  #asking: ReturnType<typeof setTimeout> | undefined;

  /** What is to be known of this kiosk's place; null: of none. Asked once for each ring. */
  showPlace(kiosk: string | null): void {
    if (kiosk === this.#kiosk) return;
    this.#kiosk = kiosk;
    clearTimeout(this.#asking);
    this.place.clear();
    if (kiosk === null) return;
    this.#asking = setTimeout(
      () =>
        void this.place.load((signal) =>
          this.#api.get(`/api/desk/places/${encodeURIComponent(kiosk)}`, {}, signal),
        ),
      AFTER_THE_PICTURE,
    );
  }

  /** By whose clock times are told: asked once, when the page opens. */
  async readZone(): Promise<void> {
    await this.#api.me().catch(() => null);
  }

  /** One's own day, the notes and what topics are called, anew: whenever the desk comes to rest. */
  refresh(): void {
    this.refused.value = null;
    void this.#readNames();
    void this.day.load((signal) => this.#api.get("/api/desk/day", {}, signal));
    void this.notes.load((signal) => this.#api.get("/api/desk/notes", {}, signal));
  }

  /** Resolves with whether the note was kept. */
  async leaveNote(text: string): Promise<boolean> {
    const kept = await this.#send("POST", "/api/desk/notes", { text });
    if (kept) this.refresh();
    return kept;
  }

  /** Resolves with whether the note was kept. */
  noteCall(call: string, text: string): Promise<boolean> {
    return this.#send("PUT", `/api/desk/calls/${call}/note`, { text });
  }

  /** Codes keep the names that they had where they cannot be read. */
  async #readNames(): Promise<void> {
    const read = await this.#api.get<OwnNames>("/api/names").catch(() => null);
    if (read !== null) ownNames.value = read;
  }

  async #send(method: "POST" | "PUT", path: string, note: NewNote): Promise<boolean> {
    this.refused.value = null;
    try {
      await this.#api.me();
      await this.#api.send(method, path, note);
      return true;
    } catch (fault) {
      this.refused.value = fault instanceof Refused ? fault.id : "other";
      return false;
    }
  }
}
