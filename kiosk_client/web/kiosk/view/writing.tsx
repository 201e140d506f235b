/** What is written in the call: the guide's words over the picture, and the resident's own with the keys to write them. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import { CAPTION_SIZES, CAPTION_TONES } from "../state";
import { Keys } from "./keyboard";
import { useStage } from "./stage";

/** Everything that the others have written, the newest always in sight. Nothing while they have written nothing. */
export function Captions() {
  const { state, say, act } = useStage();
  const { shared, visit } = state;
  const { size, tone } = visit.captions;
  if (shared.theirs.length === 0) return null;
  const parties = state.view?.call?.parties ?? [];
  const writer = (number: number): string => parties.find(({ epoch }) => epoch === number)?.guide?.name ?? "";
  const next = <T,>(all: readonly T[], now: T): T => all[(all.indexOf(now) + 1) % all.length] as T;
  return (
    <section class="captions" aria-label={say("captions.name")} data-size={size} data-tone={tone}>
      <div class="captions__choices">
        <button
          type="button"
          class="button captions__choice"
          data-action="caption-size"
          onClick={() => act({ type: "captions", captions: { size: next(CAPTION_SIZES, size) } })}
        >
          <Icon name="text_size" />
          {say("captions.size")}
        </button>
        <button
          type="button"
          class="button captions__choice"
          data-action="caption-tone"
          onClick={() => act({ type: "captions", captions: { tone: next(CAPTION_TONES, tone) } })}
        >
          <Icon name="contrast" />
          {say("captions.tone")}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who cannot swipe scrolls it by keys. */}
      <div class="captions__words" role="log" tabIndex={0}>
        {shared.theirs.map(({ number, text }) => (
          <p key={number} dir="auto">
            {shared.theirs.length > 1 && <CaptionsName name={writer(number)} />}
            {text}
          </p>
        ))}
      </div>
    </section>
  );
}

/** Of two who write nobody need guess which one it was. */
function CaptionsName({ name }: { name: string }) {
  return (
    <strong>
      <bdi>{name}</bdi>:{" "}
    </strong>
  );
}

/** Takes the place of the controls while the resident writes. */
export function Writing() {
  const { state, say, act, pictures } = useStage();
  const { own } = state.shared;
  const paper = useRef<HTMLTextAreaElement>(null);
  useEffect(() => paper.current?.focus(), []);
  useEffect(() => {
    if (paper.current) paper.current.scrollTop = paper.current.scrollHeight;
  }, [own]);
  const write = (text: string): void => pictures.conversation?.write(text);
  return (
    <div class="writing">
      <div class="writing__head">
        <label class="writing__label" for="writing">
          {say("write.label")}
        </label>
        <button
          type="button"
          class="button"
          data-action="write-clear"
          disabled={own === ""}
          onClick={() => write("")}
        >
          {say("write.clear")}
        </button>
        <button
          type="button"
          class="button button--primary"
          data-action="write-done"
          onClick={() => act({ type: "aside", aside: null })}
        >
          <Icon name="check" />
          {say("write.done")}
        </button>
      </div>
      <textarea
        id="writing"
        class="writing__paper"
        ref={paper}
        inputMode="none"
        autoComplete="off"
        spellcheck={false}
        dir="auto"
        placeholder={say("write.hint")}
        value={own}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <Keys text={own} onText={write} />
    </div>
  );
}
