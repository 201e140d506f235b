/**
 * The media of whichever call is in this page's view. Kiosk and desk make one for the life of the page.
 *
 * It keeps a Link to every other party of the call, prepares them while a desk rings, opens each when both have taken,
 * tells the server when picture and sound between the kiosk and another are there (`media_up`), when they are gone
 * (`media_down`) and how they come through (`media_grade`), and ends with the call. The page gives it a video element with `show` for the first of the others (the
 * kiosk; on a kiosk the guide who leads), finds everybody in `links`, and reads its cells.
 */
import { Cell, type Readable } from "./cell";
import type { Kind } from "./connection";
import { GradeReports } from "./grade_reports";
import { Lifetime, type Stop } from "./lifetime";
import { Link, type PictureState } from "./link";
import type { LocalMedia } from "./media";
import type { PeerOptions } from "./peer";
import { NO_QUALITY, type Quality } from "./quality";
import type { Push, Signaling } from "./socket";
import { Conversation } from "./talk/conversation";
import type { Shared } from "./talk/shared";
import type { Sending, Signs } from "./talk/table_messages";
import { pageTimers, type Timers } from "./timers";
import type { CallState, Grade, PartyLine } from "./types";

export type { PictureState } from "./link";

/** The kiosk's number in every call. */
export const KIOSK = 0;

/** What a page's view says about the call that needs media. */
export interface CallFacts {
  call: string;
  /** One's own number in the call. */
  own: number;
  state: "ringing" | "connecting" | "live" | "interrupted";
  /** The number of the other whom this page is mostly about. */
  first: number;
  others: readonly Other[];
  onHold: boolean;
}

export interface Other {
  number: number;
  /** Sound and picture may flow between the two. */
  isOpen: boolean;
}

/** The facts of a call in a view; null where it needs no media: it waits, is held or has ended. */
export function callFacts(
  call: { call: string; own: number; state: CallState; onHold: boolean },
  parties: readonly PartyLine[],
): CallFacts | null {
  const { own, state } = call;
  if (state !== "ringing" && state !== "connecting" && state !== "live" && state !== "interrupted")
    return null;
  const begun = state !== "ringing";
  const numbers = new Map([[KIOSK, begun]]);
  for (const party of parties) numbers.set(party.epoch, begun && party.state !== "ringing");
  const mine = numbers.get(own) ?? false;
  const others = [...numbers]
    .filter(([number]) => number !== own)
    .map(([number, isOpen]) => ({ number, isOpen: mine && isOpen }));
  const lead = parties.find((party) => party.role === "guide");
  const first = own === KIOSK ? lead?.epoch : KIOSK;
  if (first === undefined) return null;
  return { call: call.call, own, state, first, others, onHold: call.onHold };
}

type MediaCommand = { type: "media_up" | "media_down"; call: string; epoch: number };

export interface CallMediaOptions<View> {
  // biome-ignore lint/suspicious/noExplicitAny: any set of commands will do that has the media reports.
  signaling: Signaling<View, any>;
  media: LocalMedia;
  /** The call in a view that needs media, or null. See `callFacts`. */
  factsOf(view: View): CallFacts | null;
  relayOnly?: boolean;
  timers?: Timers;
}

/** The number of a call's first ring. */
const FIRST_RING = 1;
const REPORT_EXPIRES_IN = 30_000;
/** How often each of the others is told how things are here, where that changed. */
const TELL_EVERY = 1_000;

export class CallMedia<View> {
  readonly #options: CallMediaOptions<View>;
  readonly #timers: Timers;
  readonly #lifetime = new Lifetime();
  readonly #links = new Cell<readonly Link[]>([]);
  readonly #first = new Cell<Link | null>(null);
  readonly #remote = new Cell<MediaStream | null>(null);
  readonly #quality = new Cell<Quality>(NO_QUALITY);
  readonly #picture = new Cell<PictureState>("none");
  readonly #conversation = new Cell<Conversation | null>(null);
  readonly #enabled: Record<Kind, boolean> = { audio: true, video: true };
  readonly #told = new Map<Link, string>();
  readonly #grades = new GradeReports((command) =>
    this.#options.signaling.command(command, { expiresIn: REPORT_EXPIRES_IN }),
  );
  #facts: CallFacts | null = null;
  #expecting: Promise<unknown> | null = null;
  #video: HTMLVideoElement | null = null;
  #stopShowing: Stop = () => {};
  #stopFirst: Stop = () => {};

  constructor(options: CallMediaOptions<View>) {
    this.#options = options;
    this.#timers = options.timers ?? pageTimers;
    const { signaling, media } = options;
    this.#lifetime.add(
      signaling.views.subscribe((push) => {
        if (push !== null) this.#follow(push);
      }),
    );
    this.#lifetime.add(
      media.tracks.subscribe((tracks) => {
        for (const link of this.#links.value) link.peer.replaceTracks(tracks);
      }),
    );
    this.#lifetime.add(media.facts.subscribe(() => this.#tell()));
    this.#lifetime.add(this.#timers.every(TELL_EVERY, () => this.#tell()));
    signaling.witnessMedia(() => this.#witness());
  }

  /** Everybody else in the call. Each plays in a video element by its own `show`. */
  get links(): Readable<readonly Link[]> {
    return this.#links;
  }

  /** The first other's sound and picture. `show` is enough for most pages. */
  get remote(): Readable<MediaStream | null> {
    return this.#remote;
  }

  get quality(): Readable<Quality> {
    return this.#quality;
  }

  /** How the first other comes through, in the word that lasts; null before any has. */
  get grade(): Readable<Grade | null> {
    return this.#grades.lasts;
  }

  /** Whether this side's picture goes out to the first of the others, and if not, why. */
  get sending(): Sending {
    return this.#first.value?.peer.sending ?? "on";
  }

  get picture(): Readable<PictureState> {
    return this.#picture;
  }

  /** What is written and shown in the call; null where there is no call. */
  get conversation(): Readable<Conversation | null> {
    return this.#conversation;
  }

  /** Play the first other in `video`, now and after every reconnect. Call the result when the element goes away. */
  show(video: HTMLVideoElement): Stop {
    this.#video = video;
    this.#stopShowing();
    this.#stopShowing = this.#first.value?.show(video) ?? (() => {});
    return () => {
      if (this.#video !== video) return;
      this.#stopShowing();
      this.#stopShowing = () => {};
      this.#video = null;
    };
  }

  /**
   * The kiosk has just asked for `call`, and `granted` is that command: offer to whichever desk rings first, at once.
   *
   * The offer then travels beside the call instead of after it. Where no desk rings with the call itself, nothing comes
   * of it, and the offer is made when one does.
   */
  expect(call: string, granted: Promise<unknown>): void {
    this.#close();
    const others = [{ number: FIRST_RING, isOpen: false }];
    this.#take({ call, own: KIOSK, state: "ringing", first: FIRST_RING, others, onHold: false }, "coming");
    this.#expecting = granted;
    const settled = (): void => {
      if (this.#expecting !== granted) return;
      this.#expecting = null;
      const newest = this.#options.signaling.views.value;
      if (newest !== null) this.#follow(newest);
    };
    granted.then(settled, settled);
  }

  /** Switch one's own sound or picture off or on, for this call and the next. */
  enable(kind: Kind, enabled: boolean): void {
    this.#enabled[kind] = enabled;
    for (const link of this.#links.value) this.#apply(link);
  }

  end(): void {
    this.#close();
    this.#lifetime.end();
    this.#options.signaling.witnessMedia(() => null);
  }

  #follow({ view, ice }: Push<View>): void {
    const facts = this.#options.factsOf(view);
    if (facts === null && this.#expecting !== null) return;
    this.#expecting = null;
    const before = this.#facts;
    if (facts === null || before?.call !== facts.call || before.own !== facts.own) this.#close();
    if (facts === null) return;
    const lost = facts.state === "interrupted" && before?.state !== "interrupted";
    this.#take(facts, ice);
    if (lost) for (const link of this.#links.value) link.reportAnew();
  }

  #take(facts: CallFacts, ice: PeerOptions["ice"]): void {
    this.#facts = facts;
    const conversation = this.#conversation.value ?? this.#converse(facts.own);
    const known = new Map(this.#links.value.map((link) => [link.number, link]));
    const links = facts.others.map(
      (other) => known.get(other.number) ?? this.#begin(facts, other, ice, conversation),
    );
    for (const link of known.values()) if (!links.includes(link)) link.end();
    const same = links.length === known.size && links.every((link) => known.has(link.number));
    if (!same) this.#links.set(links);
    this.#putFirst(links.find((link) => link.number === facts.first) ?? null);
    facts.others.forEach((other, index) => {
      const link = links[index];
      if (link === undefined) return;
      if (ice !== "coming") link.peer.useIce(ice);
      this.#apply(link);
      if (other.isOpen) link.open();
    });
  }

  #converse(own: number): Conversation {
    const conversation = new Conversation({ own, timers: this.#timers });
    this.#conversation.set(conversation);
    conversation.shared.subscribe(() => {
      for (const link of this.#links.value) this.#apply(link);
    });
    return conversation;
  }

  #begin(facts: CallFacts, other: Other, ice: PeerOptions["ice"], conversation: Conversation): Link {
    const { signaling, media } = this.#options;
    const { call, own } = facts;
    const withKiosk = own === KIOSK || other.number === KIOSK;
    const link = new Link({
      number: other.number,
      relay: signaling.relay({ call, own, other: other.number }),
      polite: own > other.number,
      begun: other.isOpen,
      ice,
      tracks: media.tracks.value,
      relayOnly: this.#options.relayOnly ?? false,
      timers: this.#timers,
      report: (type) => {
        if (withKiosk) this.#report({ type, call, epoch: own === KIOSK ? other.number : own });
      },
    });
    link.whenOver(conversation.join(other.number, link.peer.lines));
    return link;
  }

  /** Who is first is shown where the page asked for it, and gives the cells their values. */
  #putFirst(link: Link | null): void {
    if (link === this.#first.value) return;
    this.#stopFirst();
    this.#stopShowing();
    this.#first.set(link);
    this.#grades.rest();
    if (link === null) {
      this.#remote.set(null);
      this.#picture.set("none");
      this.#quality.set(NO_QUALITY);
      return;
    }
    const stops = [
      link.peer.remote.subscribe((stream) => this.#remote.set(stream)),
      link.peer.quality.subscribe((quality) => {
        this.#quality.set(quality);
        this.#grade(link, quality);
      }),
      link.picture.subscribe((picture) => this.#picture.set(picture)),
    ];
    this.#stopFirst = () => {
      for (const stop of stops) stop();
    };
    this.#stopShowing = this.#video === null ? () => {} : link.show(this.#video);
  }

  #apply(link: Link): void {
    const held = this.#facts?.onHold ?? false;
    link.enable("audio", this.#enabled.audio && !held);
    link.enable("video", this.#enabled.video && !held && this.#isWanted(link));
  }

  /** Whether the other would like to have a picture from here. */
  #isWanted({ number }: Link): boolean {
    return this.#signsOf(number)?.picture ?? true;
  }

  /** What the other last told of itself. */
  #signsOf(number: number): Shared["signs"][number] | undefined {
    return this.#conversation.value?.shared.value.signs.find((line) => line.number === number);
  }

  #grade(link: Link, quality: Quality): void {
    const facts = this.#facts;
    const isTalk = facts?.state === "live" || facts?.state === "interrupted";
    const hasCome = link.picture.value === "up" || link.picture.value === "lost";
    if (!isTalk || facts.onHold || !hasCome) {
      this.#grades.rest();
      return;
    }
    const sending = this.#signsOf(link.number)?.sending ?? "on";
    this.#grades.read({ call: facts.call, now: this.#timers.now(), quality, sending });
  }

  /** Tell each of the others what only this side can know. */
  #tell(): void {
    for (const link of this.#links.value) {
      const signs = this.#signsFor(link);
      const said = JSON.stringify(signs);
      if (this.#told.get(link) === said) continue;
      if (this.#conversation.value?.tell(link.number, signs)) this.#told.set(link, said);
    }
  }

  #signsFor({ peer }: Link): Signs {
    const { audio, video } = this.#options.media.facts.value;
    const { framesPerSecond, loss, roundTrip } = peer.quality.value;
    return {
      microphone: audio,
      camera: video,
      sending: peer.sending,
      frames: Math.round(framesPerSecond),
      loss: Math.round(loss),
      delay: Math.round(roundTrip ?? 0),
    };
  }

  #close(): void {
    this.#told.clear();
    this.#expecting = null;
    this.#facts = null;
    this.#putFirst(null);
    for (const link of this.#links.value) link.end();
    if (this.#links.value.length > 0) this.#links.set([]);
    this.#conversation.value?.end();
    this.#conversation.set(null);
  }

  #report(command: MediaCommand): void {
    // A refusal means that the call has moved on, which the next view shows.
    this.#options.signaling.command(command, { expiresIn: REPORT_EXPIRES_IN }).catch(() => {});
  }

  #witness(): { call: string; flowing: boolean } | null {
    const link = this.#first.value;
    if (this.#facts === null || link === null || !link.isOpen) return null;
    return { call: this.#facts.call, flowing: link.flowing };
  }
}
