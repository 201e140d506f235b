import { useEffect, useRef } from "preact/hooks";
import type { DeskCall } from "../../../signaling/client/types";
import type { DeskModel } from "./desk_model";
import { Key } from "./keys";
import { phrasesIn, textIn } from "./prepared";
import { ariaKeysOf } from "./shortcuts";
import { language as deskLanguage, say } from "./texts";

/** Real-time text: what the resident and the others write, and what this desk writes, both letter by letter. */
export function TextPanel({ model, call }: { model: DeskModel; call: DeskCall }) {
  const { own, theirs } = model.shared.value;
  const log = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [theirs]);
  return (
    <section class="panel text" aria-labelledby="text-heading">
      <h2 class="panel__heading" id="text-heading">
        {say.value("text.heading")}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keys. */}
      <div class="text__theirs" role="log" aria-label={say.value("text.theirs")} ref={log} tabIndex={0}>
        {theirs.length === 0 && <p class="panel__empty">{say.value("text.none")}</p>}
        {theirs.map(({ number, text }) => (
          <p key={number} dir="auto" data-from={number}>
            <span class="text__who">{whoIs(call, number)}</span>
            {text}
          </p>
        ))}
      </div>
      <div class="field">
        <label for="text-own">{say.value("text.own")}</label>
        <textarea
          id="text-own"
          dir="auto"
          rows={4}
          value={own}
          aria-keyshortcuts={ariaKeysOf("write")}
          onInput={({ currentTarget }) => model.conversation?.write(currentTarget.value)}
        />
      </div>
      <Phrases model={model} language={call.language} />
    </section>
  );
}

function whoIs(call: DeskCall, number: number): string {
  const party = call.parties.find(({ epoch }) => epoch === number);
  return party?.guide?.name ?? say.value("call.resident");
}

/** After a slash, the prepared phrases that fit what follows it: one press puts a phrase in its place. */
function Phrases({ model, language }: { model: DeskModel; language: string }) {
  const { own } = model.shared.value;
  const wish = /(?:^|\s)\/(\p{L}*)$/u.exec(own)?.[1];
  if (wish === undefined) {
    return (
      <p class="text__hint">
        {say.value("text.slash")} <Key of="phrases" />
      </p>
    );
  }
  const before = own.slice(0, own.length - wish.length - 1);
  return (
    <ul class="text__phrases" aria-label={say.value("text.phrases")}>
      {phrasesIn(wish).map((phrase) => (
        <li key={phrase.key}>
          <button
            type="button"
            class="button"
            onClick={() => {
              model.conversation?.write(before + textIn(phrase, language));
              document.getElementById("text-own")?.focus();
            }}
          >
            {textIn(phrase, deskLanguage.value)}
          </button>
        </li>
      ))}
    </ul>
  );
}
