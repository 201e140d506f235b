/** Settings with their history: one draft at a time, tried before it is applied, and kept when somebody was faster. */

import { computed, signal } from "@preact/signals";
import { Refused } from "../../api";
import type {
  LanguageTag,
  SettingsArea,
  SettingsChanged,
  SettingsPage,
  SettingsPreview,
  SettingsVersion,
  SettingsVersions,
  ShippedTexts,
} from "../../api_types";
import { Fetched } from "../../remote";
import type { Asks } from "../parts/asks";
import { AREAS, type Area } from "./contents";
import { isSame, onTop } from "./differences";
import type { Fault } from "./editing";

type Content = SettingsArea["content"];

interface Draft {
  /** What stood on the server when the draft was begun. */
  base: SettingsArea;
  content: Content;
}

export class SettingsModel {
  readonly page = new Fetched<SettingsPage>();
  readonly history = new Fetched<SettingsVersions>();
  /** The kiosk's words as this version has them, in the language that is looked at. */
  readonly shipped = new Fetched<ShippedTexts>();
  readonly wordsIn = signal<LanguageTag>("sv");
  readonly area = signal<Area>(AREAS[0]);
  readonly draft = signal<Draft | null>(null);
  readonly preview = signal<SettingsPreview | null>(null);
  readonly faults = signal<readonly Fault[]>([]);
  /** What somebody else applied while the draft was written. */
  readonly overtaken = signal<SettingsArea | null>(null);
  /** The way out that waits for a decision on the draft. */
  readonly leaving = signal<(() => void) | null>(null);
  readonly current = computed(
    () => this.page.state.value.value?.areas.find(({ area }) => area === this.area.value) ?? null,
  );
  readonly content = computed(() => this.draft.value?.content ?? this.current.value?.content ?? null);

  /** `changed` is called after each change that is in force. */
  constructor(
    private readonly api: Asks,
    private readonly changed: () => Promise<void> = async () => {},
  ) {}

  follow(area: Area): void {
    if (area !== this.area.peek()) {
      this.discard();
      this.history.clear();
      this.area.value = area;
    }
    void this.reload();
  }

  async reload(): Promise<void> {
    await Promise.all([
      this.page.load((signal) => this.api.get<SettingsPage>("/api/settings", {}, signal)),
      this.history.load((signal) => this.api.get<SettingsVersions>(`${this.#path}/versions`, {}, signal)),
      this.area.peek() === "texts" && this.showWordsIn(this.wordsIn.peek()),
    ]);
  }

  showWordsIn(language: LanguageTag): Promise<void> {
    this.wordsIn.value = language;
    return this.shipped.load((signal) =>
      this.api.get<ShippedTexts>("/api/settings/texts/shipped", { language }, signal),
    );
  }

  /** The versions older than `last`, added to those that are shown. */
  async older(last: SettingsVersion): Promise<void> {
    const shown = this.history.state.peek().value?.versions ?? [];
    await this.history.load(async (signal) => {
      const query = { before: last.number };
      const older = await this.api.get<SettingsVersions>(`${this.#path}/versions`, query, signal);
      return { ...older, versions: [...shown, ...older.versions] };
    });
  }

  /** What was shown of the draft's consequences is of another draft from now on. */
  edit(content: Content): void {
    const base = this.draft.peek()?.base ?? this.current.peek();
    if (base === null) return;
    this.preview.value = null;
    this.draft.value = isSame(base.content, content) ? null : { base, content };
    if (this.draft.value === null) this.discard();
  }

  discard(): void {
    this.draft.value = null;
    this.preview.value = null;
    this.faults.value = [];
    this.overtaken.value = null;
  }

  /** Ask what the draft would change and lead to. What is amiss with it stands in `faults` afterwards. */
  async tryOut(): Promise<void> {
    const draft = this.draft.peek();
    if (draft === null) return;
    this.faults.value = [];
    await this.#judged(async () => {
      const wish = { content: draft.content, base: draft.base.version };
      const preview = await this.api.send<SettingsPreview>("POST", `${this.#path}/preview`, wish);
      if (this.draft.peek() === draft) this.preview.value = preview;
    });
  }

  /** What it would come to if `content` were in force; an error where it could not be. */
  foresee(content: Content): Promise<SettingsPreview> {
    const wish = { content, base: this.current.peek()?.version ?? 0 };
    return this.api.send<SettingsPreview>("POST", `${this.#path}/preview`, wish);
  }

  /** Null where it was not taken: then the draft is kept, and it is shown why. */
  async apply(note: string): Promise<SettingsChanged | null> {
    const draft = this.draft.peek();
    if (draft === null) return null;
    return this.#judged(async () => {
      const wish = { content: draft.content, base: draft.base.version, note: note || null };
      const changed = await this.api.send<SettingsChanged>("PUT", this.#path, wish);
      this.discard();
      await Promise.all([this.reload(), this.changed()]);
      return changed;
    });
  }

  /** Have the area as it was before the version `number`; 0: as the settings file has it. */
  async undo(number: number, note: string): Promise<SettingsChanged | null> {
    const base = this.current.peek();
    if (base === null) return null;
    const wish = { number, base: base.version, note: note || null };
    const changed = await this.api.send<SettingsChanged>("POST", `${this.#path}/undo`, wish);
    await Promise.all([this.reload(), this.changed()]);
    return changed;
  }

  /** Go on from what the other applied, with the draft's own changes on top. */
  goOnFromTheirs(): void {
    const [draft, theirs] = [this.draft.peek(), this.overtaken.peek()];
    if (draft === null || theirs === null) return;
    const content = onTop(draft.base.content, draft.content, theirs.content);
    this.discard();
    if (!isSame(theirs.content, content)) this.draft.value = { base: theirs, content };
  }

  /** Whether the way out has to wait until it is decided what becomes of the draft. */
  holds(go: () => void): boolean {
    if (this.draft.peek() === null) return false;
    this.leaving.value = go;
    return true;
  }

  leave(sure: boolean): void {
    const go = this.leaving.peek();
    this.leaving.value = null;
    if (!sure || go === null) return;
    this.discard();
    go();
  }

  get #path(): string {
    return `/api/settings/${this.area.peek()}`;
  }

  async #judged<T>(deed: () => Promise<T>): Promise<T | null> {
    try {
      return await deed();
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      this.preview.value = null;
      if (refused.id === "invalid_settings") this.faults.value = faultsOf(refused);
      else if (refused.id === "settings_changed") await this.#showOvertaken();
      else throw refused;
      return null;
    }
  }

  async #showOvertaken(): Promise<void> {
    await this.reload();
    this.overtaken.value = this.current.peek();
  }
}

function faultsOf({ problems }: Refused): Fault[] {
  return problems.map(({ field, message, reason }) => ({
    path: field === "" ? [] : field.split("."),
    id: reason ?? null,
    message,
  }));
}
