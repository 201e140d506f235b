/** One person's account: what changed about it so far, and what a change would lead to. */
import type {
  Guide,
  GuideChange,
  GuidePreview,
  GuideVersion,
  GuideVersions,
  GuideWish,
  NewGuide,
} from "../../api_types";
import { Fetched } from "../../remote";
import type { Asks } from "../parts/asks";

export class AccountModel {
  readonly history = new Fetched<GuideVersions>();

  constructor(private readonly api: Asks) {}

  follow(guide: Guide): Promise<void> {
    this.history.clear();
    return this.history.load((signal) =>
      this.api.get<GuideVersions>(`${pathOf(guide)}/versions`, {}, signal),
    );
  }

  /** The changes older than `last`, added to those that are shown. */
  older(guide: Guide, last: GuideVersion): Promise<void> {
    const shown = this.history.state.peek().value?.versions ?? [];
    return this.history.load(async (signal) => {
      const query = { before: last.number };
      const older = await this.api.get<GuideVersions>(`${pathOf(guide)}/versions`, query, signal);
      return { ...older, versions: [...shown, ...older.versions] };
    });
  }

  tryOut(guide: Guide, wish: GuideWish): Promise<GuidePreview> {
    return this.api.send<GuidePreview>("POST", `${pathOf(guide)}/preview`, wish);
  }

  tryNew(wish: NewGuide): Promise<GuidePreview> {
    return this.api.send<GuidePreview>("POST", "/api/guides/preview", wish);
  }
}

function pathOf(guide: Guide): string {
  return `/api/guides/${guide.id}`;
}

/**
 * What puts back what a version changed, and nothing else; null where there is nothing to put back.
 * What is not offered here any more stays away.
 */
export function puttingBack(
  version: GuideVersion,
  guide: Guide,
  offered: { languages: readonly string[]; topics: readonly string[] },
): GuideChange | null {
  if (version.is_new || version.changes.length === 0) return null;
  const was = Object.fromEntries(version.changes.map(({ field, before }) => [field, before])) as GuideWish;
  const isOffered = (tag: string) => offered.languages.includes(tag);
  const wish: GuideChange = { undoes: version.number };
  if (was.roles) wish.roles = was.roles;
  if (was.languages || was.skills) {
    const languages = (was.languages ?? guide.languages).filter(isOffered);
    wish.languages = languages;
    wish.skills = (was.skills ?? guide.skills).filter(({ language }) => languages.includes(language));
  }
  if (was.interprets) wish.interprets = was.interprets.filter(isOffered);
  if (was.topics) wish.topics = was.topics.filter((topic) => offered.topics.includes(topic));
  if (typeof was.active === "boolean") wish.active = was.active;
  return Object.keys(wish).length === 1 ? null : wish;
}
