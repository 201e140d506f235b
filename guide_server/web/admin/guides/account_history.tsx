import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { DirectoryPage, Guide, GuideChange, GuidePreview, GuideVersion } from "../../api_types";
import type { AdminModel } from "../model";
import { whoInWords } from "../parts/given_in_words";
import { Trouble } from "../parts/trouble";
import { say, times } from "../texts";
import { AccountChanges } from "./account_changes";
import { puttingBack } from "./account_model";
import { AccountPreview } from "./account_preview";

interface Told {
  model: AdminModel;
  known: DirectoryPage;
  guide: Guide;
  /** Do what was tried out, and say what is wrong where it is not done. */
  apply: (change: GuideChange) => Promise<void>;
  fail: (refused: unknown) => void;
}

/** Every change of an account that is kept, the newest first, and the way back from each. */
export function AccountHistory({ model, known, guide, apply, fail }: Told) {
  const account = model.account;
  useEffect(() => void account.follow(guide), [guide.id]);
  const state = account.history.state.value;
  const versions = state.value?.versions ?? [];
  const last = versions.at(-1);
  return (
    <section class="history account card">
      <h2>{say.value("guides.history", { name: guide.name })}</h2>
      <Trouble of={state} retry={() => void account.follow(guide)} />
      {state.value !== null && versions.length === 0 && <p class="help">{say.value("guides.no_history")}</p>}
      <ol class="history__list">
        {versions.map((version) => (
          <Version key={version.number} {...{ model, known, guide, version, apply, fail }} />
        ))}
      </ol>
      {state.value?.more === true && last !== undefined && (
        <p>
          <button type="button" class="button" onClick={() => void account.older(guide, last)}>
            {say.value("readings.older")}
          </button>
        </p>
      )}
    </section>
  );
}

function Version({ model, known, guide, version, apply, fail }: Told & { version: GuideVersion }) {
  const tried = useSignal<GuidePreview | null>(null);
  const number = String(version.number);
  const wish = puttingBack(version, guide, {
    languages: known.languages.map(({ tag }) => tag),
    topics: known.topics,
  });
  const tryOut = async (change: GuideChange) => {
    const { undoes: _, ...asked } = change;
    try {
      tried.value = await model.account.tryOut(guide, asked);
    } catch (refused) {
      fail(refused);
    }
  };
  return (
    <li class="history__version">
      <p class="history__when">
        <span>{say.value("settings.version", { number })}</span>
        <span class="help">{times.value.moment(version.at)}</span>
      </p>
      <div class="history__what">
        <p>
          <bdi>
            <strong>{whoInWords(version.who, known)}</strong>
          </bdi>
          {version.note !== "" && <> · {version.note}</>}
        </p>
        <Marks version={version} />
        {version.changes.length > 0 && (
          <AccountChanges
            changes={version.changes}
            languages={known.languages}
            caption={say.value("settings.changed_in", { number })}
            isNew={version.is_new}
          />
        )}
        {tried.value !== null && wish !== null && (
          <AccountPreview
            title={say.value("guides.put_back_title", { number })}
            name={guide.name}
            preview={tried.value}
            languages={known.languages}
            yes={say.value("guides.put_back")}
            apply={(note) => apply({ ...wish, note: note || null, base: tried.peek()?.base ?? null })}
            back={() => {
              tried.value = null;
            }}
          />
        )}
      </div>
      {wish !== null && tried.value === null && (
        <button
          type="button"
          class="button button--small"
          aria-label={say.value("guides.put_back_of", { number })}
          onClick={() => void tryOut(wish)}
        >
          {say.value("guides.put_back")}
        </button>
      )}
    </li>
  );
}

function Marks({ version }: { version: GuideVersion }) {
  const marks = [
    version.is_new && say.value("guides.was_added"),
    version.password && !version.is_new && say.value("guides.password_new"),
    version.undoes !== null && say.value("guides.puts_back", { number: String(version.undoes) }),
    version.approved_by !== null && say.value("guides.approved_by", { name: version.approved_by }),
  ].filter((mark) => mark !== false);
  return marks.length === 0 ? null : <p class="help">{marks.join(" · ")}</p>;
}
