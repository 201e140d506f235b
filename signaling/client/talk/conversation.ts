/**
 * What the parties of one call write, show and hand each other, beside sound and picture.
 *
 * It lives as long as the call is on this page and keeps nothing beyond `end`: no server sees any of it and nobody
 * stores it. Read `shared`, which is replaced whenever something changes; write by the methods. Made by CallMedia,
 * which tells it of each Link.
 */
import { Cell, type Readable } from "../cell";
import { Lifetime, type Stop } from "../lifetime";
import type { Timers } from "../timers";
import type { Framing, Point, Quad } from "./geometry";
import type { Lines } from "./line";
import { coming, EMPTY, gone, heard, laid, type Shared } from "./shared";
import { SheetPost } from "./sheet_post";
import type { Sheet } from "./sheets";
import { LONGEST, tame } from "./t140";
import {
  MOST_POINTS,
  type Note,
  type NoteAnswer,
  parse,
  type SheetFault,
  type Signs,
  type TableMessage,
} from "./table_messages";
import { TextLine } from "./text_line";

interface Other {
  lines: Lines;
  text: TextLine;
  lifetime: Lifetime;
}

export interface ConversationOptions {
  /** One's own number in the call; 0 is the kiosk. */
  own: number;
  timers: Timers;
}

export class Conversation {
  readonly #options: ConversationOptions;
  readonly #others = new Map<number, Other>();
  readonly #shared = new Cell<Shared>(EMPTY);
  readonly #post: SheetPost;
  #ended = false;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#post = new SheetPost({
      timers: options.timers,
      onSheet: (by, sheet) => this.#lie(by, sheet),
      onComing: (by, news) => this.#update((shared) => coming(shared, by, news)),
      onFault: (by, sheet, fault) => this.#sayTo(by, { type: "unseen", sheet, fault }),
      onBare: (by) => this.#update((shared) => gone(shared, by)),
      onSent: (share) => this.#update((shared) => ({ ...shared, delivery: { ...shared.delivery, share } })),
    });
  }

  get shared(): Readable<Shared> {
    return this.#shared;
  }

  /** Another party is here. Call the result when it is gone. */
  join(number: number, lines: Lines): Stop {
    const lifetime = new Lifetime();
    const text = new TextLine(lines.text, this.#options.timers);
    this.#others.set(number, { lines, text, lifetime });
    lifetime.add(text.theirs.subscribe((theirs) => this.#read(number, theirs)));
    lifetime.add(() => text.end());
    lines.table.listen((said) => {
      const message = parse(said);
      if (message !== null) this.#hear(number, message);
    });
    lifetime.add(this.#post.join(number, lines.sheet));
    text.write(this.#shared.value.own);
    return () => this.#leave(number);
  }

  /** All that one has written so far, as it stands now: everybody sees it change. */
  write(text: string): void {
    const own = tame(text, LONGEST);
    this.#change({ own });
    for (const { text: line } of this.#others.values()) line.write(own);
  }

  /** Ask the kiosk for a letter. */
  askForLetter(): void {
    this.#say({ type: "want_letter" });
  }

  /** The resident does not want to, or has come to it. */
  answerLetterWish(): void {
    this.#change({ letterWanted: false });
  }

  /** Lay a sheet before everybody: the kiosk a letter, a guide a page. Resolves when it was handed over. */
  async lay(sheet: Sheet): Promise<void> {
    this.#update((shared) => laid(shared, this.#options.own, sheet));
    await this.#post.lay(sheet);
  }

  /** The sheet's corners lie elsewhere than was thought. */
  straighten(corners: Quad): void {
    this.#aboutSheet((sheet) => ({ type: "corners", sheet, corners }));
  }

  /** More of a stroke of one's own: the first of a name begins it. */
  stroke(stroke: string, points: readonly Point[]): void {
    this.#aboutSheet((sheet) => ({ type: "stroke", sheet, stroke, points: points.slice(0, MOST_POINTS) }));
  }

  /** Hold a finger over the sheet, or take it away. */
  point(at: Point | null): void {
    this.#aboutSheet((sheet) => ({ type: "point", sheet, at }));
  }

  clear(): void {
    this.#aboutSheet((sheet) => ({ type: "clear", sheet }));
  }

  /** A guide: let all look at this part of the sheet. */
  look(look: Framing): void {
    this.#aboutSheet((sheet) => ({ type: "look", sheet, ...look }));
  }

  /** Ask whoever laid the sheet for another page. */
  turn(page: number): void {
    this.#aboutSheet((sheet) => ({ type: "turn", sheet, page }));
  }

  /** Put away the sheet that lies there, or is on its way. */
  putAway(): void {
    const { sheet, coming } = this.#shared.value;
    const document = coming?.document ?? sheet?.document;
    if (document === undefined) return;
    this.#hear(this.#options.own, { type: "away", document });
    this.#say({ type: "away", document });
  }

  /** Tell whoever laid this sheet that it is on the screen here, or that it cannot be shown and so is not there. */
  witness(id: string, fault: SheetFault | null): void {
    const { sheet } = this.#shared.value;
    if (sheet?.id !== id || sheet.by === this.#options.own) return;
    if (fault !== null) this.#update((shared) => gone(shared, sheet.by));
    this.#sayTo(
      sheet.by,
      fault === null ? { type: "seen", sheet: id } : { type: "unseen", sheet: id, fault },
    );
  }

  /** A guide: hand the resident a note. Shown there after the resident's yes; `shared.answer` tells. */
  hand(note: Note): void {
    this.#change({ note, answer: null });
    this.#say({ type: "note", ...note });
  }

  /** The resident's word on the note that lies there. */
  answerNote(answer: NoteAnswer): void {
    const { note } = this.#shared.value;
    if (note === null) return;
    this.#change(answer === "declined" ? { note: null, answer: null } : { answer });
    this.#say({ type: "answer", note: note.id, answer });
  }

  /** Forget the note on this side. */
  closeNote(): void {
    this.#change({ note: null, answer: null });
  }

  /** Whether the others shall send their picture here. */
  wantPicture(wanted: boolean): void {
    this.#say({ type: "want_picture", wanted });
  }

  /** A guide: which part of its picture the kiosk shall send, so that someone who sits is seen. */
  frame(framing: Framing): void {
    this.#change({ framing });
    this.#say({ type: "framing", ...framing });
  }

  /** How things are on this side, for one of the others. False where it cannot be told now: old signs are no use. */
  tell(number: number, signs: Signs): boolean {
    const line = this.#others.get(number)?.lines.table;
    if (line?.up.value !== true) return false;
    line.send(JSON.stringify({ type: "signs", ...signs }));
    return true;
  }

  /** Forget everything. */
  end(): void {
    this.#ended = true;
    for (const number of [...this.#others.keys()]) this.#leave(number);
    this.#post.end();
    this.#shared.set(EMPTY);
  }

  #leave(number: number): void {
    this.#others.get(number)?.lifetime.end();
    this.#others.delete(number);
    this.#update((shared) => gone(shared, number));
    const { signs, theirs } = this.#shared.value;
    this.#change({
      theirs: theirs.filter((line) => line.number !== number),
      signs: signs.filter((line) => line.number !== number),
    });
  }

  #read(number: number, text: string): void {
    const others = this.#shared.value.theirs.filter((line) => line.number !== number);
    this.#change({ theirs: text === "" ? others : [...others, { number, text }] });
  }

  /** Of two that were laid at the same moment the one of the lower number stays, on both sides. */
  #lie(by: number, sheet: Sheet): void {
    const { own } = this.#options;
    const { sheet: before, delivery } = this.#shared.value;
    const mine = before?.by === own && own < by && !delivery.seenBy.includes(by);
    if (mine) {
      this.#update((shared) => coming(shared, by, null));
      return;
    }
    this.#post.withdraw();
    this.#update((shared) => laid(shared, by, sheet));
  }

  #aboutSheet(say: (sheet: string) => TableMessage): void {
    const { sheet } = this.#shared.value;
    if (sheet === null) return;
    const message = say(sheet.id);
    this.#hear(this.#options.own, message);
    this.#say(message);
  }

  #hear(number: number, message: TableMessage): void {
    if (message.type === "away") this.#post.putAway(message.document);
    this.#update((shared) => heard(shared, number, message, this.#options.own));
  }

  #say(message: TableMessage): void {
    const said = JSON.stringify(message);
    for (const { lines } of this.#others.values()) lines.table.send(said);
  }

  #sayTo(number: number, message: TableMessage): void {
    this.#others.get(number)?.lines.table.send(JSON.stringify(message));
  }

  #change(change: Partial<Shared>): void {
    this.#update((shared) => ({ ...shared, ...change }));
  }

  #update(change: (shared: Shared) => Shared): void {
    if (!this.#ended) this.#shared.set(change(this.#shared.value));
  }
}
