/** After the call: a topic, how it went, and on to the next. Free text only where a decision allows it. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { DeskView, DeskWrapUp } from "../../../signaling/client/types";
import { Code } from "./code";
import type { DeskModel } from "./desk_model";
import { type Draft, forgetDraft, keepDraft, readDraft } from "./draft";
import { Key } from "./keys";
import { NoteField } from "./note_field";
import { personalDataIn } from "./personal_data";
import type { Records } from "./records";
import type { Ringer } from "./ringer";
import { ariaKeysOf } from "./shortcuts";
import { nameOfLanguage, say, sayCode, spokenDuration } from "./texts";
import { countTopic } from "./topic_counts";
import { TopicTree } from "./topic_tree";

interface Props {
  model: DeskModel;
  records: Records;
  ringer: Ringer;
  view: DeskView;
  wrapUp: DeskWrapUp;
}

/** So long before the end the guide is warned. In ms. */
const WARNING = 20_000;
/** And so long before it a draft that is whole is sent by itself, so that it is not lost. */
const LAST_MOMENT = 2_000;
const REFERRED = "referred";

export function WrapUpStage(props: Props) {
  const { model, records, view, wrapUp } = props;
  const [draft, setDraft] = useState<Draft>(() => readDraft(wrapUp.call));
  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    keepDraft(wrapUp.call, next);
  };
  const terms = records.notes.state.value.value?.terms ?? null;
  const send = useSending(props, draft);
  const faulty = terms !== null && personalDataIn(draft.note).length > 0;
  const isWhole = draft.topic !== null && draft.disposition !== null;
  const left = wrapUp.until - model.now.value;
  useLastMoment(left, isWhole && !faulty, send);
  useWarning(props, left);
  return (
    <form
      class="wrap-up"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !faulty) void send();
      }}
    >
      <header>
        <h1>{say.value("wrap_up.heading")}</h1>
        <p class="wrap-up__lead">
          {say.value("wrap_up.lead", { language: nameOfLanguage(wrapUp.language), place: wrapUp.place.name })}
        </p>
      </header>
      <TopicTree view={view} chosen={draft.topic} choose={(topic) => change({ topic })} />
      <fieldset class="codes">
        <legend>{say.value("wrap_up.disposition")}</legend>
        {view.dispositions.map((code) => (
          <Code
            key={code}
            name="disposition"
            value={code}
            chosen={draft.disposition === code}
            choose={() =>
              change({ disposition: code, referredTo: code === REFERRED ? draft.referredTo : null })
            }
          >
            {sayCode("disposition", code)}
          </Code>
        ))}
      </fieldset>
      {draft.disposition === REFERRED && (view.referrals ?? []).length > 0 && (
        <label class="field wrap-up__referred">
          <span class="label">{say.value("wrap_up.referred_to")}</span>
          <select
            name="referred_to"
            value={draft.referredTo ?? ""}
            onChange={({ currentTarget }) => change({ referredTo: currentTarget.value || null })}
          >
            <option value="">{say.value("wrap_up.referred_unsaid")}</option>
            {(view.referrals ?? []).map((code) => (
              <option key={code} value={code}>
                {sayCode("referral", code)}
              </option>
            ))}
          </select>
        </label>
      )}
      {terms === null ? (
        <p class="wrap-up__privacy">{say.value("wrap_up.privacy")}</p>
      ) : (
        <NoteField
          id="wrap-up-note"
          label={say.value("wrap_up.note")}
          text={draft.note}
          terms={terms}
          write={(note) => change({ note })}
        />
      )}
      {records.refused.value !== null && (
        <p class="notice notice--danger" role="alert">
          {sayCode("note_refused", records.refused.value)}
        </p>
      )}
      <Footer props={props} left={left} ready={isWhole && !faulty} />
    </form>
  );
}

/** How long there still is, and what one becomes then, as chosen beside it. */
function timeLeft({ next_status, next_reason }: DeskView, left: number): string {
  const time = spokenDuration(left);
  if (next_status === "offline") return say.value("wrap_up.left_offline", { time });
  if (next_status !== "away") return say.value("wrap_up.left", { time });
  if (next_reason === null) return say.value("wrap_up.left_away", { time });
  return say.value("wrap_up.left_reason", { time, reason: sayCode("reason", next_reason) });
}

function Footer({
  props: { model, view, wrapUp },
  left,
  ready,
}: {
  props: Props;
  left: number;
  ready: boolean;
}) {
  const near = left <= WARNING;
  return (
    <footer class="wrap-up__footer" data-near={near}>
      <button
        type="submit"
        class="button button--now"
        aria-keyshortcuts={ariaKeysOf("send")}
        disabled={!ready || model.pending.value}
      >
        {say.value("wrap_up.done")}
        <Key of="send" />
      </button>
      <button
        type="button"
        class="button"
        data-act="extend"
        aria-keyshortcuts={ariaKeysOf("extend")}
        disabled={wrapUp.extensions_left === 0 || model.pending.value}
        onClick={() => model.extendWrapUp()}
      >
        {say.value("wrap_up.extend")}
        <Key of="extend" />
      </button>
      <p role="timer" class={near ? "wrap-up__left notice notice--now" : "wrap-up__left"}>
        {timeLeft(view, left)}
      </p>
      <p class="visually-hidden" role="alert">
        {near && say.value("wrap_up.warning")}
      </p>
    </footer>
  );
}

/** The note goes first: once the wrap-up is over, there is no place left to say that it was refused. */
function useSending({ model, records, wrapUp }: Props, draft: Draft): () => Promise<void> {
  const sending = useRef(false);
  return async () => {
    const { topic, disposition, referredTo, note } = draft;
    if (topic === null || disposition === null || sending.current) return;
    sending.current = true;
    const terms = records.notes.state.value.value?.terms ?? null;
    const words = terms === null ? "" : note.trim();
    const kept = words === "" || (await records.noteCall(wrapUp.call, words));
    if (kept && (await model.finishWrapUp(topic, disposition, referredTo))) {
      countTopic(topic);
      forgetDraft();
    }
    sending.current = false;
  };
}

function useLastMoment(left: number, ready: boolean, send: () => Promise<void>): void {
  const isNow = left <= LAST_MOMENT && left > 0 && ready;
  useEffect(() => {
    if (isNow) void send();
  }, [isNow]);
}

/** One soft sound for whoever looks elsewhere; another only after more time was asked for and has run out. */
function useWarning({ ringer }: Props, left: number): void {
  const near = left <= WARNING && left > 0;
  useEffect(() => {
    if (near) ringer.remind(say.value("wrap_up.warning"), say.value("wrap_up.warning_body"));
  }, [near]);
}
