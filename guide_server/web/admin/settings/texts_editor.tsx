import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { directionOf } from "../../../../signaling/theme/i18n";
import type { LanguageName, LanguageTag, ShippedTexts } from "../../api_types";
import type { Remote } from "../../remote";
import { Trouble } from "../parts/trouble";
import { say } from "../texts";
import type { TextsContent } from "./contents";
import { type Editing, endonymOf, type Fault, faultAt, languageIn } from "./editing";
import { Field } from "./field";
import { keepPlace } from "./keyboard";
import { placesIn, type Word, wordsFor } from "./words";

/** Enough to read; whoever wants another one searches. */
const SHOWN = 30;
const LONGEST = 1_000;

interface Worded extends Editing<TextsContent> {
  /** The words of this version in `language`. */
  shipped: Remote<ShippedTexts>;
  language: LanguageTag;
  choose: (language: LanguageTag) => void;
}

/** The kiosk's words: those that are shipped, and the municipality's own beside them. */
export function TextsEditor({ content, edit, faults, names, shipped, language: tag, choose }: Worded) {
  const wish = useSignal("");
  const changedOnly = useSignal(false);
  const more = useSignal(SHOWN);
  const [faulty] = faults[0]?.path ?? [];
  useEffect(() => {
    if (faulty !== undefined && faulty !== tag) choose(faulty);
  }, [faulty]);
  const words = shipped.value?.texts ?? {};
  const languages = [
    ...new Set([
      ...(shipped.value?.languages ?? [tag]),
      ...names.languages.map(tagOf),
      ...Object.keys(content),
    ]),
  ].filter((each) => each !== "und");
  const own = content[tag] ?? {};
  const found = wordsFor(words, own, wish.value, changedOnly.value);
  const shown = found.slice(0, more.value);
  return (
    <section class="settings__part">
      <p class="help">{say.value("settings.texts_help")}</p>
      <div class="words__find">
        <Field label={say.value("settings.words_language")} fault={null}>
          {(bound) => (
            <select
              {...bound}
              value={tag}
              onChange={({ currentTarget }) => {
                choose(currentTarget.value);
                more.value = SHOWN;
              }}
            >
              {languages.map((each) => (
                <option key={each} value={each} selected={each === tag}>
                  {optionOf(each, languageIn(each, names), endonymOf(each, names), content)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={say.value("settings.words_search")} fault={null}>
          {(bound) => (
            <input
              {...bound}
              type="search"
              value={wish.value}
              onInput={({ currentTarget }) => {
                wish.value = currentTarget.value;
                more.value = SHOWN;
              }}
            />
          )}
        </Field>
        <label class="languages__choice words__only">
          <input
            type="checkbox"
            checked={changedOnly.value}
            onChange={({ currentTarget }) => {
              changedOnly.value = currentTarget.checked;
            }}
          />
          <span>{say.value("settings.words_changed")}</span>
        </label>
      </div>
      <Trouble of={shipped} retry={() => choose(tag)} />
      <p class="help" role="status">
        {found.length === 0
          ? say.value("settings.words_none")
          : say.value("settings.words_found", { count: found.length })}
      </p>
      <ul class="words">
        {shown.map((word) => (
          <WordFields
            key={`${tag} ${word.key}`}
            tag={tag}
            saidIn={shipped.value?.said_in ?? tag}
            word={word}
            faults={faults}
            change={(text) => edit(withWord(content, tag, word.key, text))}
          />
        ))}
      </ul>
      {found.length > shown.length && (
        <p>
          <button
            type="button"
            class="button"
            onClick={() => {
              more.value += SHOWN;
            }}
          >
            {say.value("settings.words_more")}
          </button>
        </p>
      )}
    </section>
  );
}

const tagOf = ({ tag }: LanguageName) => tag;

function optionOf(tag: LanguageTag, name: string, endonym: string, content: TextsContent): string {
  const count = Object.keys(content[tag] ?? {}).length;
  const both = endonym === "" || endonym === name ? name : `${name} · ${endonym}`;
  return count === 0 ? both : `${both} (${say.value("settings.words_own", { count })})`;
}

interface Wording {
  tag: LanguageTag;
  /** The language of the shipped word: another one where the tag's has none. */
  saidIn: LanguageTag;
  word: Word;
  faults: readonly Fault[];
  /** `null`: the shipped word again. */
  change: (text: string | null) => void;
}

function WordFields({ tag, saidIn, word: { key, shipped, own }, faults, change }: Wording) {
  const id = useId();
  const fault = faultAt(faults, [tag, ...key.split(".")]);
  const places = placesIn(shipped);
  const direction = directionOf(tag);
  return (
    <li class={own === null ? "word" : "word word--own"}>
      <div class="word__shipped">
        <p class="word__key">
          <code>{key}</code>
          {own !== null && <span class="word__mark">{say.value("settings.word_changed")}</span>}
        </p>
        <p lang={saidIn} dir={directionOf(saidIn)}>
          {shipped}
        </p>
        {places.length > 0 && (
          <p class="help">
            {say.value("settings.word_places")}{" "}
            {places.map((place) => (
              <code key={place} class="word__place">{`{{${place}}}`}</code>
            ))}
          </p>
        )}
      </div>
      <div class="field">
        <label for={id} class="visually-hidden">
          {say.value("settings.word_own", { key })}
        </label>
        <textarea
          id={id}
          lang={tag}
          dir={direction}
          rows={2}
          maxLength={LONGEST}
          placeholder={shipped}
          value={own ?? ""}
          {...(fault !== null && { "aria-invalid": "true" as const, "aria-describedby": `${id}-fault` })}
          onInput={({ currentTarget }) => change(currentTarget.value === "" ? null : currentTarget.value)}
        />
        {fault !== null && (
          <p id={`${id}-fault`} class="field__fault">
            {fault}
          </p>
        )}
        {own !== null && (
          <p>
            <button
              type="button"
              class="button button--quiet button--small"
              aria-label={`${say.value("settings.word_back")}: ${key}`}
              onClick={({ currentTarget }) => {
                keepPlace(currentTarget);
                change(null);
              }}
            >
              {say.value("settings.word_back")}
            </button>
          </p>
        )}
      </div>
    </li>
  );
}

/** A language of which nothing is said otherwise any more is left out. */
export function withWord(
  content: TextsContent,
  tag: LanguageTag,
  key: string,
  text: string | null,
): TextsContent {
  const { [tag]: said = {}, ...others } = content;
  const { [key]: _gone, ...rest } = said;
  const own = text === null ? rest : { ...said, [key]: text };
  return Object.keys(own).length === 0 ? others : { ...content, [tag]: own };
}
